"""What needs a person's word: a question with a proposal, and what the officer answered."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from healthkpi.text import Text

_YES = frozenset("√ ✓ ✔ ☑ √√ 是 是的 对 确认 确定 同意 v y yes ok true 1".split())
_NO = frozenset("× ✗ ✘ ☒ x 否 不 不是 n no false 0".split())

# What an answer may say instead of a name, in either language.
NEW_UNIT = Text("新单位", "new unit")
NOT_A_UNIT = Text("不是单位", "not a unit")
NO_COLUMN = Text("没有这一列", "no such column")
AS_STATED = Text("按默认", "as stated")


class About(StrEnum):
    """What a question is about."""

    UNIT = "unit"  # a name that is not on the roster of its level
    COLUMN = "column"  # which heading a field of a table stands under
    MEASURE = "measure"  # in which unit of measure a column is
    READING = "reading"  # which reading of a clause holds


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `of` is the level, the table/field or the indicator it is about; `written` is what the sheet says.

    The two together name the question, so that an answer holds for every later file that says the same.
    """

    about: About
    of: str
    written: str
    asks: Text
    proposal: str = ""
    why: Text | None = None
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[About, str, str]:
        """What the answer is kept under."""
        return self.about, self.of, self.written


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in the file for confirmation: of which policy, where it arose, what was answered."""

    policy: str
    question: Question
    where: str = ""
    tick: str = ""
    instead: str = ""

    @property
    def key(self) -> tuple[str, About, str, str]:
        """What the answer is kept under, among those of all policies."""
        return self.policy, *self.question.key

    @property
    def cells(self) -> tuple[object, ...]:
        """What makes two rows of the file the same, in whichever language they were asked."""
        return *self.key, self.question.proposal, self.where, self.tick, self.instead

    @property
    def chosen(self) -> str | None:
        """The answer in words: her own, else the proposal if it is ticked."""
        if self.instead:
            return self.instead
        return self.question.proposal or None if self._tick in _YES else None

    @property
    def is_refused(self) -> bool:
        """Whether the proposal is crossed out and nothing else is written."""
        return not self.instead and self._tick in _NO

    @property
    def is_open(self) -> bool:
        """Whether nothing is answered yet."""
        return not self.instead and not self._tick

    @property
    def is_unclear(self) -> bool:
        """Whether something is written that is no answer: a tick without a proposal, or a sign that is neither."""
        return not (self.is_open or self.is_refused) and self.chosen is None

    @property
    def _tick(self) -> str:
        # A mark typed in full width, or as an emoji, which carries an invisible sign of its style.
        return re.sub("[\ufe0e\ufe0f]", "", unicodedata.normalize("NFKC", self.tick)).strip().casefold()


@dataclass(frozen=True, slots=True)
class Form:
    """The file for confirmation as it should be: every answer that was given, and what is open now."""

    path: Path
    rows: tuple[Asked, ...]
    is_changed: bool

    @property
    def open(self) -> tuple[Asked, ...]:
        """The rows without an answer."""
        return tuple(each for each in self.rows if each.is_open)

    @property
    def is_wanted(self) -> bool:
        """Whether a question keeps figures out; readings alone have a stated default and call for no file."""
        return any(each.question.about is not About.READING for each in self.open)


def says(words: str | None, meaning: Text) -> bool:
    """Whether an answer says so in one of the languages."""
    return words is not None and words.strip().casefold() in {meaning.zh, meaning.en}
