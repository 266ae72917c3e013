"""The limits a target can set, one file each: which values are acceptable.

A limit turns the numbers of a clause into an `Acceptable` range; judging, gaps, ranks and trends all ask
that range, so a new limit is one new file here that offers `LIMIT`.
"""

import functools
import sys
from collections.abc import Mapping
from types import MappingProxyType

from healthkpi.discover import offered
from healthkpi.limits._limit import Acceptable, Better, Bounds, Limit

__all__ = ["Acceptable", "Better", "Bounds", "Limit", "limits"]


@functools.cache
def limits() -> Mapping[str, Limit]:
    """Every limit by the key that sets it in a target."""
    found = offered(sys.modules[__name__], "LIMIT", Limit)
    return MappingProxyType({limit.key: limit for limit in found})
