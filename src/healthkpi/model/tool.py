"""The tool that made a result."""

from functools import cache
from importlib.metadata import version


@cache
def tool_version() -> str:
    """Of this healthkpi; looked for once, for the answer is read and parsed from a file each time."""
    return version("healthkpi")
