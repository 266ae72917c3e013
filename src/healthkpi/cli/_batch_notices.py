"""What a job tells of its run, or of the run that could not begin."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.cli._jobs import WrittenJob
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._say import tell
from healthkpi.cli._settings import Settings
from healthkpi.errors import ExitCode, HealthKpiError, Several, UsageError
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.batch import Ended
    from healthkpi.notices import Notice, Wished


def notices_of(settings: Settings, written: WrittenJob | None) -> "tuple[Wished, ...]":
    """Those that the job names, read before anything is scored: a wrong setting is told at once."""
    from healthkpi.notices import notices_named, read_notices

    names = written.lists.get("notices", ()) if written is not None else ()
    return notices_named(read_notices(settings.notices, Path(), os.environ), names) if names else ()


def notify(notices: "tuple[Wished, ...]", ended: "Ended", out: Path) -> int:
    """A notice that does not go out is an error, for nobody would miss it; the results stand all the same."""
    from healthkpi.notices import notice_of

    if not notices:
        return ended.run.exit_code
    is_sent = _send(notices, notice_of(ended.run, ended.before, str(out.resolve())))
    return ended.run.exit_code if is_sent or ended.run.exit_code == ExitCode.BUG else ExitCode.UNUSABLE


def notify_of_failure(notices: "tuple[Wished, ...]", error: HealthKpiError) -> None:
    """A night without figures must not look like one without news."""
    from healthkpi.notices import failure_notice

    errors = error.errors if isinstance(error, Several) else (error,)
    _send(notices, failure_notice([each.message for each in errors], datetime.now(UTC)))


def _send(notices: "tuple[Wished, ...]", notice: "Notice") -> bool:
    from healthkpi.notices import send

    faults = send(notices, notice, LANGUAGE)
    for fault in faults:
        message = Text("通知 {name}：{message}", "notice {name}: {message}")
        tell(UsageError(message.format(name=fault.name, message=fault.message)))
    return not faults
