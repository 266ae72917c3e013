"""Nobody's identity number is in any words that leave the program, alone or among others."""

import pytest

from healthkpi.present._figures import clean, without_identity

# Invented; the places and days are possible, the people are not.
NUMBERS = ("140211196001011234", "14021119600101123X", "140211600101123", "140211 19600101 1234")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_all_there_is_becomes_stars(number):
    assert clean(number) == "*" * 18


@pytest.mark.parametrize("number", NUMBERS)
def test_what_stands_round_a_number_stays(number):
    assert clean(f"证号{number}，已签约") == f"证号{'*' * 18}，已签约"


@pytest.mark.parametrize("day", ["19600101", "１９６０0101"])
@pytest.mark.parametrize("between", ["", " ", "-", "\u00a0", "\u3000"])
def test_a_number_is_found_however_wide_it_is_written_and_whatever_parts_its_groups(day, between):
    assert without_identity(f"县：140211{between}{day}{between}123X") == f"县：{'*' * 18}"


@pytest.mark.parametrize("words", ["140211196013011234", "6222021001116245702", "12345678901234", "常住人口"])
def test_other_numbers_stay(words):
    """A thirteenth month, an account, fourteen digits."""
    assert clean(words) == words
