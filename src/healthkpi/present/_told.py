"""What differs between two scorings, as blocks: why first, then every result that moved."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from healthkpi.model.judgement import Verdict
from healthkpi.model.quantity import FACTOR_OF_UNIT
from healthkpi.model.told import Cause, Compared, Moved, Named, Told
from healthkpi.model.value import ValueStatus
from healthkpi.present._figures import DECIMALS, MOST_DECIMALS, clean, number_text, rounded, with_unit
from healthkpi.present._section import Block, Cell, Line, Tone, cell, column, filled_grid
from healthkpi.present.json import SCHEMA_VERSION, dumped
from healthkpi.text import Text, joined, same

MOST_CELLS = 12
_CAUSES = {
    Cause.DATA: Text("数据", "data"),
    Cause.DEFINITION: Text("定义", "definition"),
    Cause.CORRECTION: Text("更正", "correction"),
    Cause.OPTIONS: Text("选项", "options"),
}
_OPTIONS = {
    "as_of": Text("判定日", "day judged on"),
    "missing": Text("缺报口径", "treatment of missing"),
    "basis": Text("人口口径", "basis"),
    "parameters": Text("参数", "parameters"),
    "assumed_targets": Text("假设目标", "assumed targets"),
    "suppressed_below": Text("隐去小于", "hidden below"),
    "rank_by": Text("排名按", "ranked by"),
    "healthkpi": Text("healthkpi 版本", "version of healthkpi"),
}
_SAME = Text("没有不同", "nothing differs")
_NOT_BEFORE = Text("原来没有这份报送", "this return was not there before")
_NOT_NOW = Text("现在没有这份报送", "this return is not there now")
_NO_RESULT_MOVED = Text("结果都没有变", "no result has moved")
_COLUMNS = (
    column("指标", "Indicator"),
    column("单位", "Unit"),
    column("原", "Before", is_number=True),
    column("现", "Now", is_number=True),
    column("分子/分母", "Counts"),
    column("判定", "Verdict"),
    column("原因", "Why"),
)


def difference_blocks(compared: Sequence[Compared]) -> Iterator[Block]:
    """Return by return; those without a difference are counted at the end."""
    alike = [each for each in compared if each.is_same]
    for each in compared:
        if not each.is_same:
            yield from _blocks(each)
    if len(alike) == len(compared):
        yield Line(_SAME, Tone.STRONG)
    elif alike:
        count = len(alike)
        yield Line(Text(f"另有 {count} 份报送没有不同", f"{count} more returns are the same"), Tone.QUIET)


def _blocks(each: Compared) -> Iterator[Block]:
    yield Line(_head(each), Tone.STRONG)
    if each.before is None or each.after is None:
        yield Line(_NOT_BEFORE if each.before is None else _NOT_NOW)
        return
    for said in _why(each, each.before, each.after):
        yield Line(Text(f"  {said.zh}", f"  {said.en}"))
    if not each.moved:
        yield Line(Text(f"  {_NO_RESULT_MOVED.zh}", f"  {_NO_RESULT_MOVED.en}"), Tone.QUIET)
        return
    names = {**each.before.indicators, **each.after.indicators}
    yield filled_grid(_COLUMNS, [_row(moved, names) for moved in each.moved])


def _head(each: Compared) -> Text:
    key, count = each.key, len(each.moved)
    unit = clean(key.unit)
    times = [told.key.period for told in (each.before, each.after) if told is not None]
    runs = [told.run for told in (each.before, each.after) if told is not None and told.run]
    zh, en = (arrow.join(dict.fromkeys(times)) for arrow in ("→", " → "))
    from_to = f" ({' → '.join(runs)})" if runs else ""
    return Text(
        f"{key.policy} {unit} {zh}：{count} 项结果有变{from_to.replace(' → ', '→')}",
        f"{key.policy} {unit} {en}: {count} result{'' if count == 1 else 's'} moved{from_to}",
    )


def _why(each: Compared, before: Told, after: Told) -> Iterator[Text]:
    for name, (was, now) in each.files.items():
        yield _file_said(clean(name), was, now)
    for change in each.cells[:MOST_CELLS]:
        who = clean(f"{change.row} {change.field}")
        old, new, place = _cell_said(change.before), _cell_said(change.after), clean(change.place)
        yield Text(f"  {who} {old.zh}→{new.zh}  {place}", f"  {who} {old.en} → {new.en}  {place}")
    more = len(each.cells) - MOST_CELLS
    if more > 0:
        yield Text(f"  还有 {more} 格", f"  {more} more cells")
    if each.has_new_definitions:
        yield Text(
            f"定义：{before.definitions[:12]}→{after.definitions[:12]}",
            f"definitions: {before.definitions[:12]} → {after.definitions[:12]}",
        )
    yield from (_corrected(one, Text("更正", "corrected")) for one in each.corrections)
    yield from (_corrected(one, Text("更正已撤", "correction withdrawn")) for one in each.dropped)
    for late in each.late:
        signed, file, reason = _signed(late), clean(late["file"]), clean(late["reason"])
        yield Text(f"补报：{signed}  {file}（{reason}）", f"late: {signed}  {file} ({reason})")
    for name, (was, now) in each.options.items():
        label = _OPTIONS[name]
        yield Text(
            f"{label.zh}：{_option(was)}→{_option(now)}", f"{label.en}: {_option(was)} → {_option(now)}"
        )


def _cell_said(words: str | None) -> Text:
    return Text("空白", "blank") if words is None else same(clean(words))


def _file_said(name: str, was: str | None, now: str | None) -> Text:
    if was is None:
        return Text(f"新增文件：{name}", f"new file: {name}")
    if now is None:
        return Text(f"少了文件：{name}", f"file gone: {name}")
    return Text(f"文件改了：{name}（{was[:8]}→{now[:8]}）", f"file changed: {name} ({was[:8]} → {now[:8]})")


def _corrected(one: Mapping[str, Any], label: Text) -> Text:
    who = clean(" ".join(filter(None, (one["unit"], one["field"]))))
    old, new, reason = (clean(one[name] or "") for name in ("old", "new", "reason"))
    return Text(
        f"{label.zh}：{_signed(one)}  {who} {old}→{new}（{reason}）",
        f"{label.en}: {_signed(one)}  {who} {old} → {new} ({reason})",
    )


def _signed(one: Mapping[str, Any]) -> str:
    return clean(f"{one['when']} {one['who']}")


def _option(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={each}" for name, each in value.items()) or "—"
    return "—" if value in (None, []) else clean(", ".join(value) if isinstance(value, list) else str(value))


def _row(moved: Moved, names: Mapping[str, Named]) -> list[Cell]:
    indicator, _, unit = moved.key
    named = names.get(indicator, Named(same(indicator), ""))
    decimals = _decimals(moved)
    causes = joined([_CAUSES[cause] for cause in moved.because], "、", ", ")
    return [
        cell(Text(clean(named.name.zh), clean(named.name.en))),
        cell(clean(unit)),
        _value(moved.before, named.measure, decimals),
        _value(moved.after, named.measure, decimals),
        cell(_both(_counts(moved.before), _counts(moved.after))),
        cell(_both(_verdict(moved.before), _verdict(moved.after))),
        cell(causes),
    ]


def _decimals(moved: Moved) -> int:
    """Two, or as many as it takes to tell both values apart."""
    values = [Fraction(each["value"]) for each in (moved.before, moved.after) if each and each["value"]]
    if len(values) < 2 or values[0] == values[1]:
        return DECIMALS
    enough = (
        many
        for many in range(DECIMALS, MOST_DECIMALS)
        if rounded(values[0], many) != rounded(values[1], many)
    )
    return next(enough, MOST_DECIMALS)


def _value(result: Mapping[str, Any] | None, measure: str, decimals: int) -> Cell:
    if result is None:
        return cell(Text("没有", "none"), Tone.QUIET)
    if result["value"] is None:
        return cell(_NO_VALUE.get(result["status"], Text("—", "-")), Tone.QUIET)
    number = Fraction(result["value"])
    if measure in FACTOR_OF_UNIT:
        return Cell(with_unit(rounded(number, decimals), measure), number, measure)
    return Cell(number_text(number, measure), number, measure)


_NO_VALUE = {
    str(ValueStatus.MISSING): Text("未报", "not reported"),
    str(ValueStatus.SUPPRESSED): Text("隐去", "hidden"),
}


def _counts(result: Mapping[str, Any] | None) -> Text:
    if result is None or result["numerator"] is None:
        return same("")
    below = f"/{result['denominator']}" if result["denominator"] is not None else ""
    return same(f"{result['numerator']}{below}")


def _verdict(result: Mapping[str, Any] | None) -> Text:
    return Verdict(result["judgement"]).label if result is not None else same("")


def _both(was: Text, now: Text) -> Text:
    if was == now or not was.zh:
        return now
    return Text(f"{was.zh}→{now.zh or '—'}", f"{was.en} → {now.en or '-'}")


def json_of_scorings(before: str, after: str, compared: Sequence[Compared]) -> bytes:
    """Every return in one piece."""
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "before": before,
            "after": after,
            "returns": [_data(each) for each in compared],
        }
    )


def _data(each: Compared) -> dict[str, Any]:
    return {
        "policy": each.key.policy,
        "unit": each.key.unit,
        "before": _side(each.before),
        "after": _side(each.after),
        "same": each.is_same,
        "why": {
            "files": [{"name": name, "before": was, "after": now} for name, (was, now) in each.files.items()],
            "cells": [
                {
                    "cell": one.place,
                    "row": one.row,
                    "field": one.field,
                    "before": one.before,
                    "after": one.after,
                }
                for one in each.cells
            ],
            "corrections": [_correction(one) for one in each.corrections],
            "corrections_withdrawn": [_correction(one) for one in each.dropped],
            "late": [dict(one) for one in each.late],
            "options": {name: {"before": was, "after": now} for name, (was, now) in each.options.items()},
        },
        "changes": [_moved(moved) for moved in each.moved],
    }


def _side(told: Told | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {"period": told.key.period, "run": told.run, "definitions": told.definitions}


def _correction(one: Mapping[str, Any]) -> dict[str, Any]:
    names = ("row", "file", "sheet", "cell", "unit", "field", "old", "new", "reason", "who", "when")
    return {name: one[name] for name in names}


def _moved(moved: Moved) -> dict[str, Any]:
    indicator, level, unit = moved.key
    return {
        "indicator": indicator,
        "level": level,
        "unit": unit,
        "before": dict(moved.before) if moved.before is not None else None,
        "after": dict(moved.after) if moved.after is not None else None,
        "because": [str(cause) for cause in moved.because],
    }


def scorings_schema() -> dict[str, Any]:
    """What a reader of `healthkpi diff RUN RUN --format json` may rely on."""
    text: dict[str, Any] = {"type": "string"}
    some: dict[str, Any] = {"type": ["string", "null"]}
    side = {"anyOf": [_closed(period=text, run=text, definitions=text), {"type": "null"}]}
    signed = {"row": text, "file": text, "reason": text, "who": text, "when": text}
    cells = dict.fromkeys(("sheet", "cell", "unit", "field", "old", "new"), some)
    why = _closed(
        files=_many(_closed(name=text, before=some, after=some)),
        cells=_many(_closed(cell=text, row=text, field=text, before=some, after=some)),
        corrections=_many(_closed(**signed, **cells)),
        corrections_withdrawn=_many(_closed(**signed, **cells)),
        late=_many(_closed(**signed)),
        options={"type": "object", "additionalProperties": _closed(before={}, after={})},
    )
    result = {"anyOf": [{"type": "object"}, {"type": "null"}]}
    causes = _many({"enum": [*map(str, Cause)]})
    moved = _closed(indicator=text, level=text, unit=text, before=result, after=result, because=causes)
    compared = _closed(
        policy=text,
        unit=text,
        before=side,
        after=side,
        same={"type": "boolean"},
        why=why,
        changes=_many(moved),
    )
    return _closed(schema_version={"const": SCHEMA_VERSION}, before=text, after=text, returns=_many(compared))


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _closed(**keys: Any) -> dict[str, Any]:
    """An object with these keys and no other."""
    return {"type": "object", "properties": keys, "required": [*keys], "additionalProperties": False}
