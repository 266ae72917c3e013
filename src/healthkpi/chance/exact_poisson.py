"""A rate of fewer than ten events: the exact Poisson interval.

With no event the lower end is 0 and the upper end is not. One death among 6 250 births is 16 per 100 000, and the interval
goes from 0.41 to 89.15 at 95 %. F. Garwood, Biometrika 28 (1936) 437.
"""

from healthkpi.chance._method import Ends, Method, Observed
from healthkpi.chance._quantiles import gamma_quantile
from healthkpi.definitions.indicator import Kind
from healthkpi.text import Text

# Below this Byar's approximation is not good enough; the published methods of PHE and Fingertips change over here.
FEW_EVENTS = 10


def poisson_ends(events: float, confidence: float) -> Ends:
    """How many events could be expected where so many were seen."""
    outside = (1 - confidence) / 2
    low = gamma_quantile(outside, events) if events else 0.0
    return low, gamma_quantile(1 - outside, events + 1)


def _ends(observed: Observed, confidence: float) -> Ends:
    low, high = poisson_ends(observed.events, confidence)
    return low / observed.people, high / observed.people


METHOD = Method(
    "exact poisson",
    Text("泊松精确法", "exact Poisson"),
    lambda observed: observed.kind is Kind.RATE and observed.events < FEW_EVENTS,
    _ends,
)
