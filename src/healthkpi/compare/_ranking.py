"""Places among the units of one level: equals share one, and who has no figure has none."""

from collections.abc import Collection, Container, Mapping, Sequence
from fractions import Fraction

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.link import direction_of
from healthkpi.limits import Better
from healthkpi.model.comparison import PREVIOUS_PERIOD, Change, Contribution, Past, Rank, RankBy
from healthkpi.model.period import Period
from healthkpi.model.scorecard import UnitResult
from healthkpi.text import Text

Key = tuple[str, str]

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
    units: Sequence[UnitResult],
    indicator: Indicator,
    levels: Sequence[str],
    by: RankBy,
    past: Past,
    shares: Mapping[Key, Contribution],
) -> Mapping[Key, Rank]:
    """A place for every unit of each level with at least two of them; `shares` are their parts in the gap."""
    if indicator.kind is Kind.ATTESTED:
        return {}
    ranks: dict[Key, Rank] = {}
    for level in levels:
        members = [unit for unit in units if unit.value.level == level]
        if len(members) > 1:
            ranks |= _Level(members, indicator, by, past, shares).ranks()
    return ranks


class _Level:
    """The units of one level, to be put in order."""

    def __init__(
        self,
        units: Sequence[UnitResult],
        indicator: Indicator,
        by: RankBy,
        past: Past,
        shares: Mapping[Key, Contribution],
    ) -> None:
        self.units, self.indicator, self.by, self.past, self.shares = units, indicator, by, past, shares
        self.is_lower_better = direction_of(indicator) is Better.LOWER
        self.least = _least(indicator)

    def ranks(self) -> dict[Key, Rank]:
        """The place of each, or why it has none."""
        whole = _why_nobody(self.units, self.indicator, self.by)
        if whole is not None:
            return dict.fromkeys((unit.key for unit in self.units), Rank(None, reason=whole))
        by_key = {unit.key: unit for unit in self.units}
        reasons = {key: self._why_not(unit) for key, unit in by_key.items()}
        merits = {
            key: merit
            for key, unit in by_key.items()
            if reasons[key] is None and (merit := self._merit(unit)) is not None
        }
        places = _places(merits) if len(merits) > 1 else {}
        if merits and not places:
            reasons |= dict.fromkeys(merits, ALONE)
        past = self._past_places(merits) if self.by is RankBy.VALUE else []
        last = [_last_of(each) for each in (places, *(earlier for _, earlier in past))]
        return {
            key: Rank(places[key], len(places), self._previous_place(key, past), _last_times(key, last))
            if key in places
            else Rank(None, reason=reason or NO_VALUE)
            for key, reason in reasons.items()
        }

    def _why_not(self, unit: UnitResult) -> Text | None:
        value = unit.value.value
        if value.filled and not value.coverage.counted:
            return NOT_REPORTED  # a figure that was put in its place is no performance of its own
        if not value.status.has_value:
            return NOT_REPORTED if value.status == "missing" else value.reason or NO_VALUE
        if self._is_few(value.denominator):
            return FEW.format(least=self.least)
        if self.by is RankBy.GAP and unit.key not in self.shares:
            return NO_GAP
        return NO_CHANGE if self.by is RankBy.PROGRESS and self._progress(unit.key) is None else None

    def _is_few(self, whole: Fraction | None) -> bool:
        return (
            self.least is not None and whole is not None and whole.numerator < self.least * whole.denominator
        )

    def _merit(self, unit: UnitResult) -> Fraction | None:
        """What is ordered by, larger being better."""
        if self.by is RankBy.GAP:
            return -self.shares[unit.key].balance if unit.key in self.shares else None
        return self._merit_of(
            unit.value.value.amount if self.by is RankBy.VALUE else self._progress(unit.key)
        )

    def _merit_of(self, amount: Fraction | None) -> Fraction | None:
        return -amount if amount is not None and self.is_lower_better else amount

    def _last_change(self, key: Key) -> Change | None:
        return next((each for each in self.past.changes.get(key, ()) if each.since == PREVIOUS_PERIOD), None)

    def _progress(self, key: Key) -> Fraction | None:
        change = self._last_change(key)
        return change.amount if change is not None else None

    def _past_places(self, ranked: Mapping[Key, Fraction]) -> list[tuple[Period, dict[Key, int]]]:
        """The places of the same units at each earlier period, the latest first."""
        merits: dict[Period, dict[Key, Fraction]] = {}
        for key in ranked if self.past.series else ():
            for point in self.past.series.get(key, ())[:-1]:
                value = point.value
                merit = self._merit_of(value.amount) if value.status.has_value else None
                if merit is not None:
                    merits.setdefault(point.period, {})[key] = merit
        latest_first = sorted(merits, key=lambda each: each.end, reverse=True)
        return [(period, _places(merits[period])) for period in latest_first]

    def _previous_place(self, key: Key, past: Sequence[tuple[Period, dict[Key, int]]]) -> int | None:
        """Its place in the period that it is compared with, if it had one."""
        if not past:
            return None
        change = self._last_change(key)
        period = change.period if change is not None else None
        return next((places.get(key) for each, places in past if each == period), None)


def _least(indicator: Indicator) -> int | None:
    """Of how many in the denominator an order says something."""
    in_a_share = FEWEST_WITH_CRITERIA if indicator.meets else FEWEST_IN_A_SHARE
    return {Kind.PROPORTION: in_a_share, Kind.RATIO: FEWEST_IN_A_RATIO}.get(Kind(indicator.kind))


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


def _places(merits: Mapping[Key, Fraction]) -> dict[Key, int]:
    """1, 2, 2, 4: as many are ahead as are better."""
    whole = dict(zip(merits, _in_whole_numbers(merits.values()), strict=True))
    first: dict[int, int] = {}
    for place, merit in enumerate(sorted(whole.values(), reverse=True), start=1):
        first.setdefault(merit, place)
    return {key: first[merit] for key, merit in whole.items()}


def _in_whole_numbers(numbers: Collection[Fraction]) -> list[int]:
    """Whole numbers in the same order, and equal where these are: to compare fractions takes ten times as long.

    Two that differ are at least 1 ÷ (the product of their denominators) apart; so many binary places keep them apart.
    """
    places = 2 * max((number.denominator for number in numbers), default=1).bit_length()
    return [(number.numerator << places) // number.denominator for number in numbers]


def _last_of(places: Mapping[Key, int]) -> frozenset[Key]:
    """Those behind all others; nobody where all share one place."""
    last = max(places.values(), default=1)
    return frozenset(key for key, place in places.items() if place == last > 1)


def _last_times(key: Key, last: Sequence[Container[Key]]) -> int:
    """How many periods in a row it has been behind all others; `last` is who was, the latest period first."""
    if last and key not in last[0]:
        return 0
    return next((times for times, each in enumerate(last) if key not in each), len(last))
