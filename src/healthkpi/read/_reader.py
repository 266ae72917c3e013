"""What an input format offers, and what it is given."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from healthkpi.errors import InputError
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Source, Workbook
from healthkpi.model.place import Place
from healthkpi.read._package import Package
from healthkpi.text import Text, same

LEFT_OUT = declare(
    "HK208",
    Severity.NOTE,
    Text("不是表格而是{what}，未读取", "this is {what} and not a table; it was left out"),
    Text(
        "文件夹里有文档、图片或压缩包等不是表格的文件，读取整个文件夹时会跳过。"
        "如果数据在里面，请先解压，或把其中的表格另存为 xlsx，再运行一次。",
        "A folder that was read holds a document, picture or archive, which is skipped. "
        "If the data are inside it, unpack it or save its table as xlsx, and run again.",
    ),
)

_NOT_A_TABLE = Text(
    "{name}: 是{what}，不是表格；请给出 xlsx、xls、et、ods、csv 或 docx 文件",
    "{name} is {what} and not a table; give an xlsx, xls, et, ods, csv or docx file",
)
NOTHING = same("")
_PASSWORD = Text(
    "{name}: 文件有密码保护；请在 WPS/Excel 里去掉密码后再试{other_way}",
    "{name} is password-protected; remove the password in Excel or WPS and try again{other_way}",
)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file; `package` is what they are where it is a zip archive, opened.

    `locked` are the bytes as they lie on the disk, where a password had to open them.
    """

    path: Path
    data: bytes
    package: Package | None = None
    locked: bytes = b""
    called: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """The names inside a zip archive, as they are written."""
        return () if self.package is None else self.package.names

    @property
    def plain_members(self) -> tuple[str, ...]:
        """The same names without regard to case or the direction of slashes."""
        return () if self.package is None else self.package.plain_names

    @property
    def opened(self) -> Package:
        """The archive, for a reader of archives."""
        if self.package is None:
            raise ValueError("not an archive")
        return self.package

    @property
    def name(self) -> str:
        """What the file is called in every message."""
        return self.called or self.path.name

    def place(self, row: int | None = None) -> Place:
        """The file, or one of its rows, which count from 0."""
        return Place(self.name, row=row)

    def source(self, file_format: str) -> Source:
        """The file as the thing that figures come from."""
        on_disk = self.locked or self.data
        return Source(self.path, self.name, file_format, hashlib.sha256(on_disk).hexdigest(), len(on_disk))


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format, or a family that one library reads.

    `recognises` looks at the content alone; the first that says yes reads the file. One that takes whatever no
    other format claims is asked last. `suffixes` are, for each
    format that `read` names in the source, the endings a user would expect; another ending becomes a finding.
    """

    name: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content], Workbook]
    suffixes: Mapping[str, tuple[str, ...]]
    is_asked_last: bool = False


class LockedError(InputError):
    """A file that a password protects."""

    def __init__(self, content: Content, other_way: Text = NOTHING) -> None:
        super().__init__(_PASSWORD.format(name=content.name, other_way=other_way))


class StrangerError(InputError):
    """A file that is certainly no table: refused when it was named, left out when only its folder was."""

    def __init__(self, name: str, what: Text) -> None:
        super().__init__(_NOT_A_TABLE.format(name=name, what=what))
        self.finding = Finding(LEFT_OUT, Place(name), {"what": what})
