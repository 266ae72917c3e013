"""Find what kind of value an expression has, and everything that it cannot mean, in one pass."""

from collections.abc import Mapping, Sequence
from datetime import date

from healthkpi.errors import Several
from healthkpi.expression.errors import ExpressionError, did_you_mean
from healthkpi.expression.functions import FUNCTIONS, Function
from healthkpi.expression.tokens import CUT_BEHIND_VALUE, PLAIN_NUMBER, PUNCTUATION
from healthkpi.expression.tree import (
    And,
    Arithmetic,
    Call,
    Case,
    Comparison,
    Expression,
    Membership,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Span,
    Truth,
    Words,
)
from healthkpi.expression.value_type import ValueType
from healthkpi.expression.write import write, write_name
from healthkpi.text import Text, joined, same

NUMBER, TEXT, FLAG, DATE = ValueType.NUMBER, ValueType.TEXT, ValueType.FLAG, ValueType.DATE

# What is asked of many rows where one row's value was written.
OVER_ROWS = {NUMBER: "sum", FLAG: "count", TEXT: "distinct", DATE: "most"}

# Names that other languages have, and what is meant here.
ELSEWHERE = {
    "min": Text("一行之内用 最小值，各行之间用 最少", "within a row min_of, over the rows least"),
    "max": Text("一行之内用 最大值，各行之间用 最多", "within a row max_of, over the rows most"),
    "avg": Text("不求平均：先合计，再相除", "no averages: sum first, divide last"),
    "if": Text("写成 当 … 则 … 否则 … 完", "write case when … then … else … end"),
}
ELSEWHERE |= {"mean": ELSEWHERE["avg"], "平均": ELSEWHERE["avg"], "平均值": ELSEWHERE["avg"]}
ELSEWHERE |= {"average": ELSEWHERE["avg"], "如果": ELSEWHERE["if"]}

TRUTH_WORDS = {"是": "是/true", "否": "否/false", "真": "是/true", "假": "否/false"}


def check(
    expression: Expression,
    names: Mapping[str, ValueType],
    *,
    text: str,
    wanted: ValueType | None = None,
    aggregates: bool = False,
) -> ValueType:
    """The kind of value; with `aggregates`, over the rows of a group, where no bare field may stand.

    One fault is raised as an ExpressionError, more as Several.
    """
    checker = _Checker(names, text, aggregates)
    kind = checker.kind_of(expression, in_rows=not aggregates)
    if wanted is not None and kind is not None:
        checker.require(expression, kind, wanted)
    if len(checker.errors) == 1:
        raise checker.errors[0]
    if checker.errors:
        raise Several([*checker.errors])
    assert kind is not None  # noqa: S101 # only a fault leaves the kind open
    return wanted or kind


class _Checker:
    """Collects faults; a part with a fault has no kind and causes no further ones."""

    def __init__(self, names: Mapping[str, ValueType], text: str, aggregates: bool) -> None:
        self.names = names
        self.text = text
        self.aggregates = aggregates
        self.errors: list[ExpressionError] = []

    def refuse(self, span: Span, problem: Text, hint: Text | None = None) -> None:
        """Note one fault."""
        self.errors.append(ExpressionError(self.text, span, problem, hint))

    def kind_of(self, expression: Expression, *, in_rows: bool) -> ValueType | None:
        """The kind of one node; `in_rows` where a field has a value, namely not outside of a sum."""
        match expression:
            case Number():
                return NUMBER
            case Words():
                return TEXT
            case Truth():
                return FLAG
            case Name():
                return self.kind_of_name(expression, in_rows)
            case Case():
                return self.kind_of_case(expression, in_rows)
            case Call():
                return self.kind_of_call(expression, in_rows)
        return self.kind_of_operation(expression, in_rows)

    def kind_of_operation(
        self,
        expression: Negative | Arithmetic | Comparison | And | Or | Not | Membership,
        in_rows: bool,
    ) -> ValueType:
        """What an operator gives is known even where its operands are at fault."""
        match expression:
            case Negative(operand):
                return self.take_all([operand], NUMBER, NUMBER, in_rows)
            case Arithmetic():
                return self.kind_of_arithmetic(expression, in_rows)
            case And(operands) | Or(operands):
                return self.take_all(operands, FLAG, FLAG, in_rows)
            case Not(operand):
                return self.take_all([operand], FLAG, FLAG, in_rows)
            case Comparison():
                self.check_comparison(expression, in_rows)
            case Membership():
                self.check_membership(expression, in_rows)
        return FLAG

    def take_all(
        self, operands: Sequence[Expression], wanted: ValueType, gives: ValueType, in_rows: bool
    ) -> ValueType:
        """Operands that must all be of one kind."""
        for operand in operands:
            kind = self.kind_of(operand, in_rows=in_rows)
            if kind is not None:
                self.require(operand, kind, wanted)
        return gives

    def require(self, expression: Expression, kind: ValueType, wanted: ValueType) -> None:
        """Refuse what is of another kind."""
        if kind == wanted or (wanted == DATE and _is_date_text(expression)):
            return
        problem = Text("这里要{wanted}，而 {part} 是{kind}", "{wanted} is wanted here, and {part} is {kind}")
        part = same(self.shown(expression))
        hint = _hint_for(expression, wanted)
        self.refuse(expression.span, problem.format(wanted=wanted.label, part=part, kind=kind.label), hint)

    def shown(self, expression: Expression) -> str:
        """A part as the message shows it: as it was written."""
        return self.text[expression.span.start : expression.span.end] or write(expression)

    def kind_of_name(self, name: Name, in_rows: bool) -> ValueType | None:
        """A field, if there is one of this name and it has a value here."""
        kind = self.names.get(name.name)
        if kind is None:
            problem = Text("没有名为 {name} 的字段", "there is no field {name}").format(name=name.name)
            self.refuse(name.span, problem, self.hint_for_name(name.name))
            return None
        if not in_rows:
            problem = Text("{name} 是逐行的值", "{name} is a value of each row").format(name=name.name)
            self.refuse(name.span, problem, _hint_over_rows(name.name, kind))
            return None
        return kind

    def hint_for_name(self, name: str) -> Text | None:
        """The likeliest way to go wrong, the surest first."""
        if name[:1].isdecimal() and not did_you_mean(name, self.names):
            return Text("数字后面不要写单位", "write no unit after a number")
        for keyword in CUT_BEHIND_VALUE.findall(name):
            if self.is_joined(name, keyword):
                return Text("“{word}”两边要有空格", "put spaces around {word}").format(word=keyword)
        return did_you_mean(name, self.names)

    def is_joined(self, name: str, keyword: str) -> bool:
        """Whether a known name stands before or behind the keyword."""
        before, _, behind = name.partition(keyword)
        return before in self.names or behind in self.names

    def kind_of_arithmetic(self, node: Arithmetic, in_rows: bool) -> ValueType:
        """Numbers only; a difference of dates has functions of its own."""
        kinds = [self.kind_of(part, in_rows=in_rows) for part in (node.left, node.right)]
        if DATE in kinds and node.operator == "-":
            problem = Text("日期不能相减", "dates are not subtracted")
            hint = Text("用 天数、小时数 或 月数", "use days_between, hours_between or months_between")
            self.refuse(node.span, problem, hint)
            return NUMBER
        for part, kind in zip((node.left, node.right), kinds, strict=True):
            if kind is not None:
                self.require(part, kind, NUMBER)
        return NUMBER

    def check_comparison(self, node: Comparison, in_rows: bool) -> None:
        """Each neighbouring pair must be comparable."""
        kinds = [self.kind_of(operand, in_rows=in_rows) for operand in node.operands]
        for place, operator in enumerate(node.operators):
            left, right = node.operands[place], node.operands[place + 1]
            kind = self.check_alike([left, right], kinds[place : place + 2])
            if kind in (TEXT, FLAG) and operator not in ("=", "!="):
                problem = Text(
                    "{kind}没有大小，只能用 = 或 !=", "{kind} has no order; only = and != can be used"
                )
                self.refuse(_around(left, right), problem.format(kind=kind.label))

    def check_membership(self, node: Membership, in_rows: bool) -> None:
        """Each option must be comparable with the value."""
        kind = self.kind_of(node.value, in_rows=in_rows)
        for option in node.options:
            self.check_alike([node.value, option], [kind, self.kind_of(option, in_rows=in_rows)])

    def check_alike(self, parts: Sequence[Expression], kinds: Sequence[ValueType | None]) -> ValueType | None:
        """The one kind that all parts have; a date makes texts such as "2018-12-31" dates."""
        known = [kind for kind in kinds if kind is not None]
        if len(known) < len(kinds):
            return None
        common = DATE if DATE in known else known[0]
        for part, kind in zip(parts, known, strict=True):
            if kind != common and not (common == DATE and _is_date_text(part)):
                self.refuse_unlike(parts[known.index(common)], common, part, kind)
                return None
        return common

    def refuse_unlike(self, first: Expression, common: ValueType, other: Expression, kind: ValueType) -> None:
        """Two parts that cannot stand side by side."""
        problem = Text(
            "{first} 是{common}，{other} 是{kind}，不能放在一起比较",
            "{first} is {common} and {other} is {kind}; they cannot be compared",
        ).format(first=self.shown(first), common=common.label, other=self.shown(other), kind=kind.label)
        hint = _hint_for(other, common) or _hint_for(first, kind)
        self.refuse(_around(first, other), problem, hint)

    def kind_of_case(self, node: Case, in_rows: bool) -> ValueType | None:
        """Conditions are yes/no; the values are alike."""
        self.take_all([condition for condition, _ in node.branches], FLAG, FLAG, in_rows)
        values = [value for _, value in node.branches]
        if node.otherwise is not None:
            values.append(node.otherwise)
        return self.check_alike(values, [self.kind_of(value, in_rows=in_rows) for value in values])

    def kind_of_call(self, call: Call, in_rows: bool) -> ValueType | None:
        """A known function with the arguments it takes, where it may stand."""
        function = FUNCTIONS.get(call.function)
        if function is None:
            self.refuse_function(call)
            return None
        if function.aggregate and in_rows:
            self.refuse_aggregate(call, function)
        inside = in_rows or function.aggregate
        kinds = [self.kind_of(argument, in_rows=inside) for argument in call.arguments]
        if not self.has_right_count(call, function):
            return function.gives
        self.check_arguments(call, kinds, function)
        return function.gives or self.check_alike(call.arguments, kinds)

    def refuse_function(self, call: Call) -> None:
        """A function that is not in the list."""
        name = call.function
        if any(known.translate(PUNCTUATION).startswith(f"{name}(") for known in self.names):
            hint: Text | None = Text("有括号的列名写在「」里", "a name with brackets stands in 「」")
        else:
            both = [word for function in FUNCTIONS.values() for word in (function.en, function.zh)]
            hint = ELSEWHERE.get(name.lower()) or did_you_mean(name, both)
        span = Span(call.span.start, call.span.start + len(name))
        self.refuse(span, Text("没有函数 {name}", "there is no function {name}").format(name=name), hint)

    def refuse_aggregate(self, call: Call, function: Function) -> None:
        """A sum inside a sum, or where there is one row only."""
        if self.aggregates:
            problem = Text("汇总之中不能再有汇总 {name}", "{name} cannot stand inside another sum over rows")
        else:
            problem = Text(
                "{name} 汇总多行，只能写在 gather 的 make 里",
                "{name} reads many rows, which only “make” under “gather” may",
            )
        self.refuse(call.span, problem.format(name=function.name))

    def has_right_count(self, call: Call, function: Function) -> bool:
        """Whether there are as many arguments as the function takes."""
        count = len(call.arguments)
        if count >= function.least and (function.most is None or count <= function.most):
            return True
        problem = Text(
            "{name} 要{wanted}个参数，这里有{count}个", "{name} takes {wanted} arguments, here are {count}"
        )
        self.refuse(
            call.span, problem.format(name=function.name, wanted=_count_wanted(function), count=count)
        )
        return False

    def check_arguments(self, call: Call, kinds: Sequence[ValueType | None], function: Function) -> None:
        """Each argument must be of a kind that the function takes."""
        for argument, kind in zip(call.arguments, kinds, strict=True):
            if kind is None or kind in function.takes or (DATE in function.takes and _is_date_text(argument)):
                continue
            wanted = joined([one.label for one in ValueType if one in function.takes], "或", " or ")
            problem = Text(
                "{name} 要{wanted}，而 {part} 是{kind}", "{name} takes {wanted}, and {part} is {kind}"
            )
            part = same(self.shown(argument))
            message = problem.format(name=function.name, wanted=wanted, part=part, kind=kind.label)
            self.refuse(argument.span, message)


def _is_date_text(expression: Expression) -> bool:
    if not isinstance(expression, Words) or len(expression.value) != len("2018-12-31"):
        return False
    try:
        date.fromisoformat(expression.value)
    except ValueError:
        return False
    return True


def _hint_for(expression: Expression, wanted: ValueType) -> Text | None:
    """What was probably meant by a part of the wrong kind."""
    if wanted == DATE and isinstance(expression, Words):
        return Text('日期写成 "2018-12-31"', 'write a date as "2018-12-31"')
    if wanted == NUMBER and isinstance(expression, Words) and PLAIN_NUMBER.fullmatch(expression.value):
        return Text("数字不要加引号", "write a number without quotation marks")
    if wanted == FLAG and isinstance(expression, Words) and expression.value in TRUTH_WORDS:
        return Text("是、否不要加引号", "write 是/true and 否/false without quotation marks")
    if wanted == FLAG and isinstance(expression, Number):
        return Text("写成 = 是 或 = 否", "write = true or = false")
    if wanted == TEXT and isinstance(expression, Number):
        return Text("文字要加引号", "text stands in quotation marks")
    return None


def _hint_over_rows(name: str, kind: ValueType) -> Text:
    function = FUNCTIONS[OVER_ROWS[kind]]
    written = write_name(name)
    return Text(f"写成 {function.zh}({written})", f"write {function.en}({written})")


def _around(first: Expression, second: Expression) -> Span:
    return Span(min(first.span.start, second.span.start), max(first.span.end, second.span.end))


def _count_wanted(function: Function) -> str:
    if function.most is None:
        return f"≥{function.least}"
    if function.most == function.least:
        return str(function.least)
    return f"{function.least}–{function.most}"
