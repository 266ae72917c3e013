"""Figures that stand for missing ones: nothing, or the unit's own last figures; and why there is none for some.

Only sums over rows are treated. A change compares the same units at both times, gathered rows and checklists already have a
rule for what is absent, a survey's weights belong to those who answered: there the missing are left out, whatever is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from healthkpi.definitions.indicator import Elsewhere, Indicator, Kind
from healthkpi.definitions.link import SPANS
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import OverTime, Table
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import Arithmetic, Expression, Name, names_in, walk
from healthkpi.model.finding import Severity
from healthkpi.model.period import Period
from healthkpi.model.place import Place
from healthkpi.model.table import StatTable
from healthkpi.model.treatment import Filled, NotFilled, Treatment
from healthkpi.tally._parts import DENOMINATOR, Exact, Parts, Shared, exact_values, units_shared
from healthkpi.tally._rows import Rows, roster_column
from healthkpi.text import Text

NEVER = Text("这类指标的缺报一律剔除", "what is missing is always left out of this kind of indicator")
OF_A_SURVEY = Text("抽样调查的缺报一律剔除", "what is missing is always left out of a survey")
CONTRADICTS = Text("数据自相矛盾，先改正", "its figures contradict themselves; correct them first")
UNREADABLE = Text("填了而读不成数，先改正", "something is entered that is no number; correct it first")
ONLY_A_RATE = Text("只填了率，没有分子", "only a rate is entered, without its counts")
NO_DENOMINATOR = Text("没有分母", "its denominator is not known")
PARTLY = Text(
    "分子只报了一部分，不是加起来的，不能按0补", "part of its numerator is there, and it is no plain sum"
)
NOTHING_EARLIER = Text("没有更早一期的数", "there is no earlier figure of it")
NOT_OF_THIS_YEAR = Text(
    "累计数从年初算起，本年没有更早的数",
    "a cumulative figure begins with the year, and this year has no earlier one",
)
NO_STOCK = Text(
    "“{field}”不是时点数或累计数，上期的不是本期的",
    "{field} is neither a stock nor cumulative: another month's is not this one's",
)
ROWS_COUNTED = Text(
    "按行计数，上期的行不是本期的", "rows are counted, and another month's are not this one's"
)
ABOVE_WHOLE = Text("上次的分子大于本期的分母", "its last numerator exceeds its denominator of now")

CARRIED_OVER_TIME = {OverTime.STOCK, OverTime.CUMULATIVE}


@dataclass(frozen=True, slots=True)
class _Figures:
    """What stands for a missing row: its parts, and whose they are."""

    numerator: Exact
    denominator: Exact
    filled: Filled


@dataclass(frozen=True, slots=True)
class _Then:
    """What an earlier period holds, and its rows by their label."""

    period: Period
    parts: Parts
    rows: Mapping[str, Sequence[int]]

    @staticmethod
    def of(period: Period, parts: Parts) -> "_Then":
        rows: dict[str, list[int]] = {}
        for row, label in enumerate(parts.rows.labels):
            rows.setdefault(label, []).append(row)
        return _Then(period, parts, rows)


@dataclass(frozen=True, slots=True)
class _StandIn:
    """A row for a unit of the roster that sent none."""

    figures: _Figures
    label: str
    cells: dict[str, Any]


@dataclass(slots=True)
class _Found:
    """What was found for the missing, row by row and unit by unit, and why nothing was."""

    rows: dict[int, _Figures] = field(default_factory=dict)
    stand_ins: list[_StandIn] = field(default_factory=list)
    reasons: dict[str, Text] = field(default_factory=dict)

    def take(self, row: int, label: str, found: "_Figures | Text") -> None:
        if isinstance(found, Text):
            self.reasons[label] = found
        else:
            self.rows[row] = found


def treat_missing(
    indicator: Indicator,
    policy: Policy,
    stat: StatTable,
    parts: Parts,
    treatment: Treatment,
    earlier: Iterable[tuple[Period, Parts]],
) -> Parts:
    """The same parts with figures in the place of missing ones. `earlier` are the parts of earlier periods, the last first."""
    if treatment is Treatment.LEFT_OUT:
        return parts
    missing = [row for row in range(len(parts.rows)) if not parts.is_complete(row)]
    if not (missing or parts.rows.absent):
        return parts
    never = _never(indicator)
    if never is not None:
        units = (*parts.rows.labels, *parts.rows.absent)
        return replace(parts, not_filled={unit: NotFilled(unit, never) for unit in units})
    table = policy.tables[str(indicator.table)]
    is_zero = treatment is Treatment.ZERO
    then = tuple(_Then.of(*each) for each in earlier)
    kind = _AsZero if is_zero else _Carried
    way: _Way = kind(indicator, policy, table, stat, parts, _doubted_cells(stat), then)
    found = _Found()
    for row in missing:
        found.take(row, parts.rows.labels[row], way.refusal(row) or way.of_row(row))
    for unit in parts.rows.absent:
        standing = way.of_absent(unit)
        if isinstance(standing, Text):
            found.reasons[unit] = standing
        else:
            found.stand_ins += standing
    return _with(parts, found, indicator, policy)


def _never(indicator: Indicator) -> Text | None:
    """Why nothing of an indicator is treated."""
    if indicator.sample is not None:
        return OF_A_SURVEY
    computed = indicator.gather, indicator.distinct, indicator.change, indicator.items or None
    is_spanned = bool(set(indicator.each) & set(SPANS))
    is_treated = not is_spanned and all(each is None for each in computed)
    return None if is_treated and not isinstance(indicator.numerator, Elsewhere) else NEVER


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to treat the missing rows of an indicator."""

    indicator: Indicator
    policy: Policy
    table: Table
    stat: StatTable
    parts: Parts
    doubted: frozenset[Place]
    earlier: tuple[_Then, ...]

    def of_row(self, row: int) -> _Figures | Text:
        """What stands for the missing parts of a row that is there."""
        raise NotImplementedError

    def of_absent(self, unit: str) -> list[_StandIn] | Text:
        """The rows that stand for a unit without any."""
        raise NotImplementedError

    def refusal(self, row: int) -> Text | None:
        """Why a row is not filled whatever the way: what it says must be mended, not replaced."""
        if self.parts.impossible[row] or self.parts.rows.doubtful[row]:
            return CONTRADICTS
        reported = self.indicator.reported
        said = reported.value if reported is not None else None
        if said is not None and not pd.isna(self.parts.rows.frame[said].iloc[row]):
            return ONLY_A_RATE
        return UNREADABLE if self._is_unreadable(row) else None

    def _is_unreadable(self, row: int) -> bool:
        cells = ((source, name) for source in self.parts.rows.sources[row] for name in self.fields())
        return any(
            pd.isna(self.stat.frame[name].iloc[source])
            and self.stat.origins[source].place(name) in self.doubted
            for source, name in cells
        )

    def fields(self) -> tuple[str, ...]:
        """The fields that the row itself brings to numerator and denominator."""
        sides = (self.indicator.numerator, self.indicator.denominator)
        trees = [side.tree for side in sides if isinstance(side, Formula)]
        return tuple(dict.fromkeys(name for tree in trees for name in names_in(tree)))

    def shared_denominator(self, unit: str) -> Exact:
        """The figure of a unit that stands in another table."""
        return self.parts.elsewhere[DENOMINATOR].sums.get(unit)


def _doubted_cells(stat: StatTable) -> frozenset[Place]:
    """The cells that hold something which could not be used as it stands."""
    told = (finding for finding in stat.findings if finding.code.severity is not Severity.NOTE)
    return frozenset(finding.place for finding in told if finding.place is not None)


class _AsZero(_Way):
    """Nothing in the numerator, where the denominator is known."""

    __slots__ = ()

    def of_row(self, row: int) -> _Figures | Text:
        denominators = self.parts.denominators
        if denominators is not None and denominators[row] is None:
            return NO_DENOMINATOR
        known = self._known_part(row)
        if known is None:
            return PARTLY
        filled = Filled(self.parts.rows.labels[row], Treatment.ZERO, Fraction(known))
        return _Figures(known, denominators[row] if denominators is not None else None, filled)

    def of_absent(self, unit: str) -> list[_StandIn] | Text:
        denominator: Exact = None
        column = roster_column(self.policy, self.table)
        if self.parts.denominators is not None:
            if DENOMINATOR not in self.parts.elsewhere or column is None:
                return NO_DENOMINATOR
            denominator = self.shared_denominator(unit)
            if denominator is None:
                return NO_DENOMINATOR
        figures = _Figures(0, denominator, Filled(unit, Treatment.ZERO, Fraction(0)))
        return [_StandIn(figures, unit, {column: unit} if column is not None else {})]

    def _known_part(self, row: int) -> Exact:
        """What is known of a plain sum, the blanks of it being nothing; None of another formula that is partly known."""
        side, sources = self.indicator.numerator, self.parts.rows.sources[row]
        names = names_in(side.tree) if isinstance(side, Formula) else ()
        columns = {name: exact_values(self.stat.frame[name].iloc[list(sources)]) for name in names}
        if all(value is None for values in columns.values() for value in values):
            return 0
        if not isinstance(side, Formula) or not _is_plain_sum(side.tree):
            return None
        is_last = self.stat.periods[sources[-1]] == max(
            (each for each in self.parts.rows.periods if each is not None),
            default=None,
            key=lambda each: each.end,
        )
        return sum(self._known_of_field(name, values, is_last=is_last) for name, values in columns.items())

    def _known_of_field(self, name: str, values: Sequence[Exact], *, is_last: bool) -> int | Fraction:
        """Flows bring the months that are there; of a stock only the last month counts."""
        is_flow = self.table.fields[name].over_time is OverTime.FLOW
        counting = values if is_flow else values[-1:] if is_last else []
        return sum(value for value in counting if value is not None)


def _is_plain_sum(tree: Expression) -> bool:
    return all(
        isinstance(node, Name) or (isinstance(node, Arithmetic) and node.operator == "+")
        for node in walk(tree)
    )


class _Carried(_Way):
    """The last figures of the unit itself."""

    __slots__ = ()

    def of_row(self, row: int) -> _Figures | Text:
        refused = self._not_carried()
        if refused is not None:
            return refused
        label = self.parts.rows.labels[row]
        for then in self._periods():
            found = then.rows.get(label, ())
            if len(found) == 1 and self._is_usable(then.parts, found[0]):
                return self._figures(row, then, found[0])
        return self._nothing()

    def of_absent(self, unit: str) -> list[_StandIn] | Text:
        refused = self._not_carried()
        column = roster_column(self.policy, self.table)
        if refused is not None or column is None:
            return refused or NOTHING_EARLIER
        if DENOMINATOR in self.parts.elsewhere and self.shared_denominator(unit) is None:
            return NO_DENOMINATOR
        for then in self._periods():
            units = then.parts.rows.frame[column].tolist()
            found = [row for row, name in enumerate(units) if isinstance(name, str) and name == unit]
            if found and all(self._is_usable(then.parts, row) for row in found):
                return [self._stand_in(unit, then, row) for row in found]
        return self._nothing()

    def _not_carried(self) -> Text | None:
        """Why the figures of another time say nothing of this one."""
        if not isinstance(self.indicator.numerator, Formula):
            return ROWS_COUNTED
        fields = self.table.fields
        other = (name for name in self.fields() if fields[name].over_time not in CARRIED_OVER_TIME)
        name = next(other, None)
        return NO_STOCK.format(field=name) if name is not None else None

    def _is_cumulative(self) -> bool:
        return any(self.table.fields[name].over_time is OverTime.CUMULATIVE for name in self.fields())

    def _periods(self) -> Iterator[_Then]:
        """The earlier periods; of what begins anew each year only those of the same year."""
        years = {period.end.year for period in self.parts.rows.periods if period is not None}
        for then in self.earlier:
            if not self._is_cumulative() or then.period.end.year in years:
                yield then

    def _nothing(self) -> Text:
        return NOT_OF_THIS_YEAR if self._is_cumulative() and self.earlier else NOTHING_EARLIER

    def _is_usable(self, then: Parts, row: int) -> bool:
        denominators = then.denominators
        is_whole = denominators is None or DENOMINATOR in then.elsewhere or denominators[row] is not None
        is_sound = not then.impossible[row] and not then.rows.doubtful[row]
        return then.numerators[row] is not None and is_whole and is_sound

    def _figures(self, row: int, then: _Then, other: int) -> _Figures | Text:
        """What the row says itself, and for the rest what it said then."""
        now, was = self.parts, then.parts
        numerator = now.numerators[row] if now.numerators[row] is not None else was.numerators[other]
        denominator = now.denominators[row] if now.denominators is not None else None
        if now.denominators is not None and denominator is None:
            if DENOMINATOR in now.elsewhere:
                return NO_DENOMINATOR
            denominator = was.denominators[other] if was.denominators is not None else None
        if self._is_above_whole(numerator, denominator):
            return ABOVE_WHOLE
        return _Figures(numerator, denominator, self._filled(now.rows.labels[row], then, other))

    def _is_above_whole(self, numerator: Exact, denominator: Exact) -> bool:
        is_share = self.indicator.kind is Kind.PROPORTION
        return is_share and numerator is not None and denominator is not None and numerator > denominator

    def _stand_in(self, unit: str, then: _Then, row: int) -> _StandIn:
        was = then.parts
        is_shared = DENOMINATOR in self.parts.elsewhere
        own = was.denominators[row] if was.denominators is not None else None
        denominator = self.shared_denominator(unit) if is_shared else own
        figures = _Figures(was.numerators[row], denominator, self._filled(unit, then, row))
        cells: dict[str, Any] = {name: was.rows.frame[name].iloc[row] for name in was.rows.frame.columns}
        return _StandIn(figures, was.rows.labels[row], cells)

    def _filled(self, unit: str, then: _Then, row: int) -> Filled:
        numerator = Fraction(then.parts.numerators[row] or 0)
        return Filled(unit, Treatment.CARRIED, numerator, then.period, then.parts.rows.sources[row])


def _with(parts: Parts, found: _Found, indicator: Indicator, policy: Policy) -> Parts:
    """The parts with what was found put in its place; rows of absent units come last."""
    first, extra = len(parts.rows), [each.figures for each in found.stand_ins]
    filled = {row: figures.filled for row, figures in found.rows.items()}
    filled |= {first + number: figures.filled for number, figures in enumerate(extra)}
    rows = _with_stand_ins(parts.rows, found.stand_ins)
    denominators = parts.denominators
    return replace(
        parts,
        rows=rows,
        numerators=_put(parts.numerators, {row: each.numerator for row, each in found.rows.items()})
        + tuple(each.numerator for each in extra),
        denominators=None
        if denominators is None
        else _put(denominators, {row: each.denominator for row, each in found.rows.items()})
        + tuple(each.denominator for each in extra),
        impossible=parts.impossible + (False,) * len(extra),
        failing=parts.failing + (None,) * len(extra),
        open_where=parts.open_where + (False,) * len(extra),
        elsewhere={
            side: Shared(units_shared(there, rows, policy, indicator), parts.elsewhere[side].sums)
            for side, there in ((DENOMINATOR, indicator.denominator),)
            if isinstance(there, Elsewhere) and side in parts.elsewhere
        },
        filled=filled,
        not_filled={unit: NotFilled(unit, reason) for unit, reason in found.reasons.items()},
    )


def _put(values: tuple[Exact, ...], new: dict[int, Exact]) -> tuple[Exact, ...]:
    return tuple(new.get(row, value) for row, value in enumerate(values))


def _with_stand_ins(rows: Rows, stand_ins: Sequence[_StandIn]) -> Rows:
    if not stand_ins:
        return rows
    count, last = len(stand_ins), max((each for each in rows.periods if each is not None), default=None)
    columns = {
        name: pd.Series(
            [*rows.frame[name].tolist(), *(each.cells.get(name, pd.NA) for each in stand_ins)],
            dtype=rows.frame[name].dtype,
        )
        for name in rows.frame.columns
    }
    return replace(
        rows,
        frame=pd.DataFrame(columns),
        sources=rows.sources + ((),) * count,
        labels=rows.labels + tuple(each.label for each in stand_ins),
        doubtful=rows.doubtful + (False,) * count,
        periods=rows.periods + (last,) * count,
        stand_ins={len(rows) + number: each.figures.filled.unit for number, each in enumerate(stand_ins)},
    )
