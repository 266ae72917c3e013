"""Less than this; the limit itself is too much.

The words of a clause: 低于、小于、不满：不含本数. `less_than: 6%`: 5.9 % reaches it; 6 % does not.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, _better: Better) -> Acceptable:
    return Acceptable(high=bounds.numbers[0], high_included=False)


LIMIT = Limit("less_than", Text("<{0}", "< {0}"), 1, Better.LOWER, _acceptable)
