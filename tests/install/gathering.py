"""The scripts of install/, as when they are run, and a pip that finds nothing but what it is given."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "install"))
import wheelhouse  # noqa: E402
import windows_folder  # noqa: E402
from _folder import SUMS, sha256, whole_folder  # noqa: E402
from _target import find_target  # noqa: E402

__all__ = [
    "ROOT",
    "SUMS",
    "find_target",
    "sha256",
    "wheelhouse",
    "whole_folder",
    "windows_folder",
    "without_an_index",
]


def without_an_index(**words: str) -> dict[str, str]:
    """The environment without any setting of pip's, and with an index that does not answer."""
    kept = {
        name: word
        for name, word in os.environ.items()
        if not name.startswith("PIP_") and name != "PYTHONPATH"
    }
    nothing = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "1",
    }
    return {**kept, **nothing, **words}
