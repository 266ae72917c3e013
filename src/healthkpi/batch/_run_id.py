"""What a run is called: by its time, so that runs sort as they happened, also where the clock was set back."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from healthkpi.batch import _run_file
from healthkpi.model.run import run_name
from healthkpi.text import Text

_TICK = timedelta(milliseconds=1)  # as exactly as the name of a run tells its time
CLOCK_IS_BEHIND = Text(
    "电脑的时钟比上一次运行（{last}）还早；运行编号接着上一次的排，请校准时钟",
    "the clock of this computer is behind the last run ({last}); the run is numbered after that one; set the clock right",
)


def next_id(out: Path, now: datetime) -> tuple[str, Text | None]:
    """A name that no run had, and what is to be said of the clock."""
    last = _last(out)
    if last is None or now > last:
        return run_name(now), None
    is_behind = last - now > _TICK
    told = CLOCK_IS_BEHIND.format(last=last.isoformat(" ", "seconds")) if is_behind else None
    return run_name(last + _TICK), told


def _last(out: Path) -> datetime | None:
    try:
        name = str(json.loads((out / _run_file.NAME).read_bytes())["run"])
        return datetime.fromisoformat(name.split("-")[0]).astimezone(UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None
