"""Small files for the tests, made on the spot."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

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
        for prefix in ("office", "table", "text")
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
