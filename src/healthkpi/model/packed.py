"""A document small enough to keep every one, and read only when somebody asks what it says."""

import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import orjson

from healthkpi.json_line import json_line

# The next better one takes twice as long for a tenth less.
_LEVEL = 1


class Packed(Mapping[str, Any]):
    """A document as it is kept; what is `known` of it is told without reading the rest."""

    def __init__(self, content: bytes, known: Mapping[str, Any]) -> None:
        self.content = content
        self.known = known

    @classmethod
    def of(cls, document: Mapping[str, Any], *known: str) -> "Packed":
        """Any document; one that is packed stays as it is."""
        if isinstance(document, Packed):
            return document
        return cls(zlib.compress(json_line(dict(document)), _LEVEL), {name: document[name] for name in known})

    @classmethod
    def printed(cls, words: bytes, known: Mapping[str, Any]) -> "Packed":
        """What `--format json` printed, as it stands."""
        return cls(zlib.compress(words, _LEVEL), known)

    @cached_property
    def _whole(self) -> Mapping[str, Any]:
        return unpacked(self.content)

    def __getitem__(self, name: str) -> Any:
        return self.known[name] if name in self.known else self._whole[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def unpacked(content: bytes) -> Mapping[str, Any]:
    """The document again: its figures are text, and no count or place in it has more than 64 bits, which would lose digits here."""
    document: Mapping[str, Any] = orjson.loads(zlib.decompress(content))
    return document
