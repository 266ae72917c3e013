"""Which tables an indicator cannot do without."""

from healthkpi.definitions.indicator import Elsewhere, Indicator, Kind
from healthkpi.definitions.task_ledger import TASK_LEDGER


def needed_tables(indicator: Indicator) -> tuple[str, ...]:
    """The tables without which an indicator has no value."""
    if indicator.kind is Kind.DERIVED:
        return ()
    sides = (indicator.numerator, indicator.denominator)
    elsewhere = [side.table for side in sides if isinstance(side, Elsewhere)]
    return tuple(dict.fromkeys([indicator.table or TASK_LEDGER, *elsewhere]))
