"""Chance: how far a value could lie from what it stands for by chance alone, one method a file.

An interval is advice beside the verdict and never changes it. Its ends are floats, for they come from roots and
quantiles; the value itself and its verdict stay exact. A new method is one new file that offers `METHOD`.
"""

import functools
import sys
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from healthkpi.chance._method import Method
from healthkpi.chance._observed import observe
from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.policy import Policy
from healthkpi.discover import offered
from healthkpi.model.interval import Interval
from healthkpi.model.value import Value

__all__ = ["Method", "find_interval", "methods"]


@functools.cache
def methods() -> Mapping[str, Method]:
    """Every method by its key."""
    found = offered(sys.modules[__name__], "METHOD", Method)
    return MappingProxyType({method.key: method for method in found})


def find_interval(
    value: Value, indicator: Indicator, policy: Policy, confidence: Fraction
) -> Interval | None:
    """The interval of a value; None where nothing was counted or measured that chance could move."""
    seen = observe(value, indicator, policy)
    if seen is None:
        return None
    observed, scale = seen
    method = next((each for each in methods().values() if each.suits(observed)), None)
    if method is None:
        return None
    low, high = method.ends(observed, float(confidence / 100))
    least = 0.0 if indicator.kind in {Kind.PROPORTION, Kind.RATE} else None
    most = scale if indicator.kind is Kind.PROPORTION else None
    return Interval(low * scale, high * scale, confidence, method.key, method.name, least, most)
