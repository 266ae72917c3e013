"""One run at a time in a folder of results."""

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from healthkpi.batch._state import State
from healthkpi.errors import UsageError
from healthkpi.json_line import json_line
from healthkpi.text import Text
from healthkpi.writing import fault_of

_TAKEN = Text(
    "{out}：另一次运行正在写这里{who}；等它结束，或用 --wait 600 等它",
    "{out}: another run is writing there{who}; wait until it has ended, or use --wait 600",
)
_NO_LOCKS = Text(
    "{out}：这个盘不支持文件锁，两次运行会互相覆盖；结果请放到本机的文件夹",
    "{out}: this drive knows no locks, and two runs would write over each other; put the results into a folder of this computer",
)
_WHO = Text("（{started} 开始，进程 {process}）", " (since {started}, process {process})")
_NOT_ENDED = Text(
    "上一次运行（{started} 开始）没有做完；接着做，做好的不重做",
    "the last run (of {started}) did not end; this one goes on, and what was done is not done again",
)


@contextlib.contextmanager
def held(state: State, seconds: float, started: datetime) -> Iterator[Text | None]:
    """The folder for this run alone; gives what is to be said of a run that died in it.

    The lock is the system's own, which dies with its process, so that no stale one has to be guessed at.
    """
    try:
        state.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state.folder / "lock", timeout=seconds)
        lock.acquire()
    except Timeout:
        running = _running(state.folder)
        raise UsageError(
            _TAKEN.format(out=state.out, who=_WHO.format(**running) if running else "")
        ) from None
    except NotImplementedError:  # a network drive without locks
        raise UsageError(_NO_LOCKS.format(out=state.out)) from None
    except OSError as error:
        raise fault_of(error, state.out, state.folder.name) from error
    try:
        died = _running(state.folder)
        _take_down(state, started)
        yield None if died is None else _NOT_ENDED.format(**died)
        _take_up(state)
    except Exception:
        # It ended, if not well; a run that is interrupted or killed leaves its note for the next.
        _take_up(state)
        raise
    finally:
        lock.release()


def _running(folder: Path) -> dict[str, str] | None:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        words = json.loads((folder / "running.json").read_bytes())
        return {"started": str(words["started"]), "process": f"{words['process']}, {words['computer']}"}
    return None


def _take_down(state: State, started: datetime) -> None:
    words = {
        "started": started.isoformat(timespec="seconds"),
        "process": os.getpid(),
        "computer": socket.gethostname(),
    }
    try:
        (state.folder / "running.json").write_bytes(json_line(words))
    except OSError as error:
        raise fault_of(error, state.folder, "running.json") from error


def _take_up(state: State) -> None:
    with contextlib.suppress(OSError):
        (state.folder / "running.json").unlink()
