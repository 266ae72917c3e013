"""How long until the command speaks at all."""

import sys

from timing import Case, Suite

PYTHON = [sys.executable]
HEALTHKPI = [*PYTHON, "-m", "healthkpi"]

SUITE = Suite(
    "start",
    "the command speaks",
    lambda _folder: None,
    (
        Case("python -c 'import typer'", [*PYTHON, "-c", "import typer"]),
        Case("healthkpi --version", [*HEALTHKPI, "--version"]),
        Case("healthkpi --help", [*HEALTHKPI, "--help"]),
        Case("healthkpi list", [*HEALTHKPI, "list", "--policy", "yungang-2018"]),
    ),
)
