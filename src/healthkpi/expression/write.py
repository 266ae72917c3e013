"""Write a tree as text: canonical, so that it parses to the same tree, or in words for an officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from healthkpi.expression.functions import FUNCTIONS
from healthkpi.expression.parse import ADD, AND, COMPARE, MULTIPLY, NOT, OR, SIGN
from healthkpi.expression.tokens import is_plain_name
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
    Truth,
    Words,
)
from healthkpi.text import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one way of writing; patterns have {places}."""

    signs: Mapping[str, str]
    conjunction: str
    disjunction: str
    negation: str
    member: str
    not_member: str
    comma: str
    list_comma: str
    truths: tuple[str, str]
    quotes: tuple[str, str]
    when: str
    between: str
    otherwise: str
    case: str
    call: str
    language: Language


CANONICAL = Wording(
    signs={},
    conjunction=" and ",
    disjunction=" or ",
    negation="not {0}",
    member="{0} in ({1})",
    not_member="{0} not in ({1})",
    comma=", ",
    list_comma=", ",
    truths=("true", "false"),
    quotes=('"', '"'),
    when="when {0} then {1}",
    between=" ",
    otherwise=" else {0}",
    case="case {0}{1} end",
    call="{0}({1})",
    language="en",
)
SHOWN_SIGNS = {"*": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
ENGLISH = Wording(
    signs=SHOWN_SIGNS,
    conjunction=" and ",
    disjunction=" or ",
    negation="not {0}",
    member="{0} is one of {1}",
    not_member="{0} is none of {1}",
    comma=", ",
    list_comma=", ",
    truths=("yes", "no"),
    quotes=("“", "”"),
    when="if {0}: {1}",
    between="; ",
    otherwise="; otherwise: {0}",
    case="({0}{1})",
    call="{0}({1})",
    language="en",
)
CHINESE = Wording(
    signs=SHOWN_SIGNS,
    conjunction=" 且 ",
    disjunction=" 或 ",
    negation="非 {0}",
    member="{0} 属于 {1}",
    not_member="{0} 不属于 {1}",
    comma="，",
    list_comma="、",
    truths=("是", "否"),
    quotes=("“", "”"),
    when="当 {0} 则 {1}",
    between="，",
    otherwise="，否则 {0}",
    case="（{0}{1}）",
    call="{0}（{1}）",
    language="zh",
)


def write(expression: Expression) -> str:
    """The canonical text, which parses to the same tree."""
    return _write(expression, CANONICAL)


def say(expression: Expression, language: Language) -> str:
    """In the words of an officer, to be read and not to be parsed."""
    return _write(expression, CHINESE if language == "zh" else ENGLISH)


# A node that is not named here never needs brackets.
NODE_POWERS = {Or: OR, And: AND, Not: NOT, Comparison: COMPARE, Membership: COMPARE, Negative: SIGN}


def _power_of(expression: Expression) -> int:
    if isinstance(expression, Arithmetic):
        return ADD if expression.operator in "+-" else MULTIPLY
    return NODE_POWERS.get(type(expression), SIGN + 1)


def _inside(expression: Expression, least: int, wording: Wording) -> str:
    """In brackets where it binds less tightly than what stands around it."""
    text = _write(expression, wording)
    return text if _power_of(expression) >= least else f"({text})"


def _write(expression: Expression, wording: Wording) -> str:
    match expression:
        case Number():
            return _write_number(expression)
        case Words(value):
            opening, closing = wording.quotes
            return opening + value.replace(closing, closing * 2) + closing
        case Truth(value):
            return wording.truths[0 if value else 1]
        case Name(name):
            return write_name(name)
    return _write_operation(expression, wording)


def _write_operation(
    expression: Negative | Arithmetic | Comparison | And | Or | Not | Membership | Case | Call,
    wording: Wording,
) -> str:
    match expression:
        case Negative(operand):
            return "-" + _inside(operand, SIGN, wording)
        case Not(operand):
            return wording.negation.format(_inside(operand, NOT, wording))
        case And(operands):
            return wording.conjunction.join(_inside(operand, NOT, wording) for operand in operands)
        case Or(operands):
            return wording.disjunction.join(_inside(operand, AND, wording) for operand in operands)
        case Arithmetic():
            return _write_arithmetic(expression, wording)
        case Comparison():
            return _write_comparison(expression, wording)
        case Membership():
            return _write_membership(expression, wording)
        case Case():
            return _write_case(expression, wording)
        case Call():
            return _write_call(expression, wording)


def _write_number(number: Number) -> str:
    factor = {"%": 100, "‰": 1000}.get(number.mark, 1)
    return write_decimal(number.value * factor) + number.mark


def write_decimal(value: Fraction) -> str:
    """All its decimals; a fraction that has no last one as a division."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"({value.numerator} / {value.denominator})"
    decimals = 0
    while value.denominator != 1:
        value *= 10
        decimals += 1
    digits = str(abs(value.numerator)).rjust(decimals + 1, "0")
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return ("-" if value < 0 else "") + (f"{whole}.{part}" if part else whole)


def write_name(name: str) -> str:
    """A name as it must be written in an expression: in 「」 where it is awkward."""
    return name if is_plain_name(name) else f"「{name.replace('」', '」」')}」"


def _write_arithmetic(node: Arithmetic, wording: Wording) -> str:
    power = _power_of(node)
    sign = wording.signs.get(node.operator, node.operator)
    # The right side of a - (b - c) keeps its brackets, the left side of (a - b) - c needs none.
    return f"{_inside(node.left, power, wording)} {sign} {_inside(node.right, power + 1, wording)}"


def _write_comparison(node: Comparison, wording: Wording) -> str:
    text = _inside(node.operands[0], ADD, wording)
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        text += f" {wording.signs.get(operator, operator)} {_inside(operand, ADD, wording)}"
    return text


def _write_membership(node: Membership, wording: Wording) -> str:
    options = wording.list_comma.join(_write(option, wording) for option in node.options)
    pattern = wording.not_member if node.negated else wording.member
    return pattern.format(_inside(node.value, ADD, wording), options)


def _write_case(node: Case, wording: Wording) -> str:
    pairs = [(_write(when, wording), _write(value, wording)) for when, value in node.branches]
    branches = wording.between.join(wording.when.format(*pair) for pair in pairs)
    last = "" if node.otherwise is None else wording.otherwise.format(_write(node.otherwise, wording))
    return wording.case.format(branches, last)


def _write_call(node: Call, wording: Wording) -> str:
    known = FUNCTIONS.get(node.function)
    name = known.name.say(wording.language) if known else node.function
    return wording.call.format(name, wording.comma.join(_write(part, wording) for part in node.arguments))
