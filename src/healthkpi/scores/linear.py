"""On a line between two values: none at `from`, full marks at `to`.

The words of a scheme: 40%不得分，90%得满分，之间按比例得分. `{full: 10, rule: linear, from: 40%, to: 90%}`: 65 % has 5, 39 % has 0,
95 % has 10. Where lower is better `from` is the greater number.
"""

from fractions import Fraction

from healthkpi.limits import Better
from healthkpi.scores._score import Measured, ScoreRule, Terms, clamped
from healthkpi.text import Text


def _points(terms: Terms, measured: Measured) -> Fraction | None:
    start, goal = terms.start, terms.goal
    if start is None or goal is None or start == goal or (goal < start) != (terms.better is Better.LOWER):
        return None
    return terms.full * clamped((measured.amount - start) / (goal - start))


def _formula(terms: Terms) -> Text:
    if terms.better is Better.LOWER:
        return Text(
            "{full} ×（{start} − 完成值）÷（{start} − {goal}），不低于 0、不超过 {full}",
            "{full} x ({start} - value) / ({start} - {goal}), from 0 to {full}",
        )
    return Text(
        "{full} ×（完成值 − {start}）÷（{goal} − {start}），不低于 0、不超过 {full}",
        "{full} x (value - {start}) / ({goal} - {start}), from 0 to {full}",
    )


SCORE_RULE = ScoreRule("linear", _points, _formula, needs=frozenset({"from", "to"}))
