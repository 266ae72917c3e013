"""Files that are not yet in place: hidden, ours by their name, and gone again whatever happens."""

import contextlib
import os
import shutil
import signal
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

# Not made from the file's own name: with one of 255 bytes there would be no room for it.
BEGINNING, ENDING = ".healthkpi-", ".tmp"
# Closing the window of a terminal is SIGHUP, that of a console SIGBREAK.
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
_FOR_ALL_TO_READ = 0o666
_KILLED = 128


class Temporaries:
    """What this command has written so far and not yet moved."""

    def __init__(self) -> None:
        self._paths: list[Path] = []

    def write(self, place: Path, content: bytes) -> Path:
        """A file beside the place it belongs to, with the rights of the one that it replaces, safely on the disk."""
        path = self.name_beside(place)
        old = place.stat() if place.exists() else None
        mode = stat.S_IMODE(old.st_mode) if old is not None else _FOR_ALL_TO_READ
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            _give_rights(path, old)
        return path

    def name_beside(self, place: Path) -> Path:
        """A new name, which will be removed if nobody moves it away."""
        path = place.parent / f"{BEGINNING}{os.urandom(6).hex()}{ENDING}"
        # Taken down before it is made, so that no interruption falls between.
        self._paths.append(path)
        return path

    def remove(self) -> None:
        """Whatever was not moved into place."""
        for path in self._paths:
            # A disk that is gone keeps what it has; the error that matters is the first.
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def remove_left_behind(folder: Path) -> None:
    """What a command that was killed could not take away; only where nobody else is writing."""
    for path in folder.glob(f"{BEGINNING}*{ENDING}"):
        with contextlib.suppress(OSError):
            path.unlink()


def _give_rights(path: Path, old: os.stat_result) -> None:
    path.chmod(stat.S_IMODE(old.st_mode))
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        # Only root may give a file away; a report of somebody else's in a shared folder becomes the writer's.
        with contextlib.suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)


@contextlib.contextmanager
def temporaries() -> Iterator[Temporaries]:
    """Removed at the end, also after Ctrl-C and when the process is told to end."""
    made = Temporaries()
    with _ending_by_exception():
        try:
            yield made
        finally:
            made.remove()


@contextlib.contextmanager
def _ending_by_exception() -> Iterator[None]:
    """A signal that would end the process at once unwinds it instead; one that is ignored (nohup) stays so."""
    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    ours = [each for each in known if is_main and signal.getsignal(each) is signal.SIG_DFL]
    for each in ours:
        signal.signal(each, _end)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(_KILLED + number)
