"""Rows without the blank ends that formats and programs leave."""

from collections.abc import Iterable, Mapping, Sequence

from healthkpi.model.grid import CellValue, Span
from healthkpi.read import _limits

Row = tuple[CellValue, ...]


def trim_rows(rows: Iterable[Sequence[CellValue]]) -> tuple[Row, ...]:
    """Up to the last filled row, each up to its last filled cell."""
    trimmed = [trim_row(row) for row in rows]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)


def trim_row(cells: Sequence[CellValue]) -> Row:
    """Up to the last filled cell."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])


def lay_out(filled: Mapping[int, Mapping[int, CellValue]]) -> tuple[Row, ...]:
    """Rows of cells from the filled ones alone."""
    widths = {row: max(cells) + 1 for row, cells in filled.items()}
    _limits.PLACES.hold(sum(widths.values()))
    height = max(filled, default=-1) + 1
    return tuple(
        tuple(map(filled[row].get, range(widths[row]))) if row in filled else () for row in range(height)
    )


def clip_spans(spans: Iterable[Span], rows: Sequence[Row]) -> tuple[Span, ...]:
    """Merged rectangles within the filled part; one over whole columns must not cost a million steps."""
    bottom, right = len(rows) - 1, max(map(len, rows), default=0) - 1
    clipped = [Span(s.top, s.left, min(s.bottom, bottom), min(s.right, right)) for s in spans]
    several = sorted((span for span in clipped if _area(span) > 1), key=lambda span: (span.top, span.left))
    # Every cell of them is looked up later.
    _limits.MERGED.hold(sum(map(_area, several)))
    return tuple(several)


def _area(span: Span) -> int:
    return max(0, span.bottom - span.top + 1) * max(0, span.right - span.left + 1)
