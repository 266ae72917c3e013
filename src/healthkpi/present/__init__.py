"""Present: one frozen scorecard, rendered many ways; a new format is one new file that offers `WRITER`."""

import functools
import sys
from collections.abc import Mapping
from types import MappingProxyType

from healthkpi.discover import offered
from healthkpi.present._report import Kind, Report, Template
from healthkpi.present._writer import Writer

__all__ = ["Kind", "Report", "Template", "Writer", "writers"]


@functools.cache
def writers() -> Mapping[str, Writer]:
    """Every output format by its name."""
    return MappingProxyType(
        {writer.name: writer for writer in offered(sys.modules[__name__], "WRITER", Writer)}
    )
