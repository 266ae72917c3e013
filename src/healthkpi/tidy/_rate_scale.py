"""Whether 0.857 in a column of rates is 85.7 % or 0.857 %: numerator and denominator tell, else nobody knows.

Settled for the column of one sheet at a time: somebody else filled in the next one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import pandas as pd

from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.words import Formula
from healthkpi.expression.evaluate import evaluate
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.quantity import PERCENT
from healthkpi.model.table import Origin
from healthkpi.text import Text
from healthkpi.tidy._numbers import factor_of_rate, is_rate

UNKNOWN = declare(
    "HK245",
    Severity.ERROR,
    Text(
        "“{shown}”是 {shown}% 还是 {share}%？没有分子、分母可定；按缺报处理",
        '"{shown}": {shown}% or {share}%? No numerator and denominator tell; treated as missing',
    ),
    Text(
        "率有人填 85.7，有人填 0.857，同一列里混着填的也有。2 以下又没有百分号的数，两种都说得通。表里有分子、分母的，按复算认定；"
        "没有的，不猜。请写成 85.7%，或补填分子、分母。",
        "Some write a rate as 85.7, some as 0.857, and some mix the two in one column. A number up to 2 without a sign may "
        "be either. Where the sheet has numerator and denominator they decide; where it has none, nothing is guessed. "
        "Write 85.7%, or fill in numerator and denominator.",
    ),
)
SETTLED = declare(
    "HK246",
    Severity.NOTE,
    Text(
        "“{field}”有 {count} 个数不带百分号而是小数（{shown} 即 {share}%）；按其中 {told} 个的分子÷分母认定",
        "{count} figures of {field} are shares of one ({shown} is {share}%), as numerator and denominator of {told} of "
        "them show",
    ),
    Text(
        "同一列里 0.857、85.7 和 85.7% 可以混写；按每行的分子÷分母认定是哪一种，换算成百分数。",
        "A column may mix 0.857, 85.7 and 85.7%. The numerator and denominator of each row tell which it is.",
    ),
)

# Twice the plan: a share above that is a percentage.
LARGEST_SHARE = 2
# The counts decide the scale, not whether the rate is right; the two scales are a hundred apart.
MAY_DIFFER_TIMES = Fraction(3)
# Where no definition says that a rate is that of two columns, it must be that to the rounding, in every row.
MAY_DIFFER_WHERE_TRIED = Fraction(102, 100)
FEWEST_ROWS_WHERE_TRIED = 2
PER_CENT = 100


class Scale(Enum):
    """How a rate is written."""

    IN_UNIT = "in unit"  # 85.7 in a column of per cent
    SHARE = "share"  # 0.857


Shares = Sequence[Fraction | None]


@dataclass(frozen=True, slots=True)
class _Rates:
    """The rates of one sheet: all, those without a sign, and what numerator ÷ denominator comes to in each row.

    `said` are the counts by definitions that name the column, `possible` those of others over the same table.
    """

    figures: Mapping[int, Fraction]
    unsigned: tuple[int, ...]
    factor: int
    said: tuple[Shares, ...]
    possible: tuple[Shares, ...]

    @property
    def small(self) -> list[int]:
        """The rows whose number may be a share."""
        return [row for row in self.unsigned if 0 < self.figures[row] <= LARGEST_SHARE]


def rate_factors(policy: Policy, table: str) -> dict[str, int]:
    """The fields that hold rates, and what a share is multiplied by to be in their unit."""
    said = {
        each.reported.value
        for each in policy.indicators.values()
        if each.table == table and each.reported is not None and unit_of(each) == PERCENT
    }
    fields = policy.tables[table].fields
    return {name: factor_of_rate(field) for name, field in fields.items() if is_rate(field) or name in said}


def settle_scales(
    policy: Policy,
    table: str,
    frame: pd.DataFrame,
    unsigned: Mapping[str, Sequence[int]],
    origins: Sequence[Origin],
) -> tuple[dict[str, list[object]], list[Finding]]:
    """The columns of rates in their units; `unsigned` are the rows whose number says no unit."""
    columns: dict[str, list[object]] = {}
    findings: list[Finding] = []
    for name, rows in unsigned.items():
        values = {
            row: Fraction(value) for row, value in enumerate(frame[name].tolist()) if not pd.isna(value)
        }
        if not any(0 < values[row] <= LARGEST_SHARE for row in rows):
            continue
        said, possible = _shares(policy, table, name, frame)
        factor = rate_factors(policy, table)[name]
        settled: dict[int, Fraction | None] = dict(values)
        for sheet, without_sign in _by_sheet(values, set(rows), origins):
            rates = _Rates({row: values[row] for row in sheet}, without_sign, factor, said, possible)
            scales = _scales(rates)
            settled |= _in_unit(rates, scales)
            findings += _told(rates, scales, name, policy.tables[table].fields[name].sensitive, origins)
        columns[name] = [settled.get(row) for row in range(len(origins))]
    return columns, findings


def _by_sheet(
    rows: Iterable[int], unsigned: Set[int], origins: Sequence[Origin]
) -> Iterator[tuple[list[int], tuple[int, ...]]]:
    sheets: dict[int, list[int]] = {}
    for row in rows:
        sheets.setdefault(id(origins[row].matched), []).append(row)
    return ((sheet, tuple(row for row in sheet if row in unsigned)) for sheet in sheets.values())


def _shares_of(policy: Policy, table: str) -> list[Indicator]:
    return [
        each
        for each in policy.indicators.values()
        if each.table == table and each.kind in {Kind.PROPORTION, Kind.RATE}
    ]


def _shares(
    policy: Policy, table: str, name: str, frame: pd.DataFrame
) -> tuple[tuple[Shares, ...], tuple[Shares, ...]]:
    """What the indicators that name the column come to in each row, and the others over the table."""
    said: list[Shares] = []
    possible: list[Shares] = []
    for indicator in _shares_of(policy, table):
        numerator, denominator = indicator.numerator, indicator.denominator
        if not isinstance(numerator, Formula) or not isinstance(denominator, Formula) or indicator.gather:
            continue
        shares = _divided(evaluate(numerator.tree, frame), evaluate(denominator.tree, frame))
        is_named = indicator.reported is not None and indicator.reported.value == name
        (said if is_named else possible).append(shares)
    return tuple(said), tuple(possible)


def _divided(numerators: pd.Series, denominators: pd.Series) -> Shares:
    pairs = zip(numerators.tolist(), denominators.tolist(), strict=True)
    return [_share(part, whole) for part, whole in pairs]


def _share(part: object, whole: object) -> Fraction | None:
    """Nothing of something fits no scale, and there is nothing of nothing."""
    if (
        not isinstance(part, int | Fraction)
        or not isinstance(whole, int | Fraction)
        or part <= 0
        or whole <= 0
    ):
        return None
    return Fraction(part) / Fraction(whole)


def _scales(rates: _Rates) -> dict[int, tuple[Scale, bool]]:
    """The scale of each number that may be a share, and whether its own counts tell it; else it is left out."""
    small = rates.small
    found: dict[int, Scale] = {}
    for shares in rates.said:
        found |= _fitting(rates, small, shares, MAY_DIFFER_TIMES)
    for shares in rates.possible if not found else ():
        if _is_their_rate(rates, shares):
            found |= _fitting(rates, small, shares, MAY_DIFFER_WHERE_TRIED)
    told = {row: (scale, True) for row, scale in found.items()}
    kinds = set(found.values())
    # 46.9 beside it: the column mixes, and 0.857 of a row without counts may be either.
    mixes = len(kinds) != 1 or (Scale.SHARE in kinds and len(small) < len(rates.unsigned))
    return told if mixes else {row: (kind, row in told) for kind in kinds for row in small}


def _fitting(rates: _Rates, rows: Iterable[int], shares: Shares, times: Fraction) -> dict[int, Scale]:
    found = {}
    for row in rows:
        value, share = rates.figures[row], shares[row]
        for scale, as_share in ((Scale.IN_UNIT, value / rates.factor), (Scale.SHARE, value)):
            if share is not None and 1 / times <= as_share / share <= times:
                found[row] = scale
    return found


def _is_their_rate(rates: _Rates, shares: Shares) -> bool:
    """Whether every rate of the sheet is that of these two columns, in one of the scales."""
    both = [row for row, value in rates.figures.items() if value and shares[row] is not None]
    fitting = _fitting(rates, both, shares, MAY_DIFFER_WHERE_TRIED)
    small = set(rates.small)
    return (
        len(both) >= FEWEST_ROWS_WHERE_TRIED
        and len(fitting) == len(both)
        and all(row in small or scale is Scale.IN_UNIT for row, scale in fitting.items())
    )


def _in_unit(rates: _Rates, scales: Mapping[int, tuple[Scale, bool]]) -> dict[int, Fraction | None]:
    """Shares are multiplied; what nobody knows is missing. In a column of ‰ a small number is an ordinary one."""
    changed: dict[int, Fraction | None] = {}
    for row in rates.small:
        if row not in scales:
            changed[row] = None if rates.factor == PER_CENT else rates.figures[row]
        elif scales[row][0] is Scale.SHARE:
            changed[row] = rates.figures[row] * rates.factor
    return changed


def _told(
    rates: _Rates,
    scales: Mapping[int, tuple[Scale, bool]],
    name: str,
    is_sensitive: bool,
    origins: Sequence[Origin],
) -> Iterator[Finding]:
    shares = [row for row, (scale, _) in scales.items() if scale is Scale.SHARE]
    if shares:
        told = sum(by_counts for _, by_counts in (scales[row] for row in shares))
        details = {"field": name, "count": len(shares), "told": told}
        example = _shown(rates.figures[shares[0]], is_sensitive)
        yield Finding(SETTLED, origins[shares[0]].place(name), {**details, **example})
    for row in rates.small if rates.factor == PER_CENT else ():
        if row not in scales:
            details = {"field": name, **_shown(rates.figures[row], is_sensitive)}
            yield Finding(UNKNOWN, origins[row].place(name), details)


def _shown(value: Fraction, is_sensitive: bool) -> dict[str, str]:
    if is_sensitive:
        return {"shown": "…", "share": "…"}
    return {"shown": f"{float(value):.6g}", "share": f"{float(value * PER_CENT):.6g}"}
