"""By when: what is left, what it takes a month, where the recent pace leads. Every figure is worked out beside it."""

from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.model.comparison import Light
from healthkpi.pipeline import check
from healthkpi.request import Request
from making import SIGNING, indicator
from returns import Bureau, write_book, write_return

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data" / "officers-questions"

TASK = """
kind: count
table: signing
numerator: 签约人数
unit: 人
better: higher
targets:
  - {by: 2018-12-31, at_least: 1875人, path: even}
"""
CUMULATIVE = SIGNING.replace(
    "签约人数: {type: number, en: signed, unit: 人, over_time: stock}",
    "签约人数: {type: number, en: signed, unit: 人, over_time: cumulative}",
)


def pace_of(checked):
    (result,) = checked.scorecard.results
    return result.judged[0].pace, result.judged[0].light


def returned(folder, month, done, *, year=2018):
    rows = [["甲乡", 1000, done]]
    title = f"某区签约情况表（{year}年{month}月）"
    return write_return(folder, rows, name=f"签约{year}-{month:02}.xlsx", title=title)


def test_the_prenatal_task_of_the_sample_is_104_behind_and_will_be_210_short():
    files = [SAMPLES / "2018年9月" / "产前筛查.xlsx"]
    pace, light = pace_of(
        check(Request(files, ROOT / "indicators", policy="yungang-2018", indicators=["prenatal-screening"]))
    )
    assert pace.elapsed == 75  # nine of twelve months
    assert (pace.expected, pace.behind) == (1406, 104)  # 1875 × 9/12 = 1406.25, whole people; 1406 - 1302
    assert (pace.left, pace.months, pace.needed) == (573, 3, 191)  # 1875 - 1302; 573 / 3
    assert (pace.recent.a_month, pace.recent.months) == (121, 3)  # (1302 - 939) / 3, from the month columns
    assert (pace.projected, pace.short_then) == (1665, 210)  # 1302 + 3 × 121; 1875 - 1665
    assert (pace.projected_reaches, light) == (False, Light.RED)


def test_earlier_returns_give_the_same_pace_as_month_columns():
    files = [SAMPLES / f"2018年{month}月" / "产前筛查.xlsx" for month in (6, 7, 8, 9)]
    pace, _ = pace_of(
        check(Request(files, ROOT / "indicators", policy="yungang-2018", indicators=["prenatal-screening"]))
    )
    assert (pace.recent.a_month, pace.recent.months, pace.projected) == (121, 3, 1665)


def test_without_earlier_figures_a_cumulative_one_goes_on_as_the_year_so_far(tmp_path):
    pace, light = pace_of(
        Bureau(tmp_path, indicator(TASK), tables=CUMULATIVE).check(returned(tmp_path, 9, 1302))
    )
    assert (pace.recent.months, pace.recent.since_start) == (9, True)
    assert pace.recent.a_month == Fraction(1302, 9)
    assert pace.projected == 1736  # 1302 × 12/9
    assert light is Light.RED


def test_a_stock_without_earlier_figures_has_no_pace_and_is_yellow(tmp_path):
    pace, light = pace_of(Bureau(tmp_path).check(write_return(tmp_path, [["甲乡", 1000, 499]])))
    assert (pace.left, pace.needed) == (1, 1)
    assert pace.recent is None
    assert pace.projected is None
    assert light is Light.YELLOW


def test_last_year_s_cumulative_figures_are_no_pace_of_this_year(tmp_path):
    files = [returned(tmp_path, 12, 1800, year=2017), returned(tmp_path, 2, 200)]
    pace, _ = pace_of(Bureau(tmp_path, indicator(TASK), tables=CUMULATIVE).check(*files))
    assert (pace.recent.a_month, pace.recent.since_start) == (100, True)  # 200 in two months
    assert pace.projected == 1200  # 200 + 10 × 100


def test_a_month_that_has_begun_counts_among_those_left(tmp_path):
    bureau = Bureau(tmp_path, indicator(TASK), tables=CUMULATIVE)
    day = __import__("datetime").date(2018, 10, 15)
    pace, _ = pace_of(bureau.check(returned(tmp_path, 9, 1302), as_of=day))
    assert (pace.days, pace.months, pace.needed) == (77, 3, 191)  # 16 to 31 October, November, December


def test_a_share_is_projected_no_higher_than_all(tmp_path):
    files = [returned(tmp_path, 6, 100), returned(tmp_path, 9, 490)]
    pace, light = pace_of(Bureau(tmp_path).check(*files))
    assert pace.recent.a_month == 130  # 390 in three months
    assert (pace.projected, pace.projected_value) == (880, 88)  # 490 + 390 of 1000
    assert light is Light.YELLOW  # not yet, but in time
    faster = [returned(tmp_path, 6, 0), returned(tmp_path, 8, 480)]
    pace, _ = pace_of(Bureau(subfolder(tmp_path), "").check(*faster))
    assert pace.projected == 1000  # 480 + 4 × 240 = 1440 would be more than everybody


def subfolder(folder):
    made = folder / "另一个"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("then", "left_out"),
    [([["甲乡", 1000, 300], ["乙乡", 500, 100]], ()), ([["甲乡", 1000, 300]], ("乙乡",))],
)
def test_the_recent_pace_is_that_of_the_units_that_are_there_at_both_times(tmp_path, then, left_out):
    june = write_return(tmp_path, then, name="6.xlsx", title="某区签约情况表（2018年6月）")
    september = write_return(tmp_path, [["甲乡", 1000, 360], ["乙乡", 500, 130]])
    pace, _ = pace_of(Bureau(tmp_path).check(june, september))
    # 60 of 甲乡 and 30 of 乙乡 in three months; without 乙乡's June its 130 are no growth
    assert pace.recent.a_month == (20 if left_out else 30)


def test_a_target_of_the_past_says_how_many_days_ago_it_was_due(tmp_path):
    day = __import__("datetime").date(2019, 1, 10)
    pace, light = pace_of(Bureau(tmp_path).check(write_return(tmp_path, [["甲乡", 1000, 400]]), as_of=day))
    assert (pace.days, pace.needed, light) == (-10, None, Light.RED)


DEATHS = """
kind: rate
table: births
numerator: 死亡
denominator: 活产
per: 100000
better: lower
targets:
  - {by: 2018-12-31, at_most: 16/10万}
"""
BIRTHS = """\
births:
  name: {zh: 死亡监测, en: Deaths}
  row: {zh: 一个乡镇, en: one township}
  sheets: [死亡]
  key: 乡镇
  fields:
    乡镇: {type: unit, en: township, level: township}
    活产: {type: number, en: live births, unit: 人, over_time: cumulative}
    死亡: {type: number, en: deaths, unit: 例, over_time: cumulative}
"""


def test_both_sides_of_a_rate_of_the_year_grow_to_its_end(tmp_path):
    rows = [["某区死亡监测（2018年1-6月）"], ["乡镇", "活产", "死亡"], ["甲乡", 3000, 1]]
    path = write_book(tmp_path / "死亡.xlsx", {"死亡": rows})
    pace, light = pace_of(Bureau(tmp_path, indicator(DEATHS), tables=BIRTHS).check(path))
    # one death in six months goes on as two in the year, births as 6000: 2 × 100000 / 6000 = 33.33
    assert (pace.projected, pace.projected_value) == (2, Fraction(100, 3))
    assert pace.needed is None
    assert light is Light.RED
