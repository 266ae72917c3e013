"""What a run leaves in the history."""

from dataclasses import replace

import pytest
from kept_returns import key, of_unit
from sqlalchemy import text

from healthkpi.model.history import Outcome
from healthkpi.model.run import Failed
from healthkpi.text import Text
from returns import USUAL

MORE_SIGNED = [["甲乡", 1000, 700], *USUAL[1:]]


def count(history, table):
    with history._where.reading() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def outcomes(recorded):
    return [each.outcome for each in recorded.returns]


def test_a_return_is_kept_with_its_figures_findings_and_whole_document(history, office):
    scored = office.scored(office.month(9))

    recorded = history.record(office.run(scored))

    kept = history.current(key())
    assert outcomes(recorded) == [Outcome.NEW]
    assert kept.document == scored.document
    assert kept.inputs == (("签约9月.xlsx", scored.inputs[0].sha256),)
    # The district and its three townships.
    assert count(history, "result") == 4
    assert count(history, "finding") == len(scored.document["findings"])


def test_figures_stand_as_exact_text(history, office):
    scored = office.scored(office.month(9, [["甲乡", 3, 1], *USUAL[1:]]))

    history.record(office.run(scored))

    with history._where.reading() as connection:
        query = "SELECT value, numerator, denominator FROM result WHERE unit = '某区'"
        row = connection.execute(text(query)).one()
    value = scored.document["indicators"][0]["judged"][0]
    # (1 + 900 + 600) / (3 + 2000 + 1000)
    assert tuple(row) == (value["value"], "1501", "3003")


def test_what_is_scored_again_supersedes_and_the_old_stays(history, office):
    first = office.run(office.scored(office.month(9)))
    history.record(first)

    recorded = history.record(office.run(office.scored(office.month(9, MORE_SIGNED))))

    assert outcomes(recorded) == [Outcome.SUPERSEDED]
    assert history.current(key()).supersedes == 1
    assert history.current(key()).document["indicators"][0]["judged"][0]["numerator"] == "2200"
    assert count(history, "scoring") == 2
    assert count(history, "result") == 8


def test_what_is_unchanged_is_not_kept_twice_but_the_run_is(history, office):
    scored = office.scored(office.month(9))
    history.record(office.run(scored))

    recorded = history.record(office.run(replace(scored, is_reused=True)))

    assert outcomes(recorded) == [Outcome.UNCHANGED]
    assert (count(history, "scoring"), count(history, "run"), count(history, "filed")) == (1, 2, 2)


def test_back_to_what_it_was_before_is_a_change_again(history, office):
    first, second = office.scored(office.month(9)), office.scored(office.month(9, MORE_SIGNED))

    for each in (first, second, first):
        recorded = history.record(office.run(each))

    assert outcomes(recorded) == [Outcome.SUPERSEDED]
    assert history.current(key()).fingerprint == first.fingerprint
    assert count(history, "scoring") == 3


def test_a_run_that_is_recorded_again_after_a_crash_changes_nothing(history, office):
    run = office.run(office.scored(office.month(9)))
    once = history.record(run)

    assert history.record(run) == once
    assert (count(history, "run"), count(history, "scoring")) == (1, 1)


def test_what_failed_is_kept_with_its_reason(history, office):
    failed = Failed("坏.xlsx", Text("不是工作簿", "no workbook"))

    history.record(office.run(failed=(failed,)))

    with history._where.reading() as connection:
        assert tuple(connection.execute(text("SELECT name, zh, en FROM failure")).one()) == (
            "坏.xlsx",
            "不是工作簿",
            "no workbook",
        )


def test_all_of_a_run_is_kept_or_nothing(history, office):
    good = office.scored(office.month(9))
    broken = replace(of_unit(good, "乙区"), document={**good.document, "indicators": [{}]})

    with pytest.raises(KeyError):
        history.record(office.run(good, broken))

    assert (count(history, "run"), count(history, "scoring")) == (0, 0)


def test_the_database_itself_holds_one_scoring_that_counts(history, office):
    from sqlalchemy.exc import IntegrityError

    history.record(office.run(office.scored(office.month(9))))
    history.record(office.run(office.scored(office.month(9, MORE_SIGNED))))

    with pytest.raises(IntegrityError), history._where.engine.begin() as connection:
        connection.execute(text("UPDATE scoring SET is_current = (1 = 1)"))


def test_the_return_before_is_that_of_the_month_before_with_figures(history, office):
    for month in (6, 8, 9):
        history.record(office.run(office.scored(office.month(month))))

    assert history.before(key("2018-09")).key.period == "2018-08"
    assert history.before(key("2018-08")).key.period == "2018-06"
    assert history.before(key("2018-06")) is None


def test_a_year_is_not_the_return_before_a_month(history, office):
    scored = office.scored(office.month(8))
    year = replace(scored, key=key("2017"), span=None)
    history.record(office.run(replace(year, span=period_of_2017())))

    assert history.before(key("2018-09")) is None


def period_of_2017():
    from healthkpi.model.period import year_of

    return year_of(2017)


def test_fingerprints_of_all_returns_are_had_at_once(history, office):
    scored = office.scored(office.month(9))
    history.record(office.run(scored, of_unit(scored, "乙区")))

    assert history.fingerprints() == {
        key(): scored.fingerprint,
        replace(key(), unit="乙区"): scored.fingerprint,
    }
