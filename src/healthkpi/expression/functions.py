"""The closed list of functions that an expression may call."""

from dataclasses import dataclass

from healthkpi.expression.value_type import ValueType
from healthkpi.text import Text

NUMBER, TEXT, FLAG, DATE = ValueType.NUMBER, ValueType.TEXT, ValueType.FLAG, ValueType.DATE
NUMBERS = frozenset({NUMBER})
FLAGS = frozenset({FLAG})
DATES = frozenset({DATE})
ORDERED = frozenset({NUMBER, DATE})
ANYTHING = frozenset(ValueType)


@dataclass(frozen=True, slots=True)
class Function:
    """One function: what it takes, what it gives, and whether it reads one row or many.

    `most` is None where any number of arguments may stand; `gives` is None where the result is what the
    arguments are, which must then be alike.
    """

    en: str
    zh: str
    takes: frozenset[ValueType]
    least: int
    most: int | None
    gives: ValueType | None
    meaning: Text
    aggregate: bool = False

    @property
    def name(self) -> Text:
        """What it is called, in either language."""
        return Text(self.zh, self.en)


ROW_FUNCTIONS = (
    Function(
        "coalesce", "首个非空", ANYTHING, 2, None, None, Text("第一个不缺的值", "the first value not missing")
    ),
    Function("abs", "绝对值", NUMBERS, 1, 1, NUMBER, Text("去掉正负号", "the number without its sign")),
    Function(
        "min_of",
        "最小值",
        ORDERED,
        2,
        None,
        None,
        Text("本行几个值中最小的", "the smallest of one row's values"),
    ),
    Function(
        "max_of",
        "最大值",
        ORDERED,
        2,
        None,
        None,
        Text("本行几个值中最大的", "the largest of one row's values"),
    ),
    Function("is_blank", "为空", ANYTHING, 1, 1, FLAG, Text("是否缺失", "whether the value is missing")),
    Function(
        "hours_between",
        "小时数",
        DATES,
        2,
        2,
        NUMBER,
        Text("从前者到后者的小时", "hours from first to second"),
    ),
    Function(
        "days_between",
        "天数",
        DATES,
        2,
        2,
        NUMBER,
        Text("从前者到后者的日历天数", "calendar days from first to second"),
    ),
    Function(
        "months_between",
        "月数",
        DATES,
        2,
        2,
        NUMBER,
        Text("从前者到后者的满月数", "whole months from first to second"),
    ),
    Function("year_of", "年份", DATES, 1, 1, NUMBER, Text("日期的年份", "the year of a date")),
    Function(
        "quarter_of", "季度", DATES, 1, 1, NUMBER, Text("日期在第几季度", "the quarter of a date, 1 to 4")
    ),
    Function("month_of", "月份", DATES, 1, 1, NUMBER, Text("日期在几月", "the month of a date, 1 to 12")),
    Function(
        "holding",
        "满足数",
        FLAGS,
        1,
        None,
        NUMBER,
        Text("几个条件中满足几个", "how many of the conditions hold"),
    ),
)

AGGREGATES = (
    Function("sum", "合计", NUMBERS, 1, 1, NUMBER, Text("各行之和", "the sum over the rows"), aggregate=True),
    Function(
        "count",
        "计数",
        FLAGS,
        0,
        1,
        NUMBER,
        Text("满足条件的行数", "the rows where it holds"),
        aggregate=True,
    ),
    Function(
        "least",
        "最少",
        ORDERED,
        1,
        1,
        None,
        Text("各行中最小的", "the smallest over the rows"),
        aggregate=True,
    ),
    Function(
        "most", "最多", ORDERED, 1, 1, None, Text("各行中最大的", "the largest over the rows"), aggregate=True
    ),
    Function(
        "every",
        "全部",
        FLAGS,
        1,
        1,
        FLAG,
        Text("每一行都满足", "whether it holds in every row"),
        aggregate=True,
    ),
    Function(
        "any", "任一", FLAGS, 1, 1, FLAG, Text("至少一行满足", "whether it holds in any row"), aggregate=True
    ),
    Function(
        "distinct",
        "不同数",
        ANYTHING,
        1,
        1,
        NUMBER,
        Text("不同值的个数", "how many different values"),
        aggregate=True,
    ),
    Function(
        "variation",
        "变异系数",
        NUMBERS,
        1,
        1,
        NUMBER,
        Text("标准差除以平均数，0为处处一样", "standard deviation over mean; 0 where all are the same"),
        aggregate=True,
    ),
)

FUNCTIONS = {function.en: function for function in (*ROW_FUNCTIONS, *AGGREGATES)}
BY_ANY_NAME = FUNCTIONS | {function.zh: function for function in FUNCTIONS.values()}


def find_function(name: str) -> Function | None:
    """By its Chinese or its English name, in capitals or not."""
    return BY_ANY_NAME.get(name.lower())


def canonical_name(name: str) -> str:
    """The English name; an unknown name as it was written."""
    function = find_function(name)
    return function.en if function else name
