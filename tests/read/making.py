"""Small files for the tests, made on the spot."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpyxl import Workbook

from healthkpi.model.grid import CellError, Share, Uncalculated

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def save(workbook: Workbook, folder: Path, name: str = "表.xlsx") -> Path:
    path = folder / name
    workbook.save(path)
    return path


def zip_bytes(members: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def raw_members(sheet_data: str, after: str = "", styles: str = "", main: str = MAIN) -> dict[str, str]:
    """The members of an .xlsx written by hand, for shapes that openpyxl does not write."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet_data}</sheetData>{after}</worksheet>',
    }


def write_raw(folder: Path, sheet_data: str, after: str = "", styles: str = "", main: str = MAIN) -> Path:
    path = folder / "原.xlsx"
    path.write_bytes(zip_bytes(raw_members(sheet_data, after, styles, main)))
    return path


def write_ods(folder: Path, rows: str, name: str = "表.ods", **more: str) -> Path:
    """An OpenDocument sheet with these table rows."""
    namespaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "calcext")
    )
    content = (
        f"<office:document-content {namespaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="一">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{more.get("manifest", "")}</manifest:manifest>'
    path = folder / name
    path.write_bytes(
        zip_bytes({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content})
    )
    return path


def ole2_bytes(*streams: str) -> bytes:
    """The beginning of an OLE2 container whose directory names these streams."""
    header = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    return header + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(folder: Path, body: str, name: str = "报告.docx", before: str = "") -> Path:
    """A Word document with this body."""
    document = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    path = folder / name
    path.write_bytes(
        zip_bytes(
            {
                "[Content_Types].xml": "<Types/>",
                "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
                f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
                "word/document.xml": document,
            }
        )
    )
    return path


def word_line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_cell(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_line(text)}</w:tc>"


def word_table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


PERCENT_STYLE, DAY_STYLE, OWN_STYLE, DURATION_STYLE = 1, 2, 3, 4
_XLS_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#N/A": 0x2A}


def write_xls(
    folder: Path,
    rows: Iterable[Iterable[object]],
    name: str = "表.xls",
    sheet: str = "一",
    merged: Iterable[tuple[int, int, int, int]] = (),
    own_format: str = "0.0%",
    hidden_rows: Iterable[int] = (),
) -> Path:
    """An Excel 97 workbook, written by hand: text, numbers, shares, days, errors, formulas never calculated."""
    path = folder / name
    path.write_bytes(ole2_file("Workbook", biff8(rows, sheet, merged, own_format, hidden_rows)))
    return path


def biff8(rows, sheet, merged=(), own_format="0.0%", hidden_rows=()) -> bytes:
    begin = [
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)),
        _record(0x0042, b"\xb0\x04"),
    ]
    begin.append(_record(0x041E, struct.pack("<H", 164) + _wide(own_format)))
    # Formats by style: general, 0.00%, a day, the one given, [h]:mm:ss.
    begin += [_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 10, 14, 164, 46)]
    called = struct.pack("<BB", len(sheet), 1) + sheet.encode("utf-16-le")
    end = _record(0x000A, b"")
    start = sum(map(len, begin)) + 4 + 6 + len(called) + len(end)
    begin += [_record(0x0085, struct.pack("<IBB", start, 0, 0) + called), end]
    cells = [_record(0x0208, struct.pack("<HHHHIHH", row, 0, 1, 0, 0, 0x20, 0)) for row in hidden_rows]
    cells += [
        _xls_cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    ]
    cells.append(_record(0x00E5, struct.pack("<H", len(list(merged))) + b"".join(map(_xls_span, merged))))
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    return b"".join([*begin, bof, *cells, end])


def write_xlsb(
    folder: Path,
    rows: Iterable[Iterable[object]],
    name: str = "表.xlsb",
    sheet: str = "一",
    merged: Iterable[tuple[int, int, int, int]] = (),
    own_format: str = "0.0%",
    hidden_rows: Iterable[int] = (),
) -> Path:
    """A binary workbook of Excel 2007, written by hand, with the same kinds of cells as the .xls above."""
    path = folder / name
    path.write_bytes(zip_bytes(xlsb_members(rows, sheet, merged, own_format, hidden_rows)))
    return path


def xlsb_members(rows, sheet="一", merged=(), own_format="0.0%", hidden_rows=()) -> dict[str, str | bytes]:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (
                ("worksheet", "worksheets/sheet1.bin"),
                ("styles", "styles.bin"),
                ("sharedStrings", "sharedStrings.bin"),
            )
        )
    )
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": _record12(131)
        + _record12(143)
        + _record12(156, struct.pack("<II", 0, 1) + _words12("r0") + _words12(sheet))
        + _record12(144)
        + _record12(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        "xl/sharedStrings.bin": _record12(159, struct.pack("<II", len(texts), len(texts)))
        + b"".join(_record12(19, b"\0" + _words12(text)) for text in texts)
        + _record12(160),
        "xl/styles.bin": _record12(615, struct.pack("<I", 1))
        + _record12(44, struct.pack("<H", 164) + _words12(own_format))
        + _record12(616)
        + _record12(617, struct.pack("<I", 5))
        + b"".join(_record12(47, struct.pack("<HH12x", 0, number)) for number in (0, 10, 14, 164, 46))
        + _record12(618),
        "xl/worksheets/sheet1.bin": _sheet12(rows, texts, merged, hidden_rows),
    }


def _sheet12(rows, texts, merged, hidden_rows) -> bytes:
    last = len(rows) - 1, max(map(len, rows), default=1) - 1
    body = _record12(129) + _record12(148, struct.pack("<4I", 0, last[0], 0, last[1])) + _record12(145)
    for number, row in enumerate(rows):
        flags = 0x10 if number in hidden_rows else 0
        body += _record12(0, struct.pack("<IIHBBB", number, 0, 300, 0, flags, 0) + struct.pack("<I", 0))
        body += b"".join(
            _cell12(column, value, texts) for column, value in enumerate(row) if value is not None
        )
    spans = b"".join(
        _record12(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in merged
    )
    return (
        body + _record12(146) + _record12(177, struct.pack("<I", len(list(merged)))) + spans + _record12(130)
    )


def _cell12(column: int, value: object, texts: list[str]) -> bytes:
    if isinstance(value, str):
        return _record12(7, struct.pack("<III", column, 0, texts.index(value)))
    if isinstance(value, CellError):
        return _record12(3, struct.pack("<IIB", column, 0, _XLS_ERRORS[value.shown]))
    if isinstance(value, bool):
        return _record12(4, struct.pack("<II?", column, 0, value))
    if isinstance(value, Share):
        return _record12(5, struct.pack("<IId", column, PERCENT_STYLE, value.of_one))
    number, style = value if isinstance(value, tuple) else (value, 0)
    return _record12(5, struct.pack("<IId", column, style, number))


def _record12(kind: int, body: bytes = b"") -> bytes:
    return _number12(kind) + _number12(len(body)) + body


def _number12(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    return bytes((number & 0x7F | 0x80,)) + _number12(number >> 7)


def _words12(text: str) -> bytes:
    words = text.encode("utf-16-le")
    return struct.pack("<I", len(words) // 2) + words


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _xls_span(span: tuple[int, int, int, int]) -> bytes:
    top, left, bottom, right = span
    return struct.pack("<HHHH", top, bottom, left, right)


def _xls_cell(row: int, column: int, value: object) -> bytes:
    def head(style: int) -> bytes:
        return struct.pack("<HHH", row, column, style)

    if isinstance(value, tuple):
        number, style = value
        return _record(0x0203, head(style) + struct.pack("<d", number))
    if isinstance(value, Share):
        return _record(0x0203, head(PERCENT_STYLE) + struct.pack("<d", value.of_one))
    if isinstance(value, CellError):
        return _record(0x0205, head(0) + bytes((_XLS_ERRORS[value.shown], 1)))
    if isinstance(value, Uncalculated):
        return _record(0x0006, head(0) + struct.pack("<dHI", 0.0, 0x0003, 0) + struct.pack("<H", 0))
    if isinstance(value, str):
        return _record(0x0204, head(0) + _wide(value))
    return _record(0x0203, head(0) + struct.pack("<d", value))


def ole2_file(name: str, stream: bytes) -> bytes:
    """An OLE2 container with one stream, long enough to need no small sectors."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    # Sector 0 holds the table, sector 1 the directory, the stream follows.
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    entries = _ole2_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _ole2_entry(name, 2, 2, len(stream))
    directory = entries.ljust(512, b"\0")
    packed = b"".join(struct.pack("<I", number) for number in table).ljust(512, b"\xff")
    return header + packed + directory + stream


def _ole2_entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    ends = struct.pack("<HBBIII36xIQ", len(words), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, start, size)
    return words.ljust(64, b"\0") + ends
