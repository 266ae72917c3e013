"""The task ledger: what somebody attests, with its date and its evidence."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.task_ledger import DONE, DONE_ON, EVIDENCE, ITEM, OWNER, fold_item
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.model.period import Period
from healthkpi.model.table import StatTable
from healthkpi.model.value import Coverage, Failing, UnitValue, Value, ValueStatus
from healthkpi.text import Text

NOT_IN_LEDGER = Text("台账里没有这一事项", "the ledger has no such item")
TWO_STATES = Text(
    "同一事项同一单位有两行，互相矛盾", "two rows for one item of one unit contradict each other"
)
NO_STATE = Text("台账没有写是否完成", "the ledger does not say whether it is done")
NO_EVIDENCE = Text("填了完成而没有佐证：待核", "entered as done, without evidence: to be checked")


def ledger_values(
    indicator: Indicator, policy: Policy, ledger: StatTable, period: Period | None
) -> tuple[UnitValue, ...]:
    """Whether the item is done, or how many of the items, by a period: for the area, or for every unit of an `each`."""
    # An officer may write the indicator's own name where the definition has a shorter item.
    items = list(indicator.items) if indicator.item is None else [indicator.item, indicator.name.zh]
    rows = _last_told(ledger, _rows_of_items(ledger, items), period)
    owners = {row: _word(ledger, row, OWNER) for row in rows}
    if not indicator.each:
        return (_whole(indicator, policy, ledger, rows),)
    level, names = indicator.each[0], UnitNames(policy)
    units = {row: names.find(owner, level) or owner for row, owner in owners.items()}
    named = tuple(dict.fromkeys(filter(None, units.values())))
    expected = tuple(policy.words.units.get(level, ())) or named
    # Where no row names a unit, the ledger speaks for the area.
    if not expected or (rows and not named):
        return (_whole(indicator, policy, ledger, rows),)
    return tuple(
        UnitValue(level, unit, _value(indicator, ledger, [row for row in rows if units[row] == unit]))
        for unit in expected
    )


def _whole(indicator: Indicator, policy: Policy, ledger: StatTable, rows: Sequence[int]) -> UnitValue:
    return UnitValue(policy.level_of(indicator), policy.words.area.name.zh, _value(indicator, ledger, rows))


def _value(indicator: Indicator, ledger: StatTable, rows: Sequence[int]) -> Value:
    if indicator.item is not None:
        return _state(ledger, rows)
    return _checklist(tuple(indicator.items), ledger, rows)


def _checklist(names: Sequence[str], ledger: StatTable, rows: Sequence[int]) -> Value:
    """How many of the named entries of the ledger are done."""
    states = {name: _state(ledger, _rows_of_items(ledger, [name], rows)) for name in names}
    done = Fraction(sum(value.amount == 1 for value in states.values()))
    failing = tuple(
        Failing(name, value.rows[0] if value.rows else -1, *_failed_or_open(name, value))
        for name, value in states.items()
        if value.amount != 1
    )
    known = [name for name, value in states.items() if value.status.has_value]
    if not known:
        return Value(
            ValueStatus.MISSING, denominator=Fraction(len(states)), reason=NOT_IN_LEDGER, failing=failing
        )
    used = tuple(row for value in states.values() for row in value.rows)
    missing = tuple(name for name in states if name not in known)
    status = ValueStatus.PARTIAL if missing else ValueStatus.OK
    coverage = Coverage(len(states), missing)
    # Only when nothing is lacking is there a day on which the list was done.
    last_day = None if failing else _last_day(ledger, used)
    return Value(
        status,
        done,
        done,
        Fraction(len(states)),
        coverage=coverage,
        rows=used,
        failing=failing,
        done_on=last_day,
    )


def _failed_or_open(name: str, value: Value) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return ((name,), ()) if value.status.has_value else ((), (name,))


def _rows_of_items(ledger: StatTable, wanted: Sequence[str], among: Sequence[int] | None = None) -> list[int]:
    items, folded = ledger.frame[ITEM].tolist(), {fold_item(name) for name in wanted}
    rows = range(len(items)) if among is None else among
    return [row for row in rows if isinstance(items[row], str) and fold_item(items[row]) in folded]


def _last_told(ledger: StatTable, rows: Sequence[int], period: Period | None) -> list[int]:
    """Of ledgers of several times the last word on each entry; one that a later ledger leaves out stands as it was told.

    In September it is not done, in December it is: both are in the table, and together they would never be done.
    """
    last: dict[tuple[str, str], Period] = {}
    dated = [(row, each) for row in rows if (each := ledger.periods[row]) is not None]
    for row, each in dated:
        entry = _entry(ledger, row)
        if period is None or each.end <= period.end:
            last[entry] = max(last.get(entry, each), each, key=lambda it: (it.end, it.start))
    return [row for row in rows if ledger.periods[row] in {None, last.get(_entry(ledger, row))}]


def _entry(ledger: StatTable, row: int) -> tuple[str, str]:
    return fold_item(_word(ledger, row, ITEM)), _word(ledger, row, OWNER)


def _state(ledger: StatTable, rows: Sequence[int]) -> Value:
    """Done if every row of the item is done, with evidence for it where the ledger has a column for evidence."""
    coverage = Coverage(len(rows))
    if not rows:
        return Value(ValueStatus.MISSING, coverage=coverage, reason=NOT_IN_LEDGER)
    if any(row in ledger.doubtful for row in rows):
        return Value(ValueStatus.INVALID, coverage=coverage, rows=tuple(rows), reason=TWO_STATES)
    flags = [ledger.frame[DONE].iloc[row] for row in rows]
    if any(pd.isna(flag) for flag in flags):
        return Value(ValueStatus.MISSING, coverage=coverage, rows=tuple(rows), reason=NO_STATE)
    done = all(flags)
    if done and any(_lacks_evidence(ledger, row) for row in rows):
        return Value(ValueStatus.MISSING, coverage=coverage, rows=tuple(rows), reason=NO_EVIDENCE)
    amount = Fraction(int(done))
    return Value(ValueStatus.OK, amount, coverage=coverage, rows=tuple(rows), done_on=_last_day(ledger, rows))


def _lacks_evidence(ledger: StatTable, row: int) -> bool:
    """A ledger that has no column for evidence does not ask for it."""
    return EVIDENCE in ledger.origins[row].matched.columns and not _word(ledger, row, EVIDENCE)


def _last_day(ledger: StatTable, rows: Sequence[int]) -> date | None:
    days = [ledger.frame[DONE_ON].iloc[row] for row in rows]
    known = [day.date() for day in days if not pd.isna(day)]
    return max(known) if known else None


def _word(ledger: StatTable, row: int, name: str) -> str:
    value = ledger.frame[name].iloc[row]
    return value if isinstance(value, str) else ""
