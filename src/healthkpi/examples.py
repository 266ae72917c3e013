"""The worked examples inside definitions, run as the files of an officer would be: from cells to judgements."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from healthkpi.definitions.indicator import Example, Indicator
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.table import Table
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.judge import judge_value
from healthkpi.model.grid import Grid, Source
from healthkpi.model.judgement import Verdict
from healthkpi.model.period import Period, year_of
from healthkpi.model.quantity import Quantity, parse_quantity
from healthkpi.model.table import Matched
from healthkpi.model.value import ValueStatus
from healthkpi.tally import tally_indicators
from healthkpi.tidy import tidy_tables

ExampleRows = Sequence[Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an example comes to: of the first unit judged, and the verdict on each."""

    status: ValueStatus
    amount: Fraction | None
    gap: Fraction | None
    verdict: Verdict
    verdicts: Mapping[str, Verdict]


def run_example(policy: Policy, name: str, example: Example) -> Outcome:
    """Evaluate one example of an indicator; its rows are cells, its `before` the rows of the baseline."""
    indicator = policy.indicators[name]
    as_of = example.as_of
    now, before = _periods(indicator, as_of)
    matched = [
        *_sheets(policy, indicator, example.rows, now),
        *_sheets(policy, indicator, example.before, before),
    ]
    tables = tidy_tables(matched, policy)
    tally = tally_indicators(policy, tables, as_of, only=(name,))[0]
    parameters = {key: _number(words) for key, words in _parameters(policy, example).items()}
    judged = [
        (unit, judge_value(unit.value, indicator, as_of, parameters, only_later_data=tally.only_later_data))
        for unit in tally.judged
    ]
    (first, judgement), *_ = judged
    gap = judgement.gap
    return Outcome(
        first.value.status,
        first.value.amount,
        gap.amount if gap is not None and not gap.allowed else None,
        judgement.verdict,
        {unit.unit: each.verdict for unit, each in judged},
    )


def _sheets(
    policy: Policy, indicator: Indicator, rows: ExampleRows | Mapping[str, ExampleRows], period: Period | None
) -> list[Matched]:
    """The rows of an example as sheets whose headings are the names of the fields."""
    by_table = rows if isinstance(rows, Mapping) else {indicator.table or TASK_LEDGER: rows}
    return [
        _sheet(name, policy.tables[name], members, period) for name, members in by_table.items() if members
    ]


def _sheet(name: str, table: Table, rows: ExampleRows, period: Period | None) -> Matched:
    fields = [field for field in table.fields if any(field in row for row in rows)]
    # An example names only what it is about. Without any key its rows are the area's own; a part of the key that
    # it leaves out is filled in with the row's number.
    missing = [key for key in table.key if key not in fields and not table.fields[key].optional]
    keys = missing if any(key in fields for key in table.key) else []
    cells = [
        (*(f"第{number}行" for _ in keys), *(row.get(field) or None for field in fields))
        for number, row in enumerate(rows, start=1)
    ]
    header = (*keys, *fields)
    source = Source(
        Path(f"{name}.example"), "example", "example", hashlib.sha256(name.encode()).hexdigest(), 0
    )
    grid = Grid(source, name, (header, *cells))
    columns = {field: column for column, field in enumerate(header)}
    return Matched(name, grid, (0,), columns, tuple(range(1, len(cells) + 1)), period=period)


def _periods(indicator: Indicator, as_of: date | None) -> tuple[Period | None, Period | None]:
    """The period of the rows and of their baseline; a year each, where the example gives no period column."""
    if as_of is None:
        return None, None
    change = indicator.change
    base = int(change.since) if change is not None and change.since.isdigit() else as_of.year - 1
    return Period(date(as_of.year, 1, 1), as_of), _same_span(as_of, base)


def _same_span(as_of: date, year: int) -> Period:
    if (as_of.month, as_of.day) == (12, 31):
        return year_of(year)
    return Period(date(year, 1, 1), as_of.replace(year=year))


def _parameters(policy: Policy, example: Example) -> dict[str, str | Quantity]:
    stated = {name: each.value for name, each in policy.words.parameters.items() if each.value is not None}
    return {**stated, **example.set}


def _number(words: str | Quantity) -> Fraction:
    quantity = words if isinstance(words, Quantity) else parse_quantity(words)
    if quantity is None:
        raise ValueError(f"{words!r} is not a number")
    return quantity.amount
