"""Scorings as they are kept, looked up by what they are of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from healthkpi.history import _tables as tables
from healthkpi.history._sheets import matched_of
from healthkpi.model.history import Kept
from healthkpi.model.packed import unpacked
from healthkpi.model.period import Period, parse_period
from healthkpi.model.run import ReturnKey
from healthkpi.model.table import Matched

# Databases take only so many values in one question.
_AT_ONCE = 5_000


def kept_where(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Kept, ...]:
    """The scorings that meet all conditions, by policy, unit and time; of one return the first first."""
    scoring, run = tables.scoring, tables.run
    rows = connection.execute(
        select(scoring, run.c.finished)
        .join(run, run.c.id == scoring.c.run)
        .where(*conditions)
        .order_by(scoring.c.policy, scoring.c.unit, scoring.c.starts, scoring.c.ends, scoring.c.number)
    ).mappings()
    found = [dict(row) for row in rows]
    inputs = _inputs_of(connection, [row["number"] for row in found])
    return tuple(_kept(row, tuple(inputs.get(row["number"], ()))) for row in found)


def _inputs_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    inputs, found = tables.input_, dict[int, list[tuple[str, str]]]()
    for start in range(0, len(numbers), _AT_ONCE):
        of_these = inputs.c.scoring.in_(numbers[start : start + _AT_ONCE])
        query = select(inputs.c.scoring, inputs.c.name, inputs.c.sha256).where(of_these)
        for number, name, sha256 in connection.execute(query.order_by(inputs.c.scoring, inputs.c.place)):
            found.setdefault(number, []).append((name, sha256))
    return found


def _kept(row: Mapping[Any, Any], inputs: tuple[tuple[str, str], ...]) -> Kept:
    return Kept(
        number=row["number"],
        run=row["run"],
        key=ReturnKey(row["policy"], row["unit"], row["period"]),
        span=span_of(row["starts"], row["ends"]),
        recorded=row["finished"],
        fingerprint=row["fingerprint"],
        corrections_sha256=row["corrections_sha256"],
        inputs=inputs,
        is_current=row["is_current"],
        supersedes=row["supersedes"],
        _packed=row["document"],
    )


def span_of(starts: date | None, ends: date | None) -> Period | None:
    """A period from its two columns."""
    return Period(starts, ends) if starts is not None and ends is not None else None


def current_of(connection: Connection, key: ReturnKey) -> Kept | None:
    """The scoring of a return that counts."""
    scoring = tables.scoring
    found = kept_where(
        connection,
        scoring.c.policy == key.policy,
        scoring.c.unit == key.unit,
        scoring.c.period == key.period,
        scoring.c.is_current,
    )
    return found[0] if found else None


def last_before(connection: Connection, key: ReturnKey) -> Kept | None:
    """The last return of the same unit that is for the same span of time, or from the same day on: August for September."""
    span = period_of(key.period)
    if span is None:
        return None
    scoring = tables.scoring
    earlier = kept_where(
        connection,
        scoring.c.policy == key.policy,
        scoring.c.unit == key.unit,
        scoring.c.ends < span.end,
        scoring.c.is_current,
    )
    alike = [each for each in earlier if each.span is not None and each.span.is_like(span)]
    return max(alike, key=lambda each: (each.span and each.span.end, each.number), default=None)


def period_of(words: str) -> Period | None:
    """A period as it says itself: 2018-09, or both days."""
    start, slash, end = words.partition("/")
    if not slash:
        return parse_period(words)
    try:
        return Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        return None


def sheets_before(connection: Connection, policy: str, unit: str, period: Period) -> tuple[Matched, ...]:
    """Of returns that count the figures for earlier times, oldest first: those of each time from one return only.

    That is the return which ends when they do; where there is none, the newest of those that told of it beside their own.
    """
    scoring, sheet = tables.scoring, tables.sheet
    rows = connection.execute(
        select(
            scoring.c.number,
            scoring.c.run,
            scoring.c.starts,
            scoring.c.ends,
            sheet.c.table,
            sheet.c.starts.label("of_starts"),
            sheet.c.ends.label("of_ends"),
            sheet.c.figures,
        )
        .join(scoring, scoring.c.number == sheet.c.scoring)
        .where(
            scoring.c.policy == policy,
            scoring.c.unit == unit,
            scoring.c.is_current,
            scoring.c.ends < period.end,
            sheet.c.ends < period.end,
        )
        .order_by(sheet.c.ends, sheet.c.starts, sheet.c.scoring, sheet.c.place)
    ).all()
    chosen: dict[tuple[str, Period], tuple[bool, date, int]] = {}
    for row in rows:
        of = row.table, Period(row.of_starts, row.of_ends)
        fitness = row.ends == row.of_ends, row.ends, row.number
        chosen[of] = max(chosen.get(of, fitness), fitness)
    return tuple(
        matched_of(unpacked(row.figures), row.run)
        for row in rows
        if chosen[row.table, Period(row.of_starts, row.of_ends)][2] == row.number
    )
