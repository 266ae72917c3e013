"""Where the results of a return lie: a folder called after its policy, unit and period, on every system."""

import hashlib
import re
from pathlib import PurePosixPath

from healthkpi.batch.job import Each
from healthkpi.model.run import ReturnKey

_UNDATED = "undated"
# What Windows takes in no name; a colon or a question mark is common in the names of files from elsewhere.
_STRANGE = re.compile(r'[<>:"\\|?*\x00-\x1f\ufffd]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST = 60


def folder_of(key: ReturnKey, each: Each) -> PurePosixPath:
    """`yungang-2018/2018-09`; with the unit between where each folder or file is one."""
    unit = [_safe(part) for part in key.unit.split("/")] if each is not Each.AREA else []
    return PurePosixPath(_safe(key.policy), *unit, _safe(key.period.replace("/", "_")) or _UNDATED)


def _safe(part: str) -> str:
    """The same where it can be; else marked, so that two names never become one."""
    plain = _STRANGE.sub("_", part).strip(" .")[:_LONGEST]
    if plain == part and not _RESERVED.fullmatch(part):
        return part
    return f"{plain}-{hashlib.sha256(part.encode('utf-8', 'replace')).hexdigest()[:6]}"
