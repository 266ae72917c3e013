"""Correct: what a corrections file says is applied to the cells it names, and every step leaves its trail."""

from healthkpi.correct._accept import accept_findings
from healthkpi.correct._apply import strike_rows, values_of, with_cells
from healthkpi.correct._columns import FILE_NAMES, is_corrections_name
from healthkpi.correct._effects import effects_between
from healthkpi.correct._late import late_files
from healthkpi.correct._read import read_corrections
from healthkpi.correct._settle import NOT_APPLIED, Settled, cells_named, settle_corrections

__all__ = [
    "FILE_NAMES",
    "NOT_APPLIED",
    "Settled",
    "accept_findings",
    "cells_named",
    "effects_between",
    "is_corrections_name",
    "late_files",
    "read_corrections",
    "settle_corrections",
    "strike_rows",
    "values_of",
    "with_cells",
]
