"""Scorings that lie in files: what `check -o x.json` wrote, and the run.json of a batch."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from healthkpi.errors import UsageError
from healthkpi.history.difference import told_of
from healthkpi.model.period import Period, time_of_return
from healthkpi.model.run import ReturnKey
from healthkpi.model.told import Told
from healthkpi.text import Text

_NOT_READ = Text("{path}: 打不开（{why}）", "{path}: cannot be opened ({why})")
_NEITHER = Text(
    "{path}: 不是 check -o 名称.json 写的结果，也不是 batch 的 run.json",
    "{path}: neither a result that check -o name.json wrote nor the run.json of a batch",
)


def told_in_file(path: Path) -> list[Told]:
    """One scoring of a result, all of a run."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(_NOT_READ.format(path=path, why=error.strerror)) from None
    except ValueError:
        raise UsageError(_NEITHER.format(path=path)) from None
    try:
        if "returns" in data:
            return [_of_run(data["run"], data["tool"], each) for each in data["returns"]]
        return [_of_result(data)]
    except (KeyError, TypeError, ValueError):
        raise UsageError(_NEITHER.format(path=path)) from None


def _of_result(data: dict[str, Any]) -> Told:
    inputs = {each["name"]: each["sha256"] for each in data["inputs"]}
    key = ReturnKey(data["policy"]["id"], data["policy"]["area"]["zh"], _period(data["periods"]))
    return told_of(key, "", inputs, data)


def _period(periods: list[dict[str, str]]) -> str:
    spans = [Period(date.fromisoformat(each["start"]), date.fromisoformat(each["end"])) for each in periods]
    return str(time_of_return(max(spans, key=lambda each: (each.end, each.start)))) if spans else ""


def _of_run(run: str, tool: dict[str, Any], each: dict[str, Any]) -> Told:
    """run.json has the results that are judged, without names and units of measure."""
    key = ReturnKey(each["policy"], each["unit"], each["period"])
    inputs = {read["name"]: read["sha256"] for read in each["inputs"]}
    indicators: dict[str, dict[str, Any]] = {}
    for judged in each["judgements"]:
        name = judged["indicator"]
        known = indicators.setdefault(
            name, {"id": name, "supplied": True, "unit": "", "judged": [], "listed": []}
        )
        known["name"] = {"zh": name, "en": name}
        known["judged"].append(judged)
    document = {
        "tool": tool,
        "definitions": {"version": each["definitions"]},
        "as_of": each["as_of"],
        "indicators": [*indicators.values()],
        "corrections": each["corrections"],
    }
    return told_of(key, run, inputs, document)
