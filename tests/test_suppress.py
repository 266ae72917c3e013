"""Small counts of people are hidden in every output, and nothing that is shown gives them away."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthkpi.errors import UsageError
from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.present.sections import sections
from healthkpi.request import Request
from making import COVERAGE, POLICY, SIGNING_WITH_ROSTER, indicator
from returns import Bureau, write_return

NAMES = ("甲乡", "乙乡", "丙镇")
CASES = COVERAGE.replace("better: higher", "better: lower").replace("at_least: 50%", "at_most: 50%")


def document(folder, counts, below=5, people=1000, **more):
    rows = [[name, people, count] for name, count in zip(NAMES, counts, strict=True)]
    checked = Bureau(folder, indicator(CASES), **more).check(write_return(folder, rows), suppress_below=below)
    return checked, json.loads(writers()["json"].render(checked.report(), "zh"))


def statuses(found):
    (result,) = found["indicators"]
    return {unit["unit"]: unit["status"] for unit in (*result["judged"], *result["listed"])}


def test_a_single_small_count_takes_the_next_smallest_with_it(tmp_path):
    _, found = document(tmp_path, (3, 40, 90))
    assert statuses(found) == {"某区": "ok", "甲乡": "suppressed", "乙乡": "suppressed", "丙镇": "ok"}


def test_two_small_counts_whose_sum_is_small_take_a_third(tmp_path):
    _, found = document(tmp_path, (1, 2, 90))  # 3 together are still below 5
    assert set(statuses(found).values()) == {"ok", "suppressed"}
    assert [name for name, status in statuses(found).items() if status == "ok"] == ["某区"]


def test_nothing_is_hidden_where_nothing_is_small(tmp_path):
    _, found = document(tmp_path, (5, 0, 90))
    assert set(statuses(found).values()) == {"ok"}


def test_those_who_are_not_in_the_numerator_are_people_too(tmp_path):
    _, found = document(tmp_path, (998, 40, 90))  # two of 1000 are not
    assert statuses(found)["甲乡"] == "suppressed"


def test_verdicts_stand_and_every_figure_made_of_the_count_goes(tmp_path):
    _, found = document(tmp_path, (3, 40, 90))
    (result,) = found["indicators"]
    hidden = next(unit for unit in result["listed"] if unit["unit"] == "甲乡")
    assert hidden["reached"] is True
    keys = ("value", "numerator", "denominator", "gap", "interval", "contribution")
    assert {key: hidden[key] for key in keys} == dict.fromkeys(keys)
    assert (hidden["changes"], hidden["series"], hidden["rank"]["place"]) == ([], [], None)
    assert found["suppressed_below"] == 5


def test_no_output_and_no_section_shows_the_count(tmp_path):
    checked, _ = document(tmp_path, (4, 321, 654), people=7777)
    report = checked.report(levels=("township",))
    for name in ("table", "csv", "json", "junit", "github"):
        text = writers()[name].render(report, "zh").decode("utf-8-sig")
        text = re.sub(r"[0-9a-f]{64}", "", text)  # a checksum may hold any digits
        # 4 of 7777 and 321 of 7777, and what is short of half of them
        assert not [figure for figure in ("0.05", "4.13", "3884", "3567", "321") if figure in text], name
    for section in sections().values():
        words = str(list(section.make(report)))
        assert "321" not in words.replace("1321", ""), section.name.en


def test_two_lower_levels_are_refused(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace(
        "    常住人口:",
        "    村卫生室: {type: unit, en: clinic, level: clinic, optional: true}\n    常住人口:",
        1,
    )
    bureau = Bureau(tmp_path, indicator(CASES), tables=tables, policy=POLICY)
    path = write_return(
        tmp_path, [["甲乡", "某村卫生室", 1000, 3]], headings=["乡镇", "村卫生室", "常住人口", "签约人数"]
    )
    with pytest.raises(UsageError, match="suppress-below"):
        bureau.check(path, suppress_below=5, levels=("clinic",))


def test_clinics_are_nobody_s_secret(tmp_path):
    tables = SIGNING_WITH_ROSTER.replace("unit: 人", "unit: 所")
    _, found = document(tmp_path, (3, 40, 90), tables=tables)
    assert set(statuses(found).values()) == {"ok"}


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 3), st.integers(2, 8))
def test_what_is_hidden_can_never_be_had_by_subtraction(counts, below):
    with tempfile.TemporaryDirectory() as folder:
        _, found = document(Path(folder), counts, below)
    shown = statuses(found)
    hidden = [count for name, count in zip(NAMES, counts, strict=True) if shown[name] == "suppressed"]
    assert all(
        shown[name] == "suppressed" for name, count in zip(NAMES, counts, strict=True) if 0 < count < below
    )
    if hidden and shown["某区"] == "ok":
        assert len(hidden) >= 2
        assert sum(hidden) >= below or len(hidden) == len(NAMES)


def test_rows_of_patients_are_people_whatever_they_are_counted_in():
    root = Path(__file__).parents[1]
    path = root / "sample_data" / "officers-questions" / "2018年9月" / "大病救治台账.xlsx"
    request = Request([path], root / "indicators", policy="yungang-2018", suppress_below=10)
    values = {result.id: result.judged[0].value.value.status for result in check(request).scorecard.supplied}
    assert "suppressed" in values.values()  # six of eight patients


def test_a_whole_return_can_be_hidden_without_naming_levels():
    root = Path(__file__).parents[1]
    folder = root / "sample_data" / "officers-questions" / "2018年9月"
    card = check(Request([folder], root / "indicators", policy="yungang-2018", suppress_below=30)).scorecard
    assert card.suppressed_below == 30
    lower = [{u.value.level for u in r.results if u.value.unit != card.area.zh} for r in card.supplied]
    assert any(lower)
