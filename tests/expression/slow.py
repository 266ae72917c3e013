"""The same language, slowly: one row at a time in plain Python, None for missing."""

import operator
from fractions import Fraction

from healthkpi.expression.tree import (
    And,
    Arithmetic,
    Call,
    Case,
    Comparison,
    Membership,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Truth,
    Words,
)

COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def all_of(values):
    if False in values:
        return False
    return None if None in values else True


def any_of(values):
    if True in values:
        return True
    return None if None in values else False


def opposite(value):
    return None if value is None else not value


def compare(sign, left, right):
    return None if left is None or right is None else COMPARE[sign](left, right)


def calculate(sign, left, right):
    if left is None or right is None or (sign == "/" and right == 0):
        return None
    if sign == "/":
        return Fraction(left) / Fraction(right)
    return {"+": operator.add, "-": operator.sub, "*": operator.mul}[sign](left, right)


def value_of(node, row):  # noqa: C901 # one case for each node, as tree.py lists them
    def parts(nodes):
        return [value_of(part, row) for part in nodes]

    match node:
        case Number(value) | Words(value) | Truth(value):
            return value
        case Name(name):
            return row[name]
        case Negative(operand):
            return calculate("-", 0, value_of(operand, row))
        case Arithmetic(sign, left, right):
            return calculate(sign, value_of(left, row), value_of(right, row))
        case Not(operand):
            return opposite(value_of(operand, row))
        case And(operands):
            return all_of(parts(operands))
        case Or(operands):
            return any_of(parts(operands))
        case Comparison(operands, signs):
            values = parts(operands)
            return all_of([compare(*three) for three in zip(signs, values, values[1:], strict=False)])
        case Membership(value, options, negated):
            found = any_of([compare("=", value_of(value, row), option) for option in parts(options)])
            return opposite(found) if negated else found
        case Case(branches, otherwise):
            for condition, value in branches:
                holds = value_of(condition, row)
                if holds is None:
                    return None
                if holds:
                    return value_of(value, row)
            return None if otherwise is None else value_of(otherwise, row)
        case Call(function, arguments):
            return call(function, parts(arguments))


def call(function, values):
    known = [value for value in values if value is not None]
    match function:
        case "coalesce":
            return known[0] if known else None
        case "is_blank":
            return not known
        case "abs":
            return abs(values[0]) if known else None
    if len(known) < len(values):
        return None
    return {"min_of": min, "max_of": max, "holding": sum}[function](values)


def aggregate(function, values):
    known = [value for value in values if value is not None]
    match function:
        case "count":
            return known.count(True)
        case "distinct":
            return len(set(known))
        case "every":
            return all_of(values)
        case "any":
            return any_of(values)
    if len(known) < len(values):
        return None
    return {"sum": sum, "least": min, "most": max}[function](values)
