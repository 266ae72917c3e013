"""Read .xlsx and .xlsm, also in the ISO strict form.

Not through openpyxl.load_workbook, whose date arithmetic and format rules are used: a full load builds every
cell of a merged A1:XFD1048576, fails on style sheets that WPS and exporters write, reads the values or the
formulas but not both, loses the Chinese date formats 27 to 58, and takes three times as long.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from healthkpi.model.finding import Finding
from healthkpi.model.grid import Grid, Source, Workbook
from healthkpi.read import _hidden, _hostile, _limits, _xml
from healthkpi.read._links import find_links
from healthkpi.read._package import Package, plain_name
from healthkpi.read._raised import write_raised, write_struck
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import clip_spans, lay_out
from healthkpi.read._xlsx_scan import scan_sheet
from healthkpi.read._xlsx_sheet import SheetWalk, decode_escapes
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
    plain = [plain_name(name) for name in content.members]
    return (
        "[content_types].xml" in plain
        and any(name.startswith("xl/") and name.endswith(".xml") for name in plain)
        and "xl/workbook.bin" not in plain
    )


def read_xlsx(content: Content) -> Workbook:
    """Every worksheet with its values, merged ranges and hidden rows."""
    source = content.source("xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            return _read_package(source, Package(archive))
    except _xml.DocumentTypeError as problem:
        raise _hostile.refuse_document_type(content, "xml") from problem


def _read_package(source: Source, package: Package) -> Workbook:
    workbook = _find_workbook(package)
    targets = {kind: target for _, kind, target in package.relations(workbook)}
    elements = package.elements(workbook)
    styles = read_styles(package.elements(targets.get("styles", "")), _counts_from_1904(elements))
    strings = _read_strings(package, targets.get("sharedStrings"))
    grids: list[Grid] = []
    findings: list[Finding] = []
    parts = list(_list_parts(package, workbook, elements))
    _limits.SHEETS.hold(len(parts))
    for part in parts:
        walk = _walk_sheet(package, part, strings, styles)
        grid = _make_grid(source, part, walk)
        grids.append(grid)
        findings.extend(find_links(grid, walk.linked))
    return Workbook(source, tuple(grids), (*_hidden.find_hidden(grids), *findings))


def _find_workbook(package: Package) -> str:
    return package.main_part("xl/workbook.xml")


def _counts_from_1904(elements: list[_xml.Element]) -> bool:
    return any(e.name == "workbookPr" and e.attributes.get("date1904") in ("1", "true") for e in elements)


def _list_parts(package: Package, workbook: str, elements: list[_xml.Element]) -> Iterator[_Part]:
    worksheets = {key: target for key, kind, target in package.relations(workbook) if kind == "worksheet"}
    for element in elements:
        if element.name == "sheet" and element.attributes.get("id") in worksheets:
            hidden = element.attributes.get("state", "visible") != "visible"
            yield _Part(
                decode_escapes(element.attributes["name"]), worksheets[element.attributes["id"]], hidden
            )


def _read_strings(package: Package, member: str | None) -> list[str]:
    if member is None or not package.holds(member):
        return []
    walk = _StringsWalk()
    with package.open(member) as stream:
        _xml.walk_xml(stream, walk.start, walk.end, walk.text)
    return walk.strings


class _StringsWalk:
    """The shared strings: the runs of each joined, without the phonetic guides (rPh) of Japanese files."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.runs: list[str] = []
        self.listens = False
        self.is_phonetic = self.is_raised = self.is_struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _xml.local_name(tag)
        if name == "si":
            self.runs = []
            self.is_raised = self.is_struck = False
        elif name == "rPh":
            self.is_phonetic = True
        elif name == "r":
            self.is_raised = self.is_struck = False
        elif name == "vertAlign":
            self.is_raised = attributes.get("val") == "superscript"
        elif name == "strike":
            self.is_struck = attributes.get("val", "1") not in {"0", "false"}
        self.listens = name == "t" and not self.is_phonetic

    def end(self, tag: str) -> None:
        name = _xml.local_name(tag)
        self.listens = False
        if name == "si":
            self.strings.append(decode_escapes("".join(self.runs)))
            _limits.STRINGS.hold(len(self.strings))
        elif name == "rPh":
            self.is_phonetic = False

    def text(self, text: str) -> None:
        if not self.listens:
            return
        if self.is_raised:
            write_raised(self.runs, text)
        elif self.is_struck:
            write_struck(self.runs, text)
        else:
            self.runs.append(text)


def _walk_sheet(package: Package, part: _Part, strings: list[str], styles: Styles) -> SheetWalk:
    walk = SheetWalk(strings, styles)
    if package.size(part.member) > SCANNED_FROM and scan_sheet(package.read(part.member), walk):
        return walk
    walk = SheetWalk(strings, styles)
    with package.open(part.member) as stream:
        _xml.walk_xml(stream, walk.start, walk.end, walk.text)
    return walk


def _make_grid(source: Source, part: _Part, walk: SheetWalk) -> Grid:
    rows = lay_out(walk.filled)
    hidden_rows = frozenset(row for row in walk.hidden_rows if row < len(rows))
    return Grid(source, part.name, rows, clip_spans(walk.merged, rows), part.hidden, hidden_rows)


_SUFFIXES: Mapping[str, tuple[str, ...]] = {"xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm")}

READER = Reader("xlsx", recognises_xlsx, read_xlsx, _SUFFIXES)
