"""A change in points between two surveys: Newcombe's interval from the two Wilson intervals.

Only where the definition says `sample`: two surveys ask different people, two returns of one register do not. From 48 of
80 to 56 of 70: 5.24 to 33.39 points at 95 %. R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
"""

import math

from healthkpi.chance._method import Ends, Method, Observed
from healthkpi.chance.wilson import wilson_ends
from healthkpi.definitions.indicator import Kind
from healthkpi.text import Text


def newcombe_ends(now: Observed, before: Observed, confidence: float) -> Ends:
    """The difference now less before, each end as far as the two Wilson ends together reach."""
    share, then = now.events / now.people, before.events / before.people
    low, high = wilson_ends(now.events, now.people, confidence)
    then_low, then_high = wilson_ends(before.events, before.people, confidence)
    rise = share - then
    return rise - math.hypot(share - low, then_high - then), rise + math.hypot(high - share, then - then_low)


def _ends(observed: Observed, confidence: float) -> Ends:
    if observed.before is None:
        raise ValueError("a change has an earlier time")
    return newcombe_ends(observed, observed.before, confidence)


METHOD = Method(
    "newcombe",
    Text("Newcombe 法", "Newcombe"),
    lambda observed: observed.kind is Kind.CHANGE and observed.before is not None,
    _ends,
)
