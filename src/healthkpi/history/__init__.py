"""History: every scoring is kept, none is overwritten; what was published can be locked.

A SQLite file or a PostgreSQL database. SQLAlchemy is imported when a history is opened, not before.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.history._recall import Recalling
from healthkpi.history._sheets import kept_sheets, matched_of

if TYPE_CHECKING:
    from healthkpi.history._history import History

__all__ = ["History", "Recalling", "kept_sheets", "matched_of", "open_history", "without_password"]


def open_history(where: str | Path, *, create: bool = True) -> "History":
    """The history at a path or URL; made where there is none, brought up to this version where it is older."""
    from healthkpi.history._history import open_place

    return open_place(where, create=create)


def without_password(where: str) -> str:
    """What a place is called wherever it is written down."""
    hidden = re.sub(r"(?<=://)([^:@/]*):.*@", r"\1:***@", where)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", hidden)
