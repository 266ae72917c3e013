"""What is different between two policies: which targets, formulas, dates and directions, which indicators came and went."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from healthkpi.definitions.indicator import Indicator, Target
from healthkpi.definitions.link import direction_of
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.definitions.words import Formula
from healthkpi.expression.write import write
from healthkpi.text import Text

# What decides the figure; the words around it are compared one by one below.
FORMULA_KEYS = (
    *("kind", "unit", "per", "where", "gather", "numerator", "denominator", "meets", "items", "distinct"),
    *("item", "formula", "rise", "fall", "reported", "over", "sample", "level", "each", "if_none"),
)


class MatchedBy(StrEnum):
    """How an indicator of one policy was found again in the other."""

    ID = "id"
    NAME = "name"
    FORMULA = "formula"


class Part(StrEnum):
    """What of an indicator is different."""

    NAME = "name"
    LIMIT = "limit"
    DATE = "date"
    TARGET_ADDED = "target added"
    TARGET_GONE = "target gone"
    BINDING = "binding"
    PATH = "path"
    DIRECTION = "direction"
    FORMULA = "formula"
    CLAUSE = "clause"
    READING = "reading"
    SCORE = "score"
    RESPONSIBLE = "responsible"

    @property
    def label(self) -> Text:
        """As an officer says it."""
        return _LABELS[self]


_LABELS = {
    Part.NAME: Text("名称", "name"),
    Part.LIMIT: Text("目标值", "target"),
    Part.DATE: Text("期限", "date"),
    Part.TARGET_ADDED: Text("增加的目标", "added target"),
    Part.TARGET_GONE: Text("取消的目标", "target gone"),
    Part.BINDING: Text("约束性", "binding"),
    Part.PATH: Text("序时", "path"),
    Part.DIRECTION: Text("方向", "direction"),
    Part.FORMULA: Text("算法", "formula"),
    Part.CLAUSE: Text("原文", "clause"),
    Part.READING: Text("读法", "reading"),
    Part.SCORE: Text("计分", "score"),
    Part.RESPONSIBLE: Text("责任单位", "responsible"),
}
TARGET_PARTS = frozenset({Part.LIMIT, Part.TARGET_ADDED, Part.TARGET_GONE})


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is different; the two targets where it is one of theirs."""

    part: Part
    before: Target | None = None
    after: Target | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator in both policies, by its id in each."""

    before: str
    after: str
    matched_by: MatchedBy
    changes: tuple[Changed, ...]

    @property
    def parts(self) -> frozenset[Part]:
        """The kinds of its changes."""
        return frozenset(changed.part for changed in self.changes)


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """Two policies beside each other."""

    before: Policy
    after: Policy
    pairs: tuple[Pair, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs in which anything is different, a new id included."""
        return tuple(pair for pair in self.pairs if pair.changes or pair.before != pair.after)


def compare_policies(before: Policy, after: Policy) -> PolicyDifference:
    """Indicators are found again by id, else by a name, else by a formula that occurs once on each side."""
    found = _find_again(before, after)
    pairs = tuple(
        Pair(old, new, by, tuple(_changes(before, old, after, new)))
        for new in after.indicators
        for old, by in [found[new]]
        if old is not None
    )
    taken = {pair.before for pair in pairs}
    return PolicyDifference(
        before,
        after,
        pairs,
        added=tuple(new for new, (old, _) in found.items() if old is None),
        gone=tuple(name for name in before.indicators if name not in taken),
        parameters=tuple(_changed_parameters(before, after)),
    )


def _find_again(before: Policy, after: Policy) -> dict[str, tuple[str | None, MatchedBy]]:
    """By the id of `after`: the id in `before`, if there is one."""
    found: dict[str, tuple[str | None, MatchedBy]] = {
        name: (name if name in before.indicators else None, MatchedBy.ID) for name in after.indicators
    }
    ways: tuple[tuple[MatchedBy, Callable[[Policy, str], Hashable]], ...] = (
        (MatchedBy.NAME, _name),
        (MatchedBy.FORMULA, _formula),
    )
    for by, key in ways:
        taken = {old for old, _ in found.values()}
        olds = _only_ones(key, before, [name for name in before.indicators if name not in taken])
        news = _only_ones(key, after, [name for name, (old, _) in found.items() if old is None])
        found |= {news[same]: (olds[same], by) for same in news if same in olds}
    return found


def _only_ones(
    key: Callable[[Policy, str], Hashable], policy: Policy, names: list[str]
) -> Mapping[Hashable, str]:
    """The indicators by their key, without those that share one: which of two it became, nobody can say."""
    keys = {name: key(policy, name) for name in names}
    alike = list(keys.values())
    return {each: name for name, each in keys.items() if alike.count(each) == 1}


def _name(policy: Policy, name: str) -> Hashable:
    return policy.indicators[name].name.zh


def _formula(policy: Policy, name: str) -> Hashable:
    indicator = policy.indicators[name]
    table = policy.tables[indicator.table or TASK_LEDGER].name.zh
    return table, *(_canonical(getattr(indicator, key)) for key in FORMULA_KEYS)


def _canonical(value: Any) -> Hashable:
    """The same for everything that means the same: spaces in an expression do not count."""
    if isinstance(value, Formula):
        return write(value.tree)
    if isinstance(value, BaseModel):
        return tuple((name, _canonical(getattr(value, name))) for name in type(value).model_fields)
    if isinstance(value, Mapping):
        return tuple((name, _canonical(each)) for name, each in value.items())
    if isinstance(value, tuple | list):
        return tuple(_canonical(each) for each in value)
    return value  # type: ignore[no-any-return] # words, numbers, days and quantities are hashable


def _changes(before: Policy, old_name: str, after: Policy, new_name: str) -> Iterator[Changed]:
    old, new = before.indicators[old_name], after.indicators[new_name]
    yield from _target_changes(old.targets, new.targets)
    compared: tuple[tuple[Part, object, object], ...] = (
        (Part.NAME, old.name.zh, new.name.zh),
        (Part.DIRECTION, direction_of(old), direction_of(new)),
        (Part.FORMULA, _formula(before, old_name), _formula(after, new_name)),
        (Part.CLAUSE, _quotes(old), _quotes(new)),
        (Part.READING, _reading(old), _reading(new)),
        (Part.SCORE, _canonical(old.score), _canonical(new.score)),
        (Part.RESPONSIBLE, old.responsible, new.responsible),
    )
    yield from (Changed(part) for part, was, is_ in compared if was != is_)


def _quotes(indicator: Indicator) -> tuple[str, ...]:
    return tuple(clause.quote for clause in indicator.clause)


def _reading(indicator: Indicator) -> Text | None:
    return indicator.reading.how if indicator.reading is not None else None


def _target_changes(before: tuple[Target, ...], after: tuple[Target, ...]) -> Iterator[Changed]:
    """Targets of one day belong together; the others by their order."""
    by_day = {target.by: target for target in before}
    same_day = [(by_day[target.by], target) for target in after if target.by in by_day]
    olds = [target for target in before if target.by not in {new.by for _, new in same_day}]
    news = [target for target in after if target.by not in by_day]
    for old, new in (*same_day, *zip(olds, news, strict=False)):
        yield from _changes_of_target(old, new)
    yield from (Changed(Part.TARGET_GONE, before=old) for old in olds[len(news) :])
    yield from (Changed(Part.TARGET_ADDED, after=new) for new in news[len(olds) :])


def _changes_of_target(old: Target, new: Target) -> Iterator[Changed]:
    compared: tuple[tuple[Part, object, object], ...] = (
        (Part.LIMIT, (old.limit, old.within), (new.limit, new.within)),
        (Part.DATE, old.by, new.by),
        (Part.BINDING, old.binding, new.binding),
        (Part.PATH, old.path, new.path),
    )
    yield from (Changed(part, old, new) for part, was, is_ in compared if was != is_)


def _changed_parameters(before: Policy, after: Policy) -> Iterator[str]:
    """Parameters that only one of them has, or that have another value."""
    olds, news = before.words.parameters, after.words.parameters
    for name in dict.fromkeys((*olds, *news)):
        if name not in olds or name not in news or olds[name].value != news[name].value:
            yield name
