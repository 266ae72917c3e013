"""The JSON Schema (2020-12) of the JSON output: what a reader of `--format json` may rely on.

Every key is listed and no other is allowed, so that a key that is added to the output without being added here fails
the tests; a schema of `schema_version` 1 only ever grows.
"""

from typing import Any

from healthkpi.model.comparison import Light, RankBy
from healthkpi.model.finding import Severity
from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import Choice, Side
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import ValueStatus

Schema = dict[str, Any]

WORDS: Schema = {"$ref": "#/$defs/words"}
PERIOD: Schema = {"$ref": "#/$defs/period"}
NUMBER: Schema = {"$ref": "#/$defs/number"}
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date"}


def output_schema(version: str) -> Schema:
    """The schema of a scorecard, or of the errors where nothing could be evaluated."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://healthkpi.invalid/schema/output-{version}.json",
        "title": "healthkpi check --format json",
        "oneOf": [{"$ref": "#/$defs/scorecard"}, {"$ref": "#/$defs/refusal"}],
        "$defs": {
            "scorecard": _scorecard(version),
            "refusal": _object(
                schema_version={"const": version}, exit_code={"const": 2}, errors=_list(WORDS)
            ),
            "words": _object(zh=TEXT, en=TEXT),
            "number": {
                "type": "string",
                "pattern": r"^-?\d+(\.\d+)?$",
                "description": "a decimal string, in the unit of the indicator",
            },
            "period": _object(label=TEXT, start=DAY, end=DAY),
            "indicator": _indicator(),
            "unit": _unit(),
            "value": _object(**_value()),
            "shortValue": _object(**_short_value()),
            "target": _object(
                {"acceptable": _object(low=_or_null(NUMBER), high=_or_null(NUMBER))},
                limit=TEXT,
                numbers=_list(NUMBER),
                by=_or_null(DAY),
                is_due=FLAG,
            ),
            "gap": _object(
                amount=_or_null(NUMBER), allowed=FLAG, over=FLAG, with_unreported=_or_null(NUMBER)
            ),
            "finding": _finding(),
            "effect": _effect(),
        },
    }


def _object(_optional: Schema | None = None, **keys: Schema) -> Schema:
    """An object with exactly these keys; `_optional` ones may be absent."""
    return {
        "type": "object",
        "properties": {**keys, **(_optional or {})},
        "required": list(keys),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_of(*words: str) -> Schema:
    return {"enum": list(words)}


def _scorecard(version: str) -> Schema:
    source = _object(name=TEXT, format=TEXT, sha256=TEXT, size=WHOLE)
    policy = _object(id=TEXT, title=WORDS, issuer=WORDS, number=_or_null(TEXT), area=WORDS)
    verdicts = _object(**{str(verdict): WHOLE for verdict in Verdict})
    return _object(
        {"totals": _list(_total()), "corrections": _corrections()},
        schema_version={"const": version},
        tool=_object(name=TEXT, version=TEXT),
        policy=policy,
        definitions=_object(version=TEXT),
        as_of=_or_null(DAY),
        periods=_list(PERIOD),
        rank_by=_one_of(*RankBy),
        suppressed_below=_or_null(WHOLE),
        missing=_one_of(*Treatment),
        basis=_or_null(WORDS),
        assumed_targets=_list(TEXT),
        parameters=_map(NUMBER),
        inputs=_list(source),
        exit_code=_one_of_numbers(0, 1, 2, 4),
        summary=_object(indicators=WHOLE, not_supplied=WHOLE, verdicts=verdicts),
        indicators=_list(_ref("indicator")),
        findings=_list(_ref("finding")),
    )


def _one_of_numbers(*numbers: int) -> Schema:
    return {"enum": list(numbers)}


def _indicator() -> Schema:
    alternative = _object(
        choice=_one_of(*Choice),
        id=TEXT,
        name=WORDS,
        chosen=FLAG,
        verdict=_one_of(*Verdict),
        judged=_list(_ref("unit")),
    )
    return _object(
        {"alternatives": _list(alternative)},
        id=TEXT,
        name=WORDS,
        kind=TEXT,
        unit=TEXT,
        counted_in=TEXT,
        clauses=_list(_object(at=TEXT, quote=TEXT)),
        binding=_or_null(_one_of("binding", "expected", "strive")),
        responsible=_or_null(WORDS),
        reading=_or_null(WORDS),
        chosen_reading=_or_null(TEXT),
        other_readings=_list(TEXT),
        basis=_or_null(WORDS),
        assumed=FLAG,
        stated_target=_or_null(_ref("target")),
        supplied=FLAG,
        period=_or_null(PERIOD),
        verdict=_or_null(_one_of(*Verdict)),
        judged=_list(_ref("unit")),
        listed=_list(_ref("unit")),
    )


def _unit() -> Schema:
    number = _or_null(NUMBER)
    interval = _object(
        level=NUMBER,
        low={"type": "string"},
        high={"type": "string"},
        method=TEXT,
        target=_or_null(_one_of("reached", "missed", "open")),
    )
    score = _object(points=number, full=NUMBER, rule=TEXT, formula=WORDS, reason=_or_null(WORDS))
    rank = _object(
        place=_or_null(WHOLE), of=WHOLE, before=_or_null(WHOLE), last_times=WHOLE, reason=_or_null(WORDS)
    )
    contribution = _object(
        balance=number, short=number, of_shortfalls=number, of_whole=number, unreported=FLAG
    )
    return _object(
        {"score": score},
        level=TEXT,
        unit=TEXT,
        **_value(),
        reached=_or_null(FLAG),
        judgement=_one_of(*Verdict),
        target=_or_null(_ref("target")),
        gap=_or_null(_ref("gap")),
        expected=number,
        reason=_or_null(WORDS),
        remarks=_list(WORDS),
        interval=_or_null(interval),
        cells=_list(_object(side=_one_of(*Side), field=TEXT, cells=TEXT)),
        changes=_list(_change()),
        series=_list(_object(period=PERIOD, **_short_value())),
        pace=_or_null(_pace()),
        light=_or_null(_one_of(*Light)),
        rank=_or_null(rank),
        contribution=_or_null(contribution),
    )


def _value() -> dict[str, Schema]:
    number = _or_null(NUMBER)
    filled = _object(
        **{"unit": TEXT, "as": _one_of(*Treatment), "numerator": number, "carried_from": _or_null(PERIOD)}
    )
    return {
        "status": _one_of(*ValueStatus),
        "value": number,
        "numerator": number,
        "denominator": number,
        "factor": WHOLE,
        "ready_made": FLAG,
        "done_on": _or_null(DAY),
        "coverage": _object(expected=WHOLE, missing=_list(TEXT)),
        "filled": _list(filled),
        "not_filled": _list(_object(unit=TEXT, reason=WORDS)),
        "failing": _list(_object(unit=TEXT, failed=_list(TEXT), open=_list(TEXT))),
        "baseline": _or_null(_ref("value")),
    }


def _short_value() -> dict[str, Schema]:
    number = _or_null(NUMBER)
    return {"status": _one_of(*ValueStatus), "value": number, "numerator": number, "denominator": number}


def _change() -> Schema:
    number = _or_null(NUMBER)
    return _object(
        since=TEXT,
        period=_or_null(PERIOD),
        before=_ref("shortValue"),
        now=_ref("shortValue"),
        amount=number,
        counted=number,
        percent=number,
        left_out=_list(TEXT),
    )


def _pace() -> Schema:
    number = _or_null(NUMBER)
    figures = (
        "elapsed done expected behind left needed_a_month recent_a_month projected projected_value short_then"
    )
    return _object(
        days=WHOLE,
        months=_or_null(WHOLE),
        recent_months=_or_null(WHOLE),
        recent_is_year_so_far=_or_null(FLAG),
        projected_reaches=_or_null(FLAG),
        **dict.fromkeys(figures.split(), number),
    )


def _total() -> Schema:
    number = _or_null(NUMBER)
    return _object(
        id=TEXT,
        name=WORDS,
        level=TEXT,
        unit=TEXT,
        points=number,
        full=NUMBER,
        covered=NUMBER,
        formula=WORDS,
        parts=_list(_object(indicator=TEXT, weight=NUMBER, brings=number)),
        reason=_or_null(WORDS),
        said=_list(WORDS),
    )


def _finding() -> Schema:
    accepted = _object(reason=TEXT, who=TEXT, when=DAY, row=TEXT)
    return _object(
        {"accepted": accepted},
        code={"type": "string", "pattern": r"^HK\d{3}$"},
        severity=_one_of(*Severity),
        file=_or_null(TEXT),
        sheet=_or_null(TEXT),
        cell=_or_null(TEXT),
        unit=_or_null(TEXT),
        message=WORDS,
    )


def _corrections() -> Schema:
    applied = _object(
        row=TEXT,
        file=TEXT,
        sheet=_or_null(TEXT),
        cell=TEXT,
        unit=_or_null(TEXT),
        field=_or_null(TEXT),
        old=_or_null(TEXT),
        new=_or_null(TEXT),
        row_struck=FLAG,
        reason=TEXT,
        who=TEXT,
        when=DAY,
        effects=_or_null(_list(_ref("effect"))),
    )
    late = _object(row=TEXT, file=TEXT, reason=TEXT, who=TEXT, when=DAY)
    return _object(
        {"late": _list(late)},
        files=_list(_object(name=TEXT, sha256=TEXT)),
        applied=_list(applied),
        together=_list(_ref("effect")),
    )


def _effect() -> Schema:
    outcome = _object(
        **_short_value(), judgement=_one_of(*Verdict), gap=_or_null(_ref("gap")), rank=_or_null(WHOLE)
    )
    return _object(indicator=TEXT, level=TEXT, unit=TEXT, before=_or_null(outcome), after=_or_null(outcome))


RUN_VERSION = "1"


def run_schema(version: str = RUN_VERSION) -> Schema:
    """The schema of run.json, which `batch` writes; its parts are those of a scorecard."""
    of_output = output_schema("1")
    scorecard = of_output["$defs"]["scorecard"]["properties"]
    unit = of_output["$defs"]["unit"]["properties"]
    of_unit = {
        name: unit[name] for name in ("level", "unit", "target", "reached", "judgement", "gap", "reason")
    }
    of_value = {name: unit[name] for name in ("status", "value", "numerator", "denominator")}
    read = _object(name=TEXT, sha256=TEXT, size=WHOLE, rows=WHOLE, left_out=WHOLE)
    one = _object(
        policy=TEXT,
        unit=TEXT,
        period=TEXT,
        as_of=scorecard["as_of"],
        exit_code=scorecard["exit_code"],
        reused=FLAG,
        seconds={"type": "number"},
        fingerprint=TEXT,
        definitions=TEXT,
        inputs=_list(read),
        summary=scorecard["summary"],
        judgements=_list(_object(indicator=TEXT, **of_unit, **of_value)),
        findings=scorecard["findings"],
        corrections=_or_null(scorecard["corrections"]),
    )
    moment: Schema = {"type": "string", "format": "date-time"}
    return {
        "$schema": of_output["$schema"],
        "$id": f"https://healthkpi.invalid/schema/run-{version}.json",
        "title": "run.json",
        **_object(
            schema_version={"const": version},
            run=TEXT,
            tool=scorecard["tool"],
            started=moment,
            finished=moment,
            seconds={"type": "number"},
            arguments={"type": "object"},
            exit_code=_one_of_numbers(0, 1, 2, 3, 4),
            returns=_list(one),
            failed=_list(_object(name=TEXT, message=WORDS, exit_code=_one_of_numbers(2, 3))),
            left_out=_list(TEXT),
            being_written=_list(TEXT),
        ),
        "$defs": of_output["$defs"],
    }
