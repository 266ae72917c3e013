"""Read the tables of a Word document: townships send their figures in reports, too.

Not through python-docx: its lxml resolves entities, and it does not tell deleted, hidden and raised text from text.
"""

from collections.abc import Sequence

from healthkpi.model.grid import Grid, Source, Span, Workbook
from healthkpi.read import _hostile, _xml
from healthkpi.read._docx_walk import DocumentWalk, Table
from healthkpi.read._reader import Content, Reader, StrangerError
from healthkpi.read._rows import clip_spans, lay_out
from healthkpi.text import Text

# Title, organisation, period and unit line; a longer paragraph is prose and names times that are not the table's.
MOST_LINES_ABOVE, LONGEST_LINE = 5, 60

_NO_TABLES = Text("没有表格的 Word 文档", "a Word document without tables")


def recognises_docx(content: Content) -> bool:
    """A zip archive with a document of XML parts."""
    plain = content.plain_members
    return "[content_types].xml" in plain and any(
        name.startswith("word/") and name.endswith(".xml") for name in plain
    )


def read_docx(content: Content) -> Workbook:
    """Each outermost table as a grid of text, below the lines that stand above it."""
    source = content.source("docx")
    walk = DocumentWalk()
    try:
        package = content.opened
        with package.open(package.main_part("word/document.xml")) as stream:
            _xml.walk_xml(stream, walk.start, walk.end, walk.text)
    except _xml.DocumentTypeError as problem:
        raise _hostile.refuse_document_type(content, "xml") from problem
    if not walk.tables:
        raise StrangerError(content.name, _NO_TABLES)
    grids = [_make_grid(source, f"表{number}", table) for number, table in enumerate(walk.tables, start=1)]
    return Workbook(source, tuple(grids))


def _make_grid(source: Source, name: str, table: Table) -> Grid:
    lines = _lines_above(table.paragraphs)
    down = len(lines)
    rows = (*((line,) for line in lines), *lay_out(table.filled))
    spans = (Span(s.top + down, s.left, s.bottom + down, s.right) for s in table.spans())
    return Grid(source, name, rows, clip_spans(spans, rows))


def _lines_above(paragraphs: Sequence[str]) -> list[str]:
    """The last lines before a table, up to a paragraph of prose."""
    lines: list[str] = []
    for paragraph in reversed(paragraphs):
        if len(paragraph) > LONGEST_LINE or len(lines) == MOST_LINES_ABOVE:
            break
        lines.insert(0, paragraph)
    return lines


READER = Reader("docx", recognises_docx, read_docx, {"docx": (".docx", ".docm", ".dotx", ".dotm")})
