"""Which parts of a sheet are tables: below one another, side by side, or with rows and columns exchanged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from healthkpi.definitions.policy import Policy
from healthkpi.match._dispatch import is_dispatch_table
from healthkpi.match._header import Header, find_headers
from healthkpi.match._headings import Area
from healthkpi.match._labels import known_headings, split_unit
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid

# A transposed table is as long as its indicators and as wide as its units or years.
LONGEST_TRANSPOSED = 400
# Only so many more columns explained are no coincidence.
CLEARLY_MORE = 2
# A title or unit line has no more cells than this.
WIDEST_TITLE = 2
# 附件2, a title of two lines, the period, who reports, the day, the unit of measure.
_MOST_ROWS_ABOVE = 8
_SHORTEST_SENTENCE = 13


@dataclass(frozen=True, slots=True)
class Block:
    """One table in a grid: its header, the cells that may be its rows, and the words above it, the nearest first."""

    grid: Grid
    header: Header
    area: Area
    words: tuple[str, ...]


def find_blocks(grid: Grid, policy: Policy, header_rows: tuple[int, ...] = ()) -> tuple[Block, ...]:
    """Every table of a sheet, in the direction in which clearly more columns are those of a field."""
    plain = _blocks_of(grid, policy, header_rows)
    if header_rows or not _may_be_transposed(grid, policy) or is_dispatch_table(grid):
        return plain
    turned = _blocks_of(grid.turned(), policy)
    return turned if _explained(turned) >= _explained(plain) + CLEARLY_MORE else plain


def _explained(blocks: Sequence[Block]) -> int:
    return max((block.header.explained for block in blocks), default=0)


def _may_be_transposed(grid: Grid, policy: Policy) -> bool:
    """Whether one of the first columns names fields at all; turning a long list would be for nothing."""
    if len(grid.rows) > LONGEST_TRANSPOSED:
        return False
    names = frozenset[str]().union(
        *(known_headings(table.headings).last_words for table in policy.tables.values())
    )
    columns: dict[int, int] = {}
    for cells in grid.rows:
        for column, cell in enumerate(cells[:6]):
            if isinstance(cell, str) and split_unit(cell)[0] in names:
                columns[column] = columns.get(column, 0) + 1
    return max(columns.values(), default=0) >= CLEARLY_MORE


def _blocks_of(grid: Grid, policy: Policy, header_rows: tuple[int, ...] = ()) -> tuple[Block, ...]:
    whole = Area(0, len(grid.rows), 0, grid.width)
    found = [(area, _stacked(grid, area, policy, header_rows)) for area in _strips(grid, whole)]
    found = [(area, headers) for area, headers in found if headers]
    if len(found) < 2:
        found = [(whole, _stacked(grid, whole, policy, header_rows))]
        found = _beside(grid, policy, whole, found[0][1], header_rows) or found
    return tuple(block for area, headers in found for block in _cut(grid, area, headers))


def _beside(
    grid: Grid, policy: Policy, whole: Area, headers: Sequence[Header], header_rows: tuple[int, ...]
) -> list[tuple[Area, list[Header]]]:
    """The tables beside one another that a title or a note over all of them joins: each begins as the first does."""
    for header in headers:
        table = policy.tables[header.table]
        keys = next((header.twice[name] for name in table.key if name in header.twice), ())
        edges = _repeats(header, keys)
        if len(edges) < 2:
            continue
        areas = [
            Area(whole.top, whole.bottom, left, right) for left, right in pairwise([*edges, whole.right])
        ]
        found = [(area, _stacked(grid, area, policy, header_rows)) for area in areas]
        if all(any(_is_beside(header, other) for other in others) for _, others in found):
            return found
    return []


def _repeats(header: Header, keys: Sequence[int]) -> list[int]:
    """The first columns of tables that stand side by side, by the column that names their rows."""
    first = min(header.labels, default=0)
    before = keys[0] - first if keys else 0
    starts = [key - before for key in keys]
    # What stands before the name (序号) stands before each of them, or before none.
    is_alike = all(header.labels.get(start) == header.labels.get(first) for start in starts)
    return [first, *(starts[1:] if is_alike else keys[1:])]


def _is_beside(header: Header, other: Header) -> bool:
    return other.rows[0] in header.rows or header.rows[0] in other.rows


def _strips(grid: Grid, whole: Area) -> list[Area]:
    """The parts that empty columns leave."""
    blank = set(range(whole.right))
    for cells in grid.rows:
        blank.difference_update(column for column, cell in enumerate(cells) if cell is not None)
        if not blank:
            return []
    edges = [-1, *sorted(blank), whole.right]
    return [
        Area(whole.top, whole.bottom, left + 1, right) for left, right in pairwise(edges) if right - left > 2
    ]


def _stacked(grid: Grid, area: Area, policy: Policy, header_rows: tuple[int, ...]) -> list[Header]:
    """The best headers that do not touch one another, from top to bottom."""
    order = list(policy.tables)
    claims = [
        (_claim(grid, area, policy, header), header)
        for header in find_headers(grid, area, policy.tables, header_rows)
    ]
    claims = [(claim, header) for claim, header in claims if _is_meant(grid, area, policy, header)]
    claims.sort(key=lambda pair: (pair[0], len(pair[1].rows), order.index(pair[1].table), pair[1].rows))
    chosen: list[tuple[_Claim, Header]] = []
    for claim, header in claims:
        touched = [index for index, (_, other) in enumerate(chosen) if _touch(header, other)]
        if not touched:
            chosen.append((claim, header))
        elif claim == chosen[touched[0]][0]:
            chosen[touched[0]] = (claim, _with_equal(chosen[touched[0]][1], header, policy))
    return sorted((header for _, header in chosen), key=lambda each: each.rows)


def _with_equal(header: Header, other: Header, policy: Policy) -> Header:
    """The header that is taken, with the name of another table that it may be as well."""
    name = policy.tables[other.table].name
    if other.table == header.table or name in header.also:
        return header
    return replace(header, also=(*header.also, name))


_Claim = tuple[int, bool, bool, float]


def _claim(grid: Grid, area: Area, policy: Policy, header: Header) -> _Claim:
    """How well a header speaks for its table, the best first: columns explained, names, what is missing."""
    table = policy.tables[header.table]
    needed = table.needed
    missing = sum(not header.has(name) for name in needed) / max(1, len(needed))
    return (
        -header.explained,
        not named_by_sheet(grid, policy, header.table),
        not _named_above(grid, policy, header, area),
        missing,
    )


def _is_meant(grid: Grid, area: Area, policy: Policy, header: Header) -> bool:
    """Whether a table of which columns are missing can be meant: named after it, or with few columns of no field."""
    table = policy.tables[header.table]
    if all(map(header.has, table.needed)) or len(header.unexplained) <= len(header.used):
        return True
    return named_by_sheet(grid, policy, header.table) or _named_above(grid, policy, header, area)


def _touch(one: Header, other: Header) -> bool:
    # The upper row of a header of two is often a header of another table, with no rows of its own.
    return one.rows[0] <= other.rows[-1] + 1 and other.rows[0] <= one.rows[-1] + 1


def named_by_sheet(grid: Grid, policy: Policy, table: str) -> bool:
    """Whether the name of the sheet speaks for a table."""
    sheet = fold(grid.sheet or grid.source.path.name)
    return any(fold(name) in sheet for name in _names(policy, table))


def _named_above(grid: Grid, policy: Policy, header: Header, area: Area) -> bool:
    rows = range(max(area.top, header.rows[-1] - _MOST_ROWS_ABOVE), header.rows[0])
    words = [fold(word) for word in _words(grid, rows, area)]
    return any(fold(name) in word for name in _names(policy, header.table) for word in words)


def _names(policy: Policy, table: str) -> tuple[str, ...]:
    return (policy.tables[table].name.zh, *policy.tables[table].sheets)


def _cut(grid: Grid, area: Area, headers: Sequence[Header]) -> Iterator[Block]:
    """A table ends where the title of the next one begins."""
    tops = [
        area.top,
        *(_title_top(grid, area, one, two) for one, two in pairwise(headers)),
    ]
    for index, header in enumerate(headers):
        bottom = tops[index + 1] if index + 1 < len(headers) else area.bottom
        part = Area(header.rows[-1] + 1, bottom, area.left, area.right)
        yield Block(
            grid,
            header,
            part,
            _words_above(grid, header, Area(tops[index], bottom, area.left, area.right), headers[0]),
        )


def _words_above(grid: Grid, header: Header, own: Area, first: Header) -> tuple[str, ...]:
    """The words over a table, then those over all tables of the sheet."""
    if grid.transposed:
        left = Area(0, len(grid.rows), 0, min(header.used))
        columns = (range(column, column + 1) for column in range(left.right))
        words = [
            cell
            for column in columns
            for row in (*range(own.top, own.bottom), *range(left.bottom))
            for cell in grid.rows[row][column.start : column.stop]
        ]
        return tuple(dict.fromkeys(cell for cell in words if isinstance(cell, str)))
    whole = Area(0, first.rows[0], 0, grid.width)
    near = _words(grid, range(own.top, header.rows[0]), own)
    far = _words(grid, range(whole.top, whole.bottom), whole)
    return tuple(dict.fromkeys((*near, *far)))


def _words(grid: Grid, rows: range, area: Area) -> Iterator[str]:
    for row in rows:
        yield from (cell for cell in grid.rows[row][area.left : area.right] if isinstance(cell, str))


def _title_top(grid: Grid, area: Area, above: Header, header: Header) -> int:
    """Where the title of a table begins that stands below another: after the last row of that one."""
    top = header.rows[0]
    while top - 1 > above.rows[-1] and len(_filled(grid, area, top - 1)) <= WIDEST_TITLE:
        top -= 1
    blank = [row for row in range(top, header.rows[0]) if not _filled(grid, area, row)]
    if blank:
        return blank[0]
    # A unit that left everything blank looks like a title, but says nothing.
    while top < header.rows[0] and not _is_title(grid, area, top):
        top += 1
    return top


def _filled(grid: Grid, area: Area, row: int) -> list[int]:
    return [column for column in range(area.left, area.right) if grid.cell(row, column) not in {None, ""}]


def _is_title(grid: Grid, area: Area, row: int) -> bool:
    filled = _filled(grid, area, row)
    word = fold(str(grid.cell(row, filled[0]))) if filled else ""
    speaks = any(part in word for part in ("表", "情况", "年", "单位:", "统计", "进展"))
    return not filled or grid.is_spread(row, filled[0]) or speaks or len(word) >= _SHORTEST_SENTENCE
