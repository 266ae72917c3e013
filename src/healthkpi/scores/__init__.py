"""The rules by which a bureau turns values into points, one file each.

A rule is given the value and the numbers under `score`, and answers with points from 0 to full marks; a better value never
has fewer. Points are exact and rounded only where they are printed. Where there is no value there are no points: not 0, and
never full marks. A new rule is one new file here that offers `SCORE_RULE`.
"""

import functools
import sys
from collections.abc import Mapping
from types import MappingProxyType

from healthkpi.discover import offered
from healthkpi.scores._score import Band, Earlier, Measured, ScoreRule, Terms

__all__ = ["Band", "Earlier", "Measured", "ScoreRule", "Terms", "score_rules"]


@functools.cache
def score_rules() -> Mapping[str, ScoreRule]:
    """Every scoring rule by the word that chooses it."""
    found = offered(sys.modules[__name__], "SCORE_RULE", ScoreRule)
    return MappingProxyType({rule.key: rule for rule in found})
