"""Near a value: not further from it than `within`.

The words of a clause: 30%左右. The tolerance is not in the text, so `within` is a number somebody decided or
a parameter. `better` says which side can fail: lower, only above; higher, only below; neither, both.
`about: 30%` `within: 2%` `better: lower`: 32 % and 25 % reach it; 32.1 % does not.
"""

from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit
from healthkpi.text import Text


def _acceptable(bounds: Bounds, better: Better) -> Acceptable:
    middle = bounds.numbers[0]
    return Acceptable(
        low=None if better is Better.LOWER else middle - bounds.within,
        high=None if better is Better.HIGHER else middle + bounds.within,
    )


LIMIT = Limit("about", Text("约{0}", "about {0}"), 1, None, _acceptable, takes_within=True)
