"""The periods that titles, file names and cells name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.model.period import (
    Period,
    find_period,
    month_of,
    parse_day,
    parse_period,
    quarter_of,
    year_of,
)

JAN_TO_SEP_2018 = Period(date(2018, 1, 1), date(2018, 9, 30))


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("签约服务进展情况统计表(2018年9月)", month_of(2018, 9)),
        ("签约服务进展情况统计表（２０１８年９月）", month_of(2018, 9)),
        ("2018年9月份月报", month_of(2018, 9)),
        ("2018年九月", month_of(2018, 9)),
        ("签约服务进展情况统计表（二〇一八年九月）", month_of(2018, 9)),
        ("二○一八年九月份", month_of(2018, 9)),
        ("二O一八年九月三十日止", month_of(2018, 9)),
        ("二零一八年一至九月累计", JAN_TO_SEP_2018),
        ("二〇一八年第三季度", quarter_of(2018, 3)),
        ("二〇一八年度统计表", year_of(2018)),
        ("一九九八年十二月", month_of(1998, 12)),
        ("2018年十二月报表", month_of(2018, 12)),
        ("2018年9月底", month_of(2018, 9)),
        ("2018年9月30日止", month_of(2018, 9)),
        ("签约 2018.09", month_of(2018, 9)),
        ("signing-2018-09.xlsx", month_of(2018, 9)),
        ("2018年1-9月", JAN_TO_SEP_2018),
        ("2018年1—9月", JAN_TO_SEP_2018),
        ("2018年1至9月累计", JAN_TO_SEP_2018),
        ("2018年1月-9月", JAN_TO_SEP_2018),
        ("2018年1月至9月累计", JAN_TO_SEP_2018),
        ("2018年第三季度", quarter_of(2018, 3)),
        ("2018年三季度", quarter_of(2018, 3)),
        ("2018Q3", quarter_of(2018, 3)),
        ("2018年上半年", Period(date(2018, 1, 1), date(2018, 6, 30))),
        ("2018年下半年", Period(date(2018, 7, 1), date(2018, 12, 31))),
        ("2018年度统计表", year_of(2018)),
        ("2018年工作要点", year_of(2018)),
        ("COVER FY2018_19_Q1", Period(date(2018, 4, 1), date(2018, 6, 30))),
        ("COVER FY2018_19_Q4", Period(date(2019, 1, 1), date(2019, 3, 31))),
        ("2017年与2018年对比", None),
        ("2018-2020年实施方案", None),
        ("云政办发[2018]46号", None),
        ("家庭医生签约", None),
        ("电话 12018901", None),
    ],
)
def test_a_title_names_its_period(title, period):
    assert find_period(title) == period


@pytest.mark.parametrize(
    ("word", "period"),
    [
        ("2018", year_of(2018)),
        ("2018年", year_of(2018)),
        ("2018年度", year_of(2018)),
        ("2018年底", year_of(2018)),
        ("2018-09", month_of(2018, 9)),
        ("2018.9", month_of(2018, 9)),
        ("2018/9", month_of(2018, 9)),
        ("2018年9月", month_of(2018, 9)),
        ("2018年1-9月份", JAN_TO_SEP_2018),
        ("2018年第1季度", quarter_of(2018, 1)),
        ("9月", None),
        ("2018-13", None),
        ("本年", None),
        ("", None),
    ],
)
def test_a_word_is_a_period_or_nothing(word, period):
    assert parse_period(word) == period


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("2018-09-28", date(2018, 9, 28)),
        ("2018-9-1", date(2018, 9, 1)),
        ("2018", date(2018, 12, 31)),
        ("2018-02", date(2018, 2, 28)),
        ("2020-02", date(2020, 2, 29)),
        ("2018-09-31", None),
        ("年底", None),
    ],
)
def test_a_deadline_is_a_day_the_end_of_a_month_or_of_a_year(word, day):
    assert parse_day(word) == day


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (year_of(2018), "2018"),
        (month_of(2018, 9), "2018-09"),
        (quarter_of(2018, 3), "2018Q3"),
        (JAN_TO_SEP_2018, "2018-01-01/2018-09-30"),
    ],
)
def test_a_period_is_said_as_short_as_it_can_be(period, said):
    assert str(period) == said


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_month_is_read_back_from_what_it_is_called(year, month):
    assert parse_period(str(month_of(year, month))) == month_of(year, month)


@given(st.integers(1900, 2099), st.integers(1, 4))
def test_a_quarter_has_three_months(year, quarter):
    assert quarter_of(year, quarter).months == 3
