"""A folder to carry away: with the sum of every file, and in place only when it is whole."""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from healthkpi.writing import folder_in_the_making

SUMS = "SHA256SUMS"


@contextlib.contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """A folder to fill; it takes the place of an older one at the end, and after a failure the older one stands as it was."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with folder_in_the_making(place) as beside:
        made = beside / "new"
        made.mkdir()
        yield made
        write_sums(made)
        if place.exists():
            place.rename(beside / "old")
        made.rename(place)


def write_sums(folder: Path) -> None:
    """As sha256sum writes them, so that `sha256sum -c SHA256SUMS` holds the copy against them."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names if name != SUMS]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def sha256(path: Path) -> str:
    """The sum of one file, as text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_in(source: Path, folder: Path, **words: str) -> None:
    """A file of ours byte for byte, but for the words written as @NAME@."""
    content = source.read_bytes()
    for name, word in words.items():
        content = content.replace(f"@{name}@".encode(), word.encode("ascii"))
    copy = folder / source.name
    copy.write_bytes(content)
    shutil.copymode(source, copy)
