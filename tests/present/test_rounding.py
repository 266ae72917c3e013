"""Figures are rounded half-up, as Excel does."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.present._figures import rounded


@pytest.mark.parametrize(
    ("number", "decimals", "words"),
    [
        ("49.995", 2, "50.00"),
        ("49.9949", 2, "49.99"),
        ("-0.125", 2, "-0.13"),
        ("-0.001", 2, "0.00"),
        ("0.5", 0, "1"),
        ("0.004", 3, "0.004"),
        ("1e308", 0, "1" + "0" * 308),
    ],
)
def test_half_is_rounded_away_from_zero(number, decimals, words):
    assert rounded(Fraction(number), decimals) == words


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 5))
def test_the_words_are_those_of_decimal(number, decimals):
    with localcontext() as context:
        context.prec = 400
        expected = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rounded(Fraction(number), decimals) == f"{expected if expected else abs(expected):f}"
