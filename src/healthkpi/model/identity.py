"""What a resident's identity number looks like (GB 11643-1999, and of 15 digits GB 11643-1989): place, day of birth, order, check digit."""

import re

_DIGIT = "[0-9０-９]"
_MONTH = "(?:[0０][1-9１-９]|[1１][0-2０-２])"
_DAY = "(?:[0０][1-9１-９]|[12１２][0-9０-９]|[3３][01０１])"
# Behind a point it would be the decimals of a figure. What stands before is looked at from behind the first digit: a pattern
# that begins with a digit is searched for four times as fast.
_BEGINS = rf"(?<!{_DIGIT}.)(?<![0-9]\..)"
_PLACE = rf"[1-9１-９]{_BEGINS}{_DIGIT}{{5}}"
_CENTURY = "(?:[1１][9９]|[2２][0０])"
SHORTEST_IDENTITY_NUMBER = 15
# As people write it in groups.
_BETWEEN = "[ \u00a0\u3000-]?"
# The day of birth tells it from an account number; the check digit is not asked for, or one mistyped would be shown.
IDENTITY_NUMBER = re.compile(
    rf"{_PLACE}(?:{_BETWEEN}{_CENTURY}{_DIGIT}{{2}}{_MONTH}{_DAY}{_BETWEEN}{_DIGIT}{{3}}[0-9０-９XxＸｘ]|{_DIGIT}{{2}}{_MONTH}{_DAY}{_DIGIT}{{3}})"
    rf"(?!{_DIGIT})"
)
# Of UTF-8: a digit of either width becomes 0, what may stand between groups goes, everything else parts the digits.
_OF_WIDE, _OF_SPACES = b"\xef\xbc", b" -\xc2\xa0\xe3\x80"
_DIGITS = bytes(b"0"[0] if each in b"0123456789" or 0x90 <= each <= 0x99 else b"."[0] for each in range(256))
_IN_A_ROW = b"0" * SHORTEST_IDENTITY_NUMBER


def may_hold_identity(words: str | bytes) -> bool:
    """Whether there are digits enough in a row: of long texts without any that is told ten times as fast as by the pattern."""
    if len(words) < SHORTEST_IDENTITY_NUMBER:
        return False
    content = words.encode("utf-8", "surrogatepass") if isinstance(words, str) else words
    return _IN_A_ROW in content.translate(_DIGITS, _OF_WIDE + _OF_SPACES)
