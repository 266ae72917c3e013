"""The catalogue of targets beside the documents, and in what a definition differs from its row.

Two limits are the same when they accept the same values: 100 % of a proportion is at least 100 %, none of the
villages without a clinic is at most 0, and 6 of 6 items is at least 6.
"""

import csv
import json
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from healthkpi.definitions.indicator import Indicator, Kind, Target
from healthkpi.definitions.kinds import factor_of, unit_of
from healthkpi.limits import Better, Bounds, limits
from healthkpi.model.quantity import POINTS, times_of, usual_unit

COMPARATORS = {
    ">=": "at_least",
    ">": "more_than",
    "<=": "at_most",
    "<": "less_than",
    "==": "equals",
    "near": "about",
    "between": "between",
}
BASELINES = {"start of the year": "start of year"}
NEVER_BELOW_ZERO = {
    Kind.PROPORTION,
    Kind.RATE,
    Kind.RATIO,
    Kind.MEAN,
    Kind.COUNT,
    Kind.AMOUNT,
    Kind.CHECKLIST,
}


@dataclass(frozen=True)
class Row:
    """One row of the catalogue."""

    words: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.words[column]

    @property
    def targets(self) -> list[dict[str, object]]:
        """Ascending by date; each {by, value, value_high}."""
        return json.loads(self["targets"])

    def note(self, token: str) -> str | None:
        """What a note such as `each: county` says."""
        found = re.search(rf"(?:^|; ){token}: ([^;]+)", self["notes"])
        return found[1].strip() if found else None


def read_catalogue(path: Path) -> dict[str, list[Row]]:
    """The rows of each policy, in order."""
    rows: dict[str, list[Row]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for words in csv.DictReader(file):
            rows.setdefault(words["policy"], []).append(Row(words))
    return rows


def differences(row: Row, indicator: Indicator) -> set[str]:
    """In what a definition differs from its row: limit, date, unit, binding, better, each, baseline."""
    found = {name for name, differs in ASPECTS.items() if differs(row, indicator)}
    return found | _target_differences(row, indicator)


def _target_differences(row: Row, indicator: Indicator) -> set[str]:
    by_date = {target.by: target for target in indicator.targets}
    found = set()
    for wanted in row.targets:
        by = date.fromisoformat(wanted["by"]) if wanted["by"] else None
        if by not in by_date:
            found.add("date")
        target = by_date.get(by) or (indicator.targets[0] if indicator.targets else None)
        if target is None or not _accepts_the_same(row, wanted, indicator, target):
            found.add("limit")
    return found


def _accepts_the_same(row: Row, wanted: dict, indicator: Indicator, target: Target) -> bool:
    if row["kind"] == "attested":
        return target.limit is None
    if target.limit is None:
        return False
    key = COMPARATORS[row["comparator"]]
    if key == "about":
        return target.limit.key == "about" and target.limit.amounts[0].amount == number(wanted["value"])
    named = [amount for amount in target.limit.amounts if isinstance(amount, str)]
    if named or isinstance(wanted["value"], str):
        # The number is not in the text: a parameter has to stand for it, whatever it is called.
        return bool(named) and row["disposition"] == "needs_parameter"
    numbers = [number(wanted[part]) for part in ("value", "value_high") if part in wanted]
    better = _better(row, indicator)
    is_fall = indicator.fall is not None and row["better"] == "lower"
    theirs = _clipped(_range(key, numbers, Better(row["better"].replace("none", "neither"))), row_domain(row))
    ours = _range(target.limit.key, [amount.amount for amount in target.limit.amounts], better)
    ours = _clipped(ours if not is_fall else _turned(ours), _domain(indicator))
    return theirs == _scaled(ours, row, indicator)


def number(value: object) -> Fraction:
    """A number of the catalogue, exactly as printed."""
    return Fraction(str(value))


def _better(row: Row, indicator: Indicator) -> Better:
    implied = [limits()[target.limit.key].implies for target in indicator.targets if target.limit]
    return indicator.better or next((way for way in implied if way), Better.NEITHER)


def _range(key: str, numbers: list[Fraction], better: Better):
    accepted = limits()[key].acceptable(Bounds(tuple(numbers)), better)
    low = None if accepted.low is None else (accepted.low, accepted.low_included)
    high = None if accepted.high is None else (accepted.high, accepted.high_included)
    return low, high


def _turned(accepted):
    """A fall of more than 0 is a change of less than 0."""
    low, high = (None if end is None else (-end[0], end[1]) for end in accepted)
    return high, low


def _clipped(accepted, domain):
    low, high = accepted
    least, most = domain
    if least is not None and (low is None or low[0] <= least):
        low = (least, True) if low is None or low[1] or low[0] < least else low
    if most is not None and (high is None or high[0] >= most):
        high = (most, True) if high is None or high[1] or high[0] > most else high
    return low, high


def row_domain(row: Row):
    """The values that are possible at all."""
    kind = Kind(row["kind"])
    most = {Kind.PROPORTION: Fraction(100)}.get(kind)
    if kind is Kind.CHECKLIST and row["denominator"].isdigit():
        most = Fraction(row["denominator"])
    return (Fraction(0) if kind in NEVER_BELOW_ZERO else None), most


def _domain(indicator: Indicator):
    most = Fraction(100) if indicator.kind is Kind.PROPORTION else None
    if indicator.kind is Kind.CHECKLIST and indicator.items:
        most = Fraction(len(indicator.items))
    return (Fraction(0) if indicator.kind in NEVER_BELOW_ZERO else None), most


def _scaled(accepted, row: Row, indicator: Indicator):
    times = times_of(unit_of(indicator), usual_unit(row["unit"])) or Fraction(1)
    return tuple(None if end is None else (end[0] * times, end[1]) for end in accepted)


def _other_unit(row: Row, indicator: Indicator) -> bool:
    if not row.targets or row["kind"] == "attested" or row["disposition"] == "needs_parameter":
        return False
    if all(target["value"] == 0 for target in row.targets):
        return False  # nothing of anything is nothing
    said, ours = usual_unit(row["unit"]), unit_of(indicator)
    if times_of(ours, said) is not None:
        return False
    is_measured = row["factor"] and said not in {"%", POINTS}
    return factor_of(indicator) != int(row["factor"]) if is_measured else ours != said


def _other_binding(row: Row, indicator: Indicator) -> bool:
    said = None if row["binding"] == "none" else row["binding"]
    return any(target.binding != said for target in indicator.targets)


def _other_better(row: Row, indicator: Indicator) -> bool:
    if row["kind"] == "attested" or not row.targets:
        return False
    ours = _better(row, indicator)
    if indicator.fall is not None and row["better"] == "lower":
        # Where the row's own value is the reduction (降低率), both say that more is better.
        ours = {Better.HIGHER: Better.LOWER, Better.LOWER: Better.HIGHER}.get(ours, ours)
    return ours != row["better"].replace("none", "neither")


def _other_each(row: Row, indicator: Indicator) -> bool:
    return bool(row.targets) and (row.note("each") is not None) != bool(indicator.each)


def _other_baseline(row: Row, indicator: Indicator) -> bool:
    said = row.note("baseline")
    ours = indicator.change.since if indicator.change else None
    return BASELINES.get(said, said) != ours


ASPECTS = {
    "unit": _other_unit,
    "binding": _other_binding,
    "better": _other_better,
    "each": _other_each,
    "baseline": _other_baseline,
}
