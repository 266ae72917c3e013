"""What the history holds for machines: JSON with a schema, and CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from healthkpi.model.history import KeptReturn, KeptRun, Lock, Trend, TrendLine, TrendPoint
from healthkpi.model.judgement import Verdict
from healthkpi.model.period import Period
from healthkpi.model.value import ValueStatus
from healthkpi.present._figures import clean, decimal_string
from healthkpi.present.csv import as_text
from healthkpi.present.json import SCHEMA_VERSION, dumped, in_both
from healthkpi.text import Language, Text

_COLUMNS = (
    Text("政策", "policy"),
    Text("报送", "return"),
    Text("指标", "indicator"),
    Text("层级", "level"),
    Text("单位", "unit"),
    Text("期间", "period"),
    Text("数值状态", "status"),
    Text("完成值", "value"),
    Text("计量单位", "measure"),
    Text("分子", "numerator"),
    Text("分母", "denominator"),
    Text("判定", "judgement"),
    Text("差额", "gap"),
    Text("运行", "run"),
)


def json_of_trend(trend: Trend) -> bytes:
    """One document; numbers are decimal strings in the unit of the indicator."""
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "indicator": {"id": trend.indicator, "name": in_both(trend.name), "measure": trend.measure},
            "lines": [_line(line) for line in trend.lines],
        }
    )


def _line(line: TrendLine) -> dict[str, Any]:
    return {
        "policy": line.policy,
        "return": line.of,
        "level": line.level,
        "unit": line.unit,
        "judged": line.is_judged,
        "points": [_point(point) for point in line.points],
    }


def _point(point: TrendPoint) -> dict[str, Any]:
    return {
        "period": _period(point.period),
        "status": point.status,
        "value": _number(point.value),
        "numerator": _number(point.numerator),
        "denominator": _number(point.denominator),
        "judgement": point.judgement,
        "reached": point.reached,
        "acceptable": {"low": _number(point.low), "high": _number(point.high)},
        "gap": _number(point.gap),
        "run": point.run,
    }


def _number(number: Fraction | None) -> str | None:
    return None if number is None else decimal_string(number)


def _period(period: Period) -> dict[str, str]:
    return {"label": str(period), "start": period.start.isoformat(), "end": period.end.isoformat()}


def csv_of_trend(trend: Trend, language: Language) -> bytes:
    """A line for each unit and time, for a spreadsheet or a script."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.say(language) for column in _COLUMNS])
    for line in trend.lines:
        for point in line.points:
            writer.writerow(_cells(trend, line, point))
    return out.getvalue().encode("utf-8-sig")


def _cells(trend: Trend, line: TrendLine, point: TrendPoint) -> Iterator[str]:
    for words in (
        line.policy,
        line.of,
        trend.indicator,
        line.level,
        line.unit,
        str(point.period),
        point.status,
    ):
        yield as_text(clean(words))
    yield _number(point.value) or ""
    yield as_text(trend.measure)
    yield _number(point.numerator) or ""
    yield _number(point.denominator) or ""
    yield point.judgement
    yield _number(point.gap) or ""
    yield point.run


def json_of_kept(returns: Sequence[KeptReturn], runs: Sequence[KeptRun], locks: Sequence[Lock]) -> bytes:
    """The returns as they stand, the newest runs, the locks that stand."""
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "returns": [_return(each) for each in returns],
            "runs": [_run(each) for each in runs],
            "locks": [lock_data(each) for each in locks],
        }
    )


def _return(kept: KeptReturn) -> dict[str, Any]:
    return {
        "policy": kept.key.policy,
        "unit": kept.key.unit,
        "period": kept.key.period,
        "run": kept.run,
        "recorded": _moment(kept.recorded),
        "exit_code": kept.exit_code,
        "earlier_scorings": kept.earlier,
        "lock": lock_data(kept.lock) if kept.lock is not None else None,
    }


def _run(run: KeptRun) -> dict[str, Any]:
    return {
        "run": run.id,
        "started": _moment(run.started),
        "finished": _moment(run.finished),
        "version": run.version,
        "exit_code": run.exit_code,
        "outcomes": dict(sorted(run.outcomes.items())),
        "failed": run.failed,
    }


def lock_data(lock: Lock) -> dict[str, Any]:
    """A lock as plain data."""
    return {
        "period": lock.period,
        "policy": lock.policy,
        "unit": lock.unit,
        "by": lock.by,
        "since": _moment(lock.since),
        "why": lock.why,
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def trend_schema() -> dict[str, Any]:
    """What a reader of `healthkpi history INDICATOR --format json` may rely on."""
    number = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
    period = _closed(label=_TEXT, start=_DAY, end=_DAY)
    point = _closed(
        period=period,
        status={"enum": [*map(str, ValueStatus)]},
        value=number,
        numerator=number,
        denominator=number,
        judgement={"enum": [*map(str, Verdict)]},
        reached={"type": ["boolean", "null"]},
        acceptable=_closed(low=number, high=number),
        gap=number,
        run=_TEXT,
    )
    line = _closed(
        {"points": {"type": "array", "items": point}},
        policy=_TEXT,
        level=_TEXT,
        unit=_TEXT,
        judged={"type": "boolean"},
        **{"return": _TEXT},
    )
    name = _closed(zh=_TEXT, en=_TEXT)
    return _closed(
        schema_version={"const": SCHEMA_VERSION},
        indicator=_closed(id=_TEXT, name=name, measure=_TEXT),
        lines={"type": "array", "items": line},
    )


def kept_schema() -> dict[str, Any]:
    """What a reader of `healthkpi history --format json` may rely on."""
    optional = {"type": ["string", "null"]}
    lock = _closed(period=_TEXT, policy=optional, unit=optional, by=_TEXT, since=_MOMENT, why=_TEXT)
    kept = _closed(
        policy=_TEXT,
        unit=_TEXT,
        period=_TEXT,
        run=_TEXT,
        recorded=_MOMENT,
        exit_code=_WHOLE,
        earlier_scorings=_WHOLE,
        lock={"anyOf": [lock, {"type": "null"}]},
    )
    run = _closed(
        run=_TEXT,
        started=_MOMENT,
        finished=_MOMENT,
        version=_TEXT,
        exit_code=_WHOLE,
        outcomes={"type": "object", "additionalProperties": _WHOLE},
        failed=_WHOLE,
    )
    return _closed(
        schema_version={"const": SCHEMA_VERSION},
        returns={"type": "array", "items": kept},
        runs={"type": "array", "items": run},
        locks={"type": "array", "items": lock},
    )


_TEXT, _WHOLE = {"type": "string"}, {"type": "integer"}
_DAY, _MOMENT = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}


def _closed(more: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """An object with these keys and no other."""
    properties = {**keys, **(more or {})}
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }
