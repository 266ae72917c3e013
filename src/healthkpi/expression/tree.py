"""The nodes an expression is parsed into; equality ignores where in the text they stood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["=", "!=", "<", "<=", ">", ">="]


class Span(NamedTuple):
    """From which character of the text to which (the end is not included)."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number; the mark says that it was written as 50% or 5‰."""

    value: Fraction
    mark: Literal["", "%", "‰"] = field(default="", compare=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """Text between quotation marks."""

    value: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no, written out."""

    value: bool
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A field, exactly as the definitions name it."""

    name: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus one operand."""

    operand: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers and the sign between them."""

    operator: ArithmeticSign
    left: "Expression"
    right: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain such as 300 <= 服务人口 < 500: one operand more than operators."""

    operands: "tuple[Expression, ...]"
    operators: tuple[ComparisonSign, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """True when all operands are; two or more."""

    operands: "tuple[Expression, ...]"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """True when one operand is; two or more."""

    operands: "tuple[Expression, ...]"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of its operand."""

    operand: "Expression"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a value is one of a list."""

    value: "Expression"
    options: "tuple[Expression, ...]"
    negated: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first branch whose condition holds."""

    branches: "tuple[tuple[Expression, Expression], ...]"
    otherwise: "Expression | None" = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its English name, whichever name was written; an unknown one as it was written."""

    function: str
    arguments: "tuple[Expression, ...]"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Expression = (
    Number
    | Words
    | Truth
    | Name
    | Negative
    | Arithmetic
    | Comparison
    | And
    | Or
    | Not
    | Membership
    | Case
    | Call
)


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """The nodes directly below, in the order they are written."""
    match expression:
        case Negative() | Not():
            return (expression.operand,)
        case Arithmetic():
            return (expression.left, expression.right)
        case Comparison() | And() | Or():
            return expression.operands
        case Membership():
            return (expression.value, *expression.options)
        case Case():
            branches = tuple(part for branch in expression.branches for part in branch)
            return branches if expression.otherwise is None else (*branches, expression.otherwise)
        case Call():
            return expression.arguments
    return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Every node, each before its parts."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(parts_of(node)))


def names_in(expression: Expression) -> tuple[str, ...]:
    """Every field the expression reads, once, in the order they are written."""
    return tuple(dict.fromkeys(node.name for node in walk(expression) if isinstance(node, Name)))


def height_of(expression: Expression) -> int:
    """How many nodes lie on the longest way down, counted without recursion."""
    level, height = [expression], 0
    while level:
        level = [part for node in level for part in parts_of(node)]
        height += 1
    return height
