"""The figures of sample_data/officers-questions are those that the officer's questions were worked out with."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.pipeline import check
from healthkpi.request import Request

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "sample_data" / "officers-questions"
REPORTED_TWICE = ("平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇")


def result_of(indicator, *files, **asked):
    request = Request(
        [FOLDER / file for file in files], ROOT / "indicators", indicators=(indicator,), **asked
    )
    return next(result for result in check(request).scorecard.results if result.id == indicator)


def signed_in(month):
    listed = result_of("signing-coverage", f"2018年{month}月/家医签约.xlsx", levels=("township",)).listed
    return {unit.value.unit: unit.value.value for unit in listed}


def test_in_september_69974_of_140955_are_signed_and_504_or_5229_are_missing():
    (district,) = result_of("signing-coverage", "2018年9月/家医签约.xlsx").judged

    assert (district.value.value.numerator, district.value.value.denominator) == (69974, 140955)
    assert district.judgement.gap.amount == -(-140955 // 2) - 69974 == 504
    assert -(-150405 // 2) - 69974 == 5229


def test_since_august_the_same_five_townships_gained_702_and_kouquan_lost_52():
    august, september = signed_in(8), signed_in(9)
    gained = {name: september[name].numerator - august[name].numerator for name in REPORTED_TWICE}

    assert gained["口泉乡"] == 19620 - 19672 == -52
    assert sum(gained.values()) == 702
    assert sum(august[name].numerator for name in REPORTED_TWICE) == 69272  # 49.14 % of 140955
    assert august["鸦儿崖乡"].numerator == 4102
    assert not september["鸦儿崖乡"].status.has_value


def test_kouquan_is_last_of_the_five_in_all_three_months():
    for month in (7, 8, 9):
        rates = {name: value.amount for name, value in signed_in(month).items() if name in REPORTED_TWICE}
        assert min(rates, key=rates.__getitem__) == "口泉乡"


@pytest.mark.parametrize(("month", "so_far"), [(6, 939), (7, 1060), (8, 1181), (9, 1302)])
def test_121_women_a_month_are_screened_from_july_on(month, so_far):
    (district,) = result_of("prenatal-screening", f"2018年{month}月/产前筛查.xlsx").judged

    assert district.value.value.amount == so_far == 939 + 121 * (month - 6)


def test_151_of_186_clinics_are_up_to_standard_and_17_more_make_ninety_percent():
    (district,) = result_of("clinic-standard", "2018年9月/村卫生室台账.xlsx", as_of=date(2020, 12, 31)).judged

    assert (district.value.value.numerator, district.value.value.denominator) == (151, 186)
    assert district.judgement.gap.amount == -(-186 * 9 // 10) - 151 == 17


def test_at_least_17_of_the_failing_clinics_lack_one_thing_only():
    (district,) = result_of("clinic-standard", "2018年9月/村卫生室台账.xlsx").judged
    lacking = [len({*clinic.failed, *clinic.open}) for clinic in district.value.value.failing]

    assert sorted(set(lacking)) == [1, 2, 3]
    assert len(lacking) == 35
    assert lacking.count(1) == 21


def test_visits_rose_by_12504_and_tuberculosis_fell_from_41_to_38_2():
    (visits,) = result_of("group-visits-growth", "2018年9月/诊疗量.xlsx").judged
    (tuberculosis,) = result_of("tuberculosis-falls", "2018年9月/传染病.xlsx").judged
    (brucellosis,) = result_of("brucellosis-falls", "2018年9月/传染病.xlsx").judged

    assert visits.value.value.amount == Fraction((284310 - 271806) * 100, 271806)
    assert tuberculosis.value.value.amount == Fraction(61 * 100000, 148780) - Fraction(57 * 100000, 149215)
    assert not brucellosis.value.value.status.has_value


def test_one_file_a_township_gives_the_same_figures_as_the_district():
    for indicator, file in (
        ("signing-coverage", "家医签约"),
        ("prenatal-screening", "产前筛查"),
        ("clinic-standard", "村卫生室台账"),
    ):
        (together,) = result_of(indicator, "各乡镇2018年9月").judged
        (district,) = result_of(indicator, f"2018年9月/{file}.xlsx").judged
        assert together.value.value.numerator == district.value.value.numerator
        assert together.value.value.denominator == district.value.value.denominator


def test_before_the_correction_the_district_stood_at_69944():
    (district,) = result_of("signing-coverage", "订正前的表/家医签约.xlsx").judged

    assert district.value.value.numerator == 69974 - 30


def test_ten_days_before_the_first_date_5902_residents_are_missing_on_the_cards():
    (street_total,) = result_of(
        "health-card-data", "xihu-2017/居民健康卡2017年5月22日.xlsx", as_of=date(2017, 5, 22)
    ).judged

    assert street_total.value.value.amount == Fraction(62198 * 100, 227000)
    assert street_total.judgement.gap.amount == 227000 * 3 // 10 - 62198 == 5902


def test_the_fifth_team_of_anding_is_two_people_short():
    teams = {
        unit.value.unit: unit
        for unit in result_of("people-per-tracing-team", "dingxi-2022/流调队伍.xlsx").judged
    }

    assert [name for name, unit in teams.items() if unit.judgement.gap is not None] == ["安定区 第五支"]
    assert teams["安定区 第五支"].judgement.gap.amount == 10 - 8


def test_two_gaps_are_open_in_linyi():
    (city,) = result_of("villages-without-staff", "linyi-2021/空白点.xlsx").judged

    assert city.value.value.amount == 2
