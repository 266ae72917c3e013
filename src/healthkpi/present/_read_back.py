"""A scorecard from its JSON document, as far as the lines of `_layout` ask for it.

So what is said of a kept result is said by the functions that said it the first time. What the document leaves out
(the single cells, the rows) is not there; findings, totals and corrections are asked of the document itself.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from healthkpi.limits import Acceptable, Better, Bounds, limits
from healthkpi.model.judgement import Gap, JudgedTarget, Judgement, Verdict
from healthkpi.model.period import Period
from healthkpi.model.scorecard import IndicatorResult, Scorecard, UnitResult
from healthkpi.model.treatment import Filled, NotFilled, Treatment
from healthkpi.model.value import Coverage, Failing, Tally, UnitValue, Value, ValueStatus
from healthkpi.text import Text

Data = Mapping[str, Any]


def scorecard_of(document: Data) -> Scorecard:
    """The scorecard that a document was made of."""
    policy = document["policy"]
    return Scorecard(
        policy=policy["id"],
        title=_text(policy["title"]),
        area=_text(policy["area"]),
        levels={},
        issuer=_text(policy["issuer"]),
        number=policy["number"],
        definitions_version=document["definitions"]["version"],
        as_of=_day(document["as_of"]),
        periods=tuple(map(_period, document["periods"])),
        sources=(),
        parameters={name: Fraction(number) for name, number in document["parameters"].items()},
        results=tuple(map(_result, document["indicators"])),
        findings=(),
        suppressed_below=document["suppressed_below"],
        missing=Treatment(document["missing"]),
        basis=_maybe_text(document["basis"]),
    )


def _result(data: Data) -> IndicatorResult:
    judged = tuple(_unit(unit, is_judged=True) for unit in data["judged"])
    listed = tuple(_unit(unit, is_judged=False) for unit in data["listed"])
    period = _period(data["period"]) if data["period"] is not None else None
    return IndicatorResult(
        id=data["id"],
        name=_text(data["name"]),
        kind=data["kind"],
        unit=data["unit"],
        counted_in=data["counted_in"],
        clauses=tuple((clause["at"], clause["quote"]) for clause in data["clauses"]),
        tally=Tally(data["id"], tuple(each.value for each in judged), period=period),
        results=(*judged, *listed),
        binding=data["binding"],
        responsible=_maybe_text(data["responsible"]),
        reading=_maybe_text(data["reading"]),
        chosen_reading=data["chosen_reading"],
        other_readings=tuple(data["other_readings"]),
        basis=_maybe_text(data["basis"]),
        is_assumed=data["assumed"],
        stated_target=_target(data["stated_target"]),
    )


def _unit(data: Data, *, is_judged: bool) -> UnitResult:
    judgement = Judgement(
        verdict=Verdict(data["judgement"]),
        target=_target(data["target"]),
        reached=data["reached"],
        gap=_gap(data["gap"]),
        expected=_number(data["expected"]),
        reason=_maybe_text(data["reason"]),
        remarks=tuple(map(_text, data["remarks"])),
    )
    return UnitResult(UnitValue(data["level"], data["unit"], _value(data)), judgement, is_judged)


def _value(data: Data) -> Value:
    return Value(
        status=ValueStatus(data["status"]),
        amount=_number(data["value"]),
        numerator=_number(data["numerator"]),
        denominator=_number(data["denominator"]),
        factor=data["factor"],
        coverage=Coverage(data["coverage"]["expected"], tuple(data["coverage"]["missing"])),
        done_on=_day(data["done_on"]),
        ready_made=data["ready_made"],
        failing=tuple(
            Failing(each["unit"], 0, tuple(each["failed"]), tuple(each["open"])) for each in data["failing"]
        ),
        filled=tuple(map(_filled, data["filled"])),
        not_filled=tuple(NotFilled(each["unit"], _text(each["reason"])) for each in data["not_filled"]),
    )


def _filled(data: Data) -> Filled:
    since = data["carried_from"]
    period = _period(since) if since is not None else None
    return Filled(data["unit"], Treatment(data["as"]), _number(data["numerator"]), period)


def _target(data: Data | None) -> JudgedTarget | None:
    if data is None:
        return None
    numbers = tuple(map(Fraction, data["numbers"]))
    return JudgedTarget(
        data["limit"], numbers, _acceptable(data, numbers), _day(data["by"]), is_due=data["is_due"]
    )


def _acceptable(data: Data, numbers: tuple[Fraction, ...]) -> Acceptable:
    if "acceptable" in data:
        return Acceptable(_number(data["acceptable"]["low"]), _number(data["acceptable"]["high"]))
    limit = limits().get(data["limit"])
    # An attested item has no limit to lie in; a direction matters to "about" and "between" only.
    return limit.acceptable(Bounds(numbers), Better.NEITHER) if limit is not None else Acceptable()


def _gap(data: Data | None) -> Gap | None:
    if data is None:
        return None
    return Gap(
        Fraction(data["amount"]),
        data["allowed"],
        data["over"],
        with_unreported=_number(data["with_unreported"]),
    )


def _text(data: Data) -> Text:
    return Text(data["zh"], data["en"])


def _maybe_text(data: Data | None) -> Text | None:
    return None if data is None else _text(data)


def _number(words: str | None) -> Fraction | None:
    return None if words is None else Fraction(words)


def _day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)


def _period(data: Data) -> Period:
    return Period(date.fromisoformat(data["start"]), date.fromisoformat(data["end"]))
