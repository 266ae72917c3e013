"""Files with one trap each, made on the spot: the traps that officers' files are known to hold."""

from bad_inputs import hostile, other_formats, text_files, workbooks
from bad_inputs.table import (
    INDICATOR,
    MANAGED,
    PATIENTS,
    POLICY,
    ROWS,
    TABLES,
    Trap,
    csv_bytes,
    rows_of,
    write_definitions,
)

__all__ = [
    "HOSTILE",
    "INDICATOR",
    "MANAGED",
    "PATIENTS",
    "POLICY",
    "ROWS",
    "TABLES",
    "TRAPS",
    "Trap",
    "csv_bytes",
    "rows_of",
    "write_definitions",
]

TRAPS: tuple[Trap, ...] = (*text_files.TRAPS, *workbooks.TRAPS, *other_formats.TRAPS, *hostile.TRAPS)
# These are tried in a process of their own, with little memory and time.
HOSTILE: tuple[Trap, ...] = (*text_files.HOSTILE, *hostile.HOSTILE)
