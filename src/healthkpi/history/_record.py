"""A run goes into the history as a whole; what was kept before stays, and the new points to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert, select, update

from healthkpi.history import _tables as tables
from healthkpi.history._kept import current_of
from healthkpi.history._locks import is_same, lock_on, refusal, standing_locks
from healthkpi.history._rows import as_json, rows_of
from healthkpi.model.history import Filed, Kept, Lock, Outcome, Recorded
from healthkpi.model.packed import Packed
from healthkpi.model.run import ReturnKey, Run, Scored
from healthkpi.text import Text


def record_run(connection: Connection, run: Run) -> Recorded:
    """All of a run; one that is there already is left as it is, so that recording may be tried again."""
    known = recorded(connection, run.id)
    if known is not None:
        return known
    connection.execute(insert(tables.run), _run(run))
    failures = [_failure(run, at) for at in range(len(run.failed))]
    if failures:
        connection.execute(insert(tables.failure), failures)
    locks = standing_locks(connection)
    return Recorded(run.id, tuple(_file(connection, run, scored, locks) for scored in run.scored))


def recorded(connection: Connection, run: str) -> Recorded | None:
    """What became of the returns of a run that is kept; None where it is not."""
    if connection.execute(select(tables.run.c.id).where(tables.run.c.id == run)).first() is None:
        return None
    filed = tables.filed
    rows = connection.execute(
        select(filed).where(filed.c.run == run).order_by(filed.c.policy, filed.c.unit, filed.c.period)
    )
    return Recorded(run, tuple(_filed(row) for row in rows.mappings()))


def _filed(cells: Mapping[Any, Any]) -> Filed:
    message = Text(cells["zh"], cells["en"]) if cells["zh"] is not None else None
    return Filed(
        ReturnKey(cells["policy"], cells["unit"], cells["period"]), Outcome(cells["outcome"]), message
    )


def _run(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "started": run.started,
        "finished": run.finished,
        "version": run.version,
        "arguments": as_json(run.arguments),
        "exit_code": run.exit_code,
    }


def _failure(run: Run, at: int) -> dict[str, object]:
    failed = run.failed[at]
    return {
        "run": run.id,
        "place": at,
        "name": failed.name,
        "zh": failed.message.zh,
        "en": failed.message.en,
    }


def _file(connection: Connection, run: Run, scored: Scored, locks: tuple[Lock, ...]) -> Filed:
    """What becomes of one return, written down beside the run."""
    before = current_of(connection, scored.key)
    lock = lock_on(locks, scored.key)
    outcome, message = _outcome(before, lock, scored)
    number = before.number if before is not None else None
    if outcome in {Outcome.NEW, Outcome.SUPERSEDED}:
        number = _add(connection, run, scored, before)
    connection.execute(
        insert(tables.filed),
        {
            "run": run.id,
            "policy": scored.key.policy,
            "unit": scored.key.unit,
            "period": scored.key.period,
            "outcome": str(outcome),
            "scoring": number,
            "zh": message.zh if message is not None else None,
            "en": message.en if message is not None else None,
        },
    )
    return Filed(scored.key, outcome, message)


def _outcome(before: Kept | None, lock: Lock | None, scored: Scored) -> tuple[Outcome, Text | None]:
    if before is not None and before.fingerprint == scored.fingerprint:
        return Outcome.UNCHANGED, None
    if lock is not None and before is not None and is_same(before, scored):
        # A later version of healthkpi that judges alike changes nothing that was published.
        return Outcome.UNCHANGED, None
    message = refusal(lock, before, scored) if lock is not None else None
    if message is not None:
        return Outcome.REFUSED, message
    return (Outcome.NEW if before is None else Outcome.SUPERSEDED), None


def _add(connection: Connection, run: Run, scored: Scored, before: Kept | None) -> int:
    """A scoring that counts from now on, with all that belongs to it."""
    scoring = tables.scoring
    if before is not None:
        connection.execute(update(scoring).where(scoring.c.number == before.number).values(is_current=False))
    row = {
        "run": run.id,
        "policy": scored.key.policy,
        "unit": scored.key.unit,
        "period": scored.key.period,
        "starts": scored.span.start if scored.span is not None else None,
        "ends": scored.span.end if scored.span is not None else None,
        "fingerprint": scored.fingerprint,
        "corrections_sha256": scored.corrections_sha256,
        "definitions": scored.document["definitions"]["version"],
        "exit_code": scored.exit_code,
        "seconds": scored.seconds,
        "is_current": True,
        "supersedes": before.number if before is not None else None,
        "document": Packed.of(scored.document).content,
    }
    number: int = connection.execute(insert(scoring).returning(scoring.c.number), row).scalar_one()
    for table, rows in rows_of(scored).items():
        if rows:
            numbered = [{"scoring": number, "place": at, **each} for at, each in enumerate(rows)]
            _Inserting.into(table, connection.dialect).insert(connection, numbered)
    return number


@dataclass(frozen=True, slots=True)
class _Inserting:
    """Thousands of rows as the driver takes them: SQLAlchemy would go through every cell of them again."""

    statement: str
    written: Mapping[
        str, Callable[[Any], Any]
    ]  # how a day or a yes is written, where the driver does not know
    places: Sequence[str] | None  # the columns in order, where the driver wants no names

    @classmethod
    @lru_cache(maxsize=32)
    def into(cls, table: Table, dialect: Dialect) -> "_Inserting":
        """Made once for a table."""
        compiled = insert(table).compile(dialect=dialect)
        ways = {each.name: each.type.dialect_impl(dialect).bind_processor(dialect) for each in table.columns}
        written = {name: way for name, way in ways.items() if way is not None}
        return cls(str(compiled), written, compiled.positiontup)

    def insert(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """All of them."""
        ready = [{**row, **{name: way(row[name]) for name, way in self.written.items()}} for row in rows]
        given = [*map(itemgetter(*self.places), ready)] if self.places else ready
        connection.exec_driver_sql(self.statement, given)
