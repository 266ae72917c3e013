"""Which keys each kind of indicator needs and may have, and what unit its value is in."""

from dataclasses import dataclass

from healthkpi.definitions.indicator import ChangeIn, Indicator, Kind
from healthkpi.model.quantity import PERCENT, POINTS, usual_unit
from healthkpi.text import Text

# Legal with every kind.
EVERYWHERE = frozenset(
    "name clause kind examples better level each if_none targets score responsible reading unit".split()
)
_ROWS = frozenset("table where gather over".split())
_SHARE = _ROWS | {"numerator", "denominator", "meets", "reported", "sample"}


@dataclass(frozen=True, slots=True)
class KindRules:
    """`needs` are groups of which exactly one key must be there; of `one_of` at most one.

    `with_numerator` is the key that a numerator cannot do without.
    """

    name: Text
    may: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()
    one_of: frozenset[str] = frozenset()
    with_numerator: str | None = None


def _needs(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group.split()) for group in groups)


KIND_RULES = {
    Kind.PROPORTION: KindRules(
        Text("占比", "proportion"), _SHARE, _needs("table", "numerator meets"), with_numerator="denominator"
    ),
    Kind.RATE: KindRules(
        Text("率", "rate"), _SHARE | {"per"}, _needs("table", "numerator meets", "denominator", "per")
    ),
    Kind.RATIO: KindRules(
        Text("比", "ratio"), (_SHARE | {"per"}) - {"meets"}, _needs("table", "numerator", "denominator")
    ),
    Kind.MEAN: KindRules(
        Text("均值", "mean"), _ROWS | {"numerator", "reported", "sample"}, _needs("table", "numerator")
    ),
    Kind.COUNT: KindRules(
        Text("计数", "count"),
        _ROWS | {"numerator", "meets", "distinct", "reported"},
        _needs("table"),
        frozenset({"numerator", "meets", "distinct"}),
    ),
    Kind.AMOUNT: KindRules(
        Text("总量", "amount"), _ROWS | {"numerator", "reported"}, _needs("table", "numerator")
    ),
    Kind.CHECKLIST: KindRules(
        Text("清单", "checklist"), _ROWS | {"items", "distinct", "reported"}, _needs("items distinct")
    ),
    Kind.CHANGE: KindRules(
        Text("变化", "change"),
        _SHARE | {"per", "rise", "fall"},
        _needs("table", "numerator meets", "rise fall"),
    ),
    Kind.ATTESTED: KindRules(Text("认定", "attested"), frozenset({"item"}), _needs("item")),
    Kind.DERIVED: KindRules(Text("推算", "derived"), frozenset({"formula"}), _needs("formula")),
}

_UNIT_OF_PER = {"100": PERCENT, "1000": "‰", "10000": "/万", "100000": "/10万"}
_UNIT_OF_CHANGE = {ChangeIn.PERCENT: PERCENT, ChangeIn.PERCENT_A_YEAR: PERCENT, ChangeIn.POINTS: POINTS}
_OWN_UNIT = {Kind.CHECKLIST: "项", Kind.ATTESTED: "", Kind.DERIVED: ""}


def unit_of(indicator: Indicator) -> str:
    """The unit that the value, its targets and its gap to them are in."""
    if indicator.unit is not None:
        return usual_unit(indicator.unit)
    if indicator.kind is Kind.PROPORTION:
        return PERCENT
    if indicator.change is not None and indicator.change.in_ in _UNIT_OF_CHANGE:
        return _UNIT_OF_CHANGE[indicator.change.in_]
    if indicator.per is not None and indicator.kind is not Kind.RATIO:
        return _UNIT_OF_PER[indicator.per]
    return _OWN_UNIT.get(indicator.kind, "")


def unit_before_change(indicator: Indicator) -> str:
    """The unit of the two values that a change lies between; empty where they are counts."""
    if indicator.per is not None:
        return _UNIT_OF_PER[indicator.per]
    return PERCENT if indicator.denominator is not None or indicator.meets else ""


def factor_of(indicator: Indicator) -> int:
    """What numerator ÷ denominator is multiplied by to come out in the unit."""
    if indicator.per is not None:
        return int(indicator.per)
    is_share = indicator.kind is Kind.PROPORTION
    is_change_of_share = indicator.kind is Kind.CHANGE and indicator.denominator is not None
    is_change_of_meets = indicator.kind is Kind.CHANGE and bool(indicator.meets)
    in_percent = usual_unit(indicator.unit or "") == PERCENT
    return 100 if is_share or is_change_of_share or is_change_of_meets or in_percent else 1
