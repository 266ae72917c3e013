"""Values are compared exactly, and growth without taking a root."""

import re
from fractions import Fraction

import pytest

from healthkpi.model.finding import Finding, Severity, declare, declared_codes
from healthkpi.model.place import Place, column_letters
from healthkpi.model.value import Coverage, Growth, Value, ValueStatus
from healthkpi.pipeline import declare_all_codes
from healthkpi.text import Text, joined, same

declare_all_codes()


def test_a_share_of_29_of_100_is_29_percent_and_not_less():
    value = Value(ValueStatus.OK, Fraction(29) * 100 / 100)
    assert (29 / 100 * 100 < 29, value.compare(Fraction(29))) == (True, 0)


def test_a_rise_from_3_2_to_8_2_is_5_points():
    value = Value(ValueStatus.OK, Fraction("8.2") - Fraction("3.2"))
    assert (8.2 - 3.2 < 5, value.compare(Fraction(5))) == (True, 0)


@pytest.mark.parametrize(("now", "sign"), [(13_382_255_775, -1), (13_382_255_776, 0), (13_382_255_777, 1)])
def test_six_percent_a_year_over_five_years_is_compared_to_the_last_digit(now, sign):
    # 1.06⁵ = 1.3382255776
    assert Growth(Fraction(now, 10_000_000_000), 5).compare(Fraction(6)) == sign


def test_a_value_that_is_missing_cannot_be_compared():
    with pytest.raises(ValueError, match="missing"):
        Value(ValueStatus.MISSING).compare(Fraction(1))


@pytest.mark.parametrize("status", ValueStatus)
def test_only_whole_and_partial_values_can_be_judged(status):
    assert status.has_value is (status in {ValueStatus.OK, ValueStatus.PARTIAL})


def test_coverage_counts_those_who_are_in():
    assert Coverage(6, ("鸦儿崖乡",)).counted == 5


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("九月.xlsx", "签约", 4, 5), "九月.xlsx[签约]!F5"),
        (Place("九月.csv", None, 4, 5), "九月.csv!F5"),
        (Place("九月.xlsx", "签约"), "九月.xlsx[签约]"),
        (Place("九月.xlsx", "签约", 4), "九月.xlsx[签约]!5"),
        (Place("九月.xlsx"), "九月.xlsx"),
    ],
)
def test_a_place_points_as_a_spreadsheet_user_does(place, shown):
    assert str(place) == shown


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_counted_in_letters(column, letters):
    assert column_letters(column) == letters


def test_a_detail_is_said_in_the_language_it_stands_in():
    found = Text("{what}不是数", "{what} is no number").format(what=Text("这一格", "the cell"))
    assert found == Text("这一格不是数", "the cell is no number")


def test_sentences_are_joined_in_each_language():
    assert joined([same("a"), Text("乙", "b")]) == Text("a；乙", "a; b")


def test_braces_in_a_cell_are_words():
    assert Text("“{shown}”", '"{shown}"').format(shown="{0} {x}").en == '"{0} {x}"'


def test_a_code_is_declared_once():
    code = next(iter(declared_codes().values()))
    with pytest.raises(ValueError, match="declared twice"):
        declare(code.id, Severity.NOTE, same(""), same(""))


@pytest.mark.parametrize("code", declared_codes().values(), ids=lambda code: code.id)
def test_every_code_says_both_languages_with_the_same_details(code):
    details = [set(re.findall(r"\{(\w+)\}", words)) for words in (code.message.zh, code.message.en)]
    assert details[0] == details[1]
    assert code.explanation.zh
    assert code.explanation.en
    assert isinstance(Finding(code, details=dict.fromkeys(details[0], "x")).message, Text)
