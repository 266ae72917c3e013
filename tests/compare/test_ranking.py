"""Places: equals share one, who has not reported has none, and chance gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthkpi.compare._ranking import _places
from healthkpi.model.comparison import RankBy
from healthkpi.model.treatment import Treatment
from making import SIGNING_WITH_ROSTER, indicator
from returns import Bureau, write_return


def ranks(folder, *returns, **more):
    files = [
        write_return(folder, rows, name=f"{month}.xlsx", title=f"某区签约情况表（2018年{month}月）")
        for month, rows in returns
    ]
    (result,) = Bureau(folder).check(*files, **more).scorecard.results
    return {unit.value.unit: unit.rank for unit in result.listed}


def places(found):
    return {unit: rank.place for unit, rank in found.items()}


def test_equals_share_a_place_and_the_next_is_skipped(tmp_path):
    found = ranks(tmp_path, (9, [["甲乡", 1000, 500], ["乙乡", 2000, 1000], ["丙镇", 1000, 300]]))
    assert places(found) == {"甲乡": 1, "乙乡": 1, "丙镇": 3}


def test_who_has_not_reported_has_no_place_and_is_not_last(tmp_path):
    found = ranks(tmp_path, (9, [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, "未报"]]))
    assert places(found) == {"甲乡": 1, "乙乡": 2, "丙镇": None}
    assert found["丙镇"].reason.zh == "未报"
    assert found["乙乡"].of == 2


def test_places_of_the_last_period_and_months_in_last_place_are_told(tmp_path):
    found = ranks(
        tmp_path,
        (7, [["甲乡", 1000, 400], ["乙乡", 1000, 450], ["丙镇", 1000, 300]]),
        (8, [["甲乡", 1000, 410], ["乙乡", 1000, 460], ["丙镇", 1000, 310]]),
        (9, [["甲乡", 1000, 480], ["乙乡", 1000, 470], ["丙镇", 1000, 320]]),
    )
    assert {unit: (rank.place, rank.before, rank.last_times) for unit, rank in found.items()} == {
        "甲乡": (1, 2, 0),
        "乙乡": (2, 1, 0),
        "丙镇": (3, 3, 3),
    }


def test_by_gap_the_largest_shortfall_is_last_whatever_its_rate(tmp_path):
    rows = [["甲乡", 10000, 4900], ["乙乡", 1000, 450], ["丙镇", 1000, 600]]  # short by 100, 50, -100
    assert places(ranks(tmp_path, (9, rows), rank_by=RankBy.GAP)) == {"丙镇": 1, "乙乡": 2, "甲乡": 3}


def test_by_progress_the_largest_rise_is_first(tmp_path):
    august = [["甲乡", 1000, 500], ["乙乡", 1000, 300], ["丙镇", 1000, 400]]
    september = [["甲乡", 1000, 510], ["乙乡", 1000, 360], ["丙镇", 1000, 390]]  # +1, +6, -1 points
    found = ranks(tmp_path, (8, august), (9, september), rank_by=RankBy.PROGRESS)
    assert places(found) == {"乙乡": 1, "甲乡": 2, "丙镇": 3}


def test_a_small_denominator_has_no_place_and_the_others_keep_theirs(tmp_path):
    found = ranks(tmp_path, (9, [["甲乡", 29, 20], ["乙乡", 30, 9], ["丙镇", 1000, 600]]))
    assert places(found) == {"甲乡": None, "乙乡": 2, "丙镇": 1}
    assert "30" in found["甲乡"].reason.zh


DEATHS = """
kind: rate
table: signing
numerator: 签约人数
denominator: 常住人口
per: 1000
better: lower
targets:
  - {by: 2018-12-31, at_most: 5‰}
"""


@pytest.mark.parametrize(("cases", "is_ranked"), [((10, 20, 30), True), ((9, 20, 30), False)])
def test_fewer_than_ten_cases_anywhere_give_nobody_a_place(tmp_path, cases, is_ranked):
    rows = [[name, 5000, count] for name, count in zip(("甲乡", "乙乡", "丙镇"), cases, strict=True)]
    (result,) = Bureau(tmp_path, indicator(DEATHS)).check(write_return(tmp_path, rows)).scorecard.results
    found = {unit.value.unit: unit.rank.place for unit in result.listed}
    # fewer deaths are better
    assert found == ({"甲乡": 1, "乙乡": 2, "丙镇": 3} if is_ranked else dict.fromkeys(found))


def test_a_plain_count_gives_no_places(tmp_path):
    count = "kind: count\ntable: signing\nnumerator: 签约人数\nunit: 人\nbetter: higher\ntargets:\n  - {by: 2018-12-31, at_least: 2000人}\n"
    (result,) = (
        Bureau(tmp_path, indicator(count), tables=SIGNING_WITH_ROSTER)
        .check(write_return(tmp_path, [["甲乡", 1000, 500], ["乙乡", 2000, 900]]))
        .scorecard.results
    )
    assert {unit.rank.place for unit in result.listed} == {None}
    assert "不论单位大小" in result.listed[0].rank.reason.zh


@given(st.dictionaries(st.text(min_size=1), st.fractions(0, 100), min_size=1))
def test_a_place_is_one_more_than_how_many_are_better(merits):
    keyed = {("township", name): merit for name, merit in merits.items()}
    for key, place in _places(keyed).items():
        assert place == 1 + sum(other > keyed[key] for other in keyed.values())


def test_places_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]
    other = tmp_path / "倒序"
    other.mkdir()
    assert places(ranks(tmp_path, (9, rows))) == places(ranks(other, (9, rows[::-1])))


def test_a_unit_whose_figure_was_put_in_has_no_place(tmp_path):
    rows = [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, "未报"]]
    found = ranks(tmp_path, (9, rows), missing=Treatment.ZERO)
    assert places(found) == {"甲乡": 1, "乙乡": 2, "丙镇": None}


def test_the_only_unit_that_could_have_a_place_has_none(tmp_path):
    found = ranks(tmp_path, (9, [["甲乡", 1000, 500], ["乙乡", 20, 9], ["丙镇", 1000, "未报"]]))
    assert set(places(found).values()) == {None}
