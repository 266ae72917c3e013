"""A rate of ten events or more: Byar's approximation of the exact Poisson interval.

The numerator may be larger than the denominator. 65 events: 50.16 to 82.85 at 95 %. N. E. Breslow, N. E. Day,
Statistical Methods in Cancer Research II (IARC 1987) 69.
"""

import math

from healthkpi.chance._method import Ends, Method, Observed
from healthkpi.chance._quantiles import normal_quantile
from healthkpi.chance.exact_poisson import FEW_EVENTS
from healthkpi.definitions.indicator import Kind
from healthkpi.text import Text


def byar_ends(events: float, confidence: float) -> Ends:
    """How many events could be expected where so many were seen; of one or two the lower end may fall below 0."""
    z = normal_quantile((1 + confidence) / 2)
    more = events + 1
    low = events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3
    return low, more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3


def _ends(observed: Observed, confidence: float) -> Ends:
    low, high = byar_ends(observed.events, confidence)
    return low / observed.people, high / observed.people


METHOD = Method(
    "byar",
    Text("Byar 法", "Byar"),
    lambda observed: observed.kind is Kind.RATE and observed.events >= FEW_EVENTS,
    _ends,
)
