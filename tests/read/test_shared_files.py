"""Every real and every bad file is read or refused, and never anything else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("HEALTHKPI_SHARED", "."))
FOLDERS = ("badinputs", "real_data")
READ_OR_REFUSE = """
import sys
from pathlib import Path
from healthkpi.errors import InputError
from healthkpi.read import read_workbook
try:
    read_workbook(Path(sys.argv[1]))
except InputError as error:
    print(error)
"""

pytestmark = pytest.mark.skipif(not os.environ.get("HEALTHKPI_SHARED"), reason="HEALTHKPI_SHARED is not set")


def shared_files() -> list[Path]:
    if not os.environ.get("HEALTHKPI_SHARED"):
        return []
    return sorted(path for folder in FOLDERS for path in (SHARED / folder).rglob("*") if path.is_file())


@pytest.mark.parametrize("path", shared_files(), ids=lambda path: str(path.relative_to(SHARED)))
def test_it_is_read_or_refused(path):
    # In a process of its own: a hostile file must not take the tests with it.
    command = [sys.executable, "-W", "error", "-c", READ_OR_REFUSE, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (0, "")
