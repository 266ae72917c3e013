"""What must hold in every row of a table: an expression, how much it may be off, and what to say where it fails."""

from typing import Annotated, Any

from pydantic import BeforeValidator, GetPydanticSchema
from pydantic import Field as Key
from pydantic_core import core_schema

from healthkpi.definitions.indicator import Elsewhere
from healthkpi.definitions.words import Definition, Named, OneOrMore, Row, refuse
from healthkpi.model.finding import Severity
from healthkpi.model.quantity import PERCENT, Quantity, parse_quantity
from healthkpi.text import Text


def _read_tolerance(word: Any) -> Quantity:
    quantity = word if isinstance(word, Quantity) else parse_quantity(word) if isinstance(word, str) else None
    if quantity is None or quantity.unit not in {None, PERCENT} or quantity.amount < 0:
        refuse(
            Text(
                f"“{word}”不是容差；写成 5%（占右边的份额）或 3（相差多少）",
                f'"{word}" is no tolerance; write 5% (of the right side) or 3 (the difference itself)',
            )
        )
    return quantity


Tolerance = Annotated[
    Quantity,
    GetPydanticSchema(lambda _source, _handler: core_schema.any_schema()),
    BeforeValidator(_read_tolerance),
]


class Rule(Definition):
    """Something that must hold in every row; an expression alone is one without tolerance, a warning."""

    check: Row = Key(
        description="the expression that must hold; a blank fails none / 应成立的式子；空白不算不成立"
    )
    tolerance: Tolerance | None = Key(
        None,
        description="how far two compared numbers may be apart: 5% of the right side, or a number / 容差：右边的百分之几，或一个数",
    )
    severity: Severity = Key(
        Severity.WARNING, description="how much a failing row matters to the figures / 不成立时有多要紧"
    )
    says: Named | None = Key(
        None, description="what the finding says in place of the expression / 不成立时说的话，代替式子"
    )
    detail: dict[str, Elsewhere] = Key(
        default_factory=dict,
        description=(
            "names for sums over another table's rows of the same unit and time, to use in `check` "
            "/ 给另一张表（明细）同一单位、同一时间各行之和起名，供 check 使用"
        ),
    )


def _read_rule(word: Any) -> Any:
    """An expression alone stands for a rule that says no more."""
    return {"check": word} if isinstance(word, str) else word


Rules = Annotated[tuple[Annotated[Rule, BeforeValidator(_read_rule)], ...], OneOrMore]
