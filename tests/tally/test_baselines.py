"""Figures of an earlier time that are given as files of their own (`--baseline`)."""

from fractions import Fraction

import pytest

from healthkpi.errors import InputError
from healthkpi.pipeline import check
from healthkpi.request import Request
from making import SIGNING, indicator, write_policy

GROWTH = """
kind: change
table: signing
numerator: 签约人数
rise: {in: percent, since: previous year}
targets: [{by: 2018-12-31, at_least: 10%}]
"""


def write_csv(folder, name, signed, title=""):
    path = folder / name
    path.write_text(
        f"{title}乡镇,常住人口,签约人数\n甲乡,100,{signed}\n乙乡,100,{signed}\n", encoding="utf-8"
    )
    return path


def value(folder, now, then):
    definitions = write_policy(folder, indicator(GROWTH), SIGNING)
    checked = check(Request(files=[now], definitions=definitions, baselines=[then]))
    (result,) = checked.scorecard.results
    return result.judged[0].value.value


def test_a_file_of_last_year_is_the_baseline(tmp_path):
    now, then = write_csv(tmp_path, "2018年9月.csv", 55), write_csv(tmp_path, "2017年9月.csv", 50)
    found = value(tmp_path, now, then)
    assert (found.amount, found.base.numerator) == (Fraction(10), 100)


def test_a_baseline_that_does_not_say_its_time_is_refused(tmp_path):
    now, then = write_csv(tmp_path, "2018年9月.csv", 55), write_csv(tmp_path, "去年.csv", 50)
    with pytest.raises(InputError, match="does not say which period it is for"):
        value(tmp_path, now, then)


def test_a_baseline_of_the_same_time_is_refused(tmp_path):
    now, then = write_csv(tmp_path, "2018年9月.csv", 55), write_csv(tmp_path, "2018年9月旧.csv", 50)
    with pytest.raises(InputError, match="the baseline is for the same period as the data"):
        value(tmp_path, now, then)


def test_the_baseline_does_not_move_the_day_of_the_data(tmp_path):
    now, then = write_csv(tmp_path, "2018年9月.csv", 55), write_csv(tmp_path, "2019年9月.csv", 50)
    definitions = write_policy(tmp_path, indicator(GROWTH), SIGNING)
    checked = check(Request(files=[now], definitions=definitions, baselines=[then]))
    assert str(checked.scorecard.as_of) == "2018-09-30"
