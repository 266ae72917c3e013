"""What the pipeline chooses where several would do: the policy that the files show, the table that was asked about."""

from datetime import date

import pytest

from healthkpi.errors import Several, UsageError
from healthkpi.pipeline import check
from healthkpi.request import Request
from making import COVERAGE, POLICY, SIGNING, indicator, write_policy

FOLLOW_UP = SIGNING.replace("signing:", "follow-up:").replace("签约表", "随访表").replace("[签约]", "[随访]")
OF_FOLLOW_UP = indicator(COVERAGE.replace("table: signing", "table: follow-up"), "follow-up-coverage")


@pytest.mark.parametrize("asked", ["signing-coverage", "follow-up-coverage"])
def test_a_sheet_that_could_be_either_table_is_the_one_that_was_asked_about(tmp_path, asked):
    folder = write_policy(tmp_path, indicator(COVERAGE) + OF_FOLLOW_UP, SIGNING + FOLLOW_UP)
    sheet = tmp_path / "某表.csv"
    sheet.write_text("常住人口,签约人数\n400,100\n", encoding="utf-8")

    scorecard = check(Request([sheet], folder, indicators=(asked,), as_of=date(2018, 12, 31))).scorecard

    assert [(result.id, result.judged[0].value.value.amount) for result in scorecard.supplied] == [
        (asked, 25)
    ]


NEIGHBOUR = (
    POLICY.replace("某区", "邻县").replace("甲乡", "丁乡").replace("乙乡", "戊乡").replace("丙镇", "己镇")
)


@pytest.fixture
def definitions(tmp_path):
    """Two policies over the same table: of 某区 with 甲乡, and of 邻县 with 丁乡."""
    for name, policy, ids in (("ours", POLICY, "ours"), ("theirs", NEIGHBOUR, "theirs")):
        write_policy(tmp_path, indicator(COVERAGE, f"coverage-{ids}"), policy=policy).rename(tmp_path / name)
    return tmp_path


def policy_for(definitions, text, name="签约.csv", **more):
    sheet = definitions / name
    sheet.write_text(text, encoding="utf-8")
    return check(Request([sheet], definitions, as_of=date(2018, 12, 31), **more)).policy.id


SHEET = "乡镇,常住人口,签约人数\n{unit},400,100\n"


def test_the_policy_is_the_one_whose_area_the_file_names(definitions):
    assert policy_for(definitions, SHEET.format(unit="某乡"), name="邻县签约.csv") == "theirs"


@pytest.mark.parametrize(("unit", "policy"), [("甲乡", "ours"), ("丁乡", "theirs")])
def test_without_the_area_it_is_the_one_whose_units_the_sheet_names(definitions, unit, policy):
    assert policy_for(definitions, SHEET.format(unit=unit)) == policy


@pytest.mark.parametrize("policy", ["ours", "theirs"])
def test_without_either_it_is_the_one_that_has_the_indicator(definitions, policy):
    assert policy_for(definitions, SHEET.format(unit="某乡"), indicators=(f"coverage-{policy}",)) == policy


def test_where_two_fit_both_are_named(definitions):
    with pytest.raises(UsageError) as caught:
        policy_for(definitions, SHEET.format(unit="某乡"))

    assert str(caught.value) == "the files fit several policies: ours, theirs; choose with --policy"


def test_a_mistake_in_the_indicators_of_another_policy_does_not_stop_a_check(definitions):
    (definitions / "theirs" / "theme.yaml").write_text("coverage: {}\n", encoding="utf-8")

    assert policy_for(definitions, SHEET.format(unit="甲乡")) == "ours"


def test_a_reading_for_an_indicator_that_no_policy_has_is_refused(definitions):
    with pytest.raises(Several) as caught:
        policy_for(definitions, SHEET.format(unit="甲乡"), readings={"coverage-theirz": "另一种"})

    assert [error.message.en for error in caught.value.errors] == [
        '[readings] there is no indicator "coverage-theirz"; did you mean "coverage-theirs"?'
    ]
