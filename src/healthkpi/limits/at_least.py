"""At least this much; the limit itself is enough.

The words of a clause: 以上、不低于、不少于、达到：含本数. `at_least: 50%`: 50 % reaches it; 49.98 % does not, although it shows as 50.0.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, _better: Better) -> Acceptable:
    return Acceptable(low=bounds.numbers[0])


LIMIT = Limit("at_least", Text("≥{0}", "≥ {0}"), 1, Better.HIGHER, _acceptable)
