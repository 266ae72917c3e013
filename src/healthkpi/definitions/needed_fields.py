"""Which fields of which tables an indicator cannot do without."""

from collections.abc import Iterator
from dataclasses import dataclass

from healthkpi.definitions.indicator import Criterion, Elsewhere, Indicator, SizeClass
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import Call, Expression, Name, parts_of

# What stands in them may be blank: that is what they are there for.
_FORGIVING = {"coalesce", "is_blank"}


@dataclass(frozen=True, slots=True)
class Needed:
    """A field of a table, and whether it is only divided by."""

    table: str
    field: str
    is_denominator: bool = False


def needed_fields(indicator: Indicator, policy: Policy) -> Iterator[Needed]:
    """The fields of the rows that it sums, counts or divides, those of other tables included."""
    own = [
        indicator.where,
        indicator.distinct,
        *(formula for criterion in indicator.meets.values() for formula in _formulas(criterion)),
        *(indicator.items.values() if isinstance(indicator.items, dict) else ()),
        *((indicator.gather.where, *indicator.gather.make.values()) if indicator.gather else ()),
    ]
    sides = [(indicator.numerator, False), (indicator.denominator, True)]
    found = [(indicator.table, formula, False) for formula in own]
    for side, is_denominator in sides:
        if isinstance(side, Elsewhere):
            found += [(side.table, side.sum, is_denominator), (side.table, side.where, is_denominator)]
        else:
            found.append((indicator.table, side, is_denominator))
    for table, formula, is_denominator in found:
        fields = policy.tables[table].fields if table is not None else {}
        names = _names(formula.tree) if formula is not None else ()
        yield from (Needed(str(table), name, is_denominator) for name in names if name in fields)


def _formulas(criterion: Criterion) -> Iterator[Formula]:
    for each in criterion if isinstance(criterion, tuple) else (criterion,):
        parts = (each.when, each.need, each.otherwise) if isinstance(each, SizeClass) else (each,)
        yield from (part for part in parts if part is not None)


def _names(tree: Expression) -> Iterator[str]:
    if isinstance(tree, Name):
        yield tree.name
    elif not (isinstance(tree, Call) and tree.function in _FORGIVING):
        for part in parts_of(tree):
            yield from _names(part)
