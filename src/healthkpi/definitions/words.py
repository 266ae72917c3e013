"""The words a definition is made of, read from the text as it was written.

Everything arrives as text (yaml_nodes); these types say what the text may be and refuse the rest in
plain words of both languages.
"""

import hashlib
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, NoReturn, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetPydanticSchema
from pydantic_core import PydanticCustomError, core_schema

from healthkpi.expression.errors import ExpressionError
from healthkpi.expression.parse import parse
from healthkpi.expression.tree import Expression
from healthkpi.model.period import parse_day
from healthkpi.model.quantity import Quantity, parse_quantity
from healthkpi.text import Text


class Definition(BaseModel):
    """A part of a definition: a closed list of keys, never changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def __copy__(self) -> Self:
        """A copy is made to be changed, so it keeps nothing that was worked out from what it was."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    @cached_property
    def digest(self) -> str:
        """A SHA-256 over all that it says; the same in every process."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def refuse(message: Text) -> NoReturn:
    """Refuse a word with a sentence in both languages."""
    raise PydanticCustomError("healthkpi", "{en}", {"zh": message.zh, "en": message.en})


class Formula(str):
    """An expression as it was written, with its tree."""

    __slots__ = ("tree",)
    tree: Expression

    @classmethod
    def read(cls, text: str) -> "Formula":
        """Parse the text; an ExpressionError says what is wrong and where."""
        formula = cls(text)
        formula.tree = parse(text)
        return formula


def _read_formula(word: Any) -> Formula:
    if isinstance(word, Formula):
        return word
    try:
        return Formula.read(_one_word(word))
    except ExpressionError as error:
        raise PydanticCustomError("expression", "{en}", {"en": error.message.en, "error": error}) from None


def _one_word(word: Any) -> str:
    if not isinstance(word, str):
        refuse(Text("这里应是一个词或一个式子", "a single word or expression is wanted here"))
    return word


def _read_text(word: Any) -> Text:
    if isinstance(word, Text):
        return word
    if isinstance(word, str):
        return Text(word, word)
    if (
        isinstance(word, dict)
        and set(word) == {"zh", "en"}
        and all(isinstance(part, str) for part in word.values())
    ):
        return Text(word["zh"], word["en"])
    refuse(
        Text(
            "名称写成 {zh: 中文, en: English}，或只写中文",
            "write {zh: 中文, en: English}, or the Chinese name alone",
        )
    )


def _read_day(word: Any) -> date:
    day = parse_day(_one_word(word))
    if day is None:
        refuse(
            Text(
                f"“{word}”不是日期；写成 2018-12-31，或只写年份",
                f'"{word}" is not a date; write 2018-12-31, or a year alone',
            )
        )
    return day


def _read_quantity(word: Any) -> Quantity | str:
    """A number with its unit, or else the name of a parameter."""
    text = _one_word(word)
    return parse_quantity(text) or text


def _read_number(word: Any) -> Decimal:
    try:
        return Decimal(_one_word(word))
    except InvalidOperation:
        refuse(Text(f"“{word}”不是数", f'"{word}" is not a number'))


def _read_list(word: Any) -> Any:
    """One word where a list is wanted is a list of one."""
    return [word] if isinstance(word, str | dict) else word


def _as_is(_source: Any, _handler: Any) -> core_schema.CoreSchema:
    return core_schema.any_schema()


Named = Annotated[Text, GetPydanticSchema(_as_is), BeforeValidator(_read_text)]
Day = Annotated[date, GetPydanticSchema(_as_is), BeforeValidator(_read_day)]
Amount = Annotated[Quantity | str, GetPydanticSchema(_as_is), BeforeValidator(_read_quantity)]
Number = Annotated[Decimal, GetPydanticSchema(_as_is), BeforeValidator(_read_number)]
Row = Annotated[Formula, GetPydanticSchema(_as_is), BeforeValidator(_read_formula)]
OneOrMore = BeforeValidator(_read_list)
Words = Annotated[tuple[str, ...], OneOrMore]
