"""Every number about 云冈区 in the sample workbooks is the one that the slow reckoning has."""

from fractions import Fraction

import pytest
from comparing import ROOT, asked, differences, flat
from reading import read_screening, read_signing
from reckoning import (
    added,
    at_least,
    change,
    contributions,
    pace_of_share,
    pace_of_task,
    ranks,
    with_unreported,
)

SAMPLES = ROOT / "sample_data"
MONTHS = SAMPLES / "officers-questions"
HALF = Fraction(50)


def signing_of(month):
    return MONTHS / f"2018年{month}月" / "家医签约.xlsx"


@pytest.fixture(scope="module")
def months():
    """Three months, the newest first."""
    return [read_signing(signing_of(month)) for month in (9, 8, 7)]


@pytest.fixture(scope="module")
def checked():
    return asked(
        "signing-coverage", [signing_of(9)], baselines=[signing_of(8), signing_of(7)], levels=("township",)
    )


@pytest.mark.parametrize(
    ("file", "sheet", "is_due"),
    [
        (signing_of(9), None, False),
        (signing_of(8), None, False),
        (SAMPLES / "云冈区2018年9月.xlsx", "家庭医生签约", False),
        (SAMPLES / "云冈区2018年.xlsx", "家庭医生签约", True),
    ],
    ids=["September", "August", "September, all tables", "end of the year"],
)
def test_values_verdicts_and_gaps_of_the_district_and_its_townships(file, sheet, is_due):
    month = read_signing(file, sheet)
    result = asked("signing-coverage", [file], levels=("township",))
    (district,) = result["judged"]

    assert not differences(flat(district), at_least(*added(month), HALF, is_due=is_due))
    assert not differences(flat(district), {"with_unreported": with_unreported(month, HALF)})
    for unit in result["listed"]:
        part, whole = month[unit["unit"]]
        if part is None:
            assert (unit["value"], unit["judgement"]) == (None, "not judged")
        else:
            assert not differences(flat(unit), at_least(part, whole, HALF, is_due=False))


def test_places_now_and_before_and_how_often_last(months, checked):
    reckoned = ranks(months)

    assert reckoned["口泉乡"] == {"place": 5, "of": 5, "before": 5, "last_times": 3}
    for unit in checked["listed"]:
        if unit["unit"] in reckoned:
            assert not differences(unit["rank"], reckoned[unit["unit"]])
        else:
            assert unit["rank"]["place"] is None


def test_parts_of_the_gap(months, checked):
    reckoned = contributions(months[0], HALF)

    assert round(reckoned["口泉乡"]["of_whole"], 1) == Fraction("25.2")
    assert sum(each["balance"] for each in reckoned.values()) == HALF * 150405 / 100 - 69974
    for unit in checked["listed"]:
        assert not differences(unit["contribution"], reckoned[unit["unit"]])


def test_the_change_since_august(months, checked):
    (district,) = checked["judged"]
    (since,) = [each for each in district["changes"] if each["since"] == "previous period"]
    found = {**since, "now": since["now"]["value"], "before": since["before"]["value"]}

    assert not differences(found, change(months[0], months[1]))


def test_the_pace_of_the_share(months, checked):
    (district,) = checked["judged"]

    assert not differences(district["pace"], pace_of_share(months, None, HALF, 3))
    for unit in checked["listed"]:
        if months[0][unit["unit"]][0] is not None:
            assert not differences(unit["pace"], pace_of_share(months, unit["unit"], HALF, 3))


def test_the_pace_of_the_task_from_its_month_columns():
    file = MONTHS / "2018年9月" / "产前筛查.xlsx"
    (district,) = asked("prenatal-screening", [file])["judged"]
    reckoned = pace_of_task(read_screening(file), 1875)

    assert reckoned["projected"] == 1302 + 3 * 121
    assert not differences(district["pace"], reckoned)
