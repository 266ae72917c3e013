"""The command through its real entry point, in a process of its own."""

import subprocess
import sys
from dataclasses import dataclass

import pytest
from running import environment_of
from warm import CAN_FORK, TIME_LIMIT, WarmStart


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


# What a command asks of its environment once it runs; Python itself asks the rest when it starts.
ASKED_LATE = {"HEALTHKPI_LANG", "COLUMNS", "NO_COLOR", "SOURCE_DATE_EPOCH", "HEALTHKPI_DEBUG"}


@pytest.fixture(scope="session")
def warm_start():
    """None where processes cannot fork."""
    if not CAN_FORK:
        yield None
        return
    started = WarmStart()
    yield started
    started.close()


@pytest.fixture
def healthkpi(tmp_path, warm_start):
    """Run `healthkpi …` in an empty folder, speaking Chinese unless told otherwise."""

    def run(*arguments, folder=tmp_path, **environment):
        words = [str(each) for each in arguments]
        if warm_start is not None and set(environment) <= ASKED_LATE:
            code, out, err = warm_start.run(words, folder, environment_of(environment))
            return Ended(code, out.decode("utf-8"), err.decode("utf-8"))
        ended = subprocess.run(
            [sys.executable, "-m", "healthkpi", *words],
            cwd=folder,
            env=environment_of(environment),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=False,
        )
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        return Ended(ended.returncode, ended.stdout.decode(encoding), ended.stderr.decode(encoding))

    return run
