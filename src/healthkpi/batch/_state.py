"""What a folder of results remembers between runs: what was scored from what, and what is not yet in its place.

OUT/.healthkpi/lock               held while a run goes on; the system lets go of it when the run dies
OUT/.healthkpi/running.json       which run, so that the next one can say that it did not end
OUT/.healthkpi/looked.json        what each file showed, by its content
OUT/.healthkpi/staged/<return>/   scored, whole, and not yet moved into place
OUT/.healthkpi/kept/<return>/     the same of results that are in place
"""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from healthkpi.json_line import json_line
from healthkpi.model.packed import Packed
from healthkpi.model.period import Period
from healthkpi.model.run import Document, InputRead, ReturnKey, Scored
from healthkpi.writing import remove_left_behind, write_file

FOLDER = ".healthkpi"
# Stands in a fingerprint before each return that should have been compared with and could not be scored.
LACKING = "-without-"
# Under another name whenever its lines change: what an older version left there is scored again.
_SCORED, _TABLE, _FILES = "return.packed", "table.csv", "files"
# Behind the name of a place, while what is to take it is made, and until what it held is removed.
_MADE, _OLD = ".made", ".old"


@dataclass(frozen=True, slots=True)
class Header:
    """What decides whether a return must be scored again, and what its outputs are called."""

    key: ReturnKey
    fingerprint: str
    outputs: Sequence[str]  # names below the folder of the results
    exit_code: int


class State:
    """The hidden folder in a folder of results."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out / FOLDER

    def staged(self, key: ReturnKey) -> "Place":
        """Where a return waits until it may be moved into place."""
        return Place(self.folder / "staged" / _name(key))

    def kept(self, key: ReturnKey) -> "Place":
        """What is known of a return whose outputs are in place."""
        return Place(self.folder / "kept" / _name(key))

    def is_in_place(self, header: Header) -> bool:
        """Whether the outputs of a return lie where they belong; what a person has changed in them is hers."""
        return all((self.out / name).is_file() for name in header.outputs)

    def known(self, key: ReturnKey) -> Header | None:
        """Of what was scored last and is still whole: waiting, or in place."""
        staged, kept = self.staged(key).header(), self.kept(key).header()
        return staged or (kept if kept is not None and self.is_in_place(kept) else None)

    def place_of(self, key: ReturnKey, fingerprint: str) -> "Place | None":
        """Where a scored return lies that has this fingerprint, also if something before it was lacking."""
        for place in (self.staged(key), self.kept(key)):
            header = place.header()
            if header is not None and header.fingerprint.split(LACKING)[0] == fingerprint:
                return place
        return None

    def keep(self, key: ReturnKey) -> None:
        """What was staged is in place; of the outputs themselves no second copy stays."""
        kept = self.kept(key).folder
        kept.parent.mkdir(parents=True, exist_ok=True)
        _take_place(self.staged(key).folder, kept)
        shutil.rmtree(kept / _FILES, ignore_errors=True)

    def sweep(self) -> None:
        """Take away what a run left half done that was killed; only for who holds the lock."""
        places = [Place(path) for name in ("staged", "kept") for path in (self.folder / name).glob("*")]
        for place in places:
            if place.folder.suffix:
                shutil.rmtree(place.folder, ignore_errors=True)
            elif place.folder.parent.name == "kept":
                shutil.rmtree(place.files, ignore_errors=True)
        headers = [header for place in places if (header := place.header()) is not None]
        written = {(self.out / name).parent for header in headers for name in header.outputs}
        for folder in (self.out, self.folder, *written):
            remove_left_behind(folder)

    def looked(self) -> dict[str, Any]:
        """What files showed in earlier runs; nothing where that cannot be read."""
        with contextlib.suppress(OSError, ValueError):
            words = json.loads((self.folder / "looked.json").read_bytes())
            if isinstance(words, dict):
                return words
        return {}

    def keep_looked(self, looked: Mapping[str, Any]) -> None:
        """For the next run."""
        write_file(self.folder / "looked.json", json_line(looked))


@dataclass(frozen=True, slots=True)
class Place:
    """A scored return on the disk: the header on a line, so that it is read alone; what is told of it on the next; then all that is packed."""

    folder: Path

    @property
    def files(self) -> Path:
        """Its outputs, by their names below the folder of the results."""
        return self.folder / _FILES

    @property
    def table(self) -> Path:
        """Its lines of the table of all results."""
        return self.folder / _TABLE

    def header(self) -> Header | None:
        """None where there is none, or none that can be read."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError), self._scored.open("rb") as lines:
            words = json.loads(next(lines, b""))
            return Header(**{**words, "key": ReturnKey(**words["key"])})
        return None

    def sheets(self) -> tuple[Document, ...]:
        """The figures that later periods are compared with."""
        _, (_, *sheets) = self._read()
        return tuple(sheets)

    def scored(self, *, is_reused: bool) -> Scored:
        """All of it."""
        words, (document, *sheets) = self._read()
        span = words["span"]
        return Scored(
            key=ReturnKey(**words["key"]),
            span=Period(date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None,
            fingerprint=words["fingerprint"],
            inputs=tuple(InputRead(*each) for each in words["inputs"]),
            corrections_sha256=words["corrections_sha256"],
            brief=words["brief"],
            document=document,
            sheets=tuple(sheets),
            seconds=words["seconds"],
            is_reused=is_reused,
        )

    def _read(self) -> tuple[dict[str, Any], Iterator[Document]]:
        """What is told, and the document with the sheets behind it."""
        _, words, content = self._scored.read_bytes().split(b"\n", 2)
        told = json.loads(words)
        return told, _documents(told["packed"], content)

    @property
    def _scored(self) -> Path:
        return self.folder / _SCORED

    def write(self, scored: Scored, outputs: Mapping[str, bytes], table: bytes) -> None:
        """Whole or not at all: it is made beside and then renamed."""
        made = self.folder.with_name(self.folder.name + _MADE)
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        for name, content in outputs.items():
            path = made / _FILES / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (made / _TABLE).write_bytes(table)
        (made / _SCORED).write_bytes(b"\n".join(_lines_of(scored, outputs)))
        _take_place(made, self.folder)


def _take_place(made: Path, place: Path) -> None:
    """By renaming alone: whenever a run is killed, a place holds all of the old, all of the new, or nothing."""
    old = place.with_name(place.name + _OLD)
    shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        place.rename(old)
    made.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _lines_of(scored: Scored, outputs: Iterable[str]) -> Iterator[bytes]:
    header = Header(scored.key, scored.fingerprint, [*outputs], scored.exit_code)
    span = scored.span
    # As they go into the history, one behind the other.
    packed = [*map(Packed.of, (scored.document, *scored.sheets))]
    yield json_line(asdict(header))
    yield json_line(
        {
            "key": asdict(scored.key),
            "span": [span.start.isoformat(), span.end.isoformat()] if span else None,
            "fingerprint": scored.fingerprint,
            "inputs": [
                [each.name, each.sha256, each.size, each.rows, each.left_out] for each in scored.inputs
            ],
            "corrections_sha256": scored.corrections_sha256,
            "seconds": scored.seconds,
            "brief": scored.brief,
            "packed": [[dict(each.known), len(each.content)] for each in packed],
        }
    )
    yield b"".join(each.content for each in packed)


def _documents(packed: Sequence[tuple[Mapping[str, Any], int]], content: bytes) -> Iterator[Document]:
    """Each by what is known of it and its length."""
    begins = 0
    for known, length in packed:
        yield Packed(content[begins : begins + length], known)
        begins += length


def _name(key: ReturnKey) -> str:
    # A hash, for units are called after folders and files, in any script and at any length.
    return hashlib.sha256(json_line(asdict(key))).hexdigest()[:20]
