"""Whose part of the gap it is: balances sum to the whole's, and the unreported unit has its part in the second figure."""

import math
import tempfile
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.pipeline import check
from healthkpi.request import Request
from returns import Bureau, write_return

ROOT = Path(__file__).parents[2]
SEPTEMBER = ROOT / "sample_data" / "officers-questions" / "2018年9月" / "家医签约.xlsx"


def september():
    request = Request(
        [SEPTEMBER], ROOT / "indicators", policy="yungang-2018", indicators=["signing-coverage"]
    )
    (result,) = check(request).scorecard.results
    return result


def parts(result):
    return {unit.value.unit: unit.contribution for unit in result.listed}


def test_the_district_is_504_short_and_5229_with_the_township_that_did_not_report():
    gap = september().judged[0].judgement.gap
    assert gap.amount == 504  # ceil(140955 / 2) - 69974
    assert gap.with_unreported == 5229  # ceil((140955 + 9450) / 2) - 69974


def test_two_townships_are_short_by_1318_and_3_people():
    found = {
        unit: part.short for unit, part in parts(september()).items() if part.short and not part.is_unreported
    }
    assert found == {"口泉乡": 1318, "高山镇": 3}  # ceil(41875 / 2) - 19620; 8452 - 8449


def test_one_township_has_a_quarter_of_the_whole_gap():
    part = parts(september())["口泉乡"]
    assert part.of_whole == Fraction(131800, 5229)  # 25.2 %
    assert part.of_shortfalls == Fraction(131800, 1321)  # of the 1321 of the two that are short


def test_an_unreported_township_needs_half_its_people():
    part = parts(september())["鸦儿崖乡"]
    assert (part.short, part.is_unreported, part.of_shortfalls) == (4725, True, None)  # 9450 / 2


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 100)), min_size=3, max_size=3))
def test_the_balances_of_all_units_sum_to_that_of_the_whole(figures):
    rows = [
        [name, people, people * share // 100]
        for name, (people, share) in zip(("甲乡", "乙乡", "丙镇"), figures, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        (result,) = Bureau(Path(folder)).check(write_return(Path(folder), rows)).scorecard.results
    residents, signed = sum(row[1] for row in rows), sum(row[2] for row in rows)
    balances = [part.balance for part in parts(result).values()]
    assert sum(balances) == Fraction(residents, 2) - signed
    short = [part.short for part in parts(result).values()]
    assert short == [max(0, math.ceil(Fraction(row[1], 2)) - row[2]) for row in rows]
