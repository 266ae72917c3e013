"""元 and 万元, 人 and 万人: a factor of ten thousand is told with the figure that was probably meant."""

import pytest

from making import grid
from tidy.checks.telling import RETURNS, UNITS, told, told_in_both

HEADER = ["乡镇", "常住人口", "签约人数", "经费"]
RESIDENTS = [28640, 35210, 41875, "1.8326", 16904, 9450]


def sheet(residents, **more):
    rows = [[unit, value, 1] for unit, value in zip(UNITS, residents, strict=False)]
    return grid([HEADER[:3], *rows], **more)


def test_a_figure_in_ten_thousands_is_told_with_a_proposal():
    assert told_in_both("HK326", sheet(RESIDENTS)) == [
        (
            "表.xlsx[签约]!B5",
            "丁乡 的“常住人口”是 1.8326，其余 5 个单位的中位数是 28,640：疑为人/万人之差，改成 18,326？",
            "常住人口 of 丁乡 is 1.8326, the median of the other 5 is 28,640: 人/万人 mixed up? 18,326 instead?",
        )
    ]


def test_a_figure_ten_thousand_times_too_large_is_told():
    rows = [[unit, 1, 1, value] for unit, value in zip(UNITS, [55, 48, 600_000, 61], strict=False)]
    tables = RETURNS.replace("unit: 元", "unit: 万元")
    assert told("HK326", grid([HEADER, *rows]), tables=tables) == [
        (
            "表.xlsx[签约]!D4",
            "经费 of 丙镇 is 600,000, the median of the other 3 is 55: 元/万元 mixed up? 60 instead?",
        )
    ]


@pytest.mark.parametrize(
    "residents",
    [
        [28640, 35210, 41875, 3, 16904, 9450],
        [28640, 35210, 41875, 0, 16904, 9450],
        [28640, 35210, 41875, None, 16904, 9450],
        [28640, 35210, 41875, 180, 16904, 9450],
        [28640, "1.8326", 16904],
        [28640, 20, 150, "1.8326", 16904, 9450],
    ],
    ids=["simply small", "nobody", "not reported", "small", "too few others", "others far apart"],
)
def test_what_may_be_so_is_not_told(residents):
    assert told("HK326", sheet(residents)) == []


def test_another_unit_of_measure_than_last_month_is_told_once():
    sheets = [sheet([28640], sheet="2018年8月"), sheet(["2.864"], sheet="2018年9月")]
    assert told_in_both("HK327", *sheets) == [
        (
            "表.xlsx[2018年9月]!B2",
            "甲乡 的“常住人口”是 2.864，2018-08 是 28,640：疑为人/万人之差，改成 28,640？",
            "常住人口 of 甲乡 is 2.864, in 2018-08 it was 28,640: 人/万人 mixed up? 28,640 instead?",
        )
    ]


def test_a_fall_to_a_hundredth_is_no_other_unit_of_measure():
    assert told("HK327", sheet([28640], sheet="2018年8月"), sheet([286], sheet="2018年9月")) == []
