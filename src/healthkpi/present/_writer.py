"""What an output format offers."""

from collections.abc import Callable
from dataclasses import dataclass

from healthkpi.present._report import Report
from healthkpi.text import Language


@dataclass(frozen=True, slots=True)
class Writer:
    """Renders a report as the bytes of a file. `suffixes` are the file names it is chosen by (`-o`)."""

    name: str
    suffixes: tuple[str, ...]
    render: Callable[[Report, Language], bytes]
