"""Two scorings beside each other: which results differ, and what of data, definitions, corrections and options does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from healthkpi.history._cells import read_cells
from healthkpi.model.grid import CellValue, shown_raw
from healthkpi.model.place import Place
from healthkpi.model.run import Document, ReturnKey
from healthkpi.model.told import Cause, CellChange, Compared, Moved, Named, ResultKey, Told
from healthkpi.text import Text

OPTIONS = ("as_of", "missing", "basis", "parameters", "assumed_targets", "suppressed_below", "rank_by")
_SHOWN = ("status", "value", "numerator", "denominator", "judgement", "target", "gap")
_SIGNED = ("file", "sheet", "cell", "old", "new", "reason", "who", "when")


def told_of(
    key: ReturnKey, run: str, inputs: Mapping[str, str], document: Document, sheets: Sequence[Document] = ()
) -> Told:
    """A scoring by its JSON document."""
    supplied = [each for each in document["indicators"] if each["supplied"]]
    trail = document.get("corrections") or {}
    correcting = {each["sha256"] for each in trail.get("files", ())}
    return Told(
        key=key,
        run=run,
        definitions=document["definitions"]["version"],
        inputs={name: sha256 for name, sha256 in inputs.items() if sha256 not in correcting},
        options={
            **{name: document.get(name) for name in OPTIONS},
            "healthkpi": document["tool"]["version"],
        },
        corrections=trail.get("applied", ()),
        late=trail.get("late", ()),
        results={
            (each["id"], unit["level"], unit["unit"]): {name: unit[name] for name in _SHOWN}
            for each in supplied
            for unit in (*each["judged"], *each["listed"])
        },
        indicators={each["id"]: Named(Text(**each["name"]), each["unit"]) for each in supplied},
        sheets=sheets,
    )


def compare(before: Iterable[Told], after: Iterable[Told]) -> list[Compared]:
    """Return by return; one that is of another time on the other side is compared with the one of the same unit."""
    left, right = ({told.key: told for told in side} for side in (before, after))
    pairs = [(left[key], right[key]) for key in sorted(left.keys() & right.keys())]
    only_left = [left[key] for key in sorted(left.keys() - right.keys())]
    only_right = [right[key] for key in sorted(right.keys() - left.keys())]
    for told in _alone(only_left):
        match = next((each for each in _alone(only_right) if _unit(each) == _unit(told)), None)
        if match is not None:
            pairs.append((told, match))
            only_left.remove(told)
            only_right.remove(match)
    return [
        *(_compared(one, other) for one, other in pairs),
        *(Compared(told, None) for told in only_left),
        *(Compared(None, told) for told in only_right),
    ]


def _unit(told: Told) -> tuple[str, str]:
    return told.key.policy, told.key.unit


def _alone(side: Sequence[Told]) -> list[Told]:
    """Those that are the only one of their unit, so that there is no choice."""
    counts = Counter(map(_unit, side))
    return [told for told in side if counts[_unit(told)] == 1]


def _compared(before: Told, after: Told) -> Compared:
    known, now = ({_signature(each) for each in side.corrections} for side in (before, after))
    declared = {_late_signature(each) for each in before.late}
    made = Compared(
        before,
        after,
        files=_files(before.inputs, after.inputs),
        cells=tuple(_cells(before.sheets, after.sheets)),
        corrections=[each for each in after.corrections if _signature(each) not in known],
        dropped=[each for each in before.corrections if _signature(each) not in now],
        late=[each for each in after.late if _late_signature(each) not in declared],
        options={
            name: (before.options.get(name), after.options.get(name))
            for name in dict.fromkeys([*before.options, *after.options])
            if before.options.get(name) != after.options.get(name)
        },
    )
    return _with_moves(made, before, after)


def _with_moves(made: Compared, before: Told, after: Told) -> Compared:
    keys = dict.fromkeys([*after.results, *before.results])
    moved = [
        Moved(key, before.results.get(key), after.results.get(key), _because(made, key))
        for key in keys
        if before.results.get(key) != after.results.get(key)
    ]
    return replace(made, moved=moved)


def _because(made: Compared, key: ResultKey) -> tuple[Cause, ...]:
    """The causes there are; of corrections those whose effect on this result was reckoned, or was not reckoned at all."""
    touched = [*map(_touched, made.corrections), *map(_touched, made.dropped)]
    is_corrected = any(keys is None or key in keys for keys in touched)
    causes = {
        Cause.DATA: bool(made.files),
        Cause.DEFINITION: made.has_new_definitions,
        Cause.CORRECTION: is_corrected,
        Cause.OPTIONS: bool(made.options),
    }
    found = tuple(cause for cause, is_there in causes.items() if is_there)
    return found or ((Cause.CORRECTION,) if touched else ())


def _touched(correction: Mapping[str, Any]) -> set[ResultKey] | None:
    effects = correction["effects"]
    if effects is None:
        return None
    return {(each["indicator"], each["level"], each["unit"]) for each in effects}


def _signature(correction: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(correction[name] for name in _SIGNED)


def _late_signature(late: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(late[name] for name in ("file", "reason", "who", "when"))


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
    return {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


# A table and what names one of its rows; the figures of a row by their field, with their place.
_RowKey = tuple[str, str]
_Rows = dict[_RowKey, dict[str, tuple[CellValue, str]]]


def _cells(before: Sequence[Document], after: Sequence[Document]) -> Iterator[CellChange]:
    """Row by row, found again by its name and not by its number: a row that moved down has not changed."""
    if not before or not after:
        return
    one, other = _rows_of(before), _rows_of(after)
    for key in dict.fromkeys([*one, *other]):
        then, now = one.get(key, {}), other.get(key, {})
        for field in dict.fromkeys([*then, *now]):
            was, place = then.get(field, (None, ""))
            is_, place = now.get(field, (None, place))
            if was != is_:
                yield CellChange(place, key[1], field, _said(was), _said(is_))


def _said(value: CellValue) -> str | None:
    return None if value is None else shown_raw(value)


def _rows_of(sheets: Sequence[Document]) -> _Rows:
    """Rows of one name are told apart by their order."""
    rows: _Rows = {}
    for sheet in sheets:
        cells = read_cells(sheet["cells"])
        for row, label in zip(sheet["rows"], sheet["labels"], strict=True):
            held = {name: cells.get((row, column)) for name, column in sheet["columns"].items()}
            key, again = (sheet["table"], label), 2
            while key in rows:
                key, again = (sheet["table"], f"{label} #{again}"), again + 1
            rows[key] = {
                name: (value, _place(sheet, row, sheet["columns"][name]))
                for name, value in held.items()
                if value is not None
            }
    return rows


def _place(sheet: Document, row: int, column: int) -> str:
    if sheet["transposed"]:
        row, column = column, row
    return str(Place(sheet["source"]["name"], sheet["sheet"], row, column))
