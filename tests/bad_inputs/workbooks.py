"""Workbooks of Excel as they come: headers, sheets, cells."""

from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bad_inputs.table import ROWS, Trap, on_sheet, refused, rows_of, store, write_xlsx
from bad_inputs.text_files import (
    COMMANDS,
    FOOT,
    JUNK,
    MARKUP,
    MIXED_RATES,
    NEAR_COLUMN,
    NO_COLUMN,
    TITLE,
    TOTALS,
    TWICE,
)

DOUBLE_HEADER = [
    ["统计期", "区划代码", "地区", "机构名称", "管理情况", None, None],
    [None, None, None, None, "患者数", "管理人数", "管理率"],
    *ROWS,
]
SPACED = [
    ["统计期 ", "区划\n代码", "　地区", "机构 名称", "患者数（人）", "管理人数(人)", "管理率（％）"],
    *ROWS,
]


def _merge_header(book: Workbook) -> None:
    sheet = book["季报"]
    for letter in "ABCD":
        sheet.merge_cells(f"{letter}1:{letter}2")
    sheet.merge_cells("E1:G1")


def _more_sheets(book: Workbook) -> None:
    note = book.create_sheet("说明", 0)
    note["A1"] = "本表每季度报送一次"
    old = book.create_sheet("旧数据")
    for row in rows_of(F2=1):
        old.append(row)
    old.sheet_state = "hidden"


def _copy(book: Workbook) -> None:
    copy = book.create_sheet("季报备份", 0)
    for row in rows_of(F2=1):
        copy.append(row)


def _many_sheets(book: Workbook) -> None:
    for number in range(300):
        book.create_sheet(f"草稿{number}")["A1"] = "无"


def _hide(book: Workbook) -> None:
    sheet = book["季报"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True


def _types(book: Workbook) -> None:
    sheet = book["季报"]
    for row in range(2, 8):
        sheet.cell(row, 1, date(2024, 3, 31)).number_format = "yyyy-mm-dd"
        sheet.cell(row, 2, int(ROWS[row - 2][1])).number_format = "000000"
        sheet.cell(row, 7).number_format = "0.0%"


def _date_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904
    _types(book)


def _only_hidden(book: Workbook) -> None:
    book.create_sheet("说明")["A1"] = "见附件"
    book["季报"].sheet_state = "hidden"


def transposed() -> list[list[object]]:
    rows = [[row[index] for row in rows_of()] for index in (3, 0, 2, 4, 5)]
    rows[0][0] = "指标"
    return [["慢病管理季报"], *rows, ["注：每季度报送"]]


def _truncated(path) -> None:
    write_xlsx(rows_of())(path)
    store(path, path.read_bytes()[: path.stat().st_size // 2])


_FAR = on_sheet(lambda sheet: setattr(sheet.cell(1_048_576, 1), "font", Font(bold=True)))

TRAPS = (
    Trap("good.xlsx", "没有问题", "nothing", write_xlsx(rows_of())),
    Trap("good.xlsm", "没有问题（.xlsm）", "nothing, as .xlsm", write_xlsx(rows_of())),
    refused("truncated.xlsx", "只有前一半（复制中断）", "cut in half (an interrupted copy)", _truncated, "不完整"),
    refused("empty.xlsx", "0 字节", "0 bytes", lambda path: store(path, b""), "0 字节"),
    Trap("column_missing.xlsx", "缺一列", "a column is missing", write_xlsx(NO_COLUMN), None, 2, ("HK222",), ("缺列“管理人数”", "患者数")),
    Trap("column_near.xlsx", "列名差一个字（繁体）", "a name that is nearly right", write_xlsx(NEAR_COLUMN), None, 2, ("HK222",), ("缺列“管理人数”", "管理人數")),
    Trap("column_twice.xlsx", "一列出现两次", "a column stands twice", write_xlsx(TWICE), None, 2, ("HK223",), ("F1, G1",)),
    Trap("spaced_header.xlsx", "表头有空格、换行、全角括号和单位", "spaces, line breaks, wide brackets and units in the header", write_xlsx(SPACED)),
    Trap("header_only.xlsx", "只有表头", "a header and no rows", write_xlsx(rows_of()[:1]), None, 2, ("HK224",), ("没有数据行",)),
    refused("no_header.xlsx", "没有表头", "no header", write_xlsx(ROWS), "第一行像是数据"),
    Trap("merged_header.xlsx", "两行表头，有合并单元格", "a header of two rows with merged cells", write_xlsx(DOUBLE_HEADER, _merge_header)),
    Trap("titles.xlsx", "表头上有标题，表下有签名", "titles above the header, a signature below", write_xlsx([*TITLE, *rows_of(), *FOOT])),
    Trap("transposed.xlsx", "行列互换", "rows and columns exchanged", write_xlsx(transposed()), codes=("HK225",)),
    Trap("percent_words.xlsx", "写成 80%、70％ 的百分比", "80 % as words", write_xlsx(rows_of(G2="80%", G3="70％", G4="82.0%"))),
    Trap("percent_mixed.xlsx", "同一列里 80%、70、0.82 混用", "one column mixes 80 %, 70 and 0.82", write_xlsx(MIXED_RATES)),
    Trap("full_width.xlsx", "全角数字", "full-width digits", write_xlsx(rows_of(E2="１２００", F2="９６０", G2="８０％"))),
    Trap("totals.xlsx", "夹有小计、合计行", "rows of subtotals and totals", write_xlsx(TOTALS), codes=("HK221",)),
    Trap("junk.xlsx", "960人、—、1,230、<10、未报、/", "960人, —, 1,230, <10, 未报, /", write_xlsx(JUNK), (960 + 1230, 1200 + 1500), codes=("HK215",)),
    Trap("numbers_as_text.xlsx", "数字存成了文本", "numbers stored as text", write_xlsx([[str(cell) for cell in row] for row in rows_of()])),
    Trap("twice_reported.xlsx", "同一机构报了两次", "one facility twice", write_xlsx([*rows_of(), ROWS[0]]), (5640 - 960, 7400 - 1200), codes=("HK301",), says=("A2", "A8")),
    Trap("dates_typed.xlsx", "统计期是日期，代码是带格式的数", "the period is a date, the code a formatted number", write_xlsx(rows_of(), _types)),
    Trap("date_1904.xlsx", "日期从 1904 年算起", "dates that count from 1904", write_xlsx(rows_of(), _date_1904)),
    Trap("error_cells.xlsx", "#DIV/0! #N/A #REF!", "#DIV/0! #N/A #REF!", write_xlsx(rows_of(G2="#DIV/0!", G3="#N/A", G4="#REF!")), codes=("HK214",)),
    Trap("error_in_sum.xlsx", "要用的数是 #N/A", "a figure that is needed is #N/A", write_xlsx(rows_of(F2="#N/A")), (5640 - 960, 7400 - 1200), codes=("HK214",), says=("F2",)),
    Trap("uncalculated.xlsx", "公式没有计算过", "a formula that was never calculated", write_xlsx(rows_of(G2="=F2/E2")), codes=("HK204",), says=("=F2/E2",)),
    Trap("uncalculated_sum.xlsx", "要用的数是没算过的公式", "a figure that is needed was never calculated", write_xlsx(rows_of(F2="=480*2")), (5640 - 960, 7400 - 1200), codes=("HK204",), says=("F2", "=480*2")),
    Trap("sheets.xlsx", "前面有说明页，后面有隐藏的旧表", "a sheet of notes first, a hidden old one last", write_xlsx(rows_of(), _more_sheets), codes=("HK206",)),
    Trap("copy.xlsx", "有一张备份表", "a copy of the sheet with another figure", write_xlsx(rows_of(), _copy), codes=("HK228",)),
    Trap("sheets_300.xlsx", "300 张工作表", "300 sheets", write_xlsx(rows_of(), _many_sheets)),
    Trap("hidden_parts.xlsx", "隐藏的行和列", "a hidden row and a hidden column", write_xlsx(rows_of(), _hide)),
    refused("only_hidden.xlsx", "数据表是隐藏的", "the sheet with the figures is hidden", write_xlsx(rows_of(), _only_hidden)),
    refused("empty_sheet.xlsx", "唯一的工作表是空的", "the only sheet is empty", write_xlsx([])),
    Trap("million_rows.xlsx", "第 1,048,576 行有格式（已用区域是整张表）", "row 1,048,576 is formatted (the used range is the whole sheet)", write_xlsx(rows_of(), _FAR)),
    Trap("far_note.xlsx", "第 1,048,576 行有一个字", "a word in row 1,048,576", write_xlsx(rows_of(), on_sheet(lambda sheet: sheet.cell(1_048_576, 1, "注")))),
    Trap("commands.xlsx", "机构名是执行命令的公式（DDE）", "names that are commands (DDE), as text", write_xlsx(COMMANDS, on_sheet(lambda sheet: [setattr(sheet.cell(row, 4), "data_type", "s") for row in range(2, 8)]))),
    Trap("markup.xlsx", "机构名里有标记和脚本", "names with markup and scripts", write_xlsx(MARKUP)),
    Trap("sheet_named_path.xlsx", "工作表名像路径和标记", "a sheet named like a path and markup", write_xlsx(rows_of(), on_sheet(lambda sheet: setattr(sheet, "title", "%2e%2e 季报 <b>{0}")))),
    Trap("names.xlsx", "工作表和文件名有空格、括号", "spaces and brackets in names", write_xlsx(rows_of(), on_sheet(lambda sheet: setattr(sheet, "title", "季报（2024年 一季度）")))),
)  # fmt: skip
