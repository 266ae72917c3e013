"""Every way of writing a cell in TABLES.md §0.2: what it is read as, or missing and a finding with its cell."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from healthkpi.model.grid import CellError, Share, Uncalculated
from making import grid, make_policy, tidied

TABLE = """\
cells:
  name: {{zh: 试表, en: Trial}}
  row: {{zh: 一行, en: one row}}
  key: 编号
  fields:
    编号: {{type: text}}
    值: {field}
"""
NUMBER = "{type: number, unit: 人}"
PERCENT = "{type: percent}"
FLAG = "{type: flag}"
DATE = "{type: date}"


def read(cell, field, heading="值", title=None):
    """The value of one cell, and the findings that name it."""
    rows = [[title]] if title else []
    rows += [["编号", heading], ["一", cell]]
    table = tidied(make_policy(tables=TABLE.format(field=field)), grid(rows, sheet="页"))["cells"]
    value = table.frame["值"].iloc[0]
    told = [finding for finding in table.findings if finding.code.id != "HK220"]
    return (None if pd.isna(value) else value), told


def read_value(cell, field, **more):
    value, told = read(cell, field, **more)
    assert [finding.code.id for finding in told] == []
    return value


NUMBERS = {
    12: 12,
    Decimal("4.5"): Fraction(9, 2),
    "12000": 12000,
    "28,640": 28640,
    "1,234,567": 1234567,
    "１２０": 120,
    "１，２３４": 1234,
    "１２.5": Fraction(25, 2),
    "12\u00a0000": 12000,
    "12　000": 12000,
    "12\u200b000": 12000,
    "\ufeff12": 12,
    " 12 ": 12,
    "1.2万": 12000,
    "1.96万": 19600,
    "0.1万": 1000,
    "3亿": 300_000_000,
    "300人": 300,
    "0": 0,
    "-5": -5,
    "+5": 5,
}


@pytest.mark.parametrize(("cell", "value"), NUMBERS.items(), ids=[repr(cell) for cell in NUMBERS])
def test_a_number_is_read_exactly(cell, value):
    assert read_value(cell, NUMBER) == value


@pytest.mark.parametrize(
    "cell",
    [
        *[None, "", "  ", "　", "\u200b", "—", "——", "--", "-", "–", "/", "／", "\\", "无", "暂无", "未报"],
        *["未上报", "未统计", "不详", "待定", "未开展", "不适用", "N/A", "n/a", "同上", "〃", "…"],
    ],
)
def test_nothing_reported_is_missing_and_not_zero(cell):
    assert read(cell, NUMBER) == (None, [])


@pytest.mark.parametrize("cell", ["85分", "1.2.3", "未完", "三百二"])
def test_what_is_no_number_is_missing_and_a_finding_with_its_cell(cell):
    value, (told,) = read(cell, NUMBER)
    assert value is None
    assert (told.code.id, str(told.place)) == ("HK203", "表.xlsx[页]!B2")
    assert told.message.en == f'"{cell}" is not a number; treated as missing'
    assert told.message.zh == f"“{cell}”不是数；按缺报处理"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (CellError("#DIV/0!"), "HK214"),
        (CellError("#N/A"), "HK214"),
        (Uncalculated("=B1/C1"), "HK204"),
        ("*", "HK215"),
        ("<5", "HK215"),
        ("≤5", "HK215"),
    ],
)
@pytest.mark.parametrize("field", [NUMBER, PERCENT])
def test_what_holds_no_value_says_why(cell, code, field):
    value, (told,) = read(cell, field)
    assert (value, told.code.id, str(told.place)) == (None, code, "表.xlsx[页]!B2")


@pytest.mark.parametrize(
    ("cell", "zero_words", "value"),
    [("无", "[无]", 0), ("无", "[]", None), ("—", "[无]", None), ("未报", "[无]", None)],
)
def test_a_word_means_zero_only_in_a_column_that_says_so(cell, zero_words, value):
    field = f"{{type: number, unit: 户, zero_words: {zero_words}}}"
    assert read(cell, field) == (value, [])


MONEY = "{type: number, unit: 元}"
TEN_THOUSANDS = "{type: number, unit: 万元}"


def test_a_number_in_a_column_of_ten_thousands_is_multiplied():
    assert read_value(Decimal("1.2"), MONEY, heading="值（万元）") == 12000
    assert read_value(Decimal("1.2"), MONEY, title="单位：万元") == 12000


@pytest.mark.parametrize("cell", ["1.2万元", "12000元"])
def test_a_unit_beside_the_number_is_reckoned_into_the_unit_of_the_field(cell):
    assert read_value(cell, MONEY) == 12000
    assert read_value(cell, TEN_THOUSANDS) == Fraction("1.2")


def test_ten_thousand_is_not_counted_twice():
    assert read_value("3.1万", NUMBER, heading="值（万人）") == 31000


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("12间", "{type: number, unit: 平方米}"),
        ("120分钟", "{type: number, unit: 小时}"),
        ("74人", "{type: number, unit: 户}"),
        ("3小时", "{type: number, unit: 天}"),
    ],
)
def test_a_number_of_something_else_is_not_taken(cell, field):
    value, told = read(cell, field)
    assert (value, [finding.code.id for finding in told]) == (None, ["HK203"])


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [("300人次", "人次", 300), ("1100对", "对", 1100), ("12所", "所", 12), ("1.96万人", "人", 19600)],
)
def test_a_number_with_its_measure_word_is_read(cell, unit, value):
    assert read_value(cell, f"{{type: number, unit: {unit}}}") == value


@pytest.mark.parametrize("cell", ["300人次", "12所", "12"])
def test_a_field_without_a_unit_takes_any_measure_word(cell):
    assert read_value(cell, "{type: number}") == int("".join(sign for sign in cell if sign.isdigit()))


@pytest.mark.parametrize("cell", ["60.5平方米", "60.5平米", "60.5㎡", "60.5m²", "60.5平"])
def test_square_metres_have_many_spellings(cell):
    assert read_value(cell, "{type: number, unit: 平方米}") == Fraction("60.5")


PERCENTS = {
    "85.7%": "85.7",
    "85.7％": "85.7",
    "８５.７％": "85.7",
    "85.70%": "85.7",
    "85.7 %": "85.7",
    "85.7": "85.7",
    Decimal("85.7"): "85.7",
    Share(Decimal("0.857")): "85.7",
    "100％": "100",
    "4‰": "0.4",
    "16/10万": "0.016",
}


@pytest.mark.parametrize(("cell", "value"), PERCENTS.items(), ids=[repr(cell) for cell in PERCENTS])
def test_a_percentage_is_read_in_per_cent(cell, value):
    assert read_value(cell, PERCENT) == Fraction(value)


@pytest.mark.parametrize("cell", ["0.016%", "16/10万", "16／10万", "16", Decimal(16)])
def test_a_rate_is_read_in_the_unit_of_its_field(cell):
    assert read_value(cell, "{type: percent, unit: /10万}") == 16


@pytest.mark.parametrize("cell", ["4‰", "0.4%", Decimal(4), Share(Decimal("0.004"))])
def test_a_rate_per_thousand_is_read_in_the_unit_of_its_field(cell):
    assert read_value(cell, "{type: percent, unit: ‰}") == 4


@pytest.mark.parametrize("cell", ["85.7%", Share(Decimal("0.857")), Decimal("85.7")])
def test_a_number_that_is_counted_in_per_cent_is_read_as_a_percentage_too(cell):
    assert read_value(cell, "{type: number, unit: '%'}") == Fraction("85.7")


@pytest.mark.parametrize(
    "cell",
    ["是", "√", "✓", "✔", "有", "已", "达标", "合格", "已完成", "齐全", "Y", "y", "1", "１", 1, True, " 是 "],
)
def test_a_yes_is_a_yes(cell):
    assert bool(read_value(cell, FLAG)) is True


@pytest.mark.parametrize(
    "cell", ["否", "×", "✗", "x", "X", "无", "没有", "未", "不达标", "未完成", "N", "0", 0, False]
)
def test_a_no_is_a_no(cell):
    assert bool(read_value(cell, FLAG)) is False


@pytest.mark.parametrize(
    "cell", ["基本达标", "基本完成", "基本齐全", "在建", "已建成未验收", "待验收", "主体完工", "整改中"]
)
def test_nearly_done_is_not_done_and_is_said(cell):
    value, (told,) = read(cell, FLAG)
    assert (value, told.code.id) == (False, "HK209")
    assert told.message.en == f'"{cell}" counts as no'


@pytest.mark.parametrize("cell", [None, "", "—", "/", "未报", "待定", "不适用"])
def test_a_blank_is_neither_yes_nor_no(cell):
    assert read(cell, FLAG) == (None, [])


@pytest.mark.parametrize("cell", ["○", "诊断治疗合一", "85分", "6类技术", "村委提供", "是？", 2, "是/否"])
def test_what_is_neither_yes_nor_no_is_open_and_a_finding(cell):
    value, (told,) = read(cell, FLAG)
    assert (value, told.code.id, str(told.place)) == (None, "HK210", "表.xlsx[页]!B2")


DAYS = {
    "2018-09-28": date(2018, 9, 28),
    "2018.09.28": date(2018, 9, 28),
    "2018.9.28": date(2018, 9, 28),
    "2018/9/28": date(2018, 9, 28),
    "２０１８．９．２８": date(2018, 9, 28),
    "2018年9月28日": date(2018, 9, 28),
    "2018年9月28": date(2018, 9, 28),
    "2018 年 9 月 28 日": date(2018, 9, 28),
    "20180928": date(2018, 9, 28),
    20180928: date(2018, 9, 28),
    43371: date(2018, 9, 28),
    date(2018, 9, 28): date(2018, 9, 28),
    "2018年9月": date(2018, 9, 30),
    "2018.9": date(2018, 9, 30),
    "2018.10": date(2018, 10, 31),
    "2018年": date(2018, 12, 31),
    "2020年2月": date(2020, 2, 29),
    "9999-12-31": date(9999, 12, 31),
}


@pytest.mark.parametrize(("cell", "day"), DAYS.items(), ids=[repr(cell) for cell in DAYS])
def test_a_day_is_read_and_a_month_is_its_last_day(cell, day):
    assert read_value(cell, DATE).date() == day


@pytest.mark.parametrize(
    "cell", ["2018-9-1 08:30", "2018/09/01 8:30", "2018年9月1日 8:30", "2018-09-01T08:30:00"]
)
def test_a_clock_is_kept(cell):
    assert read_value(cell, DATE) == pd.Timestamp("2018-09-01 08:30")


@pytest.mark.parametrize(
    "cell",
    [
        "2018-9-31",
        "2018-02-29",
        "近期",
        "2018-13-01",
        "20181301",
        "2018-9-1 25:00",
    ],
)
def test_what_is_no_day_is_missing_and_a_finding(cell):
    value, (told,) = read(cell, DATE)
    assert (value, told.code.id, str(told.place)) == (None, "HK211", "表.xlsx[页]!B2")


@pytest.mark.parametrize(
    ("cell", "text"),
    [("007", "007"), (Decimal(7), "7"), ("　甲　", "甲"), ("１２", "12"), (date(2018, 9, 1), "2018-09-01")],
)
def test_a_code_keeps_its_leading_zeros(cell, text):
    assert read_value(cell, "{type: code}") == text


def test_a_sensitive_cell_is_not_repeated_in_its_finding():
    _, (told,) = read("14020319500101123X", "{type: number, sensitive: true}")
    assert told.message.en == '"…" is not a number; treated as missing'


@pytest.mark.parametrize(
    ("cells", "dtype"), [([1, 2, None], "Int64"), ([1, "1.5", None], "object"), ([2**63, 1, None], "object")]
)
def test_numbers_stay_exact(cells, dtype):
    rows = [["编号", "值"], *([f"第{row}行", cell] for row, cell in enumerate(cells))]
    frame = tidied(make_policy(tables=TABLE.format(field=NUMBER)), grid(rows))["cells"].frame
    assert str(frame["值"].dtype) == dtype
    assert [None if pd.isna(value) else Fraction(value) for value in frame["值"]] == [
        None if cell is None else Fraction(cell) for cell in cells
    ]
