"""A proportion: Wilson's score interval.

Defined where none or all of them do it, and never below 0 or above 1. 499 of 1 000: 46.81 % to 52.99 % at 95 %.
E. B. Wilson, JASA 22 (1927) 209.
"""

import math

from healthkpi.chance._method import Ends, Method
from healthkpi.chance._quantiles import normal_quantile
from healthkpi.definitions.indicator import Kind
from healthkpi.text import Text


def wilson_ends(events: float, people: float, confidence: float) -> Ends:
    """The two roots of (p − share)² = z² p (1 − p) / people; the lower one in the form that loses no digits."""
    z = normal_quantile((1 + confidence) / 2)
    middle = 2 * events + z * z
    reach = z * math.sqrt(z * z + 4 * events * (people - events) / people)
    low = 2 * events * events / (people * (middle + reach))
    high = 1.0 if events == people else (middle + reach) / (2 * (people + z * z))
    return low, high


METHOD = Method(
    "wilson",
    Text("Wilson 法", "Wilson score"),
    lambda observed: observed.kind is Kind.PROPORTION,
    lambda observed, confidence: wilson_ends(observed.events, observed.people, confidence),
)
