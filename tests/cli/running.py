"""Where the samples are, and the environment that the commands run in."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
YEAR_END = SAMPLES / "云冈区2018年.xlsx"
MID_YEAR = SAMPLES / "云冈区2018年9月.xlsx"


def environment_of(extra):
    """A plain environment: no colours, no width, the language named."""
    set_here = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LANG"}
    kept = {name: value for name, value in os.environ.items() if name not in set_here}
    return {**kept, "HEALTHKPI_LANG": "zh", "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "0", **extra}
