"""Points by band, and within a band on a line to the points of the next.

As deciles are scored: the points of the band, and a part of the step to the next one for the way already gone. With
`{below: 41, points: 0}`, `{from: 41, below: 62, points: 6}`, `{from: 62, points: 7}`: 41 has 6, 51.5 has 6.5, 62 and more 7. A band without
`from` has its points throughout, and so has the last.
"""

from fractions import Fraction
from itertools import pairwise

from healthkpi.scores._score import Measured, ScoreRule, Terms, are_in_order
from healthkpi.text import Text


def _points(terms: Terms, measured: Measured) -> Fraction | None:
    amount = measured.amount
    if not are_in_order(terms.bands):
        return None
    for band, after in pairwise(terms.bands):
        if band.below is None or (band.start is not None and amount < band.start):
            return None
        if amount < band.below and band.start is not None:
            way = (amount - band.start) / (band.below - band.start)
            return band.points + way * (after.points - band.points)
        if amount < band.below:
            return band.points
    return terms.bands[-1].points if terms.bands else None


SCORE_RULE = ScoreRule(
    "between bands",
    _points,
    lambda _terms: Text(
        "分档，档内按比例升到下一档：{bands}（满分 {full}）",
        "by band, within a band on a line to the next: {bands} (of {full})",
    ),
    needs=frozenset({"bands"}),
)
