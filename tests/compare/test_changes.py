"""Changes since an earlier time are those of the units that are there at both times."""

from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.model.comparison import PREVIOUS_PERIOD, PREVIOUS_YEAR
from healthkpi.pipeline import check
from healthkpi.request import Request
from returns import Bureau, write_return

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data" / "officers-questions"


def signing(*months, **more):
    files = [SAMPLES / f"2018年{month}月" / "家医签约.xlsx" for month in months]
    request = Request(
        files, ROOT / "indicators", policy="yungang-2018", indicators=["signing-coverage"], **more
    )
    (result,) = check(request).scorecard.results
    return result


def of(result, unit):
    return next(each for each in result.results if each.value.unit == unit)


def test_the_month_on_month_change_leaves_out_the_township_that_did_not_report_now():
    change = signing(8, 9).judged[0].change(PREVIOUS_PERIOD)
    assert (change.now.numerator, change.now.denominator) == (69974, 140955)
    assert (change.before.numerator, change.before.denominator) == (69272, 140955)
    assert change.counted == 702
    # 69974/140955 - 69272/140955, in points: 0.498 and not 0.498 %
    assert change.amount == Fraction(70200, 140955)
    assert change.left_out == ("鸦儿崖乡",)


def test_each_township_has_its_own_change_and_one_fell_by_52_people():
    result = signing(8, 9)
    changes = {unit.value.unit: unit.change(PREVIOUS_PERIOD) for unit in result.listed}
    assert {name: each.counted for name, each in changes.items() if each} == {
        "平旺乡": 380,
        "西韩岭乡": 123,
        "口泉乡": -52,
        "云冈镇": 180,
        "高山镇": 71,
    }
    assert round(float(changes["口泉乡"].amount), 2) == -0.12
    assert changes["鸦儿崖乡"] is None


def test_the_series_holds_every_earlier_month_and_then_this_one():
    series = signing(7, 8, 9).judged[0].series
    assert [str(point.period) for point in series] == ["2018-07", "2018-08", "2018-09"]
    assert series[-1].value.amount == Fraction(6997400, 140955)
    assert signing(9).judged[0].series == ()


def test_a_month_is_not_compared_with_a_year(tmp_path):
    year = write_return(tmp_path, [["甲乡", 1000, 400]], name="年.xlsx", title="某区签约情况表（2017年）")
    month = write_return(tmp_path, [["甲乡", 1000, 450]])
    (result,) = Bureau(tmp_path).check(year, month).scorecard.results
    assert result.judged[0].change(PREVIOUS_PERIOD) is None


def test_a_baseline_file_gives_last_year_s_change(tmp_path):
    then = write_return(
        tmp_path, [["甲乡", 1000, 400]], name="上年.xlsx", title="某区签约情况表（2017年9月）"
    )
    now = write_return(tmp_path, [["甲乡", 1100, 550]])
    (result,) = Bureau(tmp_path).check(now, baselines=[then]).scorecard.results
    change = result.judged[0].change(PREVIOUS_YEAR)
    assert (str(change.period), change.amount) == ("2017-09", 10)  # 50 % less 40 %


def test_a_column_that_holds_last_year_s_figure_is_compared_only_if_every_part_has_one():
    files = [SAMPLES / "2018年9月" / "诊疗量.xlsx"]
    card = check(Request(files, ROOT / "indicators", policy="yungang-2018")).scorecard
    found = {result.id: result.judged[0].change(PREVIOUS_YEAR) for result in card.supplied}
    growth = next(change for change in found.values() if change is not None)
    # 284310 visits after 271806: 12504 more, 4.60 %
    assert (growth.now.amount, growth.before.amount, growth.unit) == (284310, 271806, "人次")
    assert round(float(growth.percent), 2) == 4.6
    # the share of primary care has no earlier column: today's figure must not stand in for it
    assert [change for change in found.values() if change is not None] == [growth]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 900), min_size=3, max_size=3))
def test_the_same_return_twice_changes_nothing(counts):
    import tempfile

    rows = [[name, 1000, count] for name, count in zip(("甲乡", "乙乡", "丙镇"), counts, strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        before = write_return(path, rows, name="8.xlsx", title="某区签约情况表（2018年8月）")
        (result,) = Bureau(path).check(before, write_return(path, rows)).scorecard.results
    changes = [unit.change(PREVIOUS_PERIOD) for unit in result.results]
    assert [(change.amount, change.counted, change.left_out) for change in changes] == [(0, 0, ())] * 4
