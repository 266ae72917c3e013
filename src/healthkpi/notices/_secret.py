"""A password, or an address with a key in it: kept in the environment or in a file, read when it is used, never shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.first_line import first_line
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is. `key` is how the settings name it; neither the place nor the words are shown.

    A place may be a password that somebody wrote into the wrong key.
    """

    key: str
    _variable: str | None = field(default=None, repr=False)
    _file: Path | None = field(default=None, repr=False)
    _environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    def reveal(self) -> str:
        """The words; a sentence where there are none."""
        words = self._environ.get(self._variable, "") if self._variable else first_line(self._file)
        if not words or not words.strip():
            raise UsageError(self._nothing_there())
        return words.strip() if self._file is None else words

    @property
    def is_there(self) -> bool:
        """Whether there is anything, for a person who tries her settings."""
        try:
            self.reveal()
        except UsageError:
            return False
        return True

    def _nothing_there(self) -> Text:
        if self._variable is not None:
            return Text(
                f"{self.key} 说的环境变量没有设，或是空的；先设好再运行",
                f"the environment variable that {self.key} names is not set or empty; set it before the run",
            )
        return Text(
            f"{self.key} 说的文件读不到，或第一行是空的",
            f"the file that {self.key} names cannot be read, or its first line is empty",
        )
