"""What the pipeline chooses where several would do: the table that was asked about."""

from datetime import date

import pytest

from healthkpi.pipeline import check
from healthkpi.request import Request
from making import COVERAGE, SIGNING, indicator, write_policy

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
