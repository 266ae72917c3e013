"""Every writing that officers' returns are known to hold, in each type of column: the value, or none and its code.

A value without a code is read in silence because it can only mean one thing. Nothing is ever zero in silence.
"""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest

from healthkpi.model.grid import CellError, Share, Uncalculated
from tidy.test_cells import DATE, FLAG, NUMBER, PERCENT, read

PER_MILLE = "{type: percent, unit: ‰}"
PER_100_000 = "{type: percent, unit: /10万}"
YUAN = "{type: number, unit: 元}"
TEN_THOUSAND_YUAN = "{type: number, unit: 万元}"
CODE = "{type: code}"
NOTHING = (None, None)

PERCENTAGES = {
    "85.7%": "85.7",
    "85.7％": "85.7",
    "85.7": "85.7",
    "85.70%": "85.7",
    Share(Decimal("0.857")): "85.7",
    "百分之85": "85",
    "百分之八十五": "85",
    "百分之85.7": "85.7",
    "8成5": "85",
    "八成五": "85",
    "八成": "80",
    "8.5成": "85",
    "十成": "100",
    "100％": "100",
    "85(%)": "85",
    "千分之四": "0.4",
    "0": "0",
    "约30%": "HK240",
    "30%左右": "HK240",
    "八成左右": "HK240",
    ">90%": "HK241",
    "＞90％": "HK241",
    "≥90%": "HK241",
    "90%以上": "HK241",
    "不低于90%": "HK241",
    "80%-90%": "HK242",
    "80-90%": "HK242",
    "3/5": "HK244",
    "1/5": "HK244",
    "9O%": "HK203",
    "85分": "HK203",
    "12人": "HK203",
    "1.2万": "HK203",
    "0.857": "HK245",
    "1": "HK245",
}
RATES = {
    ("4‰", PER_MILLE): 4,
    ("千分之四", PER_MILLE): 4,
    ("0.4%", PER_MILLE): 4,
    ("4.0", PER_MILLE): 4,
    ("16/10万", PER_100_000): 16,
    ("16／10万", PER_100_000): 16,
    ("十万分之十六", PER_100_000): 16,
    ("0.016%", PER_100_000): 16,
    ("1/6250", PER_100_000): 16,
    ("1/6250", PERCENT): Fraction("0.016"),
    ("16", PER_100_000): 16,
    ("1/12", PER_100_000): "HK244",
}
COUNTS = {
    "1.2万": 12_000,
    "12000": 12_000,
    "1.96万人": 19_600,
    "三万五千": 35_000,
    "300人": 300,
    "300(人)": 300,
    "三百": 300,
    "三百人": 300,
    "叁佰": 300,
    "零": 0,
    "0": 0,
    "１２０": 120,
    "１，２３４": 1234,
    "１２.5": Fraction(25, 2),
    "12\u00a0000": 12_000,
    "12\u202f000": 12_000,
    "12　000": 12_000,
    "1 234 567": 1_234_567,
    "12\u200b000": 12_000,
    "\u200e12\u2060": 12,
    "'0356": 356,
    "−5": -5,
    "约300": "HK240",
    "大约300人": "HK240",
    "300余": "HK240",
    "300余人": "HK240",
    "300多": "HK240",
    "300多人": "HK240",
    "近300": "HK240",
    "300左右": "HK240",
    "960人左右": "HK240",
    "约300人左右": "HK240",
    "1.2万余": "HK240",
    "三百余": "HK240",
    "300+": "HK241",
    "300以上": "HK241",
    "300人以上": "HK241",
    "≥300": "HK241",
    "超过300": "HK241",
    "不足300": "HK241",
    "至少300人": "HK241",
    "80-100": "HK242",
    "2—3": "HK242",
    "250～300": "HK242",
    "2至3": "HK242",
    "二至三人": "HK242",
    "80人-100人": "HK242",
    date(2018, 2, 3): "HK243",
    datetime(2018, 8, 10): "HK243",  # noqa: DTZ001 - a cell has no zone
    time(1, 30): "HK243",
    "2月3日": "HK243",
    "8月10日": "HK243",
    "3-Feb": "HK243",
    "3/5": "HK244",
    "12(其中女5)": "HK244",
    "签约2100,履约1980": "HK244",
    "签约2100，履约1980": "HK244",
    "共5支,每支8-12人": "HK244",
    "3 5": "HK244",
    "1'035": "HK244",
    "3\n5": "HK244",
    "12 所 3 家": "HK244",
    "120,00": "HK203",
    "1,23": "HK203",
    "9O": "HK203",
    "1.2.3": "HK203",
    "一百二": "HK203",
    "2018-02-03": "HK203",
    "85%": "HK203",
    Share(Decimal("0.85")): "HK203",
    "○": "HK203",
    "〇": "HK203",
    "近期": "HK203",
    "多": "HK203",
    CellError("#DIV/0!"): "HK214",
    "#DIV/0!": "HK214",
    "#REF!": "HK214",
    "#VALUE!": "HK214",
    "#N/A": "HK214",
    "########": "HK214",
    Uncalculated("=B1"): "HK204",
    "<10": "HK215",
    "＜10": "HK215",
    "*": "HK215",
}
MEASURED = {
    ("300人次", "人次"): 300,
    ("1100对", "对"): 1100,
    ("12所", "所"): 12,
    ("十二所", "所"): 12,
    ("1.2万元", "元"): 12_000,
    ("1.2(万元)", "元"): 12_000,
    ("1.2（万元）", "元"): 12_000,
    ("1.2万(元)", "元"): 12_000,
    ("1.2万", "元"): 12_000,
    ("1.2万元", "万元"): Fraction("1.2"),
    ("1.2(万元)", "万元"): Fraction("1.2"),
    ("1.2万", "万元"): Fraction("1.2"),
    ("0.1亿", "万元"): 1000,
    ("12000", "元"): 12_000,
}
BLANKS = "  — -- / \\ 无 - 暂无 未统计 不详 待定 未开展 不适用 N/A 同上 〃 未报 未上报 / － ／ ＼ — —— Ｎ／Ａ".split(
    " "
)
FLAGS = {
    **dict.fromkeys("是 √ ✓ ✔ ✔\ufe0f 有 已 达标 Y y １ 1 合格 已完成 已建成".split(), True),
    **dict.fromkeys("否 × ✗ 无 未 不达标 0 N 未完成 未建".split(), False),
    **dict.fromkeys("基本达标 在建 已建成未验收 待验收 部分达标 主体完工 正在建设".split(), (False, "HK209")),
    **dict.fromkeys("○ 〇 85分 6类技术 是/否 达标2018.10.12 √×".split(), (None, "HK210")),
    **dict.fromkeys("— / 暂无 未统计 不详 待定 不适用 N/A 同上 〃".split(), NOTHING),
}
DATES = {
    "2018年9月": date(2018, 9, 30),
    "2018.9": date(2018, 9, 30),
    "2018.09.28": date(2018, 9, 28),
    "2018/9/28": date(2018, 9, 28),
    "20180928": date(2018, 9, 28),
    "二〇一八年九月二十八日": date(2018, 9, 28),
    "二○一八年九月": date(2018, 9, 30),
    "2018年九月底": date(2018, 9, 30),
    Decimal(43371): date(2018, 9, 28),
    "43371": date(2018, 9, 28),
    "18.9.28": (date(2018, 9, 28), "HK247"),
    "18年9月28日": (date(2018, 9, 28), "HK247"),
    "28.9.18": (date(2028, 9, 18), "HK247"),
    "9月底": "HK248",
    "九月": "HK248",
    "9月28日": "HK248",
    "2018-9-31": "HK211",
    "9月31日": "HK211",
    "近期": "HK211",
    Decimal("2018.1"): "HK249",
    "2018.1": "HK249",
    Decimal("2018.2"): date(2018, 2, 28),
    "2018.01": date(2018, 1, 31),
    "2018.10": date(2018, 10, 31),
    Decimal("2018.12"): date(2018, 12, 31),
}


# What the year is taken from, and when it is not.
IN_A_RETURN = {
    ("九月", "2018年9月"): (date(2018, 9, 30), "HK247"),
    ("9月底", "2018年9月"): (date(2018, 9, 30), "HK247"),
    ("9月28日", "2018年9月"): (date(2018, 9, 28), "HK247"),
    ("九月", "2018年"): (date(2018, 9, 30), "HK247"),
    ("二月", "2020年"): (date(2020, 2, 29), "HK247"),
    ("2月29日", "2018年"): (None, "HK211"),
    ("12月底", "2018年9月"): (None, "HK248"),
}


def cases():
    yield from ((cell, PERCENT, come) for cell, come in PERCENTAGES.items())
    yield from ((cell, field, come) for (cell, field), come in RATES.items())
    yield from ((cell, NUMBER, come) for cell, come in COUNTS.items())
    yield from ((cell, f"{{type: number, unit: {unit}}}", come) for (cell, unit), come in MEASURED.items())
    yield from ((cell, field, NOTHING) for cell in BLANKS for field in (NUMBER, PERCENT, DATE))
    yield from ((cell, FLAG, come) for cell, come in FLAGS.items())
    yield from ((cell, DATE, come) for cell, come in DATES.items())
    yield from (("'0356", CODE, "0356"), ("0356", CODE, "0356"), ("　０３５６", CODE, "0356"))


@pytest.mark.parametrize(("cell", "field", "come"), tuple(cases()), ids=repr)
def test_every_writing_becomes_its_value_or_is_told(cell, field, come):
    wanted, code = come if isinstance(come, tuple) else (come, None)
    if isinstance(wanted, str) and wanted.startswith("HK"):
        wanted, code = None, wanted
    if field == PERCENT and isinstance(wanted, str):
        wanted = Fraction(wanted)

    value, told = read(cell, field)

    assert (value.date() if isinstance(wanted, date) else value) == wanted
    assert [finding.code.id for finding in told] == ([code] if code else [])
    assert all(str(finding.place) == "表.xlsx[页]!B2" for finding in told)


@pytest.mark.parametrize(
    ("cell", "field", "zh", "en"),
    [
        (
            "约300人",
            NUMBER,
            "“约300人”是约数，不能据以判定；按缺报处理（确为 300人 的，请填 300人）",
            '"约300人" is about so many, nothing can be judged by it; treated as missing (if it is 300人, write 300人)',
        ),
        (
            "≥90%",
            PERCENT,
            "“≥90%”只说了界限，没有说是多少；按缺报处理（确为 90% 的，请填 90%）",
            '"≥90%" is a limit, not a figure; treated as missing (if it is 90%, write 90%)',
        ),
        (
            "80-100",
            NUMBER,
            "“80-100”是一个区间，不是一个数；按缺报处理",
            '"80-100" is a range, not one number; treated as missing',
        ),
        (
            date(2018, 8, 10),
            NUMBER,
            "这里要填数，格里却是“2018-08-10”（是不是 8-10 被表格软件改了？）；按缺报处理",
            '"2018-08-10" stands where a number is wanted (was 8-10 typed?); treated as missing',
        ),
        (
            "9O%",
            PERCENT,
            "“9O%”不是数（字母当成了数字，是不是 90%？）；按缺报处理",
            '"9O%" is not a number (letters for digits: 90%?); treated as missing',
        ),
        (
            "120,00",
            NUMBER,
            "“120,00”不是数（逗号的位置不对，是 12000 还是 120.00？）；按缺报处理",
            '"120,00" is not a number (a misplaced comma: 12000 or 120.00?); treated as missing',
        ),
    ],
    ids=repr,
)
def test_the_words_say_what_is_the_matter(cell, field, zh, en):
    _, (told,) = read(cell, field)
    assert (told.message.zh, told.message.en) == (zh, en)


@pytest.mark.parametrize(("cell", "title", "come"), [(*key, come) for key, come in IN_A_RETURN.items()])
def test_a_month_without_a_year_is_of_the_year_of_its_sheet(cell, title, come):
    value, told = read(cell, DATE, title=f"统计表（{title}）")
    assert ((value.date() if value else None), *(finding.code.id for finding in told)) == come
