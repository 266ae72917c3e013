"""In proportion to the target, at most full marks.

The words of a scheme: 按完成比例得分，超过目标得满分. `{full: 10, rule: proportional}` with `at_least: 50%`: 45 % has 9, 60 % has 10.
Where lower is better two readings are in use, and the definition says which: `when_over: ratio`, target ÷ value (twice the
target has half); `when_over: excess`, 1 − excess ÷ target (twice the target has none). With `at_most: 16` and
`when_over: ratio`: 20 has 8, 0 has 10.
"""

from fractions import Fraction

from healthkpi.scores._score import Measured, ScoreRule, Terms, goal_in_words, share_of_goal
from healthkpi.text import Text


def _points(terms: Terms, measured: Measured) -> Fraction | None:
    share = share_of_goal(terms, measured.amount)
    return None if share is None else terms.full * share


def _formula(terms: Terms) -> Text:
    share = goal_in_words(terms)
    return Text(
        f"{{full}} × {share.zh}，不低于 0、不超过 {{full}}", f"{{full}} x {share.en}, from 0 to {{full}}"
    )


SCORE_RULE = ScoreRule(
    "proportional", _points, _formula, may=frozenset({"to", "when_over"}), goal_is_target=True
)
