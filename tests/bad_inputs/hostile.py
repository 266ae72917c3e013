"""Files made to harm, or so broken that they might as well be."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from bad_inputs.other_formats import sheet_xml
from bad_inputs.table import Trap, refused, rows_of, store
from read.making import MAIN, OFFICE, raw_members, zip_bytes

SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ROWS = sheet_xml(rows_of())


def _changed(member: str, old: str, new: str, rows: str = ROWS, after: str = "") -> Callable[[Path], None]:
    """The clean workbook with something replaced in one part."""

    def write(path: Path) -> None:
        members = raw_members(rows, after)
        assert old in members[member]
        members[member] = members[member].replace(old, new, 1)
        store(path, zip_bytes(members))

    return write


def _without(*members: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        kept = {name: text for name, text in raw_members(ROWS).items() if name not in members}
        store(path, zip_bytes(kept))

    return write


def _raw(rows: str, after: str = "") -> Callable[[Path], None]:
    return lambda path: store(path, zip_bytes(raw_members(rows, after)))


def _zip_bomb(path: Path) -> None:
    members = raw_members("")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if name != SHEET:
                archive.writestr(name, content)
        with archive.open(SHEET, "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(300):
                sheet.write(b"<row></row>" * 90_000)
            sheet.write(b"</sheetData></worksheet>")


def _zip_bomb_small(path: Path) -> None:
    store(path, zip_bytes(raw_members(ROWS) | {"xl/media/image1.bin": "0" * (20 * 1024**2)}))


def _many_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in raw_members(ROWS).items():
            archive.writestr(name, content)
        for number in range(10_000):
            archive.writestr(f"xl/media/{number}.bin", b"")


def _twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in raw_members(ROWS).items():
            archive.writestr(name, content)
        archive.writestr("XL/Worksheets/Sheet1.xml", raw_members(ROWS)[SHEET].replace("960", "1"))


def _laughs(path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    members = raw_members('<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>')
    members[SHEET] = f"<!DOCTYPE x [{entities}]>{members[SHEET]}"
    store(path, zip_bytes(members))


def _outside(path: Path) -> None:
    members = raw_members(ROWS)
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    members[SHEET] = entity + members[SHEET].replace("东湖一院", "&e;", 1)
    store(path, zip_bytes(members))


def _external_link(path: Path) -> None:
    _raw(ROWS.replace("<c><v>960</v></c>", "<c><f>[1]季报!F2</f><v>960</v></c>"))(path)


def _circle(path: Path) -> None:
    circle = f'<Relationship Id="r9" Type="{OFFICE}/worksheet" Target="workbook.xml"/></Relationships>'
    _changed(LINKS, "</Relationships>", circle)(path)


def _sheet_is_book(path: Path) -> None:
    _changed(LINKS, 'Target="worksheets/sheet1.xml"', 'Target="workbook.xml"')(path)


def _target_outside(path: Path) -> None:
    _changed(LINKS, 'Target="worksheets/sheet1.xml"', 'Target="../../../../etc/passwd"')(path)


def _target_elsewhere(path: Path) -> None:
    elsewhere = 'Target="http://127.0.0.1/sheet1.xml" TargetMode="External"'
    _changed(LINKS, 'Target="worksheets/sheet1.xml"', elsewhere)(path)


def _escaped(path: Path) -> None:
    # XML cannot hold an escape; Excel writes it as _x001B_.
    rows = [
        [
            cell.replace("\x1b", "_x001B_").replace("\x07", "_x0007_").replace("\x08", "_x0008_")
            if isinstance(cell, str)
            else cell
            for cell in row
        ]
        for row in rows_of()
    ]
    rows[1][3], rows[2][3] = "_x001B_[31m东湖_x001B_[0m", "_x001B_]0;题_x0007_"
    _raw(sheet_xml(rows))(path)


_MERGES = '<mergeCells count="3">{}</mergeCells>'
_OVERLAP = _MERGES.format('<mergeCell ref="H1:J3"/><mergeCell ref="I2:K4"/><mergeCell ref="H1:XFD1048576"/>')
_WIDE = _MERGES.format('<mergeCell ref="H1:XFD1048576"/><mergeCell ref="A9:XFD1048576"/>')
_ROW = '<row r="{}"><c r="{}"><v>1</v></c></row>'
_FAR = "".join(_ROW.format(row, f"XFD{row}") for row in range(10, 1400))
_DEEP = "<a>" * 300_000
_INDEX = ROWS.replace('<c t="inlineStr"><is><t>东湖一院</t></is></c>', '<c t="s"><v>99</v></c>')

TRAPS = (
    Trap("external_link.xlsx", "公式引用了别的工作簿", "a formula that refers to another workbook", _external_link, codes=("HK205",)),
    Trap("dimension_huge.xlsx", "声明的区域是整张表", "a dimension that claims the whole sheet", _changed(SHEET, "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    Trap("dimension_wrong.xlsx", "声明的区域只有 A1", "a dimension that claims A1 only", _changed(SHEET, "<sheetData>", '<dimension ref="A1"/><sheetData>')),
    Trap("merged_overlap.xlsx", "合并区域互相重叠", "merged ranges that overlap", _raw(ROWS, _OVERLAP)),
    Trap("merged_wide.xlsx", "合并区域有一百多亿格", "merged ranges of billions of cells", _raw(ROWS, _WIDE)),
    Trap("relation_circle.xlsx", "关系文件互相指向", "relationships in a circle", _circle),
    Trap("no_styles.xlsx", "缺样式部件", "the part of styles is missing", _without("xl/styles.xml")),
    Trap("escapes.xlsx", "机构名里有终端控制符", "names with escapes of the terminal", _escaped),
    refused("no_sheet_part.xlsx", "缺工作表部件", "the part of the sheet is missing", _without(SHEET), "损坏"),
    refused("no_workbook_part.xlsx", "缺工作簿部件", "the part of the workbook is missing", _without(BOOK)),
    refused("broken_xml.xlsx", "工作表的 XML 断了", "XML that breaks off", _changed(SHEET, "</sheetData>", "</sheet"), "损坏"),
    refused("index_outside.xlsx", "文本编号超出范围", "a shared text that is not there", _raw(_INDEX), "损坏"),
    refused("row_negative.xlsx", "行号是负数", "a negative row", _raw(ROWS.replace("<row>", '<row r="-3">', 1)), "损坏"),
    refused("row_zero.xlsx", "单元格地址是 A0", "a cell A0", _raw(ROWS.replace("<c ", '<c r="A0" ', 1)), "损坏"),
    refused("row_too_far.xlsx", "行号超过 Excel 的上限", "a row beyond the last of Excel", _raw(ROWS + _ROW.format(1_048_577, "A1048577")), "1,048,576"),
    refused("sheet_is_workbook.xlsx", "工作表指向工作簿自己", "a sheet that is the workbook itself", _sheet_is_book),
    refused("target_outside.xlsx", "工作表指向压缩包外的文件", "a sheet that points to a file outside", _target_outside, "损坏"),
    refused("target_elsewhere.xlsx", "工作表指向网址", "a sheet that points to an address", _target_elsewhere),
    refused("part_twice.xlsx", "同一部件有两个，数不同", "one part twice, with other figures", _twice, "两个"),
    refused("entity_outside.xlsx", "实体引用本机文件", "an entity that reads a file", _outside, "DOCTYPE"),
    refused("billion_laughs.xlsx", "实体一层套一层（十亿次）", "nested entities (10^9)", _laughs, "DOCTYPE"),
    refused("deep.xlsx", "XML 套了 30 万层", "XML nested 300,000 deep", _raw(ROWS + _DEEP), "500"),
    refused("far_cells.xlsx", "一千多行各在最后一列有数", "figures in the last column of a thousand rows", _raw(ROWS + _FAR), "20,000,000"),
    refused("parts_10000.xlsx", "压缩包里一万个部件", "ten thousand parts", _many_parts, "10,000"),
    refused("zip_bomb_ratio.xlsx", "解压后是原来的上千倍", "unpacks to a thousand times its size", _zip_bomb_small, "200"),
)  # fmt: skip
HOSTILE = (refused("zip_bomb.xlsx", "解压后 297 MB", "unpacks to 297 MB", _zip_bomb, "256 MB"),)
