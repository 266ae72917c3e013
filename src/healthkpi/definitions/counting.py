"""What the numerator of an indicator counts, for gaps: people, clinics, cases."""

from healthkpi.definitions.indicator import Elsewhere, Indicator, Kind
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.tree import names_in

THINGS = "个"


def counted_in(indicator: Indicator, policy: Policy) -> str:
    """The unit of the numerator: of its first field with a unit, else of counted rows."""
    if indicator.kind is Kind.CHECKLIST:
        return unit_of(indicator)
    side = indicator.numerator
    table = side.table if isinstance(side, Elsewhere) else indicator.table
    formula = side.sum if isinstance(side, Elsewhere) else side
    if not isinstance(formula, Formula) or table is None:
        return indicator.unit if indicator.kind is Kind.COUNT and indicator.unit else THINGS
    fields = policy.tables[table].fields
    units = (fields[name].unit for name in names_in(formula.tree) if name in fields)
    return next((unit for unit in units if unit), indicator.unit or "")
