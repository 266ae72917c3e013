"""Finding the header: the one to three rows whose cells are the names that the definitions know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from healthkpi.definitions.table import Table
from healthkpi.expression.errors import find_similar
from healthkpi.match._labels import fold, split_unit
from healthkpi.model.grid import CellValue, Grid

DEEPEST_HEADER_ROW = 40
MOST_HEADER_ROWS = 3
# Fewer matched columns than this are a coincidence, unless the table has no more.
FEWEST_COLUMNS = 2
# Any table may say in a column of its own what time a row is for.
PERIOD_HEADINGS = frozenset("年份 年度 期间 统计期 报告期 所属期 时期 数据期 月份 year period".split())


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table in one grid."""

    table: str
    rows: tuple[int, ...]
    columns: Mapping[str, int]
    twice: Mapping[str, tuple[int, ...]]
    labels: Mapping[int, str]
    units: Mapping[int, str]
    period_column: int | None = None


def best_header(grid: Grid, name: str, table: Table) -> Header | None:
    """The rows that name most of the table's fields; of equals the fewest and highest rows."""
    known = _known_labels(table)
    last_words = {label.rsplit("/", 1)[-1] for label in known} | set(known)
    deepest = min(DEEPEST_HEADER_ROW, len(grid.rows))
    naming = [_names_a_field(grid.rows[row], last_words) for row in range(deepest)]
    best: Header | None = None
    for depth in range(1, MOST_HEADER_ROWS + 1):
        for top in range(deepest - depth + 1):
            if not any(naming[top : top + depth]):
                continue
            header = _read_header(grid, name, known, tuple(range(top, top + depth)))
            if best is None or len(header.columns) > len(best.columns):
                best = header
    return best if best is not None and _is_enough(table, best) else None


def _names_a_field(cells: Sequence[CellValue], words: set[str]) -> bool:
    return any(isinstance(cell, str) and split_unit(cell)[0] in words for cell in cells)


def missing_fields(table: Table, header: Header) -> Iterator[tuple[str, str | None]]:
    """The fields without a column, each with the heading that was probably meant."""
    free = [label for column, label in header.labels.items() if column not in header.columns.values()]
    for name, field in table.fields.items():
        if name in header.columns or name in header.twice or field.optional:
            continue
        yield name, find_similar(name, free)


def _is_enough(table: Table, header: Header) -> bool:
    """A table needs its key, and enough other columns not to be a coincidence."""
    needed_keys = [key for key in table.key if not table.fields[key].optional]
    if any(key not in header.columns and key not in header.twice for key in needed_keys):
        return _is_whole_area(header, needed_keys)
    needed = [name for name, field in table.fields.items() if not field.optional]
    found = sum(name in header.columns or name in header.twice for name in needed)
    return found >= min(len(needed), max(FEWEST_COLUMNS, (len(needed) + 1) // 2))


def _is_whole_area(header: Header, keys: Sequence[str]) -> bool:
    """A table without its key is the whole area's own, if all its columns are known and none can be a misnamed key."""
    known = {*header.columns.values(), header.period_column}
    has_no_key = not any(key in header.columns or key in header.twice for key in keys)
    return has_no_key and len(header.columns) >= FEWEST_COLUMNS and set(header.labels) <= known


def _known_labels(table: Table) -> dict[str, list[str]]:
    """Folded label → the fields it may stand for."""
    known: dict[str, list[str]] = {}
    for name, field in table.fields.items():
        for label in (name, *field.aliases):
            known.setdefault(split_unit(label)[0], []).append(name)
    return known


def _read_header(grid: Grid, table: str, known: Mapping[str, list[str]], rows: tuple[int, ...]) -> Header:
    labels: dict[int, str] = {}
    units: dict[int, str] = {}
    candidates: list[tuple[int, str, int]] = []
    for column in range(grid.width):
        path = _label_path(grid, rows, column)
        if not path:
            continue
        labels[column] = "/".join(path)
        parts = [split_unit(part) for part in path]
        said = [unit for _, unit in parts if unit is not None]
        if said:
            units[column] = said[-1]
        for start in range(len(parts)):
            label = "/".join(name for name, _ in parts[start:])
            candidates += [(len(parts) - start, field, column) for field in known.get(label, ())]
    columns, twice = _assign(candidates)
    times = [column for column, label in labels.items() if fold(label) in PERIOD_HEADINGS]
    free = [column for column in times if column not in columns.values()]
    return Header(table, rows, columns, twice, labels, units, free[0] if free else None)


def _assign(candidates: list[tuple[int, str, int]]) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Give each field its column, the longest matching path first; two columns as good are told, not chosen."""
    columns: dict[str, int] = {}
    twice: dict[str, tuple[int, ...]] = {}
    for length in sorted({length for length, _, _ in candidates}, reverse=True):
        taken = set(columns.values())
        free: dict[str, list[int]] = {}
        for this, field, column in candidates:
            if this == length and field not in columns and field not in twice and column not in taken:
                free.setdefault(field, []).append(column)
        for field, found in free.items():
            different = tuple(dict.fromkeys(found))
            if len(different) == 1:
                columns[field] = different[0]
            else:
                twice[field] = different
    return columns, twice


def _label_path(grid: Grid, rows: tuple[int, ...], column: int) -> list[str]:
    """The headings above a column from top to bottom, each merged heading once."""
    path: list[str] = []
    for row in rows:
        cell = grid.filled_cell(row, column)
        if cell is None and row < rows[-1] and not grid.merged and grid.cell(rows[-1], column) is not None:
            cell = _heading_to_the_left(grid, row, column)
        if isinstance(cell, str) and cell.strip() and (not path or path[-1] != cell):
            path.append(cell.strip())
    return path


def _heading_to_the_left(grid: Grid, row: int, column: int) -> str | None:
    # A CSV has lost its merged cells: the group's heading stands over its first column only.
    for left in range(column, -1, -1):
        cell = grid.cell(row, left)
        if cell is not None:
            return cell if isinstance(cell, str) else None
    return None
