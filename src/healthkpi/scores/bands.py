"""Points by band.

The words of a scheme: 90%以上得10分，80%～90%得6分，80%以下不得分. Each band is from a value, included, to one that is not; the first has no
`from` (or from 0) and the last no `below`, so that no value falls between them. With `{below: 80%, points: 0}`,
`{from: 80%, below: 90%, points: 6}`, `{from: 90%, points: 10}`: 80 % has 6, 89.99 % has 6, 90 % has 10.
"""

from fractions import Fraction

from healthkpi.scores._score import Measured, ScoreRule, Terms, are_in_order
from healthkpi.text import Text


def _points(terms: Terms, measured: Measured) -> Fraction | None:
    for band in terms.bands if are_in_order(terms.bands) else ():
        from_here = band.start is None or measured.compare(band.start) >= 0
        if from_here and (band.below is None or measured.compare(band.below) < 0):
            return band.points
    return None


SCORE_RULE = ScoreRule(
    "bands",
    _points,
    lambda _terms: Text("分档：{bands}（满分 {full}）", "by band: {bands} (of {full})"),
    needs=frozenset({"bands"}),
    has_direction=False,
    needs_amount=False,
)
