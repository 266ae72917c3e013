"""How wide the columns of a table are: a figure is never broken, words share what is left.

Word gives every column the same width, which breaks a Chinese name over three lines beside an empty column; typst gives
what is left over to words that then stand one below the other.
"""

import functools
import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

# Of a long text only so much asks for room: it is going to be broken anyway.
MOST_WISHED = 120
# What is shorter is not broken if there is room: a verdict, a rate, the name of a township.
UNBROKEN = (14, 10, 8, 6)
LEAST = 4
DAY = 10
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_CODE = re.compile(r"[!-~]+")
# What the borders and the distance to them take, in half characters.
PADDING = 2
# A table of a few short columns is not drawn out over the page.
AMPLE = 1.35
# What must not be broken may take so much of the whole, the rest is for words.
MOST_TAKEN = Fraction(4, 5)


def wished_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """What each column would take if there were room, in half characters; `rows` have the headings first."""
    return [_wished(column) for column in zip(*rows, strict=True)]


def column_widths(rows: Sequence[Sequence[str]], total: int, size: float) -> list[int]:
    """The widths in twentieths of a point, at most `total` together."""
    room = total / (size * 10)
    wished = wished_widths(rows)
    room = min(room, sum(wished) * AMPLE)
    for unbroken in UNBROKEN:
        least = [_least(column, unbroken) for column in zip(*rows, strict=True)]
        if sum(least) <= room * MOST_TAKEN:
            break
    wished = [max(low, wish) for low, wish in zip(least, wished, strict=True)]
    return [int(share * size * 10) for share in _shares(least, wished, room)]


def _wished(column: Sequence[str]) -> float:
    """The longest, but one long text among short ones counts for little."""
    widths = [width_of(words) for words in column if words] or [0]
    usual = max(2 * sum(widths) / len(widths), UNBROKEN[0])
    return min(max(widths), usual, MOST_WISHED) + PADDING


def _least(column: Sequence[str], unbroken: int) -> float:
    """A heading is broken in two lines at most, a short word not at all where short words are what stands there."""
    heading, *cells = column
    widths = [width_of(words) for words in cells if words]
    is_prose = sum(widths) > UNBROKEN[0] * len(widths)
    short = 0 if is_prose else max((width for width in widths if width <= unbroken), default=0)
    # A heading is set in bold, which takes a little more.
    codes = max(_longest_word(heading, unbroken) + 1, *(_longest_word(words, unbroken) for words in cells), 0)
    return max(LEAST, width_of(heading) / 2, short, 0 if is_prose else codes) + PADDING


def _longest_word(words: str, most: int) -> float:
    """Latin words and codes are not broken; Chinese is, anywhere."""
    longest = max(map(len, _CODE.findall(words)), default=0)
    return max(min(longest, most), DAY if _DAY.search(words) else 0)


def _shares(least: Sequence[float], wished: Sequence[float], room: float) -> list[float]:
    """Everybody the least, then of what is left in proportion to what is wanting."""
    if sum(wished) <= room or sum(least) >= room:
        parts = wished if sum(wished) <= room else least
        return [part * room / sum(parts) for part in parts]
    spare = (room - sum(least)) / (sum(wished) - sum(least))
    return [low + (wish - low) * spare for low, wish in zip(least, wished, strict=True)]


@functools.lru_cache(maxsize=10_000)
def width_of(words: str) -> int:
    """In half characters: a Chinese sign takes two. A page of 200 units says the same words again and again."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)
