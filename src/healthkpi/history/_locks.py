"""Locks: what was published stays as it is, but for corrections that somebody signed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from healthkpi.errors import UsageError
from healthkpi.history import _tables as tables
from healthkpi.history._kept import kept_where
from healthkpi.model.history import Kept, Lock, scope_said
from healthkpi.model.run import Document, ReturnKey, Scored
from healthkpi.text import Text

_REFUSED = Text(
    "{key}：{by} 于 {since} 锁定，没有改动。{why}。要改数，写进 更正.xlsx；补报的文件，在 更正.xlsx 里写一行（文件、新值“补报”、理由、更正人、"
    "日期）；确要重算，先 healthkpi lock {period} --release",
    "{key}: locked by {by} on {since}, left as it is. {why}. Write corrections into corrections.xlsx; declare a late file there with a row "
    "(file, new: late, reason, who, when); to score it anew, first healthkpi lock {period} --release",
)
_NOT_DECLARED = Text("改动或新增的文件：{files}", "files that are new or changed: {files}")
_GONE = Text("少了文件：{files}", "files that are gone: {files}")
_DEFINITIONS = Text("指标定义改了", "the definitions have changed")
_OPTIONS = Text("核算的选项改了（{options}）", "options have changed ({options})")
_OTHERWISE = Text(
    "文件和定义都没有改，结果却不同（答复、版本或往期数据变了）",
    "files and definitions are the same and the results are not (answers, version or earlier figures have changed)",
)
_LOCKED_ALREADY = Text("{of} 已由 {by} 于 {since} 锁定", "{of} is locked already, by {by} on {since}")
_NOTHING_TO_LOCK = Text(
    "历史库里没有 {of} 的报送，没有可锁定的；有的期间：{known}",
    "the history has no return for {of}, so there is nothing to lock; it has: {known}",
)
_NO_SUCH_LOCK = Text("{of} 没有锁定；现有的锁定：{others}", "{of} is not locked; these are: {others}")
# The options that decide figures, as the document names them.
_DECIDING = ("as_of", "missing", "basis", "parameters", "assumed_targets", "suppressed_below")


def standing_locks(connection: Connection) -> tuple[Lock, ...]:
    """The locks that nobody has released, oldest first."""
    lock = tables.lock
    rows = connection.execute(select(lock).where(lock.c.released.is_(None)).order_by(lock.c.number))
    return tuple(lock_of(row._mapping) for row in rows)


def add_lock(connection: Connection, lock: Lock) -> tuple[Kept, ...]:
    """Freeze the returns that a lock covers; what counts of them now is what was issued."""
    for standing in standing_locks(connection):
        if _scope(standing) == _scope(lock):
            since = standing.since.astimezone().date()
            raise UsageError(_LOCKED_ALREADY.format(of=scope_said(lock), by=standing.by, since=since))
    scoring = tables.scoring
    of_period = kept_where(connection, scoring.c.is_current, scoring.c.period == lock.period)
    frozen = [each for each in of_period if lock.covers(each.key)]
    if not frozen:
        known = connection.execute(select(scoring.c.period).distinct().order_by(scoring.c.period)).scalars()
        raise UsageError(_NOTHING_TO_LOCK.format(of=scope_said(lock), known=", ".join(known) or "—"))
    row = {name: getattr(lock, name) for name in ("period", "policy", "unit", "by", "since", "why")}
    number = connection.execute(insert(tables.lock).returning(tables.lock.c.number), row).scalar_one()
    connection.execute(insert(tables.issued), [{"lock": number, "scoring": each.number} for each in frozen])
    return tuple(frozen)


def release_lock(connection: Connection, wanted: Lock) -> Lock:
    """Let the returns change again; `wanted` says which lock, by whom it is released and why. It is kept that it stood."""
    lock, standing = tables.lock, standing_locks(connection)
    found = next((each for each in standing if _scope(each) == _scope(wanted)), None)
    if found is None:
        others = (
            "；".join(scope_said(each).zh for each in standing),
            "; ".join(scope_said(each).en for each in standing),
        )
        raise UsageError(
            _NO_SUCH_LOCK.format(of=scope_said(wanted), others=Text(*(each or "—" for each in others)))
        )
    of_lock = [
        lock.c.period == found.period,
        lock.c.released.is_(None),
        *(
            column.is_(None) if value is None else column == value
            for column, value in ((lock.c.policy, found.policy), (lock.c.unit, found.unit))
        ),
    ]
    values = {"released_by": wanted.by, "released": wanted.since, "released_why": wanted.why}
    connection.execute(update(lock).where(*of_lock).values(**values))
    return found


def issued_at(connection: Connection, period: str) -> tuple[Kept, ...]:
    """What was published of a period: of every return the scoring that counted when it was first locked and not released."""
    issued, lock, scoring = tables.issued, tables.lock, tables.scoring
    numbers = select(issued.c.scoring).join(lock, lock.c.number == issued.c.lock)
    standing = numbers.where(lock.c.period == period, lock.c.released.is_(None))
    return kept_where(connection, scoring.c.number.in_(standing))


def _scope(lock: Lock) -> tuple[str, str | None, str | None]:
    return lock.period, lock.policy, lock.unit


def lock_of(row: Mapping[Any, Any]) -> Lock:
    """A row as a lock."""
    return Lock(row["period"], row["by"], row["since"], row["policy"], row["unit"], row["why"])


def lock_on(locks: Sequence[Lock], key: ReturnKey) -> Lock | None:
    """The first lock that holds a return."""
    return next((each for each in locks if each.covers(key)), None)


def is_same(before: Kept, scored: Scored) -> bool:
    """Whether the same files and corrections lead to the same figures, verdicts and targets."""
    known, now = before.document, scored.document
    inputs = [(each.name, each.sha256) for each in scored.inputs]
    return (
        set(before.inputs) == set(inputs)
        and before.corrections_sha256 == scored.corrections_sha256
        and known["indicators"] == now["indicators"]
    )


def refusal(lock: Lock, before: Kept | None, scored: Scored) -> Text | None:
    """Why a locked return does not take a scoring; None for one that only adds corrections or late files that are declared."""
    why = _why_refused(before, scored)
    if why is None:
        return None
    since = lock.since.astimezone().date()
    return _REFUSED.format(key=scored.key, by=lock.by, since=since, why=why, period=lock.period)


def _why_refused(before: Kept | None, scored: Scored) -> Text | None:
    known = before.document if before is not None else {}
    was = _statistics(before.inputs, known) if before is not None else set()
    now = _statistics([(each.name, each.sha256) for each in scored.inputs], scored.document)
    undeclared = {name for name, _ in now - was} - _newly_declared(known, scored.document)
    if undeclared:
        return _NOT_DECLARED.format(files="、".join(sorted(undeclared)))
    gone = {name for name, _ in was} - {name for name, _ in now}
    if gone:
        return _GONE.format(files="、".join(sorted(gone)))
    if before is None:
        return None
    if known["definitions"]["version"] != scored.document["definitions"]["version"]:
        return _DEFINITIONS
    options = [name for name in _DECIDING if known.get(name) != scored.document.get(name)]
    if options:
        return _OPTIONS.format(options=", ".join(options))
    return _OTHERWISE if before.corrections_sha256 == scored.corrections_sha256 else None


def _statistics(inputs: Sequence[tuple[str, str]], document: Document) -> set[tuple[str, str]]:
    """The inputs that are no files of corrections: by name and SHA-256."""
    correcting = {each["sha256"] for each in document.get("corrections", {}).get("files", ())}
    return {(name, sha256) for name, sha256 in inputs if sha256 not in correcting}


def _newly_declared(known: Document, document: Document) -> set[str]:
    """The files that are declared late by rows which were not there before: one row lets a file change once."""
    said = {_signed(each) for each in _late(known)}
    return {each["file"] for each in _late(document) if _signed(each) not in said}


def _signed(late: Mapping[str, Any]) -> tuple[str, ...]:
    return late["file"], late["reason"], late["who"], late["when"]


def _late(document: Document) -> Iterator[Mapping[str, Any]]:
    yield from document.get("corrections", {}).get("late", ())
