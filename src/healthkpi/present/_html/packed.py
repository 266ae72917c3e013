"""The figures for the script: words that come more than once are written once and then named by their number.

Twelve thousand figures as rows of a table would be twice as large a file.
"""

import base64
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from healthkpi.json_line import json_line
from healthkpi.present._figures import clean
from healthkpi.present._section import Cell, Tone
from healthkpi.text import Language

TONE_SIGNS = {Tone.STRONG: "s", Tone.QUIET: "q", Tone.GOOD: "g", Tone.WARN: "w", Tone.BAD: "b"}
# Stands before the sign of a tone; no text holds one, for `clean` takes them out.
MARKER = "\t"
WORTH_A_NUMBER = 5
# In signs. Below it the figures stay readable in the file; above it they would be most of it.
LARGE = 400_000


def packed_cell(cell: Cell, language: Language) -> str:
    """The words of a cell with its tone before them."""
    return packed_words(clean(cell.text.say(language)), cell.tone)


def packed_words(words: str, tone: Tone) -> str:
    """Words with their tone before them."""
    return words if tone is Tone.PLAIN or not words else f"{MARKER}{TONE_SIGNS[tone]}{words}"


def by_column(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows turned into columns: like beside like is deflated to two thirds of the size."""
    return [list(column) for column in zip(*rows, strict=True)]


def as_script(data: dict[str, Any], packed: dict[str, Any]) -> Markup:
    """JSON that can stand inside a script element; the strings of `packed` may be numbers into `words`.

    Above LARGE it is deflated and in base64; the script knows it by its not beginning with a brace.
    """
    counts: Counter[str] = Counter()
    _count(packed, counts)
    words = sorted(
        (each for each in counts if _is_worth(each, counts[each])), key=lambda each: (-counts[each], each)
    )
    numbers = {word: number for number, word in enumerate(words)}
    document = {**data, **_replaced(packed, numbers), "words": words}
    text = json_line(document).decode()
    if len(text) > LARGE:
        return Markup(base64.b64encode(zlib.compress(text.encode(), 9)).decode())  # noqa: S704 - letters and digits
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - what could end the element is escaped above


def _is_worth(word: str, count: int) -> bool:
    return count > 1 and len(word.encode()) >= WORTH_A_NUMBER


def _count(data: Any, counts: Counter[str]) -> None:
    if isinstance(data, str):
        counts[data] += 1
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            _count(each, counts)


def _replaced(data: Any, numbers: dict[str, int]) -> Any:
    if isinstance(data, str):
        return numbers.get(data, data)
    if isinstance(data, dict):
        return {key: _replaced(each, numbers) for key, each in data.items()}
    return [_replaced(each, numbers) for each in data] if isinstance(data, list) else data
