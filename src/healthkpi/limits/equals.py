"""Exactly this value, neither more nor less.

The words of a clause: 为零、清零、等于. `equals: 0`: no gap left reaches it; one gap does not.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, _better: Better) -> Acceptable:
    return Acceptable(low=bounds.numbers[0], high=bounds.numbers[0])


LIMIT = Limit("equals", Text("={0}", "= {0}"), 1, None, _acceptable)
