"""Files with one trap each, made on the spot: the traps that officers' files are known to hold.

Six facilities of three districts report patients and how many of them are managed: 5640 of 7400, which is 76.2 %.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from read.making import MAIN, raw_members, write_ods, zip_bytes

POLICY = """\
title: {zh: 慢病管理方案, en: Plan for chronic diseases}
issuer: {zh: 湖城市, en: Hucheng}
area: {name: {zh: 湖城市, en: Hucheng}, level: city}
levels:
  city: {zh: 全市, en: City}
  district: {zh: 区, en: District}
  facility: {zh: 机构, en: Facility}
"""
TABLES = """\
managed:
  name: {zh: 慢病管理季报, en: Managed patients}
  row: {zh: 一个机构, en: one facility}
  sheets: [季报]
  key: [统计期, 机构名称]
  fields:
    统计期: {type: period}
    区划代码: {type: code, optional: true}
    地区: {type: unit, level: district}
    机构名称: {type: unit, level: facility}
    患者数: {type: number, unit: 人, over_time: stock, aliases: [管理情况/患者数]}
    管理人数: {type: number, unit: 人, over_time: stock, aliases: [管理情况/管理人数]}
    管理率: {type: percent, optional: true, aliases: [管理情况/管理率]}
  checks:
    - 管理人数 <= 患者数
"""
INDICATOR = """\
managed-share:
  name: {zh: 规范管理率, en: Share managed}
  clause: {at: 一, quote: 达60%}
  kind: proportion
  table: managed
  numerator: 管理人数
  denominator: 患者数
  better: higher
  targets:
    - {by: 2024-03-31, at_least: 60%}
"""

HEADER = ["统计期", "区划代码", "地区", "机构名称", "患者数", "管理人数", "管理率"]
ROWS: list[list[object]] = [
    ["2024Q1", "011001", "东湖区", "东湖一院", 1200, 960, 0.8],
    ["2024Q1", "011001", "东湖区", "东湖二院", 800, 560, 0.7],
    ["2024Q1", "011002", "西湖区", "西湖一院", 1500, 1230, 0.82],
    ["2024Q1", "011002", "西湖区", "西湖二院", 900, 540, 0.6],
    ["2024Q1", "011003", "南湖区", "南湖一院", 2000, 1700, 0.85],
    ["2024Q1", "011003", "南湖区", "南湖二院", 1000, 650, 0.65],
]
MANAGED, PATIENTS = 5640, 7400
MANAGED_COLUMN = 5

Writer = Callable[[Path], None]


@dataclass(frozen=True)
class Trap:
    """A file, and what becomes of it: the sums that are used, the findings, or the words of the refusal."""

    name: str
    write: Writer
    sums: tuple[int, int] | None = (MANAGED, PATIENTS)
    exit_code: int = 0
    codes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


def write_definitions(root: Path) -> Path:
    """The folder of definitions, with one policy."""
    folder = root / "plan"
    folder.mkdir(parents=True)
    for name, text in (("policy", POLICY), ("tables", TABLES), ("managed", INDICATOR)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return root


def _rows(**changes: object) -> list[list[object]]:
    """The header and the rows, with cells changed by their address: F2=…"""
    rows = [list(HEADER), *([*row] for row in ROWS)]
    for address, value in changes.items():
        rows[int(address[1:]) - 1]["ABCDEFG".index(address[0])] = value
    return rows


def _csv(rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> Writer:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return lambda path: _store(path, text.getvalue().encode(encoding))


def _store(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _xlsx(rows: Iterable[Sequence[object]], change: Callable[[Workbook], object] | None = None) -> Writer:
    def write(path: Path) -> None:
        book = Workbook()
        book.active.title = "季报"
        for row in rows:
            book.active.append(row)
        if change is not None:
            change(book)
        book.save(path)

    return write


def _on_sheet(action: Callable) -> Callable[[Workbook], object]:
    return lambda book: action(book["季报"])


def _merge_header(book: Workbook) -> None:
    sheet = book["季报"]
    for letter in "ABCD":
        sheet.merge_cells(f"{letter}1:{letter}2")
    sheet.merge_cells("E1:G1")


def _more_sheets(book: Workbook) -> None:
    note = book.create_sheet("说明", 0)
    note["A1"] = "本表每季度报送一次"
    old = book.create_sheet("旧数据")
    for row in _rows(F2=1):
        old.append(row)
    old.sheet_state = "hidden"


def _copy(book: Workbook) -> None:
    for row in _rows(F2=1):
        (book["季报备份"] if "季报备份" in book.sheetnames else book.create_sheet("季报备份", 0)).append(row)


def _transposed() -> list[list[object]]:
    rows = [[row[index] for row in _rows()] for index in (3, 0, 2, 4, 5)]
    rows[0][0] = "指标"
    return [["慢病管理季报"], *rows, ["注：每季度报送"]]


def _zip_bomb(path: Path) -> None:
    members = raw_members("")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if "sheet1" not in name:
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(300):
                sheet.write(b"<row></row>" * 90_000)
            sheet.write(b"</sheetData></worksheet>")


def _billion_laughs(path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    members = raw_members('<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>')
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = f"<!DOCTYPE x [{entities}]>{sheet}"
    _store(path, zip_bytes(members))


def _external_link(path: Path) -> None:
    def cell(row: int, column: int, value: object) -> str:
        where = f"{'ABCDEFG'[column]}{row}"
        if isinstance(value, str):
            return f'<c r="{where}" t="inlineStr"><is><t>{value}</t></is></c>'
        link = "<f>[1]季报!F2</f>" if where == "F2" else ""
        return f'<c r="{where}">{link}<v>{value}</v></c>'

    rows = "".join(
        f'<row r="{row}">{"".join(cell(row, column, value) for column, value in enumerate(values))}</row>'
        for row, values in enumerate(_rows(), 1)
    )
    _store(path, zip_bytes(raw_members(rows)))


def _truncated(path: Path) -> None:
    _xlsx(_rows())(path)
    _store(path, path.read_bytes()[: path.stat().st_size // 2])


def _ods(path: Path) -> None:
    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in _rows())
    write_ods(path.parent, rows, path.name)


_TITLE: list[list[object]] = [
    ["附件1"],
    ["湖城市慢病管理情况统计表（2024年第1季度）"],
    ["填报单位（盖章）：湖城市疾控中心", None, None, "单位：人"],
    [],
]
_FOOT: list[list[object]] = [[], ["填报人：张某", None, "审核人：李某"], ["注：患者数为辖区登记数"]]
_TOTALS = [
    *_rows()[:3],
    ["", "", "小计", "", 2000, 1520, 0.76],
    *_rows()[3:],
    ["", "", "合计", "", 7400, 5640, 0.76],
]
_JUNK = _rows(F2="960人", F3="—", F4="1,230", F5="<10", F6="未报", F7="/")
_DOUBLE_HEADER = [
    ["统计期", "区划代码", "地区", "机构名称", "管理情况", None, None],
    [None, None, None, None, "患者数", "管理人数", "管理率"],
    *ROWS,
]
_TWICE = [[*row[:6], row[5], row[6]] for row in _rows()]
_SPACED = [
    ["统计期 ", "区划\n代码", "　地区", "机构 名称", "患者数（人）", "管理人数(人)", "管理率（％）"],
    *ROWS,
]
_NO_COLUMN = [[*row[:5], *row[6:]] for row in _rows()]
_IMPOSSIBLE = _rows(F2=1300, E3=0, F4=-5, G5=1.6)
_INJECTED = _rows(D2='=HYPERLINK("http://127.0.0.1/","点")', D3="+1+1", D4="-2+3", D5="@SUM(1)", D6="\t=1+1")

TRAPS = (
    Trap("good.csv", _csv(_rows())),
    Trap("good.xlsx", _xlsx(_rows())),
    Trap("bom.csv", _csv(_rows(), "utf-8-sig")),
    Trap("gbk.csv", _csv(_rows(), "gbk"), codes=("HK201",)),
    Trap("gb18030.csv", _csv(_rows(D2="东湖㐂院"), "gb18030"), codes=("HK201",)),
    Trap("utf16.csv", _csv(_rows(), "utf-16", "\t")),
    Trap("semicolon.csv", _csv(_rows(), delimiter=";")),
    Trap("名称 带空格（终）.csv", _csv(_rows())),
    Trap("csv_named.xlsx", _csv(_rows()), codes=("HK202",)),
    Trap("open_document.ods", _ods),
    Trap("truncated.xlsx", _truncated, None, 2, says=("truncated.xlsx",)),
    Trap("empty.xlsx", lambda path: _store(path, b""), None, 2, says=("0 字节",)),
    Trap("empty.csv", lambda path: _store(path, b""), None, 2, says=("0 字节",)),
    Trap("column_missing.csv", _csv(_NO_COLUMN), None, 2, ("HK222",), ("缺列“管理人数”", "患者数")),
    Trap("column_missing.xlsx", _xlsx(_NO_COLUMN), None, 2, ("HK222",), ("缺列“管理人数”", "患者数")),
    Trap("column_twice.csv", _csv(_TWICE), None, 2, ("HK223",), ("不止一列叫“管理人数”",)),
    Trap("column_twice.xlsx", _xlsx(_TWICE), None, 2, ("HK223",), ("F1, G1",)),
    Trap("spaced_header.xlsx", _xlsx(_SPACED)),
    Trap("header_only.csv", _csv(_rows()[:1]), None, 2, ("HK224",), ("没有数据行",)),
    Trap("header_only.xlsx", _xlsx(_rows()[:1]), None, 2, ("HK224",), ("没有数据行",)),
    Trap("no_header.csv", _csv(ROWS), None, 2, says=("第一行像是数据",)),
    Trap("merged_header.xlsx", _xlsx(_DOUBLE_HEADER, _merge_header)),
    Trap("titles.xlsx", _xlsx([*_TITLE, *_rows(), *_FOOT])),
    Trap("titles.csv", _csv([*_TITLE, *_rows(), *_FOOT])),
    Trap("percent_words.csv", _csv(_rows(G2="80%", G3="70％", G4="82.0%"))),
    Trap("full_width.csv", _csv(_rows(E2="１２００", F2="９６０", G2="８０％"))),
    Trap("full_width.xlsx", _xlsx(_rows(E2="１２００", F2="９６０", G2="８０％"))),
    Trap("totals.csv", _csv(_TOTALS), codes=("HK221",)),
    Trap("totals.xlsx", _xlsx(_TOTALS), codes=("HK221",)),
    # 960人 and 1,230 are numbers; of the other four facilities nothing is known.
    Trap("junk.csv", _csv(_JUNK), (960 + 1230, 1200 + 1500), codes=("HK215",)),
    Trap("junk.xlsx", _xlsx(_JUNK), (960 + 1230, 1200 + 1500), codes=("HK215",)),
    Trap("numbers_as_text.xlsx", _xlsx([[str(cell) for cell in row] for row in _rows()])),
    # 1300 of 1200 and 560 of 0 enter no sum, nor does -5.
    Trap(
        "impossible.csv", _csv(_IMPOSSIBLE), (540 + 1700 + 650, 900 + 2000 + 1000), codes=("HK303", "HK306")
    ),
    Trap("blank_rows.csv", _csv([*_rows()[:3], [], [""] * 7, *_rows()[3:], [""] * 7])),
    Trap(
        "twice_reported.csv",
        _csv([*_rows(), ROWS[0]]),
        (MANAGED - 960, PATIENTS - 1200),
        codes=("HK301",),
        says=("A2", "A8"),
    ),
    Trap("error_cells.xlsx", _xlsx(_rows(G2="#DIV/0!", G3="#N/A", G4="#REF!")), codes=("HK214",)),
    Trap("uncalculated.xlsx", _xlsx(_rows(G2="=F2/E2")), codes=("HK204",), says=("=F2/E2",)),
    Trap("sheets.xlsx", _xlsx(_rows(), _more_sheets), codes=("HK206",)),
    Trap("copy.xlsx", _xlsx(_rows(), _copy), codes=("HK228",)),
    Trap("empty_sheet.xlsx", _xlsx([]), None, 2),
    Trap(
        "million_rows.xlsx",
        _xlsx(_rows(), _on_sheet(lambda sheet: setattr(sheet.cell(1_048_576, 1), "font", Font(bold=True)))),
    ),
    Trap("transposed.xlsx", _xlsx(_transposed()), codes=("HK225",)),
    Trap("formulas.csv", _csv(_INJECTED)),
    Trap("external_link.xlsx", _external_link, codes=("HK205",)),
)
HOSTILE = (
    Trap("zip_bomb.xlsx", _zip_bomb, None, 2),
    Trap("billion_laughs.xlsx", _billion_laughs, None, 2),
)
