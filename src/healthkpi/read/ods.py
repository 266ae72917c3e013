"""Read .ods.

Not through calamine, which does not tell percentages, error cells, merged ranges, and takes notes for text.
"""

from collections.abc import Iterator

from healthkpi.errors import InputError
from healthkpi.model.finding import Finding
from healthkpi.model.grid import Grid, Source, Workbook
from healthkpi.read import _hidden, _hostile, _xml
from healthkpi.read._links import find_links
from healthkpi.read._ods_walk import ContentWalk, RepeatsError, Sheet
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import clip_spans, lay_out
from healthkpi.text import Text

_REPEATS = Text(
    "{name}: 声明了多得离谱的重复单元格，已拒绝读取；请在 WPS 或 LibreOffice 里另存为 xlsx 后再试",
    "{name} declares an absurd number of repeated cells and was refused; "
    "save it as xlsx in WPS or LibreOffice and try again",
)


def recognises_ods(content: Content) -> bool:
    """A zip archive with the content of an OpenDocument."""
    return "content.xml" in content.members


def read_ods(content: Content) -> Workbook:
    """Every sheet with its values, merged ranges and hidden rows."""
    source = content.source("ods")
    walk = ContentWalk()
    try:
        with content.opened.open("content.xml") as stream:
            _xml.walk_xml(stream, walk.start, walk.end, walk.text)
    except _xml.DocumentTypeError as problem:
        raise _hostile.refuse_document_type(content, "content.xml") from problem
    except RepeatsError as problem:
        raise InputError(_REPEATS.format(name=content.name)) from problem
    grids = tuple(_make_grid(source, sheet) for sheet in walk.sheets)
    return Workbook(source, grids, (*_hidden.find_hidden(grids), *_links_of(grids, walk.sheets)))


def _make_grid(source: Source, sheet: Sheet) -> Grid:
    rows = lay_out(sheet.filled)
    return Grid(
        source,
        sheet.name,
        rows,
        clip_spans(sheet.merged, rows),
        sheet.is_hidden,
        frozenset(sheet.hidden_rows),
    )


def _links_of(grids: tuple[Grid, ...], sheets: list[Sheet]) -> Iterator[Finding]:
    for grid, sheet in zip(grids, sheets, strict=True):
        yield from find_links(grid, sheet.linked)


READER = Reader("ods", recognises_ods, read_ods, {"ods": (".ods", ".ots")})
