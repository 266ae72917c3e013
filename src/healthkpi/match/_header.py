"""Finding headers: the one to three rows whose headings are the names that the definitions know."""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache

from healthkpi.definitions.table import FieldType, Table
from healthkpi.expression.errors import find_similar
from healthkpi.match._headings import Area, Headings, read_headings
from healthkpi.match._labels import Known, is_number, is_time, known_headings, split_unit
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid
from healthkpi.model.period import parse_period
from healthkpi.text import Text

DEEPEST_HEADER_ROW = 40
MOST_HEADER_ROWS = 3
# Fewer matched columns than this are a coincidence, unless the table has no more.
FEWEST_COLUMNS = 2
# A sheet with a few of a table's many columns needs its key and two more.
FEWEST_COLUMNS_OF_PART = 3
# Columns that any table may have and no definition names.
_EVERYWHERE = frozenset("序号 编号 备注 说明 排名 名次 位次".split())
# Any table may say in a column of its own what time a row is for.
PERIOD_HEADINGS = frozenset(
    "年份 年度 期间 统计期 报告期 所属期 时期 数据期 月份 年月 统计年月 统计月份 报告月份 统计时间 year period".split()
)
_IN_ANY_HEADER = _EVERYWHERE | PERIOD_HEADINGS
# What stands over the indicators of a transposed table, beside the names of its units.
_CORNERS = frozenset("指标 指标名称 统计指标 项目 项目名称 内容 名称 indicator indicators item".split())


@dataclass(frozen=True)
class Header:
    """The header of one table in one grid.

    `spread` are the columns of a field that has one for each period, `also` the names of tables that it may be as well.
    """

    table: str
    rows: tuple[int, ...]
    columns: Mapping[str, int]
    twice: Mapping[str, tuple[int, ...]]
    labels: Mapping[int, str]
    units: Mapping[int, str]
    period_column: int | None = None
    spread: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    also: tuple[Text, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        # Of a thousand files of one template that come from other processes all have the same header.
        return _unpacked, (self._packed,)

    @cached_property
    def _packed(self) -> bytes:
        return pickle.dumps(tuple(getattr(self, each.name) for each in fields(self)), pickle.HIGHEST_PROTOCOL)

    def has(self, name: str) -> bool:
        """Whether a field has a column, or more than one."""
        return name in self.columns or name in self.twice or name in self.spread

    @property
    def explained(self) -> int:
        """How many columns are those of a field."""
        return len(self.columns) + sum(map(len, self.spread.values()))

    @cached_property
    def unexplained(self) -> tuple[int, ...]:
        """The columns that are of no field, and would mean something if one knew what."""
        return tuple(
            column
            for column, label in self.labels.items()
            if column not in self.used and split_unit(label.rsplit("/", 1)[-1])[0] not in _EVERYWHERE
        )

    @cached_property
    def used(self) -> frozenset[int]:
        """The columns that are those of a field."""
        used = {*self.columns.values(), *(column for columns in self.twice.values() for column in columns)}
        used |= {column for columns in self.spread.values() for column, _ in columns}
        return frozenset(used if self.period_column is None else {*used, self.period_column})


@lru_cache(maxsize=256)
def _unpacked(packed: bytes) -> Header:
    return Header(*pickle.loads(packed))  # noqa: S301 - from a process of this run, no file


def find_headers(
    grid: Grid, area: Area, tables: Mapping[str, Table], rows: tuple[int, ...] = ()
) -> Iterator[Header]:
    """Every header in an area that is enough for its table; only in these rows, where any are given."""
    for header in possible_headers(grid, area, tables, rows):
        is_one = is_enough(tables[header.table], header) or _is_lone_figure(grid, area, header)
        # Without a key nothing but the headings speaks for a table: what stands among figures is no heading.
        table = tables[header.table]
        is_named = not table.key or has_key(table, header)
        if is_one and (is_named or not _holds_figures(grid, area, header)):
            yield header


def has_key(table: Table, header: Header) -> bool:
    """Whether any field of the key has a column."""
    return any(header.has(key) for key in table.key)


def _holds_figures(grid: Grid, area: Area, header: Header) -> bool:
    return any(is_number(cell) for row in header.rows for cell in grid.rows[row][area.left : area.right])


def possible_headers(
    grid: Grid, area: Area, tables: Mapping[str, Table], rows: tuple[int, ...] = ()
) -> Iterator[Header]:
    """One to three rows that name fields of a table, however few, for every table."""
    cells_of = {row: _heading_cells(grid, area, row) for row in _rows_to_look_at(grid, area, rows)}
    read: dict[tuple[tuple[int, ...], bool], Headings] = {}  # many tables look at the same rows
    for name, table in tables.items():
        known = known_headings(table.headings)
        naming = [row for row, cells in cells_of.items() if not cells.isdisjoint(known.words)]
        told: set[tuple[int, ...]] = set()
        for window in [tuple(cells_of)] if rows and cells_of else _windows(area, naming):
            *above, last = window
            # A row of data only takes headings away from those above it, so that no better header comes of it.
            if tuple(above) in told and last not in naming and _is_data(grid, area, last, cells_of):
                told.add(window)
                continue
            asked = window, bool(table.fields_across)
            if asked not in read:
                read[asked] = read_headings(grid, area, *asked)
            header = _read_header(name, table.fields_across, known, window, read[asked])
            # Of two columns of one name it may take one, and below 2016, 2017 it says whose they are.
            if last in naming and not (header.twice or table.fields_across or grid.transposed):
                told.add(window)
            yield _with_names_of_rows(grid, area, table, header) if grid.transposed else header


def _is_data(grid: Grid, area: Area, row: int, cells_of: Mapping[int, Set[str]]) -> bool:
    """Whether a row holds a number, and no word that means something in any header."""
    if row not in cells_of or not cells_of[row].isdisjoint(_IN_ANY_HEADER):
        return False
    columns = range(area.left, area.right) if grid.merged else ()
    is_merged = any(grid.corner(row, column) != (row, column) for column in columns)
    return not is_merged and any(map(is_number, grid.rows[row][area.left : area.right]))


def _rows_to_look_at(grid: Grid, area: Area, rows: tuple[int, ...]) -> Iterator[int]:
    """The first rows of an area; further down only those without a number, since a table may follow another."""
    for row in rows or range(area.top, area.bottom):
        if row >= area.bottom:
            return
        cells = grid.rows[row]
        # There may be a million blank ones above a note at the foot of the sheet.
        if rows or (cells and (row - area.top < DEEPEST_HEADER_ROW or not any(map(is_number, cells)))):
            yield row


def _heading_cells(grid: Grid, area: Area, row: int) -> set[str]:
    cells = grid.rows[row][area.left : area.right]
    return {split_unit(cell)[0] for cell in cells if type(cell) is str}


def _windows(area: Area, naming: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Fewest and highest rows first."""
    for depth in range(1, MOST_HEADER_ROWS + 1):
        tops = {row - above for row in naming for above in range(depth)}
        for top in sorted(tops):
            if area.top <= top and top + depth <= area.bottom:
                yield tuple(range(top, top + depth))


def missing_fields(table: Table, header: Header) -> Iterator[tuple[str, str | None]]:
    """The fields without a column, each with the heading that was probably meant."""
    missing = [name for name in table.needed if not header.has(name)]
    if not missing:
        return
    free = {column: label for column, label in header.labels.items() if column not in header.used}
    last_words = {label.rsplit("/", 1)[-1]: label for label in free.values()}
    for name in missing:
        near = (find_similar(word, last_words) for word in (name, *table.fields[name].aliases))
        found = next((each for each in near if each is not None), None)
        yield name, last_words[found] if found is not None else None


def is_enough(table: Table, header: Header) -> bool:
    """A table needs its key, and enough other columns not to be a coincidence.

    A sheet that has no other columns than known ones is the table, however few they are.
    """
    missing_keys = missing_key(table, header)
    if missing_keys:
        return _is_whole_area(table, header)
    if sum(map(header.has, table.fields)) < min(FEWEST_COLUMNS, len(table.fields)):
        # The name of the key alone may be a word in a row of another table: 类别 乡镇卫生院.
        return False
    if len(header.columns) >= FEWEST_COLUMNS and set(header.labels) <= header.used:
        return True
    needed = table.needed
    found = sum(header.has(name) for name in needed)
    if found >= min(len(needed), max(FEWEST_COLUMNS, (len(needed) + 1) // 2)):
        return True
    # A short return with few columns, nearly all of which the table knows.
    return found >= FEWEST_COLUMNS_OF_PART and found > len(header.unexplained)


def missing_key(table: Table, header: Header) -> tuple[str, ...]:
    """The fields of the key without a column."""
    return tuple(key for key in table.key if not table.fields[key].optional and not header.has(key))


def _is_whole_area(table: Table, header: Header) -> bool:
    """A table without its key is the whole area's own, if all its columns are known and none can be a misnamed key."""
    return (
        not has_key(table, header)
        and len(header.columns) >= FEWEST_COLUMNS
        and set(header.labels) <= header.used
    )


def _is_lone_figure(grid: Grid, area: Area, header: Header) -> bool:
    """A sheet of one known column with nothing but numbers below it; it may say in a second one what time they are for."""
    if len(header.columns) != 1 or set(header.labels) != header.used or len(header.rows) != 1:
        return False
    (column,) = header.columns.values()
    below = [grid.cell(row, column) for row in range(header.rows[0] + 1, area.bottom)]
    cells = [cell for cell in below if cell is not None]
    return area.top == header.rows[0] and bool(cells) and all(is_number(cell) for cell in cells)


@lru_cache(maxsize=256)
def _read_header(
    name: str, across: tuple[str, ...], known: Known, rows: tuple[int, ...], headings: Headings
) -> Header:
    """What headings say of a table; of a thousand files with the same ones, once."""
    paths, labels = headings.paths, headings.labels
    timed = {column for column, path in paths.items() if across and any(map(is_time, path))}
    candidates = [
        (length, each, column)
        for length, label, column in headings.endings
        for each in known.fields.get(label, ())
        if not (column in timed and each in across)
    ]
    columns, twice = _assign(candidates)
    spread = _spread(paths, known, across, {*columns, *twice}) if across else {}
    # Two columns for one time cannot be told apart: 1, 2, 3 under one 2018年.
    alike = {each for each, cells in spread.items() if len({fold(time) for _, time in cells}) < len(cells)}
    twice |= {each: tuple(column for column, _ in spread[each]) for each in alike}
    spread = {each: cells for each, cells in spread.items() if each not in alike}
    times = [column for column, label in labels.items() if fold(label) in PERIOD_HEADINGS]
    free = [column for column in times if column not in columns.values()]
    return Header(name, rows, columns, twice, labels, headings.units, free[0] if free else None, spread)


def _spread(
    paths: Mapping[int, Sequence[str]], known: Known, across: Sequence[str], taken: set[str]
) -> dict[str, tuple[tuple[int, str], ...]]:
    """The columns headed by a period, of the field that the rest of the heading names or that alone has such columns."""
    found: dict[str, list[tuple[int, str]]] = {}
    for column, path in paths.items():
        times = [part for part in path if is_time(part)]
        rest = [split_unit(part)[0] for part in path if not is_time(part)]
        if len(times) != 1:
            continue
        names = {name for start in range(len(rest)) for name in known.fields.get("/".join(rest[start:]), ())}
        meant = [name for name in across if name in names] or (
            across if len(across) == 1 and not names else []
        )
        if len(meant) == 1 and meant[0] not in taken:
            found.setdefault(meant[0], []).append((column, times[0]))
    return {name: tuple(columns) for name, columns in found.items()}


def _assign(candidates: list[tuple[int, str, int]]) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Give each field its column, the longest matching path first; two columns as good are told, not chosen."""
    columns: dict[str, int] = {}
    twice: dict[str, tuple[int, ...]] = {}
    by_length: dict[int, list[tuple[str, int]]] = {}
    for length, name, column in candidates:
        by_length.setdefault(length, []).append((name, column))
    for length in sorted(by_length, reverse=True):
        taken = set(columns.values())
        free: dict[str, list[int]] = {}
        for name, column in by_length[length]:
            if name not in columns and name not in twice and column not in taken:
                free.setdefault(name, []).append(column)
        for name, found in free.items():
            different = tuple(dict.fromkeys(found))
            if len(different) == 1:
                columns[name] = different[0]
            else:
                twice[name] = different
    return columns, twice


def _with_names_of_rows(grid: Grid, area: Area, table: Table, header: Header) -> Header:
    """A transposed table names its units or its years beside a corner that says 指标 or nothing."""
    missing = missing_key(table, header)
    if len(missing) > 1 or not header.columns:
        return header
    for column in range(min(header.used) - 1, area.left - 1, -1):
        words = [grid.filled_cell(row, column) for row in range(header.rows[-1] + 1, area.bottom)]
        said = [str(word) for word in words if word is not None]
        if not said or not is_corner(header.labels.get(column, "")):
            continue
        times = [word for word in said if parse_period(word) is not None]
        if missing and _may_name(table, missing[0], said, times):
            return replace(header, columns={**header.columns, missing[0]: column})
        if not missing and header.period_column is None and times:
            return replace(header, period_column=column)
    return header


def _may_name(table: Table, key: str, said: Sequence[str], times: Sequence[str]) -> bool:
    if table.fields[key].type is FieldType.PERIOD:
        return bool(times)
    return table.fields[key].type is FieldType.UNIT and not times and not all(map(is_number, said))


def is_corner(label: str) -> bool:
    """Whether a heading stands over indicators."""
    word = fold(label)
    return not word or word in _CORNERS or "\\" in word or "/" in word


def best_of(headers: Iterable[Header]) -> Header | None:
    """The header that explains most columns; of equals the first."""
    return max(headers, key=lambda each: each.explained, default=None)
