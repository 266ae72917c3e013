"""How an indicator went, by the scorings that count."""

from fractions import Fraction

import pytest
from kept_returns import of_unit

from healthkpi.errors import UsageError
from returns import USUAL


def month(number):
    """甲乡 signs ten more every month."""
    return [["甲乡", 1000, 400 + 10 * number], *USUAL[1:]]


@pytest.fixture
def kept(history, office):
    for number in (7, 8, 9):
        history.record(office.run(office.scored(office.month(number, month(number)))))
    return history


def of(trend, unit):
    (line,) = [line for line in trend.lines if line.unit == unit]
    return [(str(point.period), point.value) for point in line.points]


@pytest.mark.parametrize("word", ["signing-coverage", "签约率", "Signing coverage"])
def test_an_indicator_is_found_by_its_id_and_its_names(kept, word):
    trend = kept.trend(word)

    assert [line.unit for line in trend.lines] == ["某区", "甲乡", "乙乡", "丙镇"]
    assert of(trend, "甲乡") == [("2018-07", 47), ("2018-08", 48), ("2018-09", 49)]
    # 490 + 900 + 600 of 4000.
    assert of(trend, "某区")[-1] == ("2018-09", Fraction(1990, 4000) * 100)


def test_each_point_has_its_counts_its_verdict_and_what_was_acceptable(kept):
    point = kept.trend("签约率", ["甲乡"]).lines[0].points[-1]

    assert (point.numerator, point.denominator, point.low, point.high) == (490, 1000, 50, None)
    assert (point.judgement, point.reached, point.status) == ("not yet", False, "ok")


def test_what_was_superseded_is_not_in_the_trend(kept, office):
    kept.record(office.run(office.scored(office.month(8, month(20)))))

    assert of(kept.trend("签约率"), "甲乡")[1] == ("2018-08", 60)


def test_a_unit_that_did_not_report_has_a_point_without_a_value(history, office):
    history.record(office.run(office.scored(office.month(8))))
    history.record(office.run(office.scored(office.month(9, USUAL[:2]))))

    assert of(history.trend("签约率"), "丙镇") == [("2018-08", 60), ("2018-09", None)]


def test_a_level_or_units_may_be_asked_for(kept):
    assert [line.unit for line in kept.trend("签约率", level="township").lines] == ["甲乡", "乙乡", "丙镇"]
    assert [line.unit for line in kept.trend("签约率", ["乙乡", "丙镇"]).lines] == ["乙乡", "丙镇"]


def test_returns_of_two_units_stay_apart(history, office):
    scored = office.scored(office.month(9))
    history.record(office.run(scored, of_unit(scored, "乙区")))

    assert [line.of for line in history.trend("签约率", level="district").lines] == ["乙区", "某区"]


def test_an_unknown_indicator_is_refused_with_what_is_near(kept):
    with pytest.raises(UsageError) as caught:
        kept.trend("签约")
    assert caught.value.message.en == 'the history has no indicator "签约"; did you mean "签约率"?'


def test_an_unknown_unit_is_refused(kept):
    with pytest.raises(UsageError, match="no figures of 无此乡"):
        kept.trend("签约率", ["无此乡"])


def test_returns_say_how_often_they_were_scored_before(kept, office):
    kept.record(office.run(office.scored(office.month(8, month(20)))))

    returns = kept.returns()

    assert [(each.key.period, each.earlier) for each in returns] == [
        ("2018-07", 0),
        ("2018-08", 1),
        ("2018-09", 0),
    ]


def test_runs_say_what_became_of_their_returns(kept, office):
    kept.record(office.run(office.scored(office.month(9, month(9)))))

    assert [dict(run.outcomes) for run in kept.runs(2)] == [{"unchanged": 1}, {"new": 1}]
