"""Headings and names made comparable: width, spaces, line breaks and units in brackets aside."""

import functools
import re
import unicodedata

from healthkpi.model.quantity import usual_unit

# A bracket is taken for a unit only if it says one; 乡(镇) and 执业(助理)医师 keep theirs.
_UNIT_WORDS = (
    "人 人次 万人 个 所 家 户 间 张 件 支 例 对 岁 天 次 台 项 种 村 % ‰ 元 万元 亿元 元/人 平方米 ㎡ m² 平米 间/万人 "
    "/10万 1/10万 /万 小时 分钟 年 月"
).split()
_UNITS = frozenset(unicodedata.normalize("NFKC", word) for word in _UNIT_WORDS)
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def fold(words: str) -> str:
    """The form in which names are compared."""
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold().replace("​", "")


@functools.lru_cache(maxsize=4096)
def split_unit(label: str) -> tuple[str, str | None]:
    """A folded heading without the unit in its brackets, and that unit."""
    folded = fold(label)
    for bracket in _BRACKET.finditer(folded):
        if bracket[1] in _UNITS:
            return folded[: bracket.start()] + folded[bracket.end() :], usual_unit(bracket[1])
    return folded, None
