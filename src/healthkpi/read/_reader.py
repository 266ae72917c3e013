"""What an input format offers, and what it is given."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from healthkpi.errors import InputError
from healthkpi.model.grid import Source, Workbook
from healthkpi.text import Text

_PASSWORD = Text(
    "{name}: 文件有密码保护；请在 WPS/Excel 里去掉密码后再试",
    "{name} is password-protected; remove the password in Excel or WPS and try again",
)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file; `members` are the names inside it where it is a zip archive."""

    path: Path
    data: bytes
    members: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the file is called in every message."""
        return self.path.name

    def source(self, file_format: str) -> Source:
        """The file as the thing that figures come from."""
        digest = hashlib.sha256(self.data).hexdigest()
        return Source(self.path, self.name, file_format, digest, len(self.data))


@dataclass(frozen=True, slots=True)
class Reader:
    """One input format, or a family that one library reads.

    `recognises` looks at the content alone and at most one reader may say yes. `suffixes` are, for each
    format that `read` names in the source, the endings a user would expect; another ending becomes a finding.
    """

    name: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content], Workbook]
    suffixes: Mapping[str, tuple[str, ...]]


def refuse_password(content: Content) -> InputError:
    """The refusal of a file that is locked."""
    return InputError(_PASSWORD.format(name=content.name))
