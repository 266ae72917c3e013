"""The members of an Office Open XML archive, and how they refer to each other."""

import posixpath
import zipfile
from typing import IO

from healthkpi.read import _xml


class Package:
    """The members of the archive, found without regard to case or the direction of slashes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members = {plain_name(name): name for name in archive.namelist()}

    def holds(self, member: str) -> bool:
        """Whether there is such a member."""
        return plain_name(member) in self.members

    def open(self, member: str) -> IO[bytes]:
        """A member as a stream."""
        return self.archive.open(self.members[plain_name(member)])

    def read(self, member: str) -> bytes:
        """All of a member."""
        return self.archive.read(self.members[plain_name(member)])

    def size(self, member: str) -> int:
        """How long a member says it is."""
        return self.archive.getinfo(self.members[plain_name(member)]).file_size

    def elements(self, member: str) -> list[_xml.Element]:
        """The start tags of a small part; none where it is missing."""
        if not self.holds(member):
            return []
        with self.open(member) as stream:
            return _xml.list_elements(stream)

    def relations(self, member: str) -> list[tuple[str, str, str]]:
        """Identifier, kind and target of what a part refers to inside the archive."""
        folder, name = posixpath.split(member)
        found = self.elements(posixpath.join(folder, "_rels", f"{name}.rels"))
        inside = [
            e.attributes
            for e in found
            if e.name == "Relationship" and e.attributes.get("TargetMode") != "External"
        ]
        return [
            (
                a.get("Id", ""),
                a.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, a["Target"])),
            )
            for a in inside
        ]

    def main_part(self, usual: str) -> str:
        """The workbook or the document itself; exporters give it other names."""
        targets = (target for _, kind, target in self.relations("") if kind == "officeDocument")
        return next(targets, usual)


def plain_name(member: str) -> str:
    """A member's name without regard to case or the direction of slashes."""
    return member.replace("\\", "/").lstrip("/").lower()
