"""What an output format offers."""

from collections.abc import Callable
from dataclasses import dataclass

from healthkpi.present._report import Report
from healthkpi.text import Language


@dataclass(frozen=True, slots=True)
class Writer:
    """Renders a report as the bytes of a file. `suffixes` are the file names it is chosen by (`-o`).

    One that `knows_kinds` writes a brief or feedback sheets where they are asked for; the others hold everything.
    """

    name: str
    suffixes: tuple[str, ...]
    render: Callable[[Report, Language], bytes]
    knows_kinds: bool = False
