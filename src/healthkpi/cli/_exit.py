"""The way in and the way out: streams made safe, every ending with its own exit code.

An uncaught exception, typer's Abort and rich's broken pipe would all end in 1, which here means that a target
is missed; so no ending is left to them.
"""

import atexit
import contextlib
import os
import re
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn, TextIO, cast

from typer import Abort, Exit
from typer.exceptions import TyperException

from healthkpi.cli import _plain
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._option_values import is_debugging
from healthkpi.cli._say import tell
from healthkpi.collector import search_seldom
from healthkpi.errors import ExitCode, HealthKpiError
from healthkpi.text import Text, same
from healthkpi.writing import fault_of

_STDOUT, _STDERR = 1, 2
_OUTPUT = Text("结果没有写全", "the result was not written in full")


def main() -> None:
    """The `healthkpi` command."""
    try:
        code = run(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        code = _close_pipe()
    except OSError as error:
        code = _cannot_write(error)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """End the process with all that it holds: Python would take it apart object by object, which lasts as long as a small check."""
    if threading.active_count() > 1:
        sys.exit(code)  # whoever is still at work is waited for
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and say how it ended."""
    search_seldom()
    _plain.register()
    _make_streams_safe()
    from healthkpi.cli._app import app

    try:
        ended = app(list(arguments), standalone_mode=False)
    except Exit as ending:
        return ending.exit_code
    except (Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except TyperException as error:
        _show_usage(error)
        return ExitCode.UNUSABLE
    except HealthKpiError as error:
        tell(error)
        return ExitCode.UNUSABLE
    except BrokenPipeError:
        return _close_pipe()
    except OSError as error:
        return _cannot_write(error)
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, it is ours, and never exit code 1
        return _own_bug(error)
    return int(ended) if isinstance(ended, int) else ExitCode.ALL_MET


def _show_usage(error: TyperException) -> None:
    """What the parser of the command line has to say; its common complaints in Chinese where that is spoken."""
    said = error.format_message()
    for pattern, zh in _USAGE_IN_CHINESE:
        match = re.match(pattern, said)
        if match is not None and LANGUAGE == "zh":
            tell(HealthKpiError(same(zh.format(*match.groups()))))
            return
    show = getattr(error, "show", None)
    if show is None:
        tell(HealthKpiError(same(said)))
    else:
        show()


_USAGE_IN_CHINESE = (
    (r"No such option:? '?([^ '.]+)'?", "没有选项 {}；用 healthkpi --help 查看"),
    (r"No such command '([^']+)'", "没有命令 {}；用 healthkpi --help 查看"),
    (r"Missing argument '([^']+)'", "缺少 {}；用 healthkpi --help 查看"),
    (r"Option '?([^ ']+)'? requires an argument", "选项 {} 后面要有值"),
    (r"Got unexpected extra arguments? \(([^)]*)\)", "多出来的参数：{}"),
)


def _make_streams_safe() -> None:
    """A character that the console's code page lacks is replaced; a stream that is closed is nowhere."""
    sys.stdout = sys.stdout or _nowhere()
    # print(file=None) would put what is said beside the result into the result.
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_plain.NAME)
    sys.stderr = cast(TextIO, _Aside(sys.stderr))


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it lives as long as the process


class _Aside:
    """What is said beside the result: where it finds no room (a log on a full disk), the result and its exit code stand."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, words: str) -> int:
        try:
            return self._stream.write(words)
        except OSError:
            _redirect_to_nothing(_STDERR)
            return len(words)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            _redirect_to_nothing(_STDERR)


def _close_pipe() -> int:
    # Python flushes stdout once more at exit; with the pipe gone that would print a warning of its own.
    _redirect_to_nothing()
    return ExitCode.PIPE_CLOSED


def _redirect_to_nothing(stream: int = _STDOUT) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _cannot_write(error: OSError) -> int:
    """The output has nowhere to go: a full disk, a closed stream."""
    _redirect_to_nothing()
    tell(fault_of(error, _OUTPUT))
    return ExitCode.UNUSABLE


def _own_bug(error: Exception) -> int:
    if is_debugging():
        traceback.print_exception(error)
    message = Text(
        f"healthkpi 自身出错（{type(error).__name__}: {error}）；设 HEALTHKPI_DEBUG=1 再运行可看到详情，请连同文件反馈",
        f"a bug of healthkpi itself ({type(error).__name__}: {error}); run again with HEALTHKPI_DEBUG=1 for details "
        "and report it",
    )
    print(message.say(LANGUAGE), file=sys.stderr)  # noqa: T201 - this is the exit layer
    return ExitCode.BUG
