"""Read .xlsb.

Not through calamine: it does not tell percent formats, error cells, hidden rows and merged ranges, and a panic
or an allocation in it ends the process.
"""

from collections.abc import Iterator

from healthkpi.model.grid import Grid, Source, Workbook
from healthkpi.read import _biff12, _hidden, _limits
from healthkpi.read._package import Package
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import clip_spans, lay_out


def recognises_xlsb(content: Content) -> bool:
    """A zip archive with a workbook of binary parts."""
    return "xl/workbook.bin" in content.plain_members


def read_xlsb(content: Content) -> Workbook:
    """Every worksheet with its values, merged ranges and hidden rows."""
    source = content.source("xlsb")
    grids = tuple(_read_grids(source, content.opened))
    return Workbook(source, grids, _hidden.find_hidden(grids))


def _read_grids(source: Source, package: Package) -> Iterator[Grid]:
    workbook = package.main_part("xl/workbook.bin")
    body = package.read(workbook)
    relations = package.relations(workbook)
    targets = {kind: target for _, kind, target in relations}
    worksheets = {key: target for key, kind, target in relations if kind == "worksheet"}
    strings = _biff12.read_strings(_read_part(package, targets.get("sharedStrings")))
    styles = _biff12.read_styles(_read_part(package, targets.get("styles")), _biff12.counts_from_1904(body))
    sheets = [sheet for sheet in _biff12.list_sheets(body) if sheet[0] in worksheets]
    _limits.SHEETS.hold(len(sheets))
    for relation, name, is_hidden in sheets:
        walk = _biff12.SheetWalk(strings, styles)
        walk.read(package.read(worksheets[relation]))
        rows = lay_out(walk.filled)
        hidden_rows = frozenset(row for row in walk.hidden_rows if row < len(rows))
        yield Grid(source, name, rows, clip_spans(walk.merged, rows), is_hidden, hidden_rows)


def _read_part(package: Package, member: str | None) -> bytes:
    return package.read(member) if member is not None and package.holds(member) else b""


READER = Reader("xlsb", recognises_xlsb, read_xlsb, {"xlsb": (".xlsb",)})
