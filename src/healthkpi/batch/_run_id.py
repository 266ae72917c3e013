"""What a run is called: by its time, so that runs sort as they happened, also where the clock was set back."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from healthkpi.batch import _run_file
from healthkpi.text import Text

_FORM = "%Y%m%dT%H%M%SZ"
CLOCK_IS_BEHIND = Text(
    "电脑的时钟比上一次运行（{last}）还早；运行编号接着上一次的排，请校准时钟",
    "the clock of this computer is behind the last run ({last}); the run is numbered after that one; set the clock right",
)


def next_id(out: Path, now: datetime) -> tuple[str, Text | None]:
    """A name that no run had, and what is to be said of the clock."""
    last = _last(out)
    is_behind = last is not None and now.strftime(_FORM) < last.strftime(_FORM)
    moment = last + timedelta(seconds=1) if last is not None and is_behind else now
    told = CLOCK_IS_BEHIND.format(last=last.isoformat(" ")) if last is not None and is_behind else None
    return f"{moment.strftime(_FORM)}-{secrets.token_hex(3)}", told


def _last(out: Path) -> datetime | None:
    try:
        name = str(json.loads((out / _run_file.NAME).read_bytes())["run"])
        return datetime.strptime(name.split("-")[0], _FORM).replace(tzinfo=UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return None
