"""The command through its real entry point, in a process of its own."""

import subprocess
import sys
from dataclasses import dataclass

import pytest
from running import environment_of


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def healthkpi(tmp_path):
    """Run `healthkpi …` in an empty folder, speaking Chinese unless told otherwise."""

    def run(*arguments, folder=tmp_path, **environment):
        ended = subprocess.run(
            [sys.executable, "-m", "healthkpi", *map(str, arguments)],
            cwd=folder,
            env=environment_of(environment),
            capture_output=True,
            timeout=120,
            check=False,
        )
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        return Ended(ended.returncode, ended.stdout.decode(encoding), ended.stderr.decode(encoding))

    return run
