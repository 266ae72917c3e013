"""What the tool says, in Chinese and English at once.

Both wordings stand side by side where they are written, so a missing translation is a type error
and not a silent fallback (docs/decisions/0002-two-languages.md).
"""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The wording in one language."""
        return self.zh if language == "zh" else self.en

    def format(self, **details: object) -> "Text":
        """Fill the {places}; a detail that is itself a Text is said in the language it stands in."""
        return Text(self._filled("zh", details), self._filled("en", details))

    def _filled(self, language: Language, details: dict[str, object]) -> str:
        return self.say(language).format(**{name: said(detail, language) for name, detail in details.items()})


def said(detail: object, language: Language) -> str:
    """Any detail of a message as words: a Text in the language asked for, anything else as it prints."""
    return detail.say(language) if isinstance(detail, Text) else str(detail)


def same(words: str) -> Text:
    """Words that are the same in both languages: a name, a number, a file."""
    return Text(words, words)


def joined(texts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several sentences as one."""
    return Text(zh.join(text.zh for text in texts), en.join(text.en for text in texts))
