"""Numbers with their units, as a clause writes them."""

from fractions import Fraction

import pytest

from healthkpi.model.quantity import Quantity, parse_quantity, usual_unit


@pytest.mark.parametrize(
    ("written", "amount", "unit"),
    [
        ("50%", 50, "%"),
        ("50％", 50, "%"),
        ("11.33%", Fraction(1133, 100), "%"),
        ("16/10万", 16, "/10万"),
        ("16／10万", 16, "/10万"),
        ("4‰", 4, "‰"),
        ("5个百分点", 5, "个百分点"),
        ("5百分点", 5, "个百分点"),
        ("1875人", 1875, "人"),
        ("1,875人", 1875, "人"),
        ("1875", 1875, None),
        ("-3", -3, None),
        ("60㎡", 60, "平方米"),
        ("60平米", 60, "平方米"),
    ],
)
def test_a_number_is_exact_and_keeps_its_unit(written, amount, unit):
    assert parse_quantity(written) == Quantity(Fraction(amount), unit)


@pytest.mark.parametrize("written", ["province", "全省平均", "", "%", "about 5"])
def test_a_name_is_no_number(written):
    assert parse_quantity(written) is None


@pytest.mark.parametrize("written", ["1/10万", "/100000", "/十万", "per100000"])
def test_one_unit_has_one_spelling(written):
    assert usual_unit(written) == "/10万"
