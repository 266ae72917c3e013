"""The members of a zip archive, and how those of an Office Open XML one refer to each other."""

import io
import posixpath
import zipfile
from typing import IO

from healthkpi.read import _xml
from healthkpi.read._kept import keep_small
from healthkpi.read._unpack import Parts

# What a member is shows in its beginning; most members of a small workbook are no longer, and are unpacked once.
HEAD = 4096

Relation = tuple[str, str, str]


class Package:
    """The members of an archive, found without regard to case or the direction of slashes."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = tuple(self.archive.namelist())
        self.plain_names = tuple(map(plain_name, self.names))
        self._named = dict(zip(self.plain_names, self.names, strict=True))
        self._parts = Parts(data, self.archive)
        self._heads: dict[str, bytes] = {}

    def holds(self, member: str) -> bool:
        """Whether there is such a member."""
        return plain_name(member) in self._named

    def open(self, member: str) -> IO[bytes]:
        """A member as a stream."""
        return self.archive.open(self._name_of(member))

    def head(self, name: str) -> bytes:
        """The beginning of a member, by its name as it is written."""
        if name not in self._heads:
            self._heads[name] = self._unpacked_head(name)
        return self._heads[name]

    def _unpacked_head(self, name: str) -> bytes:
        head = self._parts.beginning(self.archive.getinfo(name), HEAD)
        if head is not None:
            return head
        with self.archive.open(name) as stream:
            return stream.read(HEAD)

    def read(self, member: str) -> bytes:
        """All of a member."""
        name = self._name_of(member)
        head = self._heads.get(name)
        if head is not None and len(head) < HEAD:
            return head
        part = self._parts.whole(self.archive.getinfo(name))
        return self.archive.read(name) if part is None else part

    def elements(self, member: str) -> tuple[_xml.Element, ...]:
        """The start tags of a small part; none where it is missing."""
        return _xml.list_elements(self.read(member)) if self.holds(member) else ()

    def relations(self, member: str) -> tuple[Relation, ...]:
        """Identifier, kind and target of what a part refers to inside the archive."""
        folder, name = posixpath.split(member)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        return _list_relations(self.read(relations), folder) if self.holds(relations) else ()

    def main_part(self, usual: str) -> str:
        """The workbook or the document itself; exporters give it other names."""
        targets = (target for _, kind, target in self.relations("") if kind == "officeDocument")
        return next(targets, usual)

    def _name_of(self, member: str) -> str:
        return self._named[plain_name(member)]


def plain_name(member: str) -> str:
    """A member's name without regard to case or the direction of slashes."""
    return member.replace("\\", "/").lstrip("/").lower()


@keep_small
def _list_relations(part: bytes, folder: str) -> tuple[Relation, ...]:
    inside = [
        e.attributes
        for e in _xml.list_elements(part)
        if e.name == "Relationship" and e.attributes.get("TargetMode") != "External"
    ]
    return tuple(
        (
            a.get("Id", ""),
            a.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, a["Target"])),
        )
        for a in inside
    )
