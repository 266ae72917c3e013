"""What the history tells: one indicator over time, the returns that are kept, the runs they came with."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, func, or_, select

from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.history import _tables as tables
from healthkpi.history._kept import span_of
from healthkpi.history._locks import lock_on, standing_locks
from healthkpi.model.history import KeptReturn, KeptRun, Trend, TrendLine, TrendPoint
from healthkpi.model.period import Period
from healthkpi.model.run import ReturnKey
from healthkpi.text import Text

_Key = tuple[str, str, str, str]
_NO_INDICATOR = Text("历史库里没有指标“{word}”{near}", 'the history has no indicator "{word}"{near}')
_NO_LINE = Text("历史库里没有这些单位或层级的数：{words}", "the history has no figures of {words}")


def trend_of(
    connection: Connection, word: str, units: Sequence[str], level: str | None, policy: str | None
) -> Trend:
    """An indicator by its id or name, of the units and the level asked for, else of all."""
    rows = _rows(connection, word, policy)
    if not rows:
        raise UsageError(_unknown(connection, word))
    chosen = [
        row
        for row in rows
        if (not units or row["unit"] in units or row["of"] in units) and level in {None, row["level"]}
    ]
    if not chosen:
        words = ", ".join([*units, *([level] if level else [])])
        raise UsageError(_NO_LINE.format(words=words))
    last = max(rows, key=lambda row: row["number"])
    return Trend(last["indicator"], Text(last["zh"], last["en"]), last["measure"], _lines(chosen))


def _rows(connection: Connection, word: str, policy: str | None) -> list[Mapping[Any, Any]]:
    scoring, indicator, result = tables.scoring, tables.indicator, tables.result
    query = (
        select(
            scoring.c.number,
            scoring.c.run,
            scoring.c.policy,
            scoring.c.unit.label("of"),
            scoring.c.starts,
            scoring.c.ends,
            indicator.c.zh,
            indicator.c.en,
            indicator.c.measure,
            indicator.c.starts.label("own_starts"),
            indicator.c.ends.label("own_ends"),
            result,
        )
        .join(indicator, indicator.c.scoring == scoring.c.number)
        .join(result, (result.c.scoring == scoring.c.number) & (result.c.indicator == indicator.c.indicator))
        .where(
            scoring.c.is_current,
            or_(indicator.c.indicator == word, indicator.c.zh == word, indicator.c.en == word),
            *([scoring.c.policy == policy] if policy else []),
        )
        .order_by(scoring.c.policy, scoring.c.unit, scoring.c.number, result.c.place)
    )
    return [*connection.execute(query).mappings()]


def _lines(rows: Sequence[Mapping[Any, Any]]) -> tuple[TrendLine, ...]:
    """Of two returns that judged one time of an indicator, that of this time tells it, else the newer."""
    points: dict[_Key, dict[Period, tuple[bool, int, Mapping[Any, Any]]]] = {}
    for row in rows:
        period = span_of(row["own_starts"], row["own_ends"]) or span_of(row["starts"], row["ends"])
        if period is None:
            continue
        line = points.setdefault((row["policy"], row["of"], row["level"], row["unit"]), {})
        fitness = row["ends"] == period.end, row["number"]
        if period not in line or fitness > line[period][:2]:
            line[period] = (*fitness, row)
    return tuple(_line(key, found) for key, found in points.items())


def _line(key: _Key, found: Mapping[Period, tuple[bool, int, Mapping[Any, Any]]]) -> TrendLine:
    ordered = sorted(found, key=lambda each: (each.end, each.start))
    is_judged = bool(found[ordered[-1]][2]["is_judged"])
    return TrendLine(*key, is_judged, tuple(_point(each, found[each][2]) for each in ordered))


def _point(period: Period, row: Mapping[Any, Any]) -> TrendPoint:
    exact: dict[str, Any] = {
        name: Fraction(row[name]) if row[name] is not None else None
        for name in ("value", "numerator", "denominator", "low", "high", "gap")
    }
    said = {name: row[name] for name in ("status", "judgement", "reached", "run")}
    return TrendPoint(period=period, **said, **exact)


def _unknown(connection: Connection, word: str) -> Text:
    indicator = tables.indicator
    rows = connection.execute(select(indicator.c.indicator, indicator.c.zh, indicator.c.en).distinct())
    names = [name for row in rows for name in row]
    near = find_similar(word, names) or next((each for each in names if word in each), None)
    hint = Text(f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else Text("", "")
    return _NO_INDICATOR.format(word=word, near=hint)


def returns_kept(connection: Connection, policy: str | None, units: Sequence[str]) -> tuple[KeptReturn, ...]:
    """Every return by the scoring that counts, by policy, unit and time."""
    scoring, run, locks = tables.scoring, tables.run, standing_locks(connection)
    key = scoring.c.policy, scoring.c.unit, scoring.c.period
    counted = select(*key, func.count().label("count")).group_by(*key).subquery()
    is_same = [counted.c[column.name] == column for column in key]
    query = (
        select(*key, scoring.c.run, scoring.c.exit_code, run.c.finished, counted.c.count)
        .join(run, run.c.id == scoring.c.run)
        .join(counted, is_same[0] & is_same[1] & is_same[2])
        .where(
            scoring.c.is_current,
            *([scoring.c.policy == policy] if policy else []),
            *([scoring.c.unit.in_(units)] if units else []),
        )
        .order_by(scoring.c.policy, scoring.c.unit, scoring.c.ends, scoring.c.starts)
    )
    return tuple(
        KeptReturn(
            of := ReturnKey(row["policy"], row["unit"], row["period"]),
            row["run"],
            row["finished"],
            row["exit_code"],
            row["count"] - 1,
            lock_on(locks, of),
        )
        for row in connection.execute(query).mappings()
    )


def runs_kept(connection: Connection, most: int) -> tuple[KeptRun, ...]:
    """The newest runs, the last one first."""
    run, filed, failure = tables.run, tables.filed, tables.failure
    rows = [*connection.execute(select(run).order_by(run.c.id.desc()).limit(most)).mappings()]
    ids = [row["id"] for row in rows]
    outcomes: dict[str, Counter[str]] = {}
    counted = select(filed.c.run, filed.c.outcome, func.count()).where(filed.c.run.in_(ids))
    for of, outcome, count in connection.execute(counted.group_by(filed.c.run, filed.c.outcome)):
        outcomes.setdefault(of, Counter())[outcome] = count
    failed = select(failure.c.run, func.count()).where(failure.c.run.in_(ids)).group_by(failure.c.run)
    failures = {of: count for of, count in connection.execute(failed)}  # noqa: C416 - rows are no pairs to mypy
    return tuple(
        KeptRun(
            row["id"],
            row["started"],
            row["finished"],
            row["version"],
            row["exit_code"],
            outcomes.get(row["id"], Counter()),
            failures.get(row["id"], 0),
        )
        for row in rows
    )
