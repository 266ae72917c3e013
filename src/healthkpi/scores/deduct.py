"""So many points less for every step that the value is short of the target, down to a floor.

The words of a scheme: 每低0.1个百分点扣0.3分，扣完为止. `{full: 3, rule: deduct, step: 0.1个百分点, deduct: 0.3, part_step: exact}` with
`at_least: 90%`: 89.5 % has 1.5, 89 % and less has 0. `part_step` says what a part of a step costs: `exact`, its share; `whole`,
nothing; `started`, as much as a whole one. `floor` is the least there is, 0 if not said.
"""

import math
from fractions import Fraction

from healthkpi.limits import Better
from healthkpi.scores._score import Measured, ScoreRule, Terms
from healthkpi.text import Text

_PARTS = {
    "exact": Text("不足一步按比例", "part of a step in proportion"),
    "whole": Text("不足一步不扣", "part of a step costs nothing"),
    "started": Text("不足一步按一步", "part of a step counts as one"),
}


def _points(terms: Terms, measured: Measured) -> Fraction | None:
    if terms.goal is None or terms.deduct is None or not terms.step or terms.step < 0:
        return None
    far = measured.amount - terms.goal if terms.better is Better.LOWER else terms.goal - measured.amount
    steps = _steps(max(far, Fraction(0)) / terms.step, terms.part_step)
    return max(terms.full - steps * terms.deduct, terms.floor)


def _steps(steps: Fraction, part_step: str | None) -> Fraction:
    if part_step == "whole":
        return Fraction(math.floor(steps))
    return Fraction(math.ceil(steps)) if part_step == "started" else steps


def _formula(terms: Terms) -> Text:
    part = _PARTS[terms.part_step or "exact"]
    zh, en = ("高", "above") if terms.better is Better.LOWER else ("低", "below")
    return Text(
        f"{{full}} 分，比 {{goal}} 每{zh} {{step}} 扣 {{deduct}} 分（{part.zh}），最低 {{floor}} 分",
        f"{{full}} less {{deduct}} for each {{step}} {en} {{goal}} ({part.en}), at least {{floor}}",
    )


SCORE_RULE = ScoreRule(
    "deduct",
    _points,
    _formula,
    needs=frozenset({"step", "deduct", "part_step"}),
    may=frozenset({"to", "floor"}),
    goal_is_target=True,
)
