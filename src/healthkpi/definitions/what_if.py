"""A policy with other limits in the place of its own, for one run: what if 55 % were asked?"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from healthkpi.definitions.indicator import Indicator, Kind, LimitWord, Target
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.targets import due_target
from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.limits import limits
from healthkpi.model.quantity import FACTOR_OF_UNIT, Quantity, parse_quantity
from healthkpi.text import Text

_TO = re.compile(r"\.\.|～|~|至")


def with_targets(policy: Policy, assumed: Mapping[str, str], as_of: date | None) -> Policy:
    """The policy with each of these limits in the place of the one that is judged by on the day; refuses all that cannot be."""
    if not assumed:
        return policy
    indicators, errors = dict(policy.indicators), list[HealthKpiError]()
    for name, words in assumed.items():
        try:
            indicators[name] = _with_target(policy.indicators[name], words, as_of)
        except HealthKpiError as error:
            said = f"--target {policy.indicators[name].name.zh}={words}", f"--target {name}={words}"
            errors.append(
                UsageError(Text(f"{said[0]}: {error.message.zh}", f"{said[1]}: {error.message.en}"))
            )
    if errors:
        raise Several(errors)
    return replace(policy, indicators=indicators, assumed=frozenset(assumed))


def _with_target(indicator: Indicator, words: str, as_of: date | None) -> Indicator:
    """The key of the limit, and with it the direction, is kept; steps on the way were steps to another number."""
    target = _judged_by(indicator, as_of)
    if target.limit is None:
        raise UsageError(
            Text("是否完成的事项没有限值可改", "an item that is done or not has no limit to change")
        )
    amounts = _amounts(words, target.limit, indicator)
    path = target.path if isinstance(target.path, str) else None
    limit = target.limit.model_copy(update={"amounts": amounts})
    other = target.model_copy(update={"limit": limit, "path": path})
    targets = tuple(other if each is target else each for each in indicator.targets)
    return indicator.model_copy(update={"targets": targets})


def _judged_by(indicator: Indicator, as_of: date | None) -> Target:
    if not indicator.targets:
        raise UsageError(Text("这项只监测，没有目标", "it is only recorded and has no target"))
    due = due_target(indicator.targets, as_of)
    if due is None:
        raise UsageError(
            Text("不知道按哪天判定；加 --as-of", "the day to judge on is not known; give --as-of")
        )
    return due.target


def _amounts(words: str, limit: LimitWord, indicator: Indicator) -> tuple[Quantity, ...]:
    parts = [part.strip() for part in _TO.split(words)]
    found = [parse_quantity(part) for part in parts]
    known = tuple(each for each in found if each is not None)
    wanted, unit = limits()[limit.key].numbers, unit_of(indicator)
    if len(known) != len(parts) or len(known) != wanted or any(not _fits(each, unit) for each in known):
        one = f"50{unit}"
        example = one if wanted == 1 else f"95{unit}..105{unit}"
        raise UsageError(
            Text(
                f"这里要 {wanted} 个以“{unit or '无单位'}”计的数，如 {example}",
                f"{wanted} number(s) in {unit or 'no unit'} wanted, such as {example}",
            )
        )
    if list(known) != sorted(known, key=lambda each: each.amount):
        raise UsageError(Text("先写小的一端", "write the lower end first"))
    if indicator.kind is Kind.PROPORTION and any(not 0 <= each.amount <= 100 for each in known):
        raise UsageError(Text("占比只能在 0 到 100% 之间", "a proportion lies between 0 and 100 %"))
    return known


def _fits(amount: Quantity, unit: str) -> bool:
    """A share without its sign could be 0.55 or 0.55 %, so it must say which."""
    return amount.unit == unit or (amount.unit is None and unit not in FACTOR_OF_UNIT)
