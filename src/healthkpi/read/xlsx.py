"""Read .xlsx and .xlsm, also in the ISO strict form.

Not through openpyxl.load_workbook, whose date arithmetic and format rules are used: a full load builds every
cell of a merged A1:XFD1048576, fails on style sheets that WPS and exporters write, reads the values or the
formulas but not both, loses the Chinese date formats 27 to 58, and takes three times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from healthkpi.model.finding import Finding
from healthkpi.model.grid import Grid, Source, Workbook
from healthkpi.read import _hidden, _hostile, _limits, _xml
from healthkpi.read._kept import keep_small
from healthkpi.read._links import find_links
from healthkpi.read._package import Package, Relation
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import clip_spans, lay_out
from healthkpi.read._xlsx_scan import scan_sheet
from healthkpi.read._xlsx_sheet import SheetWalk, decode_escapes
from healthkpi.read._xlsx_strings import read_strings
from healthkpi.read._xlsx_styles import Styles, read_styles

# Below this the walk takes no time to speak of.
SCANNED_FROM = 4 * 1024


@dataclass(frozen=True, slots=True)
class _Part:
    """A worksheet as the workbook lists it."""

    name: str
    member: str
    hidden: bool


def recognises_xlsx(content: Content) -> bool:
    """A zip archive with a workbook of XML parts; an .xlsb has binary ones."""
    plain = content.plain_members
    return (
        "[content_types].xml" in plain
        and any(name.startswith("xl/") and name.endswith(".xml") for name in plain)
        and "xl/workbook.bin" not in plain
    )


def read_xlsx(content: Content) -> Workbook:
    """Every worksheet with its values, merged ranges and hidden rows."""
    source = content.source("xlsx")
    try:
        return _read_package(source, content.opened)
    except _xml.DocumentTypeError as problem:
        raise _hostile.refuse_document_type(content, "xml") from problem


def _read_package(source: Source, package: Package) -> Workbook:
    workbook = _find_workbook(package)
    relations, elements = package.relations(workbook), package.elements(workbook)
    targets = {kind: target for _, kind, target in relations}
    styles = _read_styles(package, targets.get("styles"), _counts_from_1904(elements))
    strings = _read_strings(package, targets.get("sharedStrings"))
    grids: list[Grid] = []
    findings: list[Finding] = []
    parts = list(_list_parts(relations, elements))
    _limits.SHEETS.hold(len(parts))
    for part in parts:
        walk = _walk_sheet(package, part, strings, styles)
        grid = _make_grid(source, part, walk)
        grids.append(grid)
        findings.extend(find_links(grid, walk.linked))
    return Workbook(source, tuple(grids), (*_hidden.find_hidden(grids), *findings))


def _find_workbook(package: Package) -> str:
    return package.main_part("xl/workbook.xml")


def _read_styles(package: Package, member: str | None, from_1904: bool) -> Styles:
    if member is None or not package.holds(member):
        return read_styles((), from_1904)
    return _styles_of(package.read(member), from_1904)


@keep_small
def _styles_of(part: bytes, from_1904: bool) -> Styles:
    return read_styles(_xml.list_elements(part), from_1904)


def _read_strings(package: Package, member: str | None) -> list[str]:
    return [] if member is None or not package.holds(member) else read_strings(package.read(member))


def _counts_from_1904(elements: Iterable[_xml.Element]) -> bool:
    return any(e.name == "workbookPr" and e.attributes.get("date1904") in ("1", "true") for e in elements)


def _list_parts(relations: Iterable[Relation], elements: Iterable[_xml.Element]) -> Iterator[_Part]:
    worksheets = {key: target for key, kind, target in relations if kind == "worksheet"}
    for element in elements:
        if element.name == "sheet" and element.attributes.get("id") in worksheets:
            hidden = element.attributes.get("state", "visible") != "visible"
            yield _Part(
                decode_escapes(element.attributes["name"]), worksheets[element.attributes["id"]], hidden
            )


def _walk_sheet(package: Package, part: _Part, strings: list[str], styles: Styles) -> SheetWalk:
    walk = SheetWalk(strings, styles)
    xml = package.read(part.member)
    if len(xml) > SCANNED_FROM and scan_sheet(xml, walk):
        return walk
    walk = SheetWalk(strings, styles)
    _xml.walk_xml(xml, walk.start, walk.end, walk.text)
    return walk


def _make_grid(source: Source, part: _Part, walk: SheetWalk) -> Grid:
    rows = lay_out(walk.filled)
    hidden_rows = frozenset(row for row in walk.hidden_rows if row < len(rows))
    return Grid(source, part.name, rows, clip_spans(walk.merged, rows), part.hidden, hidden_rows)


_SUFFIXES: Mapping[str, tuple[str, ...]] = {"xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm")}

READER = Reader("xlsx", recognises_xlsx, read_xlsx, _SUFFIXES)
