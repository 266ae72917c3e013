"""A folder that appears whole: its files are written and tried under a hidden name beside it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from healthkpi.writing._faults import fault_of
from healthkpi.writing._temporary import temporaries


@contextlib.contextmanager
def folder_in_the_making(place: Path) -> Iterator[Path]:
    """An empty folder beside `place`, gone at the end; so is the folder around both, if it was made for this and stays empty."""
    around = place.parent
    is_new = not around.is_dir()
    try:
        with temporaries() as made:
            around.mkdir(exist_ok=True)
            hidden = made.name_beside(place)
            hidden.mkdir()
            yield hidden
    except OSError as error:
        raise fault_of(error, around, place.name) from error
    finally:
        if is_new:
            # An empty folder of definitions would hide those that are shipped.
            with contextlib.suppress(OSError):
                around.rmdir()


def put_text(path: Path, text: str) -> None:
    """Onto the disk, with the line ends it has."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
