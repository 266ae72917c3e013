"""What the headings and placeholders of a blank table ask for: by the names of indicators and fields, never by likeness."""

import re
from collections.abc import Iterable, Iterator, Sequence

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.errors import find_similar
from healthkpi.expression.tree import Name
from healthkpi.match._labels import split_unit
from healthkpi.model.blank import Asked, Measure
from healthkpi.model.folding import fold
from healthkpi.model.period import Period, parse_period
from healthkpi.model.quantity import PER_MILLE, PERCENT
from healthkpi.text import Text

_WORDS = {
    Measure.VALUE: "完成值 完成率 率 比例 完成情况 实际完成 实际值 实际完成值 完成数 指标值 value rate actual",
    Measure.NUMERATOR: "分子 分子数 numerator",
    Measure.DENOMINATOR: "分母 分母数 denominator",
    Measure.TARGET: "目标 目标值 年度目标 年度目标值 目标要求 目标任务 指标要求 target",
    Measure.REACHED: "是否达标 是否达到 是否完成 是否达到目标 达标与否 reached met",
    Measure.VERDICT: "判定 达标情况 判定结果 verdict",
    Measure.GAP: "差额 差距 缺口 还差 差数 gap short shortby",
    Measure.RANK: "排名 名次 位次 全区排名 rank place",
    Measure.POINTS: "得分 分数 points score",
}
MEASURES = {word: measure for measure, words in _WORDS.items() for word in words.split()}
_NUMBERED = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,3}[).、．]\s*")
_SIGN = re.compile(r"[%‰]$")
# What a group of columns is called besides its subject.
_GROUP_ENDING = re.compile(r"(情况|进展|工作|任务|指标|完成|服务|统计|数据|进度)+$")
_NOW = frozenset("本月 本期 本季 本年 本次 当前 目前 现状 实际 截至目前".split())
_SHORTEST_SUBJECT = 2

UNKNOWN = Text(
    "不是指标、列或“目标”“是否达标”这样的名称", "no name of an indicator, a field or such as target"
)
OF_WHAT = Text("没写是哪项指标的", "it does not say of which indicator")
OTHER_GROUP = Text(
    "“{group}”不是这项指标的名称，可能是另一人群或另一时期",
    '"{group}" is no name of that indicator: it may be other people or another time',
)


class Vocabulary:
    """Every heading that a policy gives a meaning to; `periods` are those that figures are at hand for."""

    def __init__(self, policy: Policy, periods: Sequence[Period]) -> None:
        self._policy, self._periods = policy, periods
        self._known: dict[str, list[Asked]] = {}
        self._named: dict[str, list[str]] = {}
        for key, indicator in policy.indicators.items():
            for name in (key, indicator.name.zh, indicator.name.en):
                self._named.setdefault(_plain(name), []).append(key)
            for name, measure in _names_of(policy, indicator):
                self._known.setdefault(_plain(name), []).append(Asked(key, measure))

    def indicators(self, words: str) -> tuple[str, ...]:
        """The indicators that are called so."""
        return tuple(self._named.get(_plain(words), ()))

    def mentioned(self, words: str) -> tuple[str, ...]:
        """The indicators whose whole name stands somewhere in a title."""
        folded = fold(words)
        return tuple(key for key, each in self._policy.indicators.items() if fold(each.name.zh) in folded)

    def suggest(self, words: str) -> str | None:
        """The name that was probably meant by a placeholder."""
        names = [name for each in self._policy.indicators.values() for name in (each.name.zh, each.name.en)]
        return find_similar(words, [*names, *self._policy.indicators])

    def read(self, path: Sequence[str]) -> tuple[Asked, ...] | Measure | Text:
        """What the headings above a column ask for; a measure alone where none says whose; else why not."""
        words = [_plain(part) for part in path]
        measure = MEASURES.get(words[-1])
        if measure is not None:
            return self._of_owner(measure, words[:-1], path)
        for start in range(len(words)):
            found = self._find("/".join(words[start:]))
            if found:
                return self._fitting(found, words[:start], path)
        return UNKNOWN

    def _of_owner(
        self, measure: Measure, above: Sequence[str], path: Sequence[str]
    ) -> tuple[Asked, ...] | Measure | Text:
        for at in reversed(range(len(above))):
            owners = self._named.get(above[at], ())
            if owners:
                rest = [*above[:at], *above[at + 1 :]]
                return self._fitting([Asked(owner, measure) for owner in owners], rest, path)
        return measure

    def _find(self, label: str) -> list[Asked]:
        """By its own name; or an indicator's name with the name of a measure behind it."""
        found = self._known.get(label, [])
        for word, measure in MEASURES.items():
            if not found and label.endswith(word) and label != word:
                owners = self._named.get(label.removesuffix(word).rstrip("/-_:的"), ())
                found = [Asked(owner, measure) for owner in owners]
        return list(dict.fromkeys(found))

    def _fitting(
        self, found: Sequence[Asked], groups: Sequence[str], path: Sequence[str]
    ) -> tuple[Asked, ...] | Text:
        """Those that the headings of the group speak of, too."""
        fitting = tuple(
            asked for asked in found if all(self._fits(group, asked.indicator) for group in groups)
        )
        if fitting:
            return fitting
        strange = [
            part
            for part, word in zip(path, groups, strict=False)
            if not all(self._fits(word, asked.indicator) for asked in found)
        ]
        return OTHER_GROUP.format(group=strange[0] if strange else path[0])

    def _fits(self, group: str, key: str) -> bool:
        if self._is_harmless(group):
            return True
        indicator = self._policy.indicators[key]
        table = self._policy.tables.get(indicator.table or "")
        subject = _GROUP_ENDING.sub("", group)
        names = [fold(indicator.name.zh), fold(indicator.name.en), *([fold(table.name.zh)] if table else [])]
        return len(subject) >= _SHORTEST_SUBJECT and any(subject in name for name in names)

    def _is_harmless(self, group: str) -> bool:
        """Whether a group says nothing else than the policy, or that its figures are of now."""
        period = parse_period(group)
        if period is not None:
            return period in self._periods
        return not group or group in _NOW or group in fold(self._policy.title.zh)


def unit_said(path: Sequence[str], units: str | None) -> str | None:
    """The unit of measure in brackets, or a sign at the end: 签约率%."""
    sign = _SIGN.search(fold(path[-1]))
    return units or (sign[0] if sign and sign[0] in {PERCENT, PER_MILLE} else None)


def _plain(words: str) -> str:
    """Folded, without a number before it and a unit behind it."""
    bare = _NUMBERED.sub("", split_unit(words)[0])
    return _SIGN.sub("", bare) or bare


def _names_of(policy: Policy, indicator: Indicator) -> Iterator[tuple[str, Measure]]:
    """Its own names, and those of the fields that hold its figures ready-made or are its sums."""
    for name in (indicator.name.zh, indicator.name.en):
        yield name, Measure.VALUE
    yield from _summed(policy, indicator)
    reported = indicator.reported
    if reported is None:
        return
    for field, measure in (
        (reported.value, Measure.VALUE),
        (reported.numerator, Measure.NUMERATOR),
        (reported.denominator, Measure.DENOMINATOR),
    ):
        if field is not None:
            yield from ((name, measure) for name in _names_of_field(policy, indicator.table, field))


def _summed(policy: Policy, indicator: Indicator) -> Iterator[tuple[str, Measure]]:
    """Where a sum is that of one field over all rows, the field's names are names of the sum."""
    if indicator.kind is Kind.CHANGE:
        return
    for side, measure in (
        (indicator.numerator, Measure.NUMERATOR),
        (indicator.denominator, Measure.DENOMINATOR),
    ):
        table, where = indicator.table, indicator.where
        formula = side
        if side is not None and not isinstance(side, Formula):
            table, where, formula = side.table, side.where, side.sum
        is_every_row = where is None and indicator.gather is None and indicator.sample is None
        if isinstance(formula, Formula) and isinstance(formula.tree, Name) and is_every_row:
            yield from ((name, measure) for name in _names_of_field(policy, table, formula.tree.name))


def _names_of_field(policy: Policy, table: str | None, field: str) -> Iterable[str]:
    own = policy.tables.get(table or "")
    known = own.fields.get(field) if own is not None else None
    return () if known is None else (field, *known.aliases, *([known.en] if known.en else []))
