"""What is wrong with an expression, and where in its text."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from healthkpi.errors import HealthKpiError
from healthkpi.expression.tree import Span
from healthkpi.model.folding import fold
from healthkpi.text import Language, Text, same


class ExpressionError(HealthKpiError):
    """An expression that cannot be meant; `message` names the character, `pointer` draws it."""

    def __init__(self, text: str, span: Span, problem: Text, hint: Text | None = None) -> None:
        place = same(str(span.start + 1))
        message = Text("第{place}字：{problem}", "character {place}: {problem}")
        super().__init__(message.format(place=place, problem=problem))
        self.text = text
        self.span = span
        self.hint = hint

    def pointer(self) -> str:
        """The line of the text and below it carets, aligned where Chinese is two cells wide."""
        start = self.text.rfind("\n", 0, self.span.start) + 1
        line = _printable(self.text[start:].split("\n", 1)[0])
        before = line[: self.span.start - start]
        marked = line[self.span.start - start : self.span.end - start]
        return f"{line}\n{' ' * count_cells(before)}{'^' * max(1, count_cells(marked))}"

    def say(self, language: Language) -> str:
        """Message, pointer and hint, as they are printed below one another."""
        lines = [self.message.say(language), *(f"  | {line}" for line in self.pointer().split("\n"))]
        if self.hint:
            lines.append(f"  = {Text('提示：', 'hint: ').say(language)}{self.hint.say(language)}")
        return "\n".join(lines)


def count_cells(words: str) -> int:
    """How wide a terminal shows the words."""
    return sum(_cells(sign) for sign in words)


def _cells(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _printable(line: str) -> str:
    # A tab has no fixed width and a control sign may move the cursor, so neither reaches the terminal.
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in line)


def find_similar(word: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    names = {fold(name): name for name in known}
    close = get_close_matches(fold(word), names, n=1, cutoff=0.6)
    return names[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """The question, where there is something to ask."""
    similar = find_similar(word, known)
    return Text("是不是“{name}”？", 'did you mean "{name}"?').format(name=similar) if similar else None
