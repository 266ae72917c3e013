"""At most this much; the limit itself is still good.

The words of a clause: 以下、以内、不超过：含本数. `at_most: 16/10万`: 16 per 100 000 reaches it; 16.1 does not.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, _better: Better) -> Acceptable:
    return Acceptable(high=bounds.numbers[0])


LIMIT = Limit("at_most", Text("≤{0}", "≤ {0}"), 1, Better.LOWER, _acceptable)
