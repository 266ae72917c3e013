"""What reading a cell can come to, besides a value: missing, or a doubt that somebody must see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from healthkpi.model.finding import Code, Severity, declare
from healthkpi.model.folding import half_width
from healthkpi.model.grid import CellError, CellValue, Uncalculated
from healthkpi.model.question import Question
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class Missing:
    """The cell is blank, or says that nothing was reported."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """The cell cannot be read, or can be read in more than one way."""

    code: Code
    details: Mapping[str, object] = field(default_factory=dict)
    taken_as: object = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A number that says its unit itself, so that the heading's does not count a second time."""

    number: Fraction


MISSING = Missing()

# Zero is not among them: a blank and a dash say that nothing was reported, not that there was nothing.
_MISSING_WORDS = frozenset(
    "— —— - -- — – / \\ // 无 暂无 未报 未上报 未统计 不详 待定 未开展 不适用 n/a na n.a. null none nan 缺 缺报 同上 〃 [z] [c] [x] .. ... …".split()
)
_SUPPRESSED = frozenset("* ** ***".split())

NO_HINT = Text("", "")
NOT_A_NUMBER = declare(
    "HK203",
    Severity.ERROR,
    Text("“{shown}”不是数{hint}；按缺报处理", '"{shown}" is not a number{hint}; treated as missing'),
    Text(
        "这一格要填数，但读不出数来，所以按缺报处理，不当作 0，也不猜。请改成数字（如 960），单位写在表头里。",
        "A number is wanted here and the cell does not hold one. It is treated as missing, never as 0 and never guessed. "
        "Write the number alone (960) and its unit in the header.",
    ),
)
CELL_ERROR = declare(
    "HK214",
    Severity.ERROR,
    Text("单元格是错误值 {shown}；按缺报处理", "the cell holds the error {shown}; treated as missing"),
    Text(
        "公式算出了错误（除数为零、引用失效等）。请在原表里改正公式或直接填数。",
        "The formula ended in an error (division by zero, a lost reference …). Mend it in the workbook or write the number.",
    ),
)
UNCALCULATED = declare(
    "HK204",
    Severity.ERROR,
    Text(
        "公式 {shown} 没有计算结果；按缺报处理",
        "the formula {shown} was never calculated; treated as missing",
    ),
    Text(
        "文件由程序生成，公式还没有算过。请用 WPS 或 Excel 打开、保存一次再用。",
        "The file was written by a program and its formulas have no values yet. Open and save it once in WPS or Excel.",
    ),
)
SUPPRESSED = declare(
    "HK215",
    Severity.WARNING,
    Text("“{shown}”是隐去的小数；按缺报处理", '"{shown}" stands for a suppressed count; treated as missing'),
    Text(
        "发布单位为保护隐私隐去了小于某数的计数。没有原数就不能参加汇总。",
        "The publisher hid a small count. Without the number itself it cannot enter a sum.",
    ),
)


_SHOWN_AS_ERROR = re.compile(r"#(?:div/0!|n/a|ref!|value!|name\?|num!|null!|#{2,})")


def without_value(value: CellValue) -> Missing | Doubt | None:
    """What every type of field treats alike: blanks, error cells, formulas without a value."""
    if value is None:
        return MISSING
    if isinstance(value, str):
        return _without_value(value, half_width(value).casefold())
    if isinstance(value, CellError):
        return Doubt(CELL_ERROR, {"shown": value.shown})
    if isinstance(value, Uncalculated):
        return Doubt(UNCALCULATED, {"shown": value.formula})
    return None


def _without_value(shown: str, word: str) -> Missing | Doubt | None:
    if not word or word in _MISSING_WORDS:
        return MISSING
    if word.isalnum():
        return None  # a name, as nearly all words are; the signs below are none
    if _SHOWN_AS_ERROR.fullmatch(word):
        return Doubt(CELL_ERROR, {"shown": shown.strip()})
    return Doubt(SUPPRESSED, {"shown": shown.strip()}) if word in _SUPPRESSED else None


def not_a_number(shown: str, hint: Text = NO_HINT) -> Doubt:
    """A cell without a number, and what was perhaps meant."""
    return Doubt(NOT_A_NUMBER, {"shown": shown, "hint": hint})
