"""What a word of `diff` names: a run, the returns of a period, what was issued; each with all that it was made of."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from healthkpi.errors import UsageError
from healthkpi.history import _tables as tables
from healthkpi.history._kept import kept_where, period_of
from healthkpi.history._locks import issued_at
from healthkpi.history.difference import told_of
from healthkpi.model.history import Kept
from healthkpi.model.packed import unpacked
from healthkpi.model.run import Document
from healthkpi.model.told import Told
from healthkpi.text import Text

ISSUED = frozenset({"locked", "issued", "锁定", "已发"})
LAST, PREVIOUS = frozenset({"last", "最近"}), frozenset({"previous", "上次"})
_NO_RUN = Text(
    "历史库里没有运行“{word}”；用 healthkpi history 看有哪些",
    'the history has no run "{word}"; healthkpi history lists them',
)
_SEVERAL_RUNS = Text(
    "“{word}”可以是几次运行：{runs}；多写几位", '"{word}" could be several runs: {runs}; write more of it'
)
_NO_PERIOD = Text("历史库里没有 {word} 的报送", "the history has no return for {word}")
_NOT_LOCKED = Text(
    "{word}：这一期没有锁定，没有已发的可比",
    "{word}: the period is not locked, so nothing was issued to compare with",
)
_NOT_AT = Text(
    "{word}：@ 后面写 locked（已发的），或一次运行的编号",
    "{word}: after @ write locked (what was issued) or the name of a run",
)


def told_by(connection: Connection, word: str) -> list[Told]:
    """The scorings that a word names."""
    return [_told(connection, each) for each in _named(connection, word)]


def _named(connection: Connection, word: str) -> Sequence[Kept]:
    scoring = tables.scoring
    said, _, at = word.partition("@")
    period = period_of(said)
    if period is None:
        return _of_run(connection, _run(connection, word))
    if not at:
        return _found(kept_where(connection, scoring.c.is_current, scoring.c.period == str(period)), word)
    if at.casefold() in ISSUED:
        issued = issued_at(connection, str(period))
        if not issued:
            raise UsageError(_NOT_LOCKED.format(word=word))
        return issued
    of_run = _of_run(connection, _run(connection, at))
    return _found([each for each in of_run if each.key.period == str(period)], word)


def _found(kept: Sequence[Kept], word: str) -> Sequence[Kept]:
    if not kept:
        raise UsageError(_NO_PERIOD.format(word=word))
    return kept


def _run(connection: Connection, word: str) -> str:
    """The run of this name, or the one that begins so; last and previous are the newest two."""
    run = tables.run
    newest: list[str] = [*connection.execute(select(run.c.id).order_by(run.c.id.desc())).scalars()]
    for words, place in ((LAST, 0), (PREVIOUS, 1)):
        if word.casefold() in words and len(newest) > place:
            return newest[place]
    found = [word] if word in newest else [each for each in newest if word and each.startswith(word)]
    if not found:
        raise UsageError(_NO_RUN.format(word=word))
    if len(found) > 1:
        raise UsageError(_SEVERAL_RUNS.format(word=word, runs=", ".join(found[:5])))
    return found[0]


def _of_run(connection: Connection, run: str) -> Sequence[Kept]:
    """The returns as the run left them, those that it found unchanged among them."""
    filed = tables.filed
    numbers = select(filed.c.scoring).where(filed.c.run == run, filed.c.scoring.is_not(None))
    return kept_where(connection, tables.scoring.c.number.in_(numbers))


def _told(connection: Connection, kept: Kept) -> Told:
    sheets = tuple(_sheets(connection, kept.number))
    return told_of(kept.key, kept.run, dict(kept.inputs), kept.document, sheets)


def _sheets(connection: Connection, number: int) -> Iterable[Document]:
    sheet = tables.sheet
    rows = select(sheet.c.figures).where(sheet.c.scoring == number).order_by(sheet.c.place)
    return [unpacked(figures) for figures in connection.execute(rows).scalars()]
