"""Full marks or none.

The words of a scheme: 达标得满分，不达标不得分. Whether the limit is reached decides, not the date; but what was completed after
its date does not pass. `{full: 5, rule: pass}` with `at_least: 50%`: 50 % has 5, 49.99 % has 0.
"""

from fractions import Fraction

from healthkpi.scores._score import Measured, ScoreRule, Terms
from healthkpi.text import Text


def _points(terms: Terms, measured: Measured) -> Fraction:
    return terms.full if measured.passes else Fraction(0)


SCORE_RULE = ScoreRule(
    "pass",
    _points,
    lambda _terms: Text("达到目标得 {full} 分，否则 0 分", "{full} if the target is reached, else 0"),
    has_direction=False,
    needs_amount=False,
)
