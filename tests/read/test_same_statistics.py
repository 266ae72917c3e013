"""The same statistics in every format, and split over six files, come to the same scorecard."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from healthkpi.model.grid import Share
from healthkpi.model.scorecard import Scorecard
from healthkpi.pipeline import check
from healthkpi.request import Request

from .making import word_cell, word_line, word_table, write_docx, write_ods, write_xls

DEFINITIONS = Path(__file__).parents[2] / "indicators"
# Encoding, ending of the name.
ABOUT_FORMATS = {"HK201", "HK202"}
TITLE = "云冈区2018年12月家庭医生签约服务进展情况统计表"
HEADER = (
    ("乡镇", "常住人口", None, None, "重点人群", None, None, "建档立卡贫困人口", None, "计生特殊家庭", None),
    (None, *"人数 签约人数 签约率 人数 签约人数 签约率 应签 已签 应签户数 已签户数".split()),
)
# Top, left, bottom, right in the header; below a title row.
MERGED = ((1, 0, 2, 0), (1, 1, 1, 3), (1, 4, 1, 6), (1, 7, 1, 8), (1, 9, 1, 10))


def rate(numerator: int, denominator: int) -> Share:
    return Share((Decimal(numerator) / denominator).quantize(Decimal("0.0001")))


# A percent cell, a percent as text, full-width digits, thousands separators, a slash, a blank.
ROWS = (
    ("平旺乡", 28_640, 14_812, rate(14_812, 28_640), 9860, 7102, "72.03%", 310, 310, 12, 12),
    ("西韩岭乡", "35,210", 17_930, rate(17_930, 35_210), 11_200, 8064, "７２．００％", 402, 401, 15, 15),
    ("口泉乡", 41_875, "１９６２０", rate(19_620, 41_875), "１２９４０", "/", None, 520, 520, 20, 20),
    ("云冈镇", 18_326, 9163, rate(9163, 18_326), 6100, 4270, "70%", 188, 188, 7, 7),
    ("高山镇", 16_904, "8449人", rate(8449, 16_904), 5480, 3836, "70.00%", 205, 205, "无", "无"),
    ("鸦儿崖乡", 9450, None, None, None, None, None, 97, 97, 3, 3),
)
TOTAL = ("合计", 150_405, 69_974, rate(69_974, 150_405), None, None, None, 1722, 1721, 57, 57)
WHOLE = (*ROWS, TOTAL)


def as_text(value: object) -> str:
    """What the cell shows, where a format has only text."""
    if isinstance(value, Share):
        return f"{value.of_one * 100:.2f}%"
    return "" if value is None else str(value)


def write_xlsx(folder: Path, rows=WHOLE, name="签约.xlsx") -> list[Path]:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "签约"
    for number, row in enumerate(((TITLE,), *HEADER, *rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value.of_one if isinstance(value, Share) else value)
            cell.number_format = "0.00%" if isinstance(value, Share) else "General"
    for top, left, bottom, right in MERGED:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    workbook.save(folder / name)
    return [folder / name]


def write_old_xls(folder: Path) -> list[Path]:
    return [write_xls(folder, ((TITLE,), *HEADER, *WHOLE), "签约.xls", "签约", merged=MERGED)]


def write_opendocument(folder: Path) -> list[Path]:
    corners = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in MERGED}
    lines = []
    for number, row in enumerate(((TITLE,), *HEADER, *WHOLE)):
        cells = (ods_cell(value, *corners.get((number, column), (1, 1))) for column, value in enumerate(row))
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return [write_ods(folder, "".join(lines), "签约.ods")]


def ods_cell(value: object, rows: int, columns: int) -> str:
    spans = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        kind = 'office:value-type="string"'
    elif isinstance(value, Share):
        kind = f'office:value-type="percentage" office:value="{value.of_one}"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {spans}><text:p>{as_text(value)}</text:p></table:table-cell>"


def write_gbk_csv(folder: Path) -> list[Path]:
    lines = [",".join(f'"{as_text(value)}"' for value in row) for row in ((TITLE,), *HEADER, *WHOLE)]
    path = folder / "签约.csv"
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    return [path]


def write_word(folder: Path) -> list[Path]:
    begun, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    groups = [
        word_cell(words, f'<w:gridSpan w:val="{right - left + 1}"/>' if bottom == top else begun)
        for words, (top, left, bottom, right) in zip(filter(None, HEADER[0]), MERGED, strict=True)
    ]
    names = word_cell("", goes_on) + "".join(map(word_cell, HEADER[1][1:]))
    data = ["".join(word_cell(as_text(value)) for value in row) for row in WHOLE]
    return [write_docx(folder, word_line(TITLE) + word_table("".join(groups), names, *data), "签约.docx")]


def write_html(folder: Path) -> list[Path]:
    corners = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in MERGED}
    covered = {
        (row, column)
        for top, left, bottom, right in MERGED
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(corners)
    lines = []
    for number, row in enumerate(((TITLE,), *HEADER, *WHOLE)):
        places = [(column, corners.get((number, column), (1, 1))) for column in range(len(row))]
        cells = (
            f"<td rowspan={rows} colspan={columns}>{as_text(row[column])}</td>"
            for column, (rows, columns) in places
            if (number, column) not in covered
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    path = folder / "签约.xls"
    path.write_bytes(f"<html><table>{''.join(lines)}</table></html>".encode("gbk"))
    return [path]


def write_six_files(folder: Path) -> list[Path]:
    for row in ROWS:
        write_xlsx(folder, (row,), f"{row[0]}.xlsx")
    return [folder]


def checked(files: list[Path]) -> Scorecard:
    return check(Request(files, DEFINITIONS, policy="yungang-2018")).scorecard


def found(files: list[Path]) -> list[tuple[str, str]]:
    """What was found in the data, without its place and without what is said of the format."""
    findings = checked(files).findings
    return sorted((each.code.id, each.message.zh) for each in findings if each.code.id not in ABOUT_FORMATS)


def scored(files: list[Path]) -> dict[tuple[str, str | None], tuple[object, ...]]:
    """Values, judgements and gaps of every indicator, for the area and for each township, in whatever order."""
    return {
        (result.id, unit.value.unit): (
            value.status,
            value.amount,
            value.numerator,
            value.denominator,
            unit.judgement.verdict,
            unit.judgement.gap,
        )
        for result in checked(files).results
        for unit in result.results
        for value in [unit.value.value]
    }


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return scored(write_xlsx(tmp_path_factory.mktemp("xlsx")))


def test_the_statistics_come_to_sums_made_by_hand(expected):
    status, _, numerator, denominator, verdict, gap = expected["signing-coverage", "云冈区"]
    # 14 812 + 17 930 + 19 620 + 9163 + 8449 of the five townships that reported; half of 140 955 is 70 477.5.
    assert (status, numerator, denominator, verdict) == ("partial", 69_974, 140_955, "missed")
    assert gap.amount == 70_478 - 69_974


@pytest.mark.parametrize(
    "write", [write_old_xls, write_opendocument, write_gbk_csv, write_word, write_html, write_six_files]
)
def test_every_format_gives_the_same_scorecard(tmp_path, expected, write):
    assert scored(write(tmp_path)) == expected


@pytest.mark.parametrize("write", [write_old_xls, write_opendocument, write_gbk_csv, write_word, write_html])
def test_every_format_gives_the_same_findings(tmp_path, write):
    assert found(write(tmp_path)) == found(write_xlsx(tmp_path))
