"""A superior's blank table: the rows of units, the headings above the columns, the placeholders in cells."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.match._blank_headings import MEASURES, OF_WHAT, Vocabulary, unit_said
from healthkpi.match._blank_times import time_said
from healthkpi.match._headings import Area, read_headings
from healthkpi.match._labels import is_number, split_unit, unit_alone
from healthkpi.match._rows import is_column_numbers, says_no_unit
from healthkpi.model.blank import Asked, Blank, Line, Measure, Sentence, Slot, TimeSaid, Unrecognised, Wanted
from healthkpi.model.folding import fold
from healthkpi.model.grid import CellValue, Grid, Workbook
from healthkpi.model.period import Period
from healthkpi.model.placeholder import BRACES, PLACEHOLDER
from healthkpi.text import Text

_SUM = re.compile(r"合计|总计|共计|汇总|合計|total|sum")
_MOST_HEADER_ROWS = 4
_UNIT_LINE = re.compile(r"(计量)?单位[:：](.+)")
# Columns that say nothing of an indicator.
_BESIDE = frozenset("序号 编号 备注 说明 联系人 联系电话 填报人 审核人 单位 no. remarks".split())

ROW_UNKNOWN = Text("不在单位名单里", "not on the list of units")
ROW_TWICE = Text("这个单位有两行，分不清填哪一行", "this unit has two rows and either could be meant")
COLUMN_TWICE = Text(
    "这样的列不止一列，分不清填哪一列", "there is more than one such column and either could be meant"
)
NO_SUCH = Text(
    "{place}: {{{{{name}}}}}：没有这个指标，写它的全名或编号{near}",
    "{place}: {{{{{name}}}}}: no such indicator; write its full name or its id{near}",
)
NO_UNIT = Text(
    "{place}: {{{{{name}}}}}：没有单位“{unit}”", '{place}: {{{{{name}}}}}: there is no unit "{unit}"'
)
NO_MEASURE = Text(
    "{place}: {{{{{name}}}}}：冒号前可写 {known}",
    "{place}: {{{{{name}}}}}: before the colon there may be {known}",
)
UNFINISHED = Text("{place}: 双花括号没有写完整：{words}", "{place}: braces that are no placeholder: {words}")


def match_blank(
    workbook: Workbook, policy: Policy, periods: Sequence[Period], words: frozenset[str]
) -> Blank:
    """What is to be filled in on the visible sheets.

    `periods` are those of the figures, `words` are placeholders that stand for no figure.
    """
    reading = _Reading(policy, periods, Vocabulary(policy, periods), words)
    for grid in workbook.grids:
        if not grid.hidden and grid.rows:
            reading.read(grid)
    if reading.errors:
        raise Several(reading.errors) if len(reading.errors) > 1 else reading.errors[0]
    return Blank(
        tuple(reading.slots),
        tuple(reading.sentences),
        tuple(reading.unrecognised),
        tuple(reading.lines),
        tuple(reading.times),
    )


@dataclass(slots=True)
class _Reading:
    """One pass over the sheets, which gathers what was recognised and what was not."""

    policy: Policy
    periods: Sequence[Period]
    vocabulary: Vocabulary
    words: frozenset[str]
    slots: list[Slot] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    unrecognised: list[Unrecognised] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    times: list[TimeSaid] = field(default_factory=list)
    errors: list[HealthKpiError] = field(default_factory=list)

    def read(self, upright: Grid) -> None:
        """One sheet: where most units stand is where their figures belong."""
        names = _Units(self.policy)
        ways = [(grid, *_column_of_units(grid, names)) for grid in (upright, upright.turned())]
        grid, column, count = max(ways, key=lambda way: way[2])
        found = _rows_of_units(grid, column, names) if count else {}
        lines = self._lines(grid, column, found, names) if found else {}
        before = len(self.sentences)
        asked = self._placeholders(grid, lines, names)
        if lines:
            self._columns(grid, column, min(found), lines, asked)
            headings = _header_rows(upright, column) if grid.transposed else _header_rows(grid, min(found))
            top, left = (column, min(found)) if grid.transposed else (min(found), column + 1)
            self.times += time_said(upright, _titles(upright, top, left, headings), self.periods)
        elif len(self.sentences) > before:
            top = min(each.row for each in self.sentences[before:])
            self.times += time_said(upright, _titles(upright, top, 0, ()), self.periods)

    def _lines(self, grid: Grid, column: int, rows: Mapping[int, Line], names: "_Units") -> dict[int, Line]:
        """The rows of units and of the whole; rows of a unit that has two are told and left out."""
        found = dict(rows)
        first, last = min(found), max(found)
        often = Counter(line.units or line.name for line in found.values())
        for row, line in list(found.items()):
            if often[line.units or line.name] > 1:
                self._leave(grid, row, column, line.name, ROW_TWICE)
                del found[row]
        for row in range(first, self._end(grid, column, last)):
            word = _name_of_row(grid, row, column)
            if word and row not in found and names.line(word) is None and not says_no_unit(word):
                self._leave(grid, row, column, word, ROW_UNKNOWN)
        self.lines += found.values()
        return found

    def _end(self, grid: Grid, column: int, last: int) -> int:
        """Below the last unit stand more names until a blank row or a line over several columns."""
        row = last + 1
        while (
            _name_of_row(grid, row, column)
            and not grid.is_spread(row, column)
            and _is_lone(grid, row, column)
        ):
            row += 1
        return row

    def _leave(self, grid: Grid, row: int, column: int, words: str, reason: Text) -> None:
        self.unrecognised.append(Unrecognised(grid.place(row, column), words, reason, is_row=True))

    def _columns(
        self,
        grid: Grid,
        units: int,
        top: int,
        lines: Mapping[int, Line],
        asked: Mapping[int, tuple[int, Wanted]],
    ) -> None:
        """Every column beside the units: what its placeholder or its headings ask for, or why it stays blank."""
        found = {column: wanted for column, (_, wanted) in asked.items()}
        columns = _Columns(grid, _header_rows(grid, top), top)
        pending: dict[int, Measure] = {}
        unknown: dict[int, Text] = {}
        for column, path in columns.paths.items():
            is_beside = column == units or (grid.transposed and column < units)
            if is_beside or column in found or _says_nothing(path):
                continue
            meaning = self.vocabulary.read(path)
            if isinstance(meaning, Measure):
                pending[column] = meaning
            elif isinstance(meaning, Text):
                unknown[column] = meaning
            else:
                found[column] = columns.wanted(column, meaning)
        settled, strange = dict(found), set(unknown)
        for column, measure in pending.items():
            owner = self._owner(grid, columns, column, settled, strange)
            if owner is None:
                unknown[column] = OF_WHAT
            else:
                found[column] = columns.wanted(column, (Asked(owner, measure),))
        for column in list(_twice(found)):
            unknown[column] = COLUMN_TWICE
            del found[column]
        for column, reason in sorted(unknown.items()):
            place = grid.place(columns.last, column)
            words = "/".join(columns.paths.get(column, ()))
            self.unrecognised.append(Unrecognised(place, words, reason, is_row=False))
        self._fill(grid, lines, found, {(row, column) for column, (row, _) in asked.items()})

    def _fill(
        self,
        grid: Grid,
        lines: Mapping[int, Line],
        found: Mapping[int, Wanted],
        holders: set[tuple[int, int]],
    ) -> None:
        for row, line in lines.items():
            for column, wanted in found.items():
                at = (column, row) if grid.transposed else (row, column)
                cell = grid.cell(row, column)
                is_spaces = isinstance(cell, str) and not cell.strip()
                has_placeholder = (row, column) in holders
                self.slots.append(Slot(grid.sheet or "", *at, wanted, line, has_placeholder, is_spaces))

    def _owner(
        self,
        grid: Grid,
        columns: "_Columns",
        column: int,
        found: Mapping[int, Wanted],
        unknown: Collection[int],
    ) -> str | None:
        """Whose target, gap or place a column holds: of the one indicator under the same heading, or of the sheet."""
        group = columns.group(column)
        if any(columns.group(each) == group for each in unknown):
            return None
        beside = {each: wanted for each, wanted in found.items() if columns.group(each) == group}
        if group and not beside:
            return None
        return self._one_indicator(grid, columns.top, beside)

    def _one_indicator(self, grid: Grid, top: int, found: Mapping[int, Wanted]) -> str | None:
        """The one that all these columns can be of, or that alone stands in the title."""
        each = [{asked.indicator for asked in wanted.any_of} for wanted in found.values()]
        common = set.intersection(*each) if each else set()
        values = {
            asked.indicator
            for wanted in found.values()
            for asked in wanted.any_of
            if asked.measure is Measure.VALUE
        }
        candidates = common & values or common
        if len(candidates) == 1:
            return candidates.pop()
        words = [cell for row in grid.rows[:top] for cell in row if isinstance(cell, str)]
        titles = {key for word in (*words, grid.sheet or "") for key in self.vocabulary.mentioned(word)}
        return titles.pop() if len(titles) == 1 and (not each or titles <= common) else None

    def _placeholders(
        self, grid: Grid, lines: Mapping[int, Line], names: "_Units"
    ) -> dict[int, tuple[int, Wanted]]:
        """Those that say what a column holds, by column; the others become sentences of their own."""
        columns: dict[int, tuple[int, Wanted]] = {}
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                if not isinstance(cell, str) or not BRACES.search(cell):
                    continue
                if BRACES.search(PLACEHOLDER.sub("", cell)):
                    self._refuse(UNFINISHED.format(place=grid.place(row, column), words=cell))
                asked = [
                    (match[0], *self._understand(match[1], grid, row, column, names))
                    for match in PLACEHOLDER.finditer(cell)
                ]
                is_alone = len(asked) == 1 and asked[0][0] == cell.strip()
                if is_alone and asked[0][1] is not None and asked[0][2] is None and row in lines:
                    columns[column] = (row, asked[0][1])
                elif asked:
                    own = lines.get(row)
                    parts = tuple((words, wanted, line or own) for words, wanted, line in asked)
                    at = (column, row) if grid.transposed else (row, column)
                    self.sentences.append(Sentence(grid.sheet or "", *at, cell, parts))
        return columns

    def _understand(
        self, name: str, grid: Grid, row: int, column: int, names: "_Units"
    ) -> tuple[Wanted | None, Line | None]:
        """{{指标}}, {{分子:指标}}, {{分子:指标:单位}}; nothing for a word such as {{年}}."""
        place = grid.place(row, column)
        parts = [part.strip() for part in name.replace("：", ":").split(":")]
        if len(parts) == 1:
            if fold(parts[0]) in self.words:
                return None, None
            parts = ["", parts[0]]
        measure = MEASURES.get(fold(parts[0])) if parts[0] else Measure.VALUE
        if measure is None:
            known = Text(
                "、".join(each.label.zh for each in Measure), ", ".join(each.label.en for each in Measure)
            )
            self._refuse(NO_MEASURE.format(place=place, name=name, known=known))
            return None, None
        owners = self.vocabulary.indicators(parts[1])
        if not owners:
            self._refuse(NO_SUCH.format(place=place, name=name, near=self._near(parts[1])))
            return None, None
        line = names.line(parts[2]) if len(parts) > 2 else None
        if len(parts) > 2 and line is None:
            self._refuse(NO_UNIT.format(place=place, name=name, unit=parts[2]))
        return Wanted(tuple(Asked(owner, measure) for owner in owners), f"{{{{{name}}}}}"), line

    def _near(self, word: str) -> Text:
        near = self.vocabulary.suggest(word)
        return Text(f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else Text("", "")

    def _refuse(self, message: Text) -> None:
        self.errors.append(UsageError(message))


class _Columns:
    """The headings above the columns of a sheet, and the units of measure that they, a row below them or the sheet say."""

    def __init__(self, grid: Grid, rows: tuple[int, ...], top: int) -> None:
        self.top, self.last = top, rows[-1] if rows else top
        area = Area(rows[0] if rows else top, top, 0, grid.width)
        headings = read_headings(grid, area, rows, times=True) if rows else None
        self.paths = headings.paths if headings is not None else {}
        self._units = _units_below(grid, rows, top) | dict(headings.units if headings is not None else {})
        self._of_sheet = _unit_of_sheet(grid, top)

    def group(self, column: int) -> tuple[str, ...]:
        """The headings above a column's own."""
        return self.paths.get(column, ())[:-1]

    def wanted(self, column: int, any_of: tuple[Asked, ...]) -> Wanted:
        """What a column asks for, in the unit said nearest to it."""
        path = self.paths[column]
        unit = unit_said(path, self._units.get(column))
        return Wanted(any_of, "/".join(path), unit or self._of_sheet)


class _Units:
    """Who a row is for."""

    def __init__(self, policy: Policy) -> None:
        self._names = UnitNames(policy)
        area = policy.words.area
        self._area = {fold(name) for name in (area.name.zh, area.name.en, *area.aliases)}
        self._area |= {fold(policy.words.levels[area.level].zh)}

    def line(self, word: str) -> Line | None:
        """The unit that goes by this name, or the whole."""
        folded = fold(word).strip("-—*#【】[]():：")
        if folded in self._area:
            return Line((), word.strip(), is_whole=True)
        if _SUM.fullmatch(folded):
            return Line((), word.strip(), is_whole=True, is_sum=True)
        found = [(level, self._names.find(word, level)) for level in self._names.levels]
        units = tuple((level, name) for level, name in found if name is not None)
        # A health centre may be listed itself, and its name be another name of the township: the very name comes first.
        ordered = sorted(units, key=lambda each: fold(each[1]) != fold(word))
        return Line(tuple(ordered), word.strip()) if units else None


def _column_of_units(grid: Grid, names: _Units) -> tuple[int, int]:
    """The column with most names of units, and how many there are."""
    counts: Counter[int] = Counter()
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and not grid.is_spread(row, column):
                line = names.line(cell)
                counts[column] += line is not None and not line.is_whole
    column, count = max(counts.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
    return column, count


def _rows_of_units(grid: Grid, column: int, names: _Units) -> dict[int, Line]:
    """By row; the whole may stand right above the first unit, further up its name is part of a title."""
    said = {row: _name_of_row(grid, row, column) for row in range(len(grid.rows))}
    lines = {row: line for row, word in said.items() if word and (line := names.line(word)) is not None}
    first = min(row for row, line in lines.items() if not line.is_whole)
    while first - 1 in lines:
        first -= 1
    return {row: line for row, line in lines.items() if row >= first}


def _name_of_row(grid: Grid, row: int, column: int) -> str:
    """What stands where units are named; 合计 may stand at the left of it or over both columns."""
    cells = [grid.filled_cell(row, each) for each in range(column, -1, -1)]
    if isinstance(cells[0], str) and cells[0].strip():
        return cells[0]
    return next((cell for cell in cells[1:] if isinstance(cell, str) and _SUM.fullmatch(fold(cell))), "")


def _is_lone(grid: Grid, row: int, column: int) -> bool:
    """Whether nothing but a number of the row stands beside a name: a signature has more words."""
    return not any(
        isinstance(grid.cell(row, each), str)
        for each in range(grid.width)
        if each != column and not is_number(grid.cell(row, each))
    )


def _header_rows(grid: Grid, top: int) -> tuple[int, ...]:
    """The rows of headings above the first unit: up to a title, which is one cell over most of the table."""
    rows: list[int] = []
    for row in range(top - 1, -1, -1):
        corners = {
            grid.corner(row, column)
            for column in range(grid.width)
            if grid.filled_cell(row, column) not in {None, ""}
        }
        says_unit = any(isinstance(cell, str) and _UNIT_LINE.search(cell) for cell in grid.rows[row])
        if len(corners) <= 1 or len(rows) == _MOST_HEADER_ROWS or says_unit:
            break
        cells = [cell for cell in grid.rows[row] if cell not in {None, ""}]
        if not (cells and (is_column_numbers(cells) or _are_units(cells))):
            rows.append(row)
    return tuple(sorted(rows))


def _titles(
    grid: Grid, top: int, left: int, headings: Collection[int]
) -> Iterator[tuple[int, int, CellValue]]:
    """What stands above the table: not what heads its figures, which is compared where it is read."""
    for row in range(top):
        for column, cell in enumerate(grid.rows[row]):
            if cell is not None and (row not in headings or column < left):
                yield row, column, cell


def _are_units(cells: Sequence[object]) -> bool:
    return all(isinstance(cell, str) and unit_alone(cell) is not None for cell in cells)


def _units_below(grid: Grid, rows: tuple[int, ...], top: int) -> dict[int, str]:
    """A row of units of measure between the headings and the first unit."""
    between = range(rows[-1] + 1 if rows else top, top)
    return {
        column: unit
        for row in between
        for column, cell in enumerate(grid.rows[row])
        if isinstance(cell, str) and (unit := unit_alone(cell)) is not None
    }


def _unit_of_sheet(grid: Grid, top: int) -> str | None:
    """单位：万元, said once above the table."""
    for row in grid.rows[:top]:
        for cell in row:
            said = _UNIT_LINE.search(cell) if isinstance(cell, str) else None
            if said is not None and (unit := unit_alone(said[2])) is not None:
                return unit
    return None


def _says_nothing(path: Sequence[str]) -> bool:
    """A number of the row, remarks; beside a table that lies across, also notes and signatures."""
    word = split_unit(path[-1])[0]
    return word in _BESIDE or says_no_unit(path[-1]) or ":" in word


def _twice(found: Mapping[int, Wanted]) -> Iterator[int]:
    often = Counter(wanted.any_of for wanted in found.values())
    yield from [column for column, wanted in found.items() if often[wanted.any_of] > 1]
