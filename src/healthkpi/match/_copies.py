"""The same table for the same time more than once: which one is used, and why the others are not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from itertools import groupby

from healthkpi.definitions.policy import Policy
from healthkpi.match._blocks import named_by_sheet
from healthkpi.match._labels import is_part_of_year, time_of
from healthkpi.match._recognised import Recognised
from healthkpi.model.folding import fold
from healthkpi.model.period import find_period

_OLD = re.compile(r"旧|备份|副本|作废|草稿|原稿|去年|上年|old|backup|copy|draft|\(\d+\)", re.IGNORECASE)
# Such a sheet shows how to fill in the table, and its rows are made up.
_SAMPLE = re.compile(r"说明|样表|样例|示例|范例|模板|举例|参考|example|sample|template", re.IGNORECASE)

# What is to be reached stands in the columns of what was reached; a title that says both is a return.
_TO_BE_REACHED = re.compile(r"目标|任务|计划|指标分解|target|plan", re.IGNORECASE)
_REACHED = re.compile(r"完成|进展|进度|落实|达标|情况|实际|progress|achieved|actual", re.IGNORECASE)


class Why(Enum):
    """What one table has to do with another one that is used."""

    COPY = auto()  # the same units for the same time on another sheet
    NOT_NAMED = (
        auto()
    )  # the other sheet is the one named after the table, and this one brings no unit of a list
    TO_BE_REACHED = auto()  # what the same units are to reach, beside what they reached
    IDENTICAL = auto()  # another file with the same cells
    CONTRADICTS = (
        auto()
    )  # another file with the same units and other cells; both are kept, and their rows are doubtful


@dataclass(frozen=True, slots=True)
class Rival:
    """A table that stands against another one, by their places in the sequence; which of the two is used is told."""

    index: int
    used: int
    why: Why


@dataclass(frozen=True)
class _Candidate:
    """A table as it is compared with others; its rows are looked at only if there are others."""

    index: int
    book: int
    found: Recognised
    policy: Policy

    @property
    def table(self) -> str:
        return self.found.block.header.table

    @cached_property
    def is_named(self) -> bool:
        return named_by_sheet(self.found.grid, self.policy, self.table)

    @cached_property
    def is_plan(self) -> bool:
        """Whether the sheet or the title says what is to be reached, and the table is not called so itself."""
        if _TO_BE_REACHED.search(self.policy.tables[self.table].name.zh):
            return False
        words = (self.found.grid.sheet or "", *self.found.block.words[:3])
        return any(_TO_BE_REACHED.search(word) and not _REACHED.search(word) for word in words)

    @cached_property
    def keys(self) -> frozenset[object]:
        return _keys(self.found)

    @cached_property
    def cells(self) -> list[tuple[str, ...]]:
        found = self.found
        columns = sorted(found.block.header.columns.items())
        return [
            tuple(str(found.grid.filled_cell(row, column)) for _, column in columns)
            for row in found.rows.data
        ]


@dataclass(frozen=True)
class _Kept:
    """Tables that are used, by the rows they name: of a thousand returns hardly two name the same."""

    naming: dict[object, list[_Candidate]] = field(default_factory=dict)

    def add(self, each: _Candidate) -> None:
        for key in each.keys:
            self.naming.setdefault(key, []).append(each)

    def copy_of(self, each: _Candidate) -> _Candidate | None:
        """The first that came in another book and is a copy."""
        alike = {other.index: other for key in each.keys for other in self.naming.get(key, ())}
        others = (alike[index] for index in sorted(alike) if alike[index].book != each.book)
        return next((other for other in others if _is_copy(each, other)), None)


def find_rivals(books: Sequence[Sequence[Recognised]], policy: Policy) -> list[Rival]:
    """The tables that are left out or contradict others; places count through all books."""
    candidates: list[_Candidate] = []
    for number, book in enumerate(books):
        candidates += [
            _Candidate(len(candidates) + place, number, found, policy) for place, found in enumerate(book)
        ]
    rivals: list[Rival] = []
    for table in dict.fromkeys(each.table for each in candidates):
        rivals += _of_table([each for each in candidates if each.table == table])
    return rivals


def _of_table(candidates: Sequence[_Candidate]) -> Iterator[Rival]:
    used: list[_Candidate] = []
    for _, book in groupby(candidates, key=lambda each: each.book):
        chosen, rivals = _choose_in_book(list(book))
        yield from rivals
        used += chosen
    kept = _Kept()
    for each in used if len(used) > 1 else ():
        same = kept.copy_of(each)
        if same is None:
            kept.add(each)
        elif same.cells == each.cells:
            yield Rival(each.index, same.index, Why.IDENTICAL)
        else:
            yield Rival(each.index, same.index, Why.CONTRADICTS)


def _choose_in_book(book: Sequence[_Candidate]) -> tuple[Sequence[_Candidate], list[Rival]]:
    if len(book) == 1:
        return book, []
    chosen: list[_Candidate] = []
    rivals: list[Rival] = []
    for each in sorted(book, key=_rank):
        same = next((other for other in chosen if _is_copy(each, other)), None)
        named = next((other for other in chosen if _is_stray(each, other)), None)
        reached = next((other for other in chosen if _is_plan_of(each, other)), None)
        if reached is not None:
            rivals.append(Rival(each.index, reached.index, Why.TO_BE_REACHED))
        elif same is not None:
            rivals.append(Rival(each.index, same.index, Why.COPY))
        elif named is not None:
            rivals.append(Rival(each.index, named.index, Why.NOT_NAMED))
        else:
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.index), rivals


def _rank(each: _Candidate) -> tuple[bool, bool, bool, bool, int]:
    """The best first; of equals the one that comes first."""
    sheet = fold(each.found.grid.sheet or "")
    is_old = _OLD.search(sheet) is not None or _SAMPLE.search(sheet) is not None
    return each.is_plan, _contradicts(each.found), is_old, not each.is_named, each.index


def _contradicts(found: Recognised) -> bool:
    """Whether the sheet's name says another time than its title, as last month's sheet with this month's title."""
    said = find_period(found.grid.sheet or "") or time_of(found.grid.sheet or "", found.year)
    here = found.period
    return said is not None and here is not None and (said.end < here.start or here.end < said.start)


def _is_copy(one: _Candidate, other: _Candidate) -> bool:
    """Half the rows of the smaller name the same; six townships on six sheets are no copies."""
    here, there = one.found, other.found
    if here.period != there.period:
        return False
    if here.period is None and here.grid.sheet != there.grid.sheet and _are_months(here, there):
        return False
    return _names_the_same(one, other)


def _is_plan_of(each: _Candidate, other: _Candidate) -> bool:
    """Whether one says what is to be reached where the other says what was; their periods differ as a rule."""
    return each.is_plan and not other.is_plan and _names_the_same(each, other)


def _names_the_same(one: _Candidate, other: _Candidate) -> bool:
    smaller = min(len(one.keys), len(other.keys))
    return smaller > 0 and 2 * len(one.keys & other.keys) >= smaller


def _is_stray(each: _Candidate, named: _Candidate) -> bool:
    """Whether a sheet stands beside the one that is named after the table, and brings no unit that has to report."""
    if each.found.grid.sheet == named.found.grid.sheet or each.is_named or not named.is_named:
        return False
    if each.found.period not in {None, named.found.period}:
        return False
    if _SAMPLE.search(fold(each.found.grid.sheet or "")):
        return True
    return not _is_unit_or_time(each) and not any(_names_unit(each, key) for key in each.keys)


def _is_unit_or_time(each: _Candidate) -> bool:
    sheet = each.found.grid.sheet or ""
    is_time = is_part_of_year(sheet) or find_period(sheet) is not None
    return is_time or fold(sheet) in each.found.units_known


def _names_unit(each: _Candidate, key: object) -> bool:
    return isinstance(key, tuple) and any(word in each.found.units_known for word in key)


def _are_months(one: Recognised, other: Recognised) -> bool:
    return all(is_part_of_year(each.grid.sheet or "") for each in (one, other))


def _keys(found: Recognised) -> frozenset[object]:
    header, grid = found.block.header, found.grid
    columns = [header.columns[name] for name in found.table.key if name in header.columns]
    columns += [header.period_column] if header.period_column is not None else []
    columns = columns or sorted(header.columns.values())
    cells = grid.filled_columns(found.rows.data, columns)
    words = [[fold(str(cell)) for cell in column] for column in cells]
    # Where each column is for a period, no row is called anything.
    return frozenset(zip(*words, strict=True) if words else [()] * len(found.rows.data))
