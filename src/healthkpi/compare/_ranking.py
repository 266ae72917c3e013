"""Places among the units of one level: equals share one, and who has no figure has none."""

from collections.abc import Callable, Container, Mapping, Sequence
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.link import direction_of
from healthkpi.limits import Better
from healthkpi.model.comparison import PREVIOUS_PERIOD, Rank, RankBy
from healthkpi.model.period import Period
from healthkpi.model.scorecard import UnitResult
from healthkpi.model.value import Value
from healthkpi.text import Text

Key = tuple[str, str]
Merit = Callable[[UnitResult], Fraction | None]

# A single case moves a percentage of fewer by more than three points.
FEWEST_IN_A_SHARE = 30
# Whether a clinic meets a standard is no chance; still, of nine one is eleven points.
FEWEST_WITH_CRITERIA = 10
# Below ten events chance alone puts units in order (the same bound as between the exact interval and Byar's).
FEWEST_EVENTS = 10
# A ratio of two small counts, such as boys to girls, says nothing of the unit.
FEWEST_IN_A_RATIO = 1000

NOT_REPORTED = Text("未报", "not reported")
NO_VALUE = Text("没有数", "no value")
NO_DIRECTION = Text("没有好坏方向，不排名", "no direction is better, so there are no places")
NO_SIZE = Text(
    "数量不论单位大小，不排名；可按差额或变化排",
    "a count does not know the size of a unit, so there are no places; order by gap or progress",
)
FEW = Text("分母不足 {least}，不排名", "fewer than {least} in the denominator: no place")
FEW_EVENTS = Text(
    "有单位不足 {least} 例，一例之差就换位，整项不排名",
    "some units have fewer than {least} cases, one of which would change places: nobody has one",
)
ALONE = Text("只有这一个单位可排，不排名", "the only one that could have a place: none is given")
NO_GAP = Text("没有差额可排", "no gap to order by")
NO_CHANGE = Text("上期没有数，排不出变化", "no figure of the last period to order by")


def rank_units(
    units: Sequence[UnitResult], indicator: Indicator, levels: Sequence[str], by: RankBy
) -> Mapping[Key, Rank]:
    """A place for every unit of each level with at least two of them."""
    if indicator.kind is Kind.ATTESTED:
        return {}
    ranks: dict[Key, Rank] = {}
    for level in levels:
        members = [unit for unit in units if unit.value.level == level]
        if len(members) > 1:
            ranks |= _rank_level(members, indicator, by)
    return ranks


def _rank_level(units: Sequence[UnitResult], indicator: Indicator, by: RankBy) -> dict[Key, Rank]:
    whole = _why_nobody(units, indicator, by)
    reasons = {unit.key: whole or _why_not(unit, indicator, by) for unit in units}
    merits = {
        unit.key: merit
        for unit in units
        if reasons[unit.key] is None and (merit := _merit(unit, indicator, by)) is not None
    }
    places = _places(merits) if len(merits) > 1 else {}
    if merits and not places:
        reasons |= dict.fromkeys(merits, ALONE)
    past = _past_places(units, merits, indicator) if by is RankBy.VALUE else []
    last = [_last_of(each) for each in (places, *(earlier for _, earlier in past))]
    ranks = {}
    for unit in units:
        if unit.key not in places:
            ranks[unit.key] = Rank(None, reason=reasons[unit.key] or NO_VALUE)
            continue
        place = places[unit.key]
        before = _previous_place(unit, past)
        ranks[unit.key] = Rank(place, len(places), before, _last_times(unit.key, last))
    return ranks


def _why_nobody(units: Sequence[UnitResult], indicator: Indicator, by: RankBy) -> Text | None:
    better = direction_of(indicator)
    if better is Better.NEITHER:
        return NO_DIRECTION
    is_count = indicator.kind in {Kind.COUNT, Kind.AMOUNT}
    if is_count and by is RankBy.VALUE and not any(unit.is_judged for unit in units):
        return NO_SIZE
    if indicator.per is not None and (better is Better.LOWER or indicator.kind is Kind.CHANGE):
        counts = [unit.value.value.numerator for unit in units if unit.value.value.status.has_value]
        if any(count is not None and count < FEWEST_EVENTS for count in counts):
            return FEW_EVENTS.format(least=FEWEST_EVENTS)
    return None


def _why_not(unit: UnitResult, indicator: Indicator, by: RankBy) -> Text | None:
    value = unit.value.value
    if value.filled and not value.coverage.counted:
        return NOT_REPORTED  # a figure that was put in its place is no performance of its own
    if not value.status.has_value:
        return NOT_REPORTED if value.status == "missing" else value.reason or NO_VALUE
    in_a_share = FEWEST_WITH_CRITERIA if indicator.meets else FEWEST_IN_A_SHARE
    least = {Kind.PROPORTION: in_a_share, Kind.RATIO: FEWEST_IN_A_RATIO}.get(Kind(indicator.kind))
    if least is not None and value.denominator is not None and value.denominator < least:
        return FEW.format(least=least)
    if by is RankBy.GAP and unit.contribution is None:
        return NO_GAP
    return NO_CHANGE if by is RankBy.PROGRESS and _progress(unit) is None else None


def _merit(unit: UnitResult, indicator: Indicator, by: RankBy) -> Fraction | None:
    """What is ordered by, larger being better."""
    if by is RankBy.GAP:
        return -unit.contribution.balance if unit.contribution is not None else None
    amount = unit.value.value.amount if by is RankBy.VALUE else _progress(unit)
    return _merit_of(amount, indicator)


def _merit_of(amount: Fraction | None, indicator: Indicator) -> Fraction | None:
    if amount is None:
        return None
    return -amount if direction_of(indicator) is Better.LOWER else amount


def _progress(unit: UnitResult) -> Fraction | None:
    return next((each.amount for each in unit.changes if each.since == PREVIOUS_PERIOD), None)


def _places(merits: Mapping[Key, Fraction]) -> dict[Key, int]:
    """1, 2, 2, 4: as many are ahead as are better."""
    ordered = sorted(merits.values(), reverse=True)
    first = {merit: place for place, merit in reversed(list(enumerate(ordered, start=1)))}
    return {key: first[merit] for key, merit in merits.items()}


def _past_places(
    units: Sequence[UnitResult], ranked: Mapping[Key, Fraction], indicator: Indicator
) -> list[tuple[Period, dict[Key, int]]]:
    """The places of the same units at each earlier period, the latest first."""
    values: dict[Period, dict[Key, Value]] = {}
    for unit in units:
        for point in unit.series[:-1]:
            if unit.key in ranked and point.value.status.has_value:
                values.setdefault(point.period, {})[unit.key] = point.value
    past = []
    for period in sorted(values, key=lambda each: each.end, reverse=True):
        merits = {
            key: merit
            for key, value in values[period].items()
            if (merit := _merit_of(value.amount, indicator)) is not None
        }
        past.append((period, _places(merits)))
    return past


def _previous_place(unit: UnitResult, past: Sequence[tuple[Period, dict[Key, int]]]) -> int | None:
    """Its place in the period that it is compared with, if it had one."""
    period = next((each.period for each in unit.changes if each.since == PREVIOUS_PERIOD), None)
    return next((places.get(unit.key) for each, places in past if each == period), None)


def _last_of(places: Mapping[Key, int]) -> frozenset[Key]:
    """Those behind all others; nobody where all share one place."""
    last = max(places.values(), default=1)
    return frozenset(key for key, place in places.items() if place == last > 1)


def _last_times(key: Key, last: Sequence[Container[Key]]) -> int:
    """How many periods in a row it has been behind all others; `last` is who was, the latest period first."""
    return next((times for times, each in enumerate(last) if key not in each), len(last))
