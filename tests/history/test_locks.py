"""What was published stays: a lock refuses every change but corrections and files that somebody declares late."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from kept_returns import key, of_unit

from correct.correcting import BY_CELL, SIGNED, write_corrections
from healthkpi.errors import UsageError
from healthkpi.model.history import Lock, Outcome
from returns import HEADINGS, USUAL, write_return

LOCKED = Lock("2018-09", "王XX", datetime(2018, 10, 9, tzinfo=UTC), why="通报已发")
LATE = ["文件", "新值", "理由", "更正人", "日期"]
MORE_SIGNED = [["甲乡", 1000, 700], *USUAL[1:]]


@pytest.fixture
def published(history, office):
    """September is recorded and locked; two townships of three had reported."""
    history.record(office.run(office.scored(office.month(9, USUAL[:2]))))
    history.lock(LOCKED)
    return history


def outcome(history, run):
    (filed,) = history.record(run).returns
    return filed


def test_a_change_is_refused_with_who_locked_it_and_what_to_do(published, office):
    filed = outcome(published, office.run(office.scored(office.month(9, MORE_SIGNED))))

    assert filed.outcome is Outcome.REFUSED
    assert filed.message.zh.startswith(
        "plan 某区 2018-09：王XX 于 2018-10-09 锁定，没有改动。改动或新增的文件：签约9月.xlsx。"
    )
    assert "更正.xlsx" in filed.message.zh
    assert "healthkpi lock 2018-09 --release" in filed.message.zh
    # 500 and 900 of 3000 stay.
    assert published.current(key()).document["indicators"][0]["judged"][0]["numerator"] == "1400"


def test_the_refusal_is_kept_with_the_run(published, office):
    run = office.run(office.scored(office.month(9, MORE_SIGNED)))
    recorded = published.record(run)

    assert published.record(run) == recorded
    assert recorded.refused[0].message.en.startswith("plan 某区 2018-09: locked by 王XX on 2018-10-09")


def test_a_correction_is_taken_and_points_to_what_was_issued(published, office):
    issued = published.current(key())
    file = office.month(9, USUAL[:2])
    write_corrections(file.parent, [["C4", 900, 1100, *SIGNED]], BY_CELL)

    filed = outcome(published, office.run(office.scored(file)))

    now = published.current(key())
    assert filed.outcome is Outcome.SUPERSEDED
    assert now.supersedes == issued.number
    assert now.document["indicators"][0]["judged"][0]["numerator"] == "1600"
    assert [each.number for each in published.issued("2018-09")] == [issued.number]


def test_a_file_that_came_late_is_taken_if_a_row_declares_it(published, office):
    first = office.month(9, USUAL[:2])
    late = write_return(first.parent, USUAL[2:], HEADINGS, "丙镇补报.xlsx", "某区签约情况表（2018年9月）")
    assert outcome(published, office.run(office.scored(first, late))).outcome is Outcome.REFUSED

    write_corrections(first.parent, [["丙镇补报.xlsx", "补报", "停电迟报", "李XX", "2018-10-12"]], LATE)
    scored = office.scored(first, late)

    assert outcome(published, office.run(scored)).outcome is Outcome.SUPERSEDED
    # 500 + 900, and the 600 of the late one.
    assert scored.document["indicators"][0]["judged"][0]["numerator"] == "2000"
    assert scored.document["corrections"]["late"] == [
        {
            "row": "更正.xlsx[Sheet]!2",
            "file": "丙镇补报.xlsx",
            "reason": "停电迟报",
            "who": "李XX",
            "when": "2018-10-12",
        }
    ]


def test_one_row_lets_a_file_in_once(published, office):
    first = office.month(9, USUAL[:2])
    rows = [["丙镇补报.xlsx", "补报", "停电迟报", "李XX", "2018-10-12"]]

    def with_late(signed, rows):
        heading = "某区签约情况表（2018年9月）"
        late = write_return(first.parent, [["丙镇", 1000, signed]], HEADINGS, "丙镇补报.xlsx", heading)
        write_corrections(first.parent, rows, LATE)
        return outcome(published, office.run(office.scored(first, late)))

    assert with_late(600, rows).outcome is Outcome.SUPERSEDED
    assert with_late(650, rows).outcome is Outcome.REFUSED
    renewed = [*rows, ["丙镇补报.xlsx", "补报", "又改了", "李XX", "2018-10-13"]]
    assert with_late(650, renewed).outcome is Outcome.SUPERSEDED


def test_a_unit_that_had_not_reported_is_late_too(published, office):
    other = of_unit(office.scored(office.month(9)), "丁区")

    assert outcome(published, office.run(other)).outcome is Outcome.REFUSED


def test_a_file_that_is_gone_is_a_change(history, office):
    first = office.month(9, USUAL[:2])
    late = write_return(first.parent, USUAL[2:], HEADINGS, "丙镇.xlsx", "某区签约情况表（2018年9月）")
    history.record(office.run(office.scored(first, late)))
    history.lock(LOCKED)

    filed = outcome(history, office.run(office.scored(first)))

    assert filed.outcome is Outcome.REFUSED
    assert "少了文件：丙镇.xlsx" in filed.message.zh


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"definitions": {"version": "another"}}, "the definitions have changed"),
        ({"missing": "zero"}, "options have changed (missing)"),
        ({}, "files and definitions are the same and the results are not"),
    ],
)
def test_nothing_else_may_move_a_figure(published, office, changed, said):
    scored = office.scored(office.month(9, USUAL[:2]))
    changed = {**scored.document, "indicators": [], **changed}
    other = replace(scored, fingerprint="another", document=changed)

    filed = outcome(published, office.run(other))

    assert filed.outcome is Outcome.REFUSED
    assert said in filed.message.en


def test_a_later_version_that_judges_alike_is_no_change(published, office):
    scored = office.scored(office.month(9, USUAL[:2]))
    newer = replace(scored, fingerprint="0.2.0", document={**scored.document, "tool": {"version": "0.2.0"}})

    assert outcome(published, office.run(newer)).outcome is Outcome.UNCHANGED


def test_other_periods_are_free(published, office):
    assert published.locked(key("2018-08")) is None
    assert outcome(published, office.run(office.scored(office.month(8)))).outcome is Outcome.NEW


def test_a_lock_on_one_unit_leaves_the_others(history, office):
    scored = office.scored(office.month(9))
    history.record(office.run(scored, of_unit(scored, "乙区")))

    history.lock(replace(LOCKED, policy="plan", unit="乙区"))

    assert history.locked(key()) is None
    assert history.locked(replace(key(), unit="乙区")).by == "王XX"


def test_what_is_released_may_change_again_and_it_is_kept_that_it_was_locked(published, office):
    published.release(replace(LOCKED, by="李XX", why="重算"))

    assert published.locks() == ()
    filed = outcome(published, office.run(office.scored(office.month(9, MORE_SIGNED))))
    assert filed.outcome is Outcome.SUPERSEDED
    with published._where.reading() as connection:
        row = connection.exec_driver_sql('SELECT "by", released_by, released_why FROM lock').one()
    assert tuple(row) == ("王XX", "李XX", "重算")


@pytest.mark.parametrize(
    ("action", "lock", "said"),
    [
        ("lock", LOCKED, "2018-09 is locked already, by 王XX on 2018-10-09"),
        (
            "lock",
            replace(LOCKED, period="2018-10"),
            "the history has no return for 2018-10, so there is nothing to lock; it has: 2018-09",
        ),
        ("lock", replace(LOCKED, unit="无此乡"), "the history has no return for 2018-09 无此乡"),
        ("release", replace(LOCKED, unit="某区"), "2018-09 某区 is not locked; these are: 2018-09"),
    ],
)
def test_a_lock_that_cannot_be_is_refused_with_what_there_is(published, action, lock, said):
    with pytest.raises(UsageError) as caught:
        getattr(published, action)(lock)
    assert caught.value.message.en.startswith(said)
