"""A result keeps all that it is when it is put beside others."""

from dataclasses import fields

from healthkpi.model.scorecard import UnitResult

BESIDE = ("changes", "series", "pace", "light", "rank", "contribution")


def test_a_result_beside_its_past_and_the_other_units_keeps_everything_else():
    names = [field.name for field in fields(UnitResult)]
    result = UnitResult(**{name: f"own {name}" for name in names})

    beside = result.beside(*(f"new {name}" for name in BESIDE))

    assert {name: getattr(beside, name) for name in names} == {
        name: f"new {name}" if name in BESIDE else f"own {name}" for name in names
    }
