"""The definitions of the cover-mmr sample on an official workbook that nobody here made."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.pipeline import check
from healthkpi.request import Request

SHARED = os.environ.get("HEALTHKPI_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="HEALTHKPI_SHARED is not set")
COVER = Path(__file__).parents[1] / "sample_data" / "cover-mmr"


@pytest.fixture(scope="module")
def mmr1():
    workbook = Path(SHARED) / "real_data" / "ukhsa_cover" / "2018_2019_Q1.xlsx"
    scorecard = check(Request([workbook], COVER)).scorecard
    return next(result for result in scorecard.results if result.id == "mmr1-24m")


def test_england_is_the_sum_of_its_authorities(mmr1):
    value = mmr1.judged[0].value.value

    # UKHSA COVER, April to June 2018: 151 233 ÷ 167 433 = 90.3245 %
    assert (value.numerator, value.denominator) == (151_233, 167_433)
    assert value.amount == Fraction(151_233 * 100, 167_433)


def test_the_151_authorities_fall_on_the_side_of_95_and_90_that_was_counted_elsewhere(mmr1):
    amounts = [unit.value.value.amount for unit in mmr1.listed if unit.value.level == "authority"]

    assert len(amounts) == 151
    assert sum(amount >= 95 for amount in amounts) == 23
    assert sum(90 <= amount < 95 for amount in amounts) == 82
    assert sum(amount < 90 for amount in amounts) == 46


def test_the_lowest_authority_is_westminster(mmr1):
    lowest = min(mmr1.listed, key=lambda unit: unit.value.value.amount)

    assert lowest.value.unit == "Westminster"
    assert round(float(lowest.value.value.amount), 4) == 71.4885
