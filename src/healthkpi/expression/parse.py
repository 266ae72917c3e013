"""Turn the text of an expression into a tree, by hand (docs/decisions/0001-own-expression-parser.md)."""

from typing import Literal, cast

from healthkpi.expression.errors import ExpressionError
from healthkpi.expression.functions import canonical_name
from healthkpi.expression.tokens import Token, cut_tokens, read_number
from healthkpi.expression.tree import (
    And,
    Arithmetic,
    ArithmeticSign,
    Call,
    Case,
    Comparison,
    ComparisonSign,
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
    height_of,
)
from healthkpi.text import Text

DEEPEST = 60  # of brackets and of the tree, so that no text can exhaust the stack

# How tightly each operator binds, the loosest first.
OR, AND, NOT, COMPARE, ADD, MULTIPLY, SIGN = range(1, 8)
POWERS = {"or": OR, "and": AND, "in": COMPARE, "not in": COMPARE, "not": COMPARE}
POWERS |= dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARE)
POWERS |= {"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY}


def parse(text: str) -> Expression:
    """The tree of an expression; what is wrong with its grammar is an ExpressionError."""
    return _Parser(text).parse_all()


class _Parser:
    """Pratt's method: every operator takes as its right side what binds more tightly than itself."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = cut_tokens(text)
        self.index = 0
        self.depth = 0

    def parse_all(self) -> Expression:
        """The whole text as one expression."""
        if len(self.tokens) == 1:
            raise self.error(self.token, Text("表达式是空的", "the expression is empty"))
        expression = self.parse_expression(0)
        if self.token.kind != "end":
            raise self.unexpected()
        if height_of(expression) > DEEPEST:
            raise self.too_deep()
        return expression

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.index]

    def next(self) -> Token:
        """Take one token."""
        token = self.tokens[self.index]
        self.index += 1
        return token

    def is_next(self, value: str) -> bool:
        """Whether the next token is this sign or keyword."""
        token = self.tokens[self.index]
        return token.value == value and (token.kind == "sign" or token.kind == "keyword")

    def accept(self, value: str) -> bool:
        """Take the next token if it is this sign or keyword."""
        if self.is_next(value):
            self.index += 1
            return True
        return False

    def expect(self, value: str, problem: Text, at: Token | None = None) -> None:
        """Take this sign or keyword, or refuse."""
        if not self.accept(value):
            raise self.error(at or self.token, problem)

    def span_from(self, start: int) -> Span:
        """From there to the end of the last token taken."""
        return Span(start, self.tokens[self.index - 1].span.end)

    def parse_expression(self, power: int) -> Expression:
        """As much as binds more tightly than `power`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        start = self.token.span.start
        left = self.parse_value(power)
        while (next_power := self.power_of_next()) > power:
            left = self.parse_operator(left, next_power, start)
        self.depth -= 1
        return left

    def power_of_next(self) -> int:
        """How tightly the next token binds to what stands before it; 0 for what is no operator."""
        token = self.tokens[self.index]
        return POWERS.get(token.value, 0) if token.kind in ("sign", "keyword") else 0

    def parse_operator(self, left: Expression, power: int, start: int) -> Expression:
        """What an operator makes of the value before it and what follows."""
        if power == COMPARE:
            return self.parse_comparison(left, start)
        if power <= AND:
            return self.parse_junction(left, power, start)
        operator = cast(ArithmeticSign, self.next().value)
        right = self.parse_expression(power)
        return Arithmetic(operator, left, right, self.span_from(start))

    def parse_junction(self, left: Expression, power: int, start: int) -> Expression:
        """All that is joined by the same and, or by the same or."""
        word = self.token.value
        operands = [left]
        while self.accept(word):
            operands.append(self.parse_expression(power))
        node = And if power == AND else Or
        return node(tuple(operands), self.span_from(start))

    def parse_comparison(self, left: Expression, start: int) -> Expression:
        """A chain of comparisons or one membership; a second one needs brackets to say what is meant."""
        if self.token.value in ("in", "not in", "not"):
            result: Expression = self.parse_membership(left, start)
        else:
            result = self.parse_chain(left, start)
        if self.power_of_next() == COMPARE:
            problem = Text("这里要用括号写明先后", "brackets are needed here to say what comes first")
            raise self.error(self.token, problem)
        return result

    def parse_chain(self, left: Expression, start: int) -> Comparison:
        """300 <= 服务人口 < 500 is one node."""
        operands, operators = [left], []
        while self.token.kind == "sign" and self.power_of_next() == COMPARE:
            operators.append(cast(ComparisonSign, self.next().value))
            operands.append(self.parse_expression(COMPARE))
        return Comparison(tuple(operands), tuple(operators), self.span_from(start))

    def parse_membership(self, value: Expression, start: int) -> Membership:
        """属于 and the list behind it."""
        negated = self.next().value != "in"
        if self.tokens[self.index - 1].value == "not":
            self.expect(
                "in", Text("这里缺少运算符", "an operator is missing here"), self.tokens[self.index - 1]
            )
        opening = self.token
        self.expect("(", Text("“属于”后面是括号里的列表", "a list in brackets follows “in”"))
        options = self.parse_list(opening)
        return Membership(value, options, negated, self.span_from(start))

    def parse_list(self, opening: Token) -> tuple[Expression, ...]:
        """Values up to the closing bracket, the opening one being taken; at least one."""
        values = [self.parse_expression(0)]
        while self.accept(","):
            values.append(self.parse_expression(0))
        self.close(opening)
        return tuple(values)

    def close(self, opening: Token) -> None:
        """Take the closing bracket; where the text ends instead, the opening one is at fault."""
        if self.token.kind == "end":
            raise self.error(opening, Text("这个括号没有关上", "this bracket is not closed"))
        if not self.accept(")"):
            raise self.unexpected()

    def parse_value(self, power: int) -> Expression:
        """What can stand where a value is wanted."""
        token = self.next()
        match token.kind:
            case "number":
                mark = cast(Literal["", "%", "‰"], token.value[-1] if token.value[-1] in "%‰" else "")
                return Number(read_number(token.value), mark, token.span)
            case "text":
                return Words(token.value, token.span)
            case "word" if self.is_next("("):
                return self.parse_call(token)
            case "word" | "name":
                return self.parse_name(token)
        return self.parse_prefix(token, power)

    def parse_name(self, token: Token) -> Name:
        """A field."""
        if not token.value.strip():
            raise self.error(token, Text("「」里没有列名", "there is no name inside 「」"))
        return Name(token.value, token.span)

    def parse_call(self, token: Token) -> Call:
        """A function and its arguments, of which there may be none."""
        opening = self.next()
        arguments = () if self.accept(")") else self.parse_list(opening)
        return Call(canonical_name(token.value), arguments, self.span_from(token.span.start))

    def parse_prefix(self, token: Token, power: int) -> Expression:
        """A sign or keyword that begins a value."""
        start = token.span.start
        match token.value:
            case "(" if token.kind == "sign":
                return self.parse_brackets(token)
            case "-":
                return Negative(self.parse_expression(SIGN), self.span_from(start))
            case "not" if power > NOT:
                problem = Text("这里的“非”要放在括号里", "this “not” needs brackets around it")
                raise self.error(token, problem)
            case "not":
                return Not(self.parse_expression(NOT), self.span_from(start))
            case "true" | "false":
                return Truth(token.value == "true", token.span)
            case "case" | "when":
                return self.parse_case(token)
        problem = Text("这里缺少一个数、列名或括号", "a number, a name or a bracket is missing here")
        raise self.error(token, problem)

    def parse_brackets(self, opening: Token) -> Expression:
        """What stands in brackets is an expression of its own."""
        inner = self.parse_expression(0)
        self.close(opening)
        return inner

    def parse_case(self, first: Token) -> Case:
        """Case when … then … else … end, or 当 … 则 … 否则 … 完."""
        if first.value == "case":
            self.expect("when", Text("case 后面是 when", "“when” follows “case”"))
        branches = [self.parse_branch()]
        while self.accept("when"):
            branches.append(self.parse_branch())
        otherwise = self.parse_expression(0) if self.accept("else") else None
        self.expect("end", Text("条件取值要以“完”或 end 结束", "a case ends with “end”"))
        return Case(tuple(branches), otherwise, self.span_from(first.span.start))

    def parse_branch(self) -> tuple[Expression, Expression]:
        """One condition and its value."""
        condition = self.parse_expression(0)
        self.expect("then", Text("条件后面要有“则”或 then", "“then” follows a condition"))
        return condition, self.parse_expression(0)

    def unexpected(self) -> ExpressionError:
        """The next token cannot follow what is complete."""
        token = self.token
        if token.value == ")":
            return self.error(token, Text("多了一个右括号", "one closing bracket too many"))
        if token.kind in ("sign", "keyword") and token.value != "(":
            return self.error(token, Text("这里不能有这个词", "this cannot stand here"))
        hint = Text("有空格或括号的列名写在「」里", "a name with spaces or brackets stands in 「」")
        return self.error(token, Text("这里缺少运算符", "an operator is missing here"), hint)

    def too_deep(self) -> ExpressionError:
        """Refused before the stack is."""
        problem = Text("层数超过{most}，请拆成几个部分", "more than {most} levels deep; split it into parts")
        return self.error(self.token, problem.format(most=DEEPEST))

    def error(self, at: Token, problem: Text, hint: Text | None = None) -> ExpressionError:
        """An error that points at a token."""
        return ExpressionError(self.text, at.span, problem, hint)
