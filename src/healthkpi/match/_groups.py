"""The name of a group that stands only on its first row, as where a text format has lost its merged cells."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from healthkpi.definitions.table import FieldType, Table
from healthkpi.match._header import Header
from healthkpi.model.folding import fold
from healthkpi.model.grid import Grid, Span

# One group with a blank below it may be a blank; two that each stand once and leave the rest blank are groups.
FEWEST_GROUPS = 2


def groups_on_first_rows(
    grid: Grid, table: Table, header: Header, data: Sequence[int], totals: Sequence[int]
) -> Mapping[str, tuple[Span, ...]]:
    """The rows that each name of a coarser unit holds for, by field; none where the column is merged or repeats names."""
    merged = {
        column
        for span in grid.merged
        for column in range(span.left, span.right + 1)
        if span.bottom > span.top
    }
    found = {}
    for name in table.fields_of_type(FieldType.UNIT):
        column = header.columns.get(name)
        if column is not None and column not in merged and _is_coarser(table, header, name):
            spans = _spans(grid, column, data, totals)
            if spans:
                found[name] = spans
    return found


def with_groups(grid: Grid, groups: Mapping[str, tuple[Span, ...]]) -> Grid:
    """The grid as if the names of its groups were merged cells."""
    spans = tuple(span for each in groups.values() for span in each)
    return replace(grid, merged=(*grid.merged, *spans)) if spans else grid


def _is_coarser(table: Table, header: Header, name: str) -> bool:
    """Whether another column names the rows, so that this one need not on each of them."""
    names = [key for key in table.key if key in header.columns]
    return bool(names) and names[-1] != name


def _spans(grid: Grid, column: int, data: Sequence[int], totals: Sequence[int]) -> tuple[Span, ...]:
    filled = [row for row in data if grid.cell(row, column) not in {None, ""}]
    names = [fold(str(grid.cell(row, column))) for row in filled]
    if not filled or filled[0] != data[0] or len(set(names)) < len(names) or len(filled) == len(data):
        return ()
    ends = [*filled[1:], max(data) + 1]
    spans = [
        Span(top, column, max(row for row in data if row < end), column)
        for top, end in zip(filled, ends, strict=True)
    ]
    spans = [span for span in spans if span.bottom > span.top]
    # Below the total of one group nothing belongs to it any more.
    if any(
        span.top < row < span.bottom and grid.cell(row, column) is not None
        for span in spans
        for row in totals
    ):
        return ()
    return tuple(spans) if len(filled) >= FEWEST_GROUPS else ()
