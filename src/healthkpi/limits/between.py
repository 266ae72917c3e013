"""From one value to another, both included.

The words of a clause: 80-100张. `better` says which end is a duty: higher, the lower end (more is
over-fulfilment, no failure); lower, the upper end; neither, both. `between: [80, 100]` with
`better: higher`: 80 and 120 reach it; 79 does not. With `better: neither` 120 does not either.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, better: Better) -> Acceptable:
    low, high = bounds.numbers
    return Acceptable(
        low=None if better is Better.LOWER else low,
        high=None if better is Better.HIGHER else high,
    )


LIMIT = Limit("between", Text("{0}～{1}", "{0} to {1}"), 2, None, _acceptable)
