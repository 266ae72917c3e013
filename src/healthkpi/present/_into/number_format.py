"""What a cell's number format makes of a number."""

import re

GENERAL = frozenset({"General", "@"})

# Words, colours and signs in a format that are no digits: 0"%" shows the number itself.
_WORDS = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_DIGITS = re.compile(r"[#,0?]*[#0?](?:\.([#0?]*))?")
_NOT_DECIMAL = re.compile(r"[eE][+-]|/|[#0?],+(?![#0?])")


def is_percentage(number_format: str) -> bool:
    """Whether a share is wanted, which is shown a hundred times as large."""
    return "%" in _positive(number_format)


def decimals_of(number_format: str) -> int | None:
    """How many decimals are shown; None for as many as there are, and where it cannot be said."""
    section = _positive(number_format)
    digits = _DIGITS.search(section)
    if number_format in GENERAL or digits is None or _NOT_DECIMAL.search(section):
        return None
    return len(digits[1] or "")


def _positive(number_format: str) -> str:
    return _WORDS.sub("", number_format).split(";")[0]
