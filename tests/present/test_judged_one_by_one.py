"""Where each unit is judged singly, the line of the indicator counts only those that a target applies to."""

from pathlib import Path

from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.present._layout import indicator_rows
from healthkpi.request import Request

SAMPLES = Path(__file__).parents[2] / "sample_data"


def shown(file, indicator, language="zh"):
    checked = check(Request([SAMPLES / file], SAMPLES.parent / "indicators", indicators=[indicator]))
    return checked, indicator_rows(checked.scorecard, language)[0].value


def test_units_to_which_a_target_does_not_apply_do_not_reach_it():
    # Of seven counties two have the rooms, two have not, in three nobody is infected.
    assert shown("定西市2022年.xlsx", "standby-rooms")[1] == "2 个达到，共 4，另 3 个不适用"
    assert shown("定西市2022年.xlsx", "standby-rooms", "en")[1] == "2 of 4, 3 n/a"


def test_without_a_target_nobody_reaches_it():
    checked, value = shown("西湖区2017年.xlsx", "registrations-in-time")
    assert value == "共 6 个"
    assert "6 个达到" not in writers()["markdown"].render(checked.report(), "zh").decode()
