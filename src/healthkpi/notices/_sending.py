"""Sending: every channel on its own, a few tries for what may pass, and an end in any case."""

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from healthkpi.errors import HealthKpiError
from healthkpi.notices._channel import Deliver, Undelivered
from healthkpi.notices._notice import Notice
from healthkpi.notices._settings import Wished
from healthkpi.text import Language, Text

WAITS = (2.0, 8.0)  # seconds before the second and the third try
LONGEST = 240.0  # a server may answer a byte at a time, so no timeout of the network ends it


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the notice of one name did not go out."""

    name: str
    message: Text


@dataclass
class _Errand:
    """One channel on its way, in a thread that does not keep the program from ending."""

    wished: Wished
    fault: Fault | None = None
    thread: threading.Thread = field(init=False)

    def start(self, notice: Notice, language: Language, waits: Sequence[float]) -> None:
        self.fault = Fault(self.wished.name, _never_ended())
        self.thread = threading.Thread(target=self._run, args=(notice, language, waits), daemon=True)
        self.thread.start()

    def _run(self, notice: Notice, language: Language, waits: Sequence[float]) -> None:
        self.fault = _deliver(self.wished, notice, language, waits)


def send(
    wished: Iterable[Wished],
    notice: Notice,
    language: Language,
    *,
    waits: Sequence[float] = WAITS,
    longest: float = LONGEST,
) -> tuple[Fault, ...]:
    """Send a notice by all channels that want it, at the same time; what went wrong comes back, nothing is raised."""
    errands = [_Errand(each) for each in wished if each.is_due(notice)]
    for errand in errands:
        errand.start(notice, language, waits)
    end = time.monotonic() + longest
    for errand in errands:
        errand.thread.join(max(0.0, end - time.monotonic()))
    return tuple(errand.fault for errand in errands if errand.fault is not None)


def _deliver(wished: Wished, notice: Notice, language: Language, waits: Sequence[float]) -> Fault | None:
    try:
        _try_often(wished.compose(notice, language), waits)
    except Undelivered as problem:
        return Fault(wished.name, problem.message)
    except HealthKpiError as problem:
        return Fault(wished.name, problem.message)
    except Exception as problem:  # noqa: BLE001 - a bug in one channel keeps neither the others nor the run
        return Fault(wished.name, _own_bug(problem))
    return None


def _try_often(deliver: Deliver, waits: Sequence[float]) -> None:
    for wait in waits:
        try:
            deliver()
        except Undelivered as problem:
            if not problem.may_pass:
                raise
            time.sleep(wait)
        else:
            return
    deliver()


def _own_bug(problem: Exception) -> Text:
    """Its name only: the words of an exception may hold an address with its key."""
    kind = type(problem).__name__
    return Text(f"healthkpi 自身出错（{kind}），没有送出", f"a bug of healthkpi itself ({kind}); not sent")


def _never_ended() -> Text:
    return Text(
        "等了很久没有结果，不知道送到没有", "there was no end to it; whether it has arrived is not known"
    )
