"""Whether somebody has a file open, and the second name that a report gets then."""

import os
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.text import Text

# Access denied, sharing violation, lock violation: what Windows answers when a file that is open is to be replaced.
_WINDOWS_SAYS_OPEN = frozenset({5, 32, 33})
_MOST_NAMES = 99
_WORD = frozenset({".docx", ".doc"})
# Word puts ~$ before a short name, and in the place of the first signs of a longer one.
_WORD_KEEPS_ALL, _WORD_CUTS_ONE = 6, 7
_PROGRAMS = {
    ".docx": Text("WPS 或 Word", "WPS or Word"),
    ".xlsx": Text("WPS 或 Excel", "WPS or Excel"),
    ".csv": Text("WPS 或 Excel", "WPS or Excel"),
}
_A_PROGRAM = Text("另一个程序", "another program")
_LIBREOFFICE = Text("LibreOffice", "LibreOffice")


def is_held(error: OSError) -> bool:
    """Whether this is what Windows says of a file that is open elsewhere."""
    return getattr(error, "winerror", None) in _WINDOWS_SAYS_OPEN


def owner_file(place: Path) -> Path | None:
    """The note that Word, Excel, WPS or LibreOffice lay beside a file while they have it open."""
    if not place.exists():
        return None
    beside = (place.with_name(name) for name in _owner_names(place))
    return next((path for path in beside if path.is_file()), None)


def _owner_names(place: Path) -> tuple[str, ...]:
    return (f".~lock.{place.name}#", f"~${_as_office_cuts(place)}", f".~{place.name}")


def _as_office_cuts(place: Path) -> str:
    if place.suffix.lower() not in _WORD or len(place.stem) <= _WORD_KEEPS_ALL:
        return place.name
    return place.name[1:] if len(place.stem) == _WORD_CUTS_ONE else place.name[2:]


def is_taken_as_open(place: Path) -> Path | None:
    """The owner file, where the system itself would let an open file be replaced.

    There the program would later save the old figures over the new ones. Windows refuses, which is surer than a note
    that may have outlived a crash.
    """
    return None if os.name == "nt" else owner_file(place)


def said_open(place: Path) -> Text:
    """That it is open, and with what."""
    owner = owner_file(place)
    is_libre = owner is not None and owner.name.startswith(".~lock.")
    program = _LIBREOFFICE if is_libre else _PROGRAMS.get(place.suffix.lower(), _A_PROGRAM)
    return Text("{name} 正在 {program} 中打开", "{name} is open in {program}").format(
        name=place.name, program=program
    )


def how_to_close(place: Path) -> Text:
    """What to do about it; a note that is left from a crash can be deleted."""
    owner = is_taken_as_open(place)
    if owner is None:
        return Text("请关闭后再运行一次", "close it and run this again")
    return Text(
        "请关闭后再运行一次（若没有打开，是上次留下了 {owner}，删去即可）",
        "close it and run this again (if it is not open, {owner} is left from a crash: delete it)",
    ).format(owner=owner.name)


def second_name(place: Path) -> Path:
    """通报(2).docx, or the next number that is free: what stands there may be somebody's."""
    for number in range(2, _MOST_NAMES + 1):
        path = place.with_name(f"{place.stem}({number}){place.suffix}")
        if not os.path.lexists(path):
            return path
    raise UsageError(
        Text(
            f"{place}: 正被打开，{place.stem}(2) 到 ({_MOST_NAMES}) 也都有了；请关闭它，或删去旧的",
            f"{place}: it is open, and {place.stem}(2) to ({_MOST_NAMES}) are all taken; close it or delete old ones",
        )
    )
