"""A scoring as rows: what its document says of indicators, units, findings and corrections, ready to be looked through."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Table

from healthkpi.history import _tables as tables
from healthkpi.limits import Better, Bounds, limits
from healthkpi.model.packed import Packed
from healthkpi.model.run import Document, Scored

Row = dict[str, Any]


def rows_of(scored: Scored) -> dict[Table, list[Row]]:
    """What belongs to a scoring, table by table, each in the order of the document."""
    document = scored.document
    return {
        tables.input_: [_input(scored, at) for at in range(len(scored.inputs))],
        tables.indicator: [*map(_indicator, _supplied(document))],
        tables.result: [row for each in _supplied(document) for row in _results(each)],
        tables.finding: [*map(_finding, document.get("findings", ()))],
        tables.correction: [*_corrections(document.get("corrections", {}))],
        tables.sheet: [*map(_sheet, scored.sheets)],
    }


def _supplied(document: Document) -> Sequence[Mapping[str, Any]]:
    """The indicators that had a table; of the others there is nothing to keep but that they had none."""
    return [each for each in document["indicators"] if each["supplied"]]


def _input(scored: Scored, at: int) -> Row:
    read = scored.inputs[at]
    return {
        "name": read.name,
        "sha256": read.sha256,
        "size": read.size,
        "rows": read.rows,
        "left_out": read.left_out,
    }


def _indicator(each: Mapping[str, Any]) -> Row:
    period = each["period"]
    return {
        "indicator": each["id"],
        **each["name"],
        "measure": each["unit"],
        "starts": _day(period and period["start"]),
        "ends": _day(period and period["end"]),
        "verdict": each["verdict"],
    }


def _results(each: Mapping[str, Any]) -> Iterator[Row]:
    for is_judged, units in ((True, each["judged"]), (False, each["listed"])):
        for unit in units:
            yield {"indicator": each["id"], "is_judged": is_judged, **_result(unit)}


def _result(unit: Mapping[str, Any]) -> Row:
    target, gap = unit["target"], unit["gap"]
    low, high = _ends(target) if target else (None, None)
    return {
        **{name: unit[name] for name in ("level", "unit", "status", "value", "numerator", "denominator")},
        "judgement": unit["judgement"],
        "reached": unit["reached"],
        "target": " ".join((target["limit"], *target["numbers"])) if target else None,
        "low": low,
        "high": high,
        "due": _day(target and target["by"]),
        "gap": gap["amount"] if gap else None,
    }


def _ends(target: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Both ends of what is acceptable, as the document writes numbers; an attested item has none."""
    if "acceptable" in target:
        return target["acceptable"]["low"], target["acceptable"]["high"]
    return _ends_of(target["limit"], *target["numbers"])


@lru_cache(maxsize=1_000)  # thousands of units are held to the same few
def _ends_of(key: str, *numbers: str) -> tuple[str | None, str | None]:
    limit = limits().get(key)
    if limit is None:
        return None, None
    words: dict[Fraction | None, str] = {Fraction(each): each for each in numbers}
    range_ = limit.acceptable(Bounds(tuple(map(Fraction, numbers))), Better.NEITHER)
    return words.get(range_.low), words.get(range_.high)


def _finding(finding: Mapping[str, Any]) -> Row:
    accepted = finding.get("accepted")
    return {
        **{name: finding[name] for name in ("code", "severity", "file", "sheet", "cell", "unit")},
        **finding["message"],
        "accepted_by": accepted["who"] if accepted else None,
        "accepted_why": accepted["reason"] if accepted else None,
        "accepted_on": _day(accepted and accepted["when"]),
    }


def _corrections(trail: Mapping[str, Any]) -> Iterator[Row]:
    """The cells that were corrected, then the files that were declared late."""
    for each in trail.get("applied", ()):
        names = ("row", "file", "sheet", "cell", "unit", "field", "old", "new", "reason", "who")
        yield {**{name: each[name] for name in names}, "dated": _day(each["when"])}
    for each in trail.get("late", ()):
        blank = dict.fromkeys(("sheet", "cell", "unit", "field", "old", "new"))
        said = {name: each[name] for name in ("row", "file", "reason", "who")}
        yield {**blank, **said, "dated": _day(each["when"])}


def _sheet(sheet: Document) -> Row:
    return {
        "table": sheet["table"],
        "starts": _day(sheet["of"]["start"]),
        "ends": _day(sheet["of"]["end"]),
        "figures": Packed.of(sheet).content,
    }


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def as_json(data: Mapping[str, Any]) -> str:
    """The arguments of a run."""
    return json.dumps(dict(data), ensure_ascii=False, sort_keys=True, default=str)
