"""The same table in other formats than xlsx and CSV."""

from pathlib import Path

from bad_inputs.table import Trap, refused, rows_of, store
from read.making import (
    OFFICE,
    RELATIONS,
    STRICT,
    ole2_bytes,
    raw_members,
    word_cell,
    word_line,
    word_table,
    write_docx,
    write_ods,
    write_xls,
    write_xlsb,
    zip_bytes,
)

ROWS = rows_of()


def _cells(value: object, text: str, number: str) -> str:
    return (text if isinstance(value, str) else number).format(value)


def sheet_xml(rows: list[list[object]]) -> str:
    """The rows of a worksheet, written by hand."""
    text, number = '<c t="inlineStr"><is><t>{}</t></is></c>', "<c><v>{}</v></c>"
    return "".join(f"<row>{''.join(_cells(cell, text, number) for cell in row)}</row>" for row in rows)


def _ods(path: Path) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="{}"/>'
    rows = "".join(
        f"<table:table-row>{''.join(_cells(cell, text, number) for cell in row)}</table:table-row>"
        for row in ROWS
    )
    write_ods(path.parent, rows, path.name)


def _locked_ods(path: Path) -> None:
    write_ods(
        path.parent,
        "",
        path.name,
        manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
    )


def _xls(path: Path) -> None:
    write_xls(path.parent, ROWS, path.name, "季报")


def _xls_cut(path: Path) -> None:
    _xls(path)
    store(path, path.read_bytes()[:2100])


def _xlsb(path: Path) -> None:
    write_xlsb(path.parent, ROWS, path.name, "季报")


def _word(path: Path) -> None:
    rows = ("".join(word_cell(str(cell)) for cell in row) for row in ROWS)
    write_docx(path.parent, word_line("慢病管理季报") + word_table(*rows), path.name)


def _prose(path: Path) -> None:
    write_docx(path.parent, word_line("关于报送季报的通知"), path.name)


def _page(path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    page = f"<html><meta charset=gbk><script>alert('<td>1</td>')</script><table>{rows}</table></html>"
    store(path, page.encode("gbk"))


def _login(path: Path) -> None:
    store(path, "<html><body><form>请先登录</form></body></html>".encode())


def _spreadsheet_2003(path: Path) -> None:
    text, number = (f'<Cell><Data ss:Type="{kind}">{{}}</Data></Cell>' for kind in ("String", "Number"))
    rows = "".join(f"<Row>{''.join(_cells(cell, text, number) for cell in row)}</Row>" for row in ROWS)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    head = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="季报">'
    store(path, f"{head}<Table>{rows}</Table></Worksheet></Workbook>".encode())


def _strict(path: Path) -> None:
    store(path, zip_bytes(raw_members(sheet_xml(ROWS), main=STRICT)))


def _container(*streams: str):
    return lambda path: store(path, ole2_bytes(*streams))


def _bytes(data: bytes):
    return lambda path: store(path, data)


_SLIDES = {"[Content_Types].xml": "", "ppt/presentation.xml": "<a/>"}
_LINKS = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/x" Target="y"/></Relationships>'
)

TRAPS = (
    Trap("good.xls", "Excel 97-2003 格式", "Excel 97-2003", _xls),
    Trap("wps.et", "WPS 的 et 格式", "WPS et", _xls),
    Trap("xls_named.xlsx", "xls 改名为 .xlsx", "an xls renamed to .xlsx", _xls, codes=("HK202",)),
    refused("truncated.xls", "xls 只有前一部分", "the beginning of an xls", _xls_cut, "损坏"),
    Trap("good.xlsb", "二进制工作簿", "a binary workbook", _xlsb),
    Trap("open_document.ods", "OpenDocument 格式", "OpenDocument", _ods),
    Trap("strict.xlsx", "严格的 OOXML", "strict OOXML", _strict),
    Trap("exported.xls", "网页表格存成 .xls（GBK）", "a web page called .xls (GBK)", _page, codes=("HK201", "HK202")),
    Trap("reported.xls", "2003 版 XML 表格存成 .xls", "an XML spreadsheet 2003 called .xls", _spreadsheet_2003, codes=("HK202",)),
    Trap("statistics.docx", "Word 文档里的表", "a table in a Word document", _word),
    refused("notice.docx", "没有表的 Word 文档", "a Word document without tables", _prose, "没有表格的 Word 文档"),
    refused("login.xls", "登录网页存成 .xls", "a login page saved as .xls", _login),
    refused("notice.doc", "旧版 Word 文档", "an old Word document", _container("WordDocument"), "Word 文档"),
    refused("slides.pptx", "演示文稿", "a slide show", _bytes(zip_bytes(_SLIDES)), "演示文稿"),
    refused("bulletin.pdf", "PDF", "PDF", _bytes(b"%PDF-1.4 ..."), "PDF"),
    refused("photo.xlsx", "照片改名为 .xlsx", "a photo renamed to .xlsx", _bytes(b"\xff\xd8\xff\xe0JFIF"), "图片"),
    refused("packed.zip", "压缩包", "an archive", _bytes(zip_bytes({"a.csv": "1"})), "压缩包"),
    refused("packed.xlsx", "压缩包改名为 .xlsx", "an archive renamed to .xlsx", _bytes(zip_bytes({"good.xlsx": "1"})), "压缩包"),
    refused("links_only.xlsx", "只有关系文件的压缩包", "an archive of relationships only", _bytes(zip_bytes({"_rels/.rels": _LINKS}))),
    refused("table.parquet", "没有装 Parquet 扩展，或文件损坏", "Parquet without its extra, or damaged", _bytes(b"PAR1\x15\x00 PAR1"), "table.parquet"),
    refused("password.xlsx", "有密码的工作簿", "a workbook with a password", _container("EncryptionInfo", "EncryptedPackage"), "password.xlsx"),
    refused("password.ods", "有密码的 ods", "an ods with a password", _locked_ods, "密码保护"),
)  # fmt: skip
