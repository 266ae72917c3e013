"""The history of one place: runs go in, what was scored before comes out."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from healthkpi.history import _tables as tables
from healthkpi.history._kept import current_of, last_before, sheets_before
from healthkpi.history._locks import add_lock, issued_at, lock_on, release_lock, standing_locks
from healthkpi.history._record import record_run
from healthkpi.history._schema import make_current
from healthkpi.history._told import told_by
from healthkpi.history._trend import returns_kept, runs_kept, trend_of
from healthkpi.history._where import Where, find_where
from healthkpi.model.history import Kept, KeptReturn, KeptRun, Lock, Recorded, Trend
from healthkpi.model.period import Period
from healthkpi.model.run import ReturnKey, Run
from healthkpi.model.table import Matched
from healthkpi.model.told import Told


class History:
    """Every scoring that was recorded; of each return one that counts."""

    def __init__(self, where: Where) -> None:
        self._where = where

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return self._where.name

    def __enter__(self) -> "History":
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; on Windows its file cannot be moved before."""
        self._where.engine.dispose()

    def record(self, run: Run) -> Recorded:
        """All of the run or nothing, one writer at a time; a run that is there already is not recorded twice."""
        with self._where.writing() as connection:
            return record_run(connection, run)

    def locked(self, key: ReturnKey) -> Lock | None:
        """The lock that holds a return."""
        with self._where.reading() as connection:
            return lock_on(standing_locks(connection), key)

    def locks(self) -> tuple[Lock, ...]:
        """All that stand."""
        with self._where.reading() as connection:
            return standing_locks(connection)

    def lock(self, lock: Lock) -> tuple[Kept, ...]:
        """Freeze what counts of a period; gives back what was issued."""
        with self._where.writing() as connection:
            return add_lock(connection, lock)

    def release(self, lock: Lock) -> Lock:
        """Let a period change again; gives back the lock that stood."""
        with self._where.writing() as connection:
            return release_lock(connection, lock)

    def issued(self, period: str) -> tuple[Kept, ...]:
        """What was published of a period: what counted when it was locked."""
        with self._where.reading() as connection:
            return issued_at(connection, period)

    def told(self, word: str) -> list[Told]:
        """What a word of `diff` names: a run, a period, or a period @locked for what was issued."""
        with self._where.reading() as connection:
            return told_by(connection, word)

    def trend(
        self, indicator: str, units: Sequence[str] = (), level: str | None = None, policy: str | None = None
    ) -> Trend:
        """An indicator, by its id or name, over all times that are kept."""
        with self._where.reading() as connection:
            return trend_of(connection, indicator, units, level, policy)

    def returns(self, policy: str | None = None, units: Sequence[str] = ()) -> tuple[KeptReturn, ...]:
        """Every return as it stands."""
        with self._where.reading() as connection:
            return returns_kept(connection, policy, units)

    def runs(self, most: int = 20) -> tuple[KeptRun, ...]:
        """The newest runs, the last one first."""
        with self._where.reading() as connection:
            return runs_kept(connection, most)

    def current(self, key: ReturnKey) -> Kept | None:
        """The scoring of a return that counts."""
        with self._where.reading() as connection:
            return current_of(connection, key)

    def before(self, key: ReturnKey) -> Kept | None:
        """The last return before this one of the same unit, for as long a time or from the same day on."""
        with self._where.reading() as connection:
            return last_before(connection, key)

    def fingerprints(self) -> dict[ReturnKey, str]:
        """Of every return the fingerprint of the scoring that counts, to tell what has changed without reading it."""
        scoring = tables.scoring
        query = scoring.select().with_only_columns(
            scoring.c.policy, scoring.c.unit, scoring.c.period, scoring.c.fingerprint
        )
        with self._where.reading() as connection:
            rows = connection.execute(query.where(scoring.c.is_current))
            return {ReturnKey(policy, unit, period): found for policy, unit, period, found in rows}

    def sheets_before(self, policy: str, unit: str, period: Period) -> tuple[Matched, ...]:
        """Earlier figures of a unit: every table once for every time before, oldest first."""
        with self._where.reading() as connection:
            return sheets_before(connection, policy, unit, period)


def open_place(where: str | Path, *, create: bool) -> History:
    """The history at a path or URL, with the tables of this version."""
    found = find_where(where)
    try:
        make_current(found, create=create)
    except BaseException:
        # What is refused must not keep a connection.
        found.engine.dispose()
        raise
    return History(found)
