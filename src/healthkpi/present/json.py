"""The scorecard for machines: one JSON document, the same whatever the exit code."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import GeneratorType
from typing import Any

from healthkpi.json_line import json_line
from healthkpi.limits import limits
from healthkpi.model.comparison import Change, Contribution, Pace, Rank
from healthkpi.model.correction import AppliedCorrection, Effect, Late, Outcome, Trail
from healthkpi.model.finding import Acceptance, Finding
from healthkpi.model.identity import may_hold_identity
from healthkpi.model.judgement import JudgedTarget, Judgement, Verdict
from healthkpi.model.period import Period
from healthkpi.model.score import IndicatorScore, Total
from healthkpi.model.scorecard import Alternative, IndicatorResult, Scorecard, UnitResult
from healthkpi.model.tool import tool_version
from healthkpi.model.treatment import Filled
from healthkpi.model.value import Value
from healthkpi.present._figures import decimal_string, float_string, without_identity
from healthkpi.present._layout import compared_verdict
from healthkpi.present._report import Report
from healthkpi.present._scores import formula_of, total_formula
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text

SCHEMA_VERSION = "1"
LINES_TO = 4
_NESTED = (dict, list, GeneratorType)
# What becomes of units that are told one by one: a list, or they stay as they come.
_Gather = Callable[[Iterator[dict[str, Any]]], Iterable[dict[str, Any]]]


def as_data(scorecard: Scorecard) -> dict[str, Any]:
    """The document as plain data. Numbers are decimal strings: a float would lose what was compared exactly."""
    return _document(scorecard, list)


def printed(scorecard: Scorecard) -> bytes:
    """The document as it is printed; of thousands of units each is held no longer than its line takes."""
    return dumped(_document(scorecard, iter))


def _document(scorecard: Scorecard, gather: _Gather) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "healthkpi", "version": tool_version()},
        "policy": {
            "id": scorecard.policy,
            "title": in_both(scorecard.title),
            "issuer": in_both(scorecard.issuer),
            "number": scorecard.number,
            "area": in_both(scorecard.area),
        },
        "definitions": {"version": scorecard.definitions_version},
        "as_of": scorecard.as_of.isoformat() if scorecard.as_of else None,
        "periods": [_period(period) for period in scorecard.periods],
        "rank_by": str(scorecard.rank_by),
        "suppressed_below": scorecard.suppressed_below,
        "missing": str(scorecard.missing),
        "basis": in_both(scorecard.basis) if scorecard.basis is not None else None,
        "assumed_targets": [result.id for result in scorecard.results if result.is_assumed],
        "parameters": {name: decimal_string(number) for name, number in scorecard.parameters.items()},
        "inputs": [
            {"name": source.name, "format": source.format, "sha256": source.sha256, "size": source.size}
            for source in scorecard.sources
        ],
        "exit_code": int(scorecard.exit_code),
        "summary": _summary(scorecard),
        "indicators": [_indicator(result, gather) for result in scorecard.results],
        "findings": [_finding(finding) for finding in scorecard.findings],
        **({"corrections": _corrections(scorecard.corrections)} if scorecard.corrections.files else {}),
        **({"totals": [_total(total) for total in scorecard.totals]} if scorecard.totals else {}),
    }


def as_brief(scorecard: Scorecard) -> dict[str, Any]:
    """Of the document what answers for a return in run.json: no units that are only listed, and not how a figure came about."""
    return {
        "as_of": scorecard.as_of.isoformat() if scorecard.as_of else None,
        "exit_code": int(scorecard.exit_code),
        "definitions": scorecard.definitions_version,
        "summary": _summary(scorecard),
        "judgements": [
            _judgement(result, unit)
            for result in scorecard.results
            if result.is_supplied
            for unit in result.judged
        ],
        "findings": [_finding(finding) for finding in scorecard.findings],
        "corrections": _corrections(scorecard.corrections) if scorecard.corrections.files else None,
    }


def _judgement(result: IndicatorResult, unit: UnitResult) -> dict[str, Any]:
    value, judgement = unit.value.value, unit.judgement
    return {
        "indicator": result.id,
        "level": unit.value.level,
        "unit": unit.value.unit,
        "status": str(value.status),
        "value": _number(value.amount),
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
        "target": _target(judgement.target),
        "reached": judgement.reached,
        "judgement": str(judgement.verdict),
        "gap": _gap(judgement),
        "reason": in_both(judgement.reason) if judgement.reason else None,
    }


def _summary(scorecard: Scorecard) -> dict[str, Any]:
    supplied = scorecard.supplied
    counts = Counter(result.verdict for result in supplied)
    return {
        "indicators": len(scorecard.results),
        "not_supplied": len(scorecard.results) - len(supplied),
        "verdicts": {str(verdict): counts[verdict] for verdict in Verdict},
    }


def _indicator(result: IndicatorResult, gather: _Gather) -> dict[str, Any]:
    return {
        "id": result.id,
        "name": in_both(result.name),
        "kind": str(result.kind),
        "unit": result.unit,
        "counted_in": result.counted_in,
        "clauses": [{"at": at, "quote": quote} for at, quote in result.clauses],
        "binding": result.binding,
        "responsible": in_both(result.responsible) if result.responsible else None,
        "reading": in_both(result.reading) if result.reading else None,
        "chosen_reading": result.chosen_reading,
        "other_readings": list(result.other_readings),
        "basis": in_both(result.basis) if result.basis is not None else None,
        "assumed": result.is_assumed,
        "stated_target": _target(result.stated_target),
        "supplied": result.is_supplied,
        "period": _period(result.tally.period) if result.tally.period else None,
        "verdict": str(result.verdict) if result.is_supplied else None,
        "judged": _units(result.judged, result.unit, gather),
        "listed": _units(result.listed, result.unit, gather),
        **(
            {"alternatives": [_alternative(each) for each in result.alternatives]}
            if result.alternatives
            else {}
        ),
    }


def _alternative(way: Alternative) -> dict[str, Any]:
    return {
        "choice": str(way.choice),
        "id": way.id,
        "name": in_both(way.name),
        "chosen": way.is_chosen,
        "verdict": str(way.result.verdict),
        "judged": _units(way.result.judged, way.result.unit, list),
    }


def _units(units: Sequence[UnitResult], measure: str, gather: _Gather) -> Iterable[dict[str, Any]]:
    targets = {id(target): target for unit in units if (target := unit.judgement.target) is not None}
    # Nearly all units are held to the same.
    told = {key: _target(target) for key, target in targets.items()}
    made = (_unit(unit, measure, told.get(id(unit.judgement.target))) for unit in units)
    return gather(made) if units else []


def _unit(unit: UnitResult, measure: str, target: dict[str, Any] | None) -> dict[str, Any]:
    value, judgement = unit.value.value, unit.judgement
    return {
        "level": unit.value.level,
        "unit": unit.value.unit,
        **_value(value),
        "reached": judgement.reached,
        "judgement": str(judgement.verdict if unit.is_judged else compared_verdict(unit)),
        "target": target,
        "gap": _gap(judgement),
        "expected": _number(judgement.expected),
        "reason": in_both(judgement.reason) if judgement.reason else None,
        "remarks": [in_both(remark) for remark in judgement.remarks],
        "interval": _interval(unit),
        "cells": [{"side": str(each.side), "field": each.field, "cells": each.cells} for each in unit.ranges],
        **({"score": _score(unit.score, measure)} if unit.score is not None else {}),
        "changes": [_change(change) for change in unit.changes],
        "series": [{"period": _period(point.period), **_short_value(point.value)} for point in unit.series],
        "pace": _pace(unit.pace) if unit.pace is not None else None,
        "light": str(unit.light) if unit.light is not None else None,
        "rank": _rank(unit.rank) if unit.rank is not None else None,
        "contribution": _contribution(unit.contribution) if unit.contribution is not None else None,
    }


def _change(change: Change) -> dict[str, Any]:
    """On the units that are there at both times; `amount` is in the unit of the value (points for a percentage)."""
    return {
        "since": change.since,
        "period": _period(change.period) if change.period else None,
        "before": _short_value(change.before),
        "now": _short_value(change.now),
        "amount": _number(change.amount),
        "counted": _number(change.counted),
        "percent": _number(change.percent),
        "left_out": list(change.left_out),
    }


def _short_value(value: Value) -> dict[str, Any]:
    return {
        "status": str(value.status),
        "value": _number(value.amount),
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
    }


def _pace(pace: Pace) -> dict[str, Any]:
    recent = pace.recent
    return {
        "days": pace.days,
        "months": pace.months,
        "elapsed": _number(pace.elapsed),
        "done": _number(pace.done),
        "expected": _number(pace.expected),
        "behind": _number(pace.behind),
        "left": _number(pace.left),
        "needed_a_month": _number(pace.needed),
        "recent_a_month": _number(recent.a_month) if recent else None,
        "recent_months": recent.months if recent else None,
        "recent_is_year_so_far": recent.since_start if recent else None,
        "projected": _number(pace.projected),
        "projected_value": _number(pace.projected_value),
        "projected_reaches": pace.projected_reaches,
        "short_then": _number(pace.short_then),
    }


def _rank(rank: Rank) -> dict[str, Any]:
    return {
        "place": rank.place,
        "of": rank.of,
        "before": rank.before,
        "last_times": rank.last_times,
        "reason": in_both(rank.reason) if rank.reason else None,
    }


def _contribution(part: Contribution) -> dict[str, Any]:
    return {
        "balance": _number(part.balance),
        "short": _number(part.short),
        "of_shortfalls": _number(part.of_shortfalls),
        "of_whole": _number(part.of_whole),
        "unreported": part.is_unreported,
    }


def _score(score: IndicatorScore, measure: str) -> dict[str, Any]:
    return {
        "points": _number(score.points),
        "full": _number(score.terms.full),
        "rule": score.rule,
        "formula": in_both(formula_of(score, measure)),
        "reason": in_both(score.reason) if score.reason else None,
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "id": total.rule.id,
        "name": in_both(total.rule.name),
        "level": total.level,
        "unit": total.unit,
        "points": _number(total.points),
        "full": _number(total.rule.full),
        "covered": _number(total.covered),
        "formula": in_both(total_formula(total.rule)),
        "parts": [
            {"indicator": part.indicator, "weight": _number(part.weight), "brings": _number(part.brings)}
            for part in total.parts
        ],
        "reason": in_both(total.reason) if total.reason else None,
        "said": [in_both(each) for each in total.said],
    }


def _interval(unit: UnitResult) -> dict[str, Any] | None:
    interval, target = unit.interval, unit.judgement.target
    if interval is None:
        return None
    return {
        "level": decimal_string(interval.confidence),
        "low": float_string(interval.low),
        "high": float_string(interval.high),
        "method": interval.method,
        "target": interval.against(target.acceptable) if target is not None else None,
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "status": str(value.status),
        "value": _number(value.amount),
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
        "factor": value.factor,
        "ready_made": value.ready_made,
        "done_on": value.done_on.isoformat() if value.done_on else None,
        "coverage": {"expected": value.coverage.expected, "missing": list(value.coverage.missing)},
        "filled": [_filled(each) for each in value.filled],
        "not_filled": [{"unit": each.unit, "reason": in_both(each.reason)} for each in value.not_filled],
        "failing": [
            {"unit": each.label, "failed": list(each.failed), "open": list(each.open)}
            for each in value.failing
        ],
        "baseline": None if value.base is None else _value(value.base),
    }


def _filled(filled: Filled) -> dict[str, Any]:
    since = filled.carried_from
    return {
        "unit": filled.unit,
        "as": str(filled.treatment),
        "numerator": _number(filled.numerator),
        "carried_from": _period(since) if since is not None else None,
    }


def _target(target: JudgedTarget | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "limit": target.key,
        "numbers": [decimal_string(number) for number in target.numbers],
        "by": target.by.isoformat() if target.by else None,
        "is_due": target.is_due,
        **_allowed_about(target),
    }


def _allowed_about(target: JudgedTarget) -> dict[str, Any]:
    """What "about" was taken to allow, which its number does not tell."""
    limit, range_ = limits().get(target.key), target.acceptable
    if limit is None or not limit.takes_within:
        return {}
    return {"acceptable": {"low": _number(range_.low), "high": _number(range_.high)}}


def _gap(judgement: Judgement) -> dict[str, Any] | None:
    gap = judgement.gap
    if gap is None:
        return None
    return {
        "amount": _number(gap.amount),
        "allowed": gap.allowed,
        "over": gap.over,
        "with_unreported": _number(gap.with_unreported),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code.id,
        "severity": str(finding.code.severity),
        "file": place.file if place else None,
        "sheet": place.sheet if place else None,
        "cell": (place.address or None) if place else None,
        "unit": finding.unit,
        "message": in_both(finding.message),
        **({"accepted": _acceptance(finding.accepted)} if finding.accepted is not None else {}),
    }


def _acceptance(accepted: Acceptance) -> dict[str, Any]:
    return {
        "reason": accepted.reason,
        "who": accepted.who,
        "when": accepted.when.isoformat(),
        "row": str(accepted.place),
    }


def _corrections(trail: Trail) -> dict[str, Any]:
    return {
        "files": [{"name": file.name, "sha256": file.sha256} for file in trail.files],
        "applied": [_applied(each) for each in trail.applied],
        "together": [_effect(each) for each in trail.together],
        **({"late": [_late(each) for each in trail.late]} if trail.late else {}),
    }


def _applied(applied: AppliedCorrection) -> dict[str, Any]:
    edit, correction = applied.edit, applied.edit.correction
    return {
        "row": str(correction.place),
        "file": edit.place.file,
        "sheet": edit.place.sheet,
        "cell": edit.place.address,
        "unit": edit.unit,
        "field": edit.field,
        "old": edit.old,
        "new": edit.new,
        "row_struck": correction.strikes,
        "reason": correction.reason,
        "who": correction.who,
        "when": correction.when.isoformat(),
        "effects": None if applied.effects is None else [_effect(each) for each in applied.effects],
    }


def _late(late: Late) -> dict[str, Any]:
    return {
        "row": str(late.place),
        "file": late.file,
        "reason": late.reason,
        "who": late.who,
        "when": late.when.isoformat(),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "indicator": effect.indicator,
        "level": effect.level,
        "unit": effect.unit,
        "before": _outcome(effect.before),
        "after": _outcome(effect.after),
    }


def _outcome(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    value, judgement = outcome.value, outcome.judgement
    return {
        "status": str(value.status),
        "value": _number(value.amount),
        "numerator": _number(value.numerator),
        "denominator": _number(value.denominator),
        "judgement": str(judgement.verdict if outcome.is_judged else compared_verdict(outcome)),
        "gap": _gap(judgement),
        "rank": outcome.place,
    }


def in_both(text: Text) -> dict[str, str]:
    """A sentence in both languages."""
    return {"zh": text.zh, "en": text.en}


def _number(number: Fraction | None) -> str | None:
    return None if number is None else decimal_string(number)


def _period(period: Period) -> dict[str, str]:
    return {"label": str(period), "start": period.start.isoformat(), "end": period.end.isoformat()}


def _render(report: Report, _language: Language) -> bytes:
    return printed(report.scorecard)


# What a terminal would obey or what turns the writing round; the lower control characters are escaped in any case.
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# The same in UTF-8, by the first byte: whether a document has that at all is told ten times as fast.
_UNSEEN_BYTES = {
    b"\x7f": re.compile(rb"\x7f"),
    b"\xc2": re.compile(rb"\xc2[\x80-\x9f]"),
    b"\xe2": re.compile(rb"\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xa9])"),
    b"\xef": re.compile(rb"\xef\xbb\xbf"),
}


def dumped(data: dict[str, Any] | Sequence[Any]) -> bytes:
    """JSON that reads well in Chinese and ends in a line break; what lies LINES_TO deep stands on one line.

    So the figures of a unit are one line, and a large result is a third as large as with every key on its own.
    """
    words = b"".join([*_indented(data, 0), b"\n"])
    if not any(first in words and unseen.search(words) for first, unseen in _UNSEEN_BYTES.items()):
        return words
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", words.decode()).encode()


def _indented(data: object, depth: int) -> Iterable[bytes]:
    """In pieces that are put together once, for a large result would else be copied at each depth."""
    if depth == LINES_TO or not data or not isinstance(data, _NESTED):
        return (_without_identity(json_line(data)),)
    return _named(data, depth + 1) if isinstance(data, dict) else _listed(data, depth + 1)


def _named(data: Mapping[str, object], depth: int) -> Iterator[bytes]:
    begin = b"\n" + b"  " * depth
    between = b"{" + begin
    for name, value in data.items():
        yield between + _without_identity(json_line(name)) + b": "
        yield from _indented(value, depth)
        between = b"," + begin
    yield begin[:-2] + b"}"


def _listed(data: Iterable[object], depth: int) -> Iterator[bytes]:
    begin = b"\n" + b"  " * depth
    between = b"[" + begin
    for pieces in [_lines(data, begin)] if depth == LINES_TO else (_indented(each, depth) for each in data):
        yield between
        yield from pieces
        between = b"," + begin
    yield begin[:-2] + b"]"


def _lines(data: Iterable[object], begin: bytes) -> Iterable[bytes]:
    """All at once, for what parts them ends an identity number too."""
    return (_without_identity((b"," + begin).join(map(json_line, data))),)


def _without_identity(words: bytes) -> bytes:
    return without_identity(words.decode()).encode() if may_hold_identity(words) else words


WRITER = Writer("json", (".json",), _render)
