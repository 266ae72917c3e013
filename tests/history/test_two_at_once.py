"""Two processes that record at the same time leave the history as one after the other would."""

import multiprocessing

import pytest
from kept_returns import of_unit
from sqlalchemy import text

from healthkpi.history import open_history

UNITS = [f"单位{n}" for n in range(20)]


def record(where, run, start):
    start.wait()
    with open_history(where) as history:
        history.record(run)


def at_once(where, runs):
    """Each run by a process of its own, all let go at one moment."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(len(runs))
    processes = [context.Process(target=record, args=(where, run, start)) for run in runs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0


def kept(where):
    """All that does not depend on who came first."""
    with open_history(where) as history, history._where.reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(query)).all()))
            for name, query in {
                "scorings": "SELECT policy, unit, period, fingerprint, is_current FROM scoring",
                "results": "SELECT unit, count(*) FROM result GROUP BY unit",
                "filed": "SELECT unit, outcome FROM filed",
                "runs": "SELECT count(*) FROM run",
            }.items()
        }


@pytest.fixture
def runs(office):
    scored = office.scored(office.month(9))
    every = [of_unit(scored, unit) for unit in UNITS]
    # The second sees the units the other way round, as another folder listing might give them.
    return [office.run(*every), office.run(*reversed(every))]


def test_two_at_once_end_as_one_after_the_other(where, runs, tmp_path):
    at_once(where, runs)

    one_by_one = tmp_path / "one by one.db"
    with open_history(one_by_one) as history:
        for run in runs:
            history.record(run)
    assert kept(where) == kept(str(one_by_one))
    assert len(kept(where)["scorings"]) == len(UNITS)


def test_a_process_that_is_killed_while_it_writes_holds_nobody_up(where, runs):
    context = multiprocessing.get_context("spawn")
    began = context.Event()
    writer = context.Process(target=hold, args=(where, began))
    writer.start()
    assert began.wait(60)
    writer.kill()
    writer.join()

    with open_history(where) as history:
        history.record(runs[0])
    assert kept(where)["runs"] == [(1,)]


def hold(where, began):
    with open_history(where) as history, history._where.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO run (id, started, finished, version, arguments, exit_code) VALUES "
                "('half', '2018-10-08 22:00:00', '2018-10-08 22:00:30', '0.1.0', '{}', 0)"
            )
        )
        began.set()
        multiprocessing.get_context("spawn").Event().wait()
