"""A small language over the fields of a table: parsed, checked, written and evaluated by our own code.

`evaluate` is not imported here, so that reading definitions does not load pandas.
"""

from healthkpi.expression.check import check
from healthkpi.expression.errors import ExpressionError
from healthkpi.expression.parse import parse
from healthkpi.expression.tree import Expression, names_in
from healthkpi.expression.value_type import ValueType
from healthkpi.expression.write import say, write

__all__ = ["Expression", "ExpressionError", "ValueType", "check", "names_in", "parse", "say", "write"]
