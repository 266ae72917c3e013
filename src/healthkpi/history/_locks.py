"""Locks: what was published stays as it is, but for corrections that somebody signed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from healthkpi.history import _tables as tables
from healthkpi.model.history import Kept, Lock
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
# The options that decide figures, as the document names them.
_DECIDING = ("as_of", "missing", "basis", "parameters", "assumed_targets", "suppressed_below")


def standing_locks(connection: Connection) -> tuple[Lock, ...]:
    """The locks that nobody has released, oldest first."""
    lock = tables.lock
    rows = connection.execute(select(lock).where(lock.c.released.is_(None)).order_by(lock.c.number))
    return tuple(lock_of(row._mapping) for row in rows)


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
