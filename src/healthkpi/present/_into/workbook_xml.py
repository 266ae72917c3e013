"""Cells of an .xlsx are written in its own markup, so that everything else stays as it came: charts, pictures, looks, lists.

openpyxl would load and save the whole workbook, and lose what it does not know.
"""

import io
import posixpath
import zipfile
from bisect import bisect, insort
from copy import deepcopy
from fractions import Fraction
from functools import cached_property
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string, get_column_letter

# lxml is without types; an element of it is Any and nothing else.
Element = Any

XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BUILT_IN = {words: number for number, words in BUILTIN_FORMATS.items()}
# What stands before the settings of calculation in a workbook.
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


class UnusualError(Exception):
    """A workbook whose parts do not lie as Excel and WPS put them."""


class WorkbookXml:
    """One .xlsx that is being changed; every part that is not touched is copied as it lies."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._trees: dict[str, Element] = {}
        self._opened: dict[str, SheetXml] = {}
        self._main = self._find_main()
        related = self._related(self._main)
        self._sheets = {
            each.get("name"): related[each.get(_ID) or each.get(_STRICT_ID)][1]
            for each in _children(_child(self._tree(self._main), "sheets"), "sheet")
        }
        self._styles = next((path for kind, path in related.values() if kind == "styles"), None)

    @property
    def is_signed(self) -> bool:
        """Whether a digital signature covers it, which a change makes void."""
        return any(name.startswith("_xmlsignatures/") for name in self._archive.namelist())

    @property
    def is_xlsx(self) -> bool:
        """Whether it is a plain workbook: no macros, no template of a program."""
        types = _children(self._tree(_TYPES), "Override")
        return any(
            each.get("PartName") == f"/{self._main}" and each.get("ContentType") == XLSX_MAIN
            for each in types
        )

    def sheet(self, name: str) -> "SheetXml":
        """The cells of a sheet."""
        if name not in self._opened:
            self._opened[name] = SheetXml(self._tree(self._sheets[name]), self.styles)
        return self._opened[name]

    @cached_property
    def styles(self) -> "StylesXml":
        """The looks that cells refer to."""
        return StylesXml(self._tree(self._styles) if self._styles is not None else None)

    def saved(self) -> bytes:
        """The changed workbook; formulas have no values until a spreadsheet calculates them."""
        if [name for name in self._sheets if self.sheet(name).forget_results()]:
            self._calculate_on_load()
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for member in self._archive.infolist():
                copied = zipfile.ZipInfo(member.filename, member.date_time)
                copied.compress_type, copied.external_attr = zipfile.ZIP_DEFLATED, member.external_attr
                archive.writestr(copied, self._bytes(member.filename))
        return content.getvalue()

    def _bytes(self, name: str) -> bytes:
        if name not in self._trees:
            return self._archive.read(name)
        saved: bytes = etree.tostring(
            self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return saved

    def _tree(self, name: str) -> Element:
        if name not in self._trees:
            if name not in self._archive.namelist():
                raise UnusualError(name)
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            self._trees[name] = etree.fromstring(self._archive.read(name), parser)
        return self._trees[name]

    def _find_main(self) -> str:
        for each in _children(self._tree(_RELATIONS), "Relationship"):
            if str(each.get("Type")).endswith("/officeDocument"):
                return str(each.get("Target")).lstrip("/")
        raise UnusualError(_RELATIONS)

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        found = {}
        for each in _children(self._tree(f"{folder}/_rels/{name}.rels"), "Relationship"):
            path = posixpath.normpath(posixpath.join("/", folder, each.get("Target"))).lstrip("/")
            found[each.get("Id")] = (str(each.get("Type")).rpartition("/")[2], path)
        return found

    def _calculate_on_load(self) -> None:
        root = self._tree(self._main)
        settings = _child(root, "calcPr")
        if settings is None:
            settings = etree.Element(_named(root, "calcPr"))
            before = [each for name in _BEFORE_CALCULATION for each in _children(root, name)]
            before[-1].addnext(settings)
        settings.set("fullCalcOnLoad", "1")


class StylesXml:
    """Number formats and locks by the number of a style."""

    def __init__(self, root: Element | None) -> None:
        self._root = root
        self._looks = _child(root, "cellXfs") if root is not None else None
        own = _child(root, "numFmts") if root is not None else None
        self._formats = dict(BUILTIN_FORMATS)
        for each in _children(own, "numFmt"):
            self._formats[int(each.get("numFmtId"))] = each.get("formatCode")
        self._made: dict[tuple[int, str], int] = {}

    def format_of(self, style: int) -> str:
        """The number format in words."""
        look = self._look(style)
        return self._formats.get(int(look.get("numFmtId", "0")), "") if look is not None else "General"

    def is_locked(self, style: int) -> bool:
        """Cells are locked where nothing else is said; it counts only on a protected sheet."""
        look = self._look(style)
        protection = _child(look, "protection") if look is not None else None
        return protection is None or protection.get("locked", "1") not in {"0", "false"}

    def with_format(self, style: int, number_format: str) -> int:
        """The same look with a built-in number format."""
        if self._looks is None:
            return style
        key = (style, number_format)
        if key not in self._made:
            look = deepcopy(self._look(style))
            look.set("numFmtId", str(_BUILT_IN[number_format]))
            look.set("applyNumberFormat", "1")
            self._looks.append(look)
            self._made[key] = len(self._looks) - 1
            self._looks.set("count", str(len(self._looks)))
        return self._made[key]

    def _look(self, style: int) -> Element:
        return self._looks[style] if self._looks is not None and style < len(self._looks) else None


class SheetXml:
    """The cells of one sheet, by row and column from 0."""

    def __init__(self, root: Element, styles: StylesXml) -> None:
        self._root, self._styles = root, styles
        self._data = _child(root, "sheetData")
        self._rows: dict[int, Element] = {}
        self._cells: dict[tuple[int, int], Element] = {}
        self._columns: dict[int, list[int]] = {}
        protection = _child(root, "sheetProtection")
        self.is_protected = protection is not None and protection.get("sheet") in {"1", "true"}
        self._merged = {
            each.get("ref"): _corners(each.get("ref"))
            for each in _children(_child(root, "mergeCells"), "mergeCell")
        }
        self._number_all()

    def _number_all(self) -> None:
        """Programs may leave out the addresses of rows and cells that follow each other."""
        row = -1
        for element in _children(self._data, "row"):
            row = int(element.get("r", row + 2)) - 1
            element.set("r", str(row + 1))
            self._rows[row] = element
            self._columns[row] = []
            column = -1
            for cell in _children(element, "c"):
                letters = str(cell.get("r", "")).rstrip("0123456789")
                column = column_index_from_string(letters) - 1 if letters else column + 1
                cell.set("r", f"{get_column_letter(column + 1)}{row + 1}")
                self._cells[row, column] = cell
                self._columns[row].append(column)

    def is_inside_merged(self, row: int, column: int) -> bool:
        """Whether a cell is covered by a merged one that begins elsewhere."""
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in self._merged.values()
        )

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a cell calculates."""
        cell = self._cells.get((row, column))
        return cell is not None and _child(cell, "f") is not None

    def formula(self, row: int, column: int) -> str:
        """What a cell calculates."""
        cell = self._cells.get((row, column))
        found = _child(cell, "f") if cell is not None else None
        return str(found.text or "") if found is not None else ""

    def is_empty(self, row: int, column: int) -> bool:
        """Whether nothing stands in a cell, neither value nor formula."""
        cell = self._cells.get((row, column))
        return cell is None or all(_child(cell, name) is None for name in ("v", "is", "f"))

    def number(self, row: int, column: int) -> float | None:
        """The number that stands in a cell."""
        cell = self._cells.get((row, column))
        if cell is None or cell.get("t", "n") != "n":
            return None
        value = _child(cell, "v")
        return float(value.text) if value is not None else None

    def format_of(self, row: int, column: int) -> str:
        """The number format of a cell, of its row or of its column."""
        return self._styles.format_of(self._style(row, column))

    def is_locked(self, row: int, column: int) -> bool:
        """Whether a person could not type into a cell."""
        return self.is_protected and self._styles.is_locked(self._style(row, column))

    def write_number(self, row: int, column: int, number: Fraction, number_format: str | None) -> None:
        """A number with all its digits."""
        cell = self._emptied(row, column)
        if number_format is not None:
            cell.set("s", str(self._styles.with_format(self._style(row, column), number_format)))
        value = etree.SubElement(cell, _named(cell, "v"))
        value.text = str(number.numerator) if number.denominator == 1 else repr(float(number))

    def write_words(self, row: int, column: int, words: str) -> None:
        """Text, whatever sign it begins with."""
        cell = self._emptied(row, column)
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, _named(cell, "is")), _named(cell, "t"))
        text.set(_SPACE, "preserve")
        text.text = words

    def forget_results(self) -> bool:
        """Formulas are calculated anew by whoever opens the file; whether there are any."""
        formulas = [cell for cell in self._cells.values() if _child(cell, "f") is not None]
        for cell in formulas:
            value = _child(cell, "v")
            if value is not None:
                cell.remove(value)
            cell.attrib.pop("t", None)
        return bool(formulas)

    def _style(self, row: int, column: int) -> int:
        cell = self._cells.get((row, column))
        if cell is not None:
            return int(cell.get("s", "0"))
        line = self._rows.get(row)
        if line is not None and line.get("s") is not None:
            return int(line.get("s"))
        for each in _children(_child(self._root, "cols"), "col"):
            if int(each.get("min")) <= column + 1 <= int(each.get("max")):
                return int(each.get("style", "0"))
        return 0

    def _emptied(self, row: int, column: int) -> Element:
        cell = self._cells.get((row, column))
        if cell is None:
            return self._inserted(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        return cell

    def _inserted(self, row: int, column: int) -> Element:
        style = self._style(row, column)
        line = self._rows.get(row)
        if line is None:
            line = etree.Element(_named(self._root, "row"), r=str(row + 1))
            self._data.insert(sum(each < row for each in self._rows), line)
            self._rows[row], self._columns[row] = line, []
        line.attrib.pop("spans", None)
        cell = etree.Element(
            _named(self._root, "c"), r=f"{get_column_letter(column + 1)}{row + 1}", s=str(style)
        )
        line.insert(bisect(self._columns[row], column), cell)
        insort(self._columns[row], column)
        self._cells[row, column] = cell
        return cell


def _named(like: Element, name: str) -> str:
    """A name in the namespace of the part, which differs in strict files."""
    return f"{{{etree.QName(like).namespace}}}{name}"


def _children(parent: Element | None, name: str) -> list[Element]:
    if parent is None:
        return []
    return [each for each in parent if isinstance(each.tag, str) and etree.QName(each).localname == name]


def _child(parent: Element, name: str) -> Element:
    """The first of that name, or None."""
    return next(iter(_children(parent, name)), None)


def _corners(area: str) -> tuple[int, int, int, int]:
    first, _, last = area.replace("$", "").partition(":")
    (top, left), (bottom, right) = _position(first), _position(last or first)
    return top, left, bottom, right


def _position(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, column_index_from_string(letters) - 1
