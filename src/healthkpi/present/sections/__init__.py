"""The sections an answer can be asked for by name (`check --section 排名`); a new one is one new file offering `SECTION`."""

import functools
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from healthkpi.discover import offered
from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.present._section import Section
from healthkpi.text import Text

__all__ = ["Section", "find_section", "sections"]


@functools.cache
def sections() -> Mapping[str, Section]:
    """Every section by its English name, in the order of a bulletin."""
    found = sorted(offered(sys.modules[__name__], "SECTION", Section), key=lambda each: each.order)
    return MappingProxyType({section.name.en: section for section in found})


def find_section(word: str) -> Section:
    """The section that a person means; unknown words are refused with the names there are."""
    for section in sections().values():
        if section.is_named(word):
            return section
    raise UsageError(_unknown(word, [section.name for section in sections().values()]))


def _unknown(word: str, names: Sequence[Text]) -> Text:
    near = find_similar(word, [name for each in names for name in (each.zh, each.en)])
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    if near:
        zh, en = f"是不是“{near}”？可写：{zh}", f'did you mean "{near}"? There are: {en}'
    return Text(f"--section {word}: 没有这一节；{zh}", f"--section {word}: no such section; {en}")
