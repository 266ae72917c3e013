"""The level reached and the progress made, each with its weight.

The words of a scheme: 水平得分占七成，进步得分占三成. Level is the share of the target that is reached, as for `proportional`; progress is
the share of the way from the baseline (`since`) to the target that has been gone, from 0 to 1. Whoever was at the target already
has all of it while there, and none below. `{full: 10, rule: level and progress, progress_weight: 0.3, since: "2017"}` with
`at_least: 50%`: from 30 % to 40 % is 10 × (0.7 × 40 ÷ 50 + 0.3 × 10 ÷ 20) = 7.1. Without a baseline there is no score.
"""

from fractions import Fraction

from healthkpi.limits import Better
from healthkpi.scores._score import Earlier, Measured, ScoreRule, Terms, clamped, goal_in_words, share_of_goal
from healthkpi.text import Text


def _points(terms: Terms, measured: Measured) -> Fraction | None:
    level = share_of_goal(terms, measured.amount)
    weight, goal, earlier = terms.progress_weight, terms.goal, measured.earlier
    if level is None or weight is None or goal is None or earlier is None:
        return None
    return terms.full * ((1 - weight) * level + weight * _progress(earlier, goal, terms.better))


def _progress(earlier: Earlier, goal: Fraction, better: Better) -> Fraction:
    sign = -1 if better is Better.LOWER else 1
    to_go, gone = sign * (goal - earlier.before), sign * (earlier.now - earlier.before)
    if to_go > 0:
        return clamped(gone / to_go)
    return Fraction(sign * (earlier.now - goal) >= 0)


def _formula(terms: Terms) -> Text:
    share = goal_in_words(terms)
    return Text(
        f"{{full}} ×（{{level_weight}} × {share.zh} + {{progress_weight}} × 自基期起已走的路程 ÷ 基期到 {{goal}} 的路程），两项各不低于 0、不超过 1",
        f"{{full}} x ({{level_weight}} x {share.en} + {{progress_weight}} x way gone since the baseline / way from there "
        "to {goal}), each from 0 to 1",
    )


SCORE_RULE = ScoreRule(
    "level and progress",
    _points,
    _formula,
    needs=frozenset({"progress_weight", "since"}),
    may=frozenset({"to", "when_over"}),
    goal_is_target=True,
)
