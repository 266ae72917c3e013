"""run.json: what a run did, read and found, for whoever has to answer for it later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from healthkpi.model.run import Failed, Run, Scored
from healthkpi.present._output_schema import RUN_VERSION
from healthkpi.present.json import dumped

NAME = "run.json"


def run_file(run: Run, notes: Mapping[str, Sequence[str]]) -> bytes:
    """The run as a JSON document; `notes` are the names of files that were left alone, by the reason."""
    return dumped(as_data(run, notes))


def as_data(run: Run, notes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The run as plain data."""
    return {
        "schema_version": RUN_VERSION,
        "run": run.id,
        "tool": {"name": "healthkpi", "version": run.version},
        "started": _moment(run.started),
        "finished": _moment(run.finished),
        "seconds": round((run.finished - run.started).total_seconds(), 3),
        "arguments": dict(run.arguments),
        "exit_code": run.exit_code,
        "returns": [_return(scored) for scored in run.scored],
        "failed": [_failed(each) for each in run.failed],
        **{reason: list(names) for reason, names in notes.items()},
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _failed(failed: Failed) -> dict[str, Any]:
    return {
        "name": failed.name,
        "message": {"zh": failed.message.zh, "en": failed.message.en},
        "exit_code": int(failed.exit_code),
    }


def _return(scored: Scored) -> dict[str, Any]:
    brief = scored.brief
    return {
        "policy": scored.key.policy,
        "unit": scored.key.unit,
        "period": scored.key.period,
        "as_of": brief["as_of"],
        "exit_code": scored.exit_code,
        "reused": scored.is_reused,
        "seconds": scored.seconds,
        "fingerprint": scored.fingerprint,
        "definitions": brief["definitions"],
        "inputs": [
            {
                "name": each.name,
                "sha256": each.sha256,
                "size": each.size,
                "rows": each.rows,
                "left_out": each.left_out,
            }
            for each in scored.inputs
        ],
        **{name: brief[name] for name in ("summary", "judgements", "findings", "corrections")},
    }
