"""`--stats`: intervals beside the verdicts, and the verdicts as they were."""

import csv
import io
import json

import pytest
from running import YEAR_END

from healthkpi.chance.wilson import wilson_ends

ONE = ("check", YEAR_END, "--indicator", "signing-coverage", "-q", "--no-ask")


def judged(healthkpi, *options):
    document = json.loads(healthkpi(*ONE, "--format", "json", *options).out)
    return document["indicators"][0]["judged"][0]


def without_interval(document):
    """The document without the advice; every other word must be the same."""
    for indicator in document["indicators"]:
        for unit in (*indicator["judged"], *indicator["listed"]):
            del unit["interval"]
    return document


def test_the_interval_stands_beside_the_figure_in_both_languages(healthkpi):
    # 75 173 of 150 405: 49.98 %, from 49.73 to 50.23.
    assert (
        "95% 区间 49.73～50.23%；目标在区间内，一期数据看不出达没达到"
        in healthkpi(*ONE, "--stats", COLUMNS="250").out
    )
    english = healthkpi(*ONE, "--stats", "--lang", "en", COLUMNS="250").out
    assert "95% interval 49.73% to 50.23%; the target lies within it" in english


def test_an_interval_on_one_side_of_the_target_says_so(healthkpi):
    page = healthkpi(*ONE, "--stats", "--level", "township", COLUMNS="250").out
    assert "95% 区间 51.83～52.99%；整个区间都达到目标，不像是偶然" in page
    assert "95% 区间 48.26～49.22%；整个区间都没有达到目标，不像是偶然" in page


def test_no_verdict_no_gap_and_no_exit_code_changes(healthkpi):
    everything = ("check", YEAR_END, "-q", "--no-ask", "--format", "json")
    plain, advised = healthkpi(*everything), healthkpi(*everything, "--stats")
    assert plain.code == advised.code == 1
    assert without_interval(json.loads(plain.out)) == without_interval(json.loads(advised.out))


def test_the_json_gives_the_ends_as_decimal_strings_and_null_unless_asked(healthkpi):
    found = judged(healthkpi, "--stats")["interval"]
    assert found == {**found, "level": "95", "method": "wilson", "target": "open"}
    low, high = wilson_ends(75173, 150405, 0.95)
    assert (float(found["low"]), float(found["high"])) == pytest.approx((100 * low, 100 * high), rel=1e-12)
    assert judged(healthkpi)["interval"] is None


def test_another_confidence_asks_for_intervals_by_itself(healthkpi):
    found = judged(healthkpi, "--confidence", "99.8%")["interval"]
    assert found["level"] == "99.8"
    assert float(found["low"]) < 49.7277 < 50.2331 < float(found["high"])
    assert judged(healthkpi, "--confidence", "0.998")["interval"] == found


def test_a_confidence_that_cannot_be_is_refused(healthkpi):
    for words in ("100%", "高"):
        ended = healthkpi(*ONE, "--confidence", words)
        assert ended.code == 2
        assert "写成 95% 或 99.8%" in ended.err


def test_the_csv_has_columns_for_the_interval_only_when_asked(healthkpi):
    plain = next(csv.reader(io.StringIO(healthkpi(*ONE, "--format", "csv").out)))
    rows = list(csv.reader(io.StringIO(healthkpi(*ONE, "--format", "csv", "--stats").out)))
    assert rows[0] == [*plain, "置信水平", "区间下限", "区间上限", "区间方法", "区间与目标"]
    level, low, high, method, target = rows[1][-5:]
    assert (level, low[:7], high[:7], method) == ("95", "49.7277", "50.2330", "Wilson 法")
    assert target == "目标在区间内，一期数据看不出达没达到"


def test_explain_says_the_interval_and_its_method_below_the_verdict(healthkpi):
    lines = healthkpi("explain", "signing-coverage", YEAR_END).out.splitlines()
    verdict = next(number for number, line in enumerate(lines) if line.startswith("判定"))
    assert lines[verdict + 1].startswith("偶然  95% 区间 49.73～50.23%；目标在区间内")
    assert lines[verdict + 1].endswith("（Wilson 法；只供参考，不改判定）")
