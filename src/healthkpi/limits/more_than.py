"""More than this; the limit itself is not enough.

The words of a clause: 高于、超过、大于：不含本数. `more_than: 0%`: a rise of 0.1 % reaches it; a rise of exactly 0 does not.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, _better: Better) -> Acceptable:
    return Acceptable(low=bounds.numbers[0], low_included=False)


LIMIT = Limit("more_than", Text(">{0}", "> {0}"), 1, Better.HIGHER, _acceptable)
