"""Numbers and dates in Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.model.numerals import parse_numeral, spell_number, with_digits


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("零", 0),
        ("八", 8),
        ("十", 10),
        ("十二", 12),
        ("一十二", 12),
        ("八十五", 85),
        ("三百", 300),
        ("两百", 200),
        ("二百五十", 250),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一千零五", 1005),
        ("三千五百", 3500),
        ("三万五千", 35_000),
        ("一万零五十", 10_050),
        ("十二万", 120_000),
        ("一亿三千万", 130_000_000),
        ("叁佰", 300),
        ("二〇", None),
    ],
)
def test_a_numeral_is_its_number(numeral, number):
    assert parse_numeral(numeral) == number


@pytest.mark.parametrize(
    "numeral", ["一百二", "三万五", "百", "万", "十十", "一二三", "三百人", "", "一千五"]
)
def test_what_may_be_two_numbers_or_none_is_no_numeral(numeral):
    assert parse_numeral(numeral) is None


@given(st.integers(0, 10**12 - 1))
def test_a_number_that_is_spelled_is_read_back(number):
    assert parse_numeral(spell_number(number)) == number


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("二〇一八年九月二十八日", "2018年9月28日"),
        ("二○一八年", "2018年"),
        ("二0一八年", "2018年"),
        ("2018年十一月", "2018年11月"),
        ("一至九月", "1至9月"),
        ("第三季度", "第三季度"),
        ("一二月", "一二月"),
        ("三所", "三所"),
    ],
)
def test_years_months_and_days_are_written_in_digits(words, digits):
    assert with_digits(words) == digits
