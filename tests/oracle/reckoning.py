"""What must come out, reckoned the slow way from nothing but counts: no code of the product.

Keys are those of the JSON, so that each number is compared with the one of the same name. A return is, by unit, a
numerator and a denominator, None where nobody reported it.
"""

import math
from fractions import Fraction

Return = dict[str, tuple[int | None, int | None]]
Figures = dict[str, object]


def reported(month: Return) -> dict[str, tuple[int, int]]:
    """The units that have both."""
    return {
        unit: (part, whole) for unit, (part, whole) in month.items() if part is not None and whole is not None
    }


def added(month: Return) -> tuple[int, int]:
    """Both sums, over the units that have both."""
    known = reported(month).values()
    return sum(part for part, _ in known), sum(whole for _, whole in known)


def share(part: int, whole: int, per: int = 100) -> Fraction:
    """Summed, then divided."""
    return Fraction(part * per, whole)


def needed(limit: Fraction, whole: int, per: int = 100) -> int:
    """The fewest that reach the limit."""
    return math.ceil(limit * whole / per)


def allowed(limit: Fraction, whole: int, per: int) -> int:
    """The most that stay within the limit."""
    return math.floor(limit * whole / per)


def at_least(part: int, whole: int, limit: Fraction, *, is_due: bool) -> Figures:
    """One unit against a lower limit in per cent."""
    value = share(part, whole)
    is_reached = part * 100 >= limit * whole
    verdicts = ("missed", "met") if is_due else ("not yet", "reached")
    return {
        "value": value,
        "numerator": part,
        "denominator": whole,
        "reached": is_reached,
        "judgement": verdicts[is_reached],
        "gap": None if is_reached else needed(limit, whole) - part,
    }


def at_most(part: int, whole: int, limit: Fraction, per: int, *, is_due: bool) -> Figures:
    """One unit against an upper limit: how many more may come, or how many are too many."""
    room = allowed(limit, whole, per) - part
    is_reached = part * per <= limit * whole
    verdicts = ("missed", "met") if is_due else ("not yet", "reached")
    return {
        "value": share(part, whole, per),
        "numerator": part,
        "denominator": whole,
        "reached": is_reached,
        "judgement": verdicts[is_reached],
        "gap": abs(room),
        "allowed": room >= 0,
        "over": room < 0,
    }


def with_unreported(month: Return, limit: Fraction) -> int | None:
    """The gap over every denominator that is known; None where all reported."""
    everybody = sum(whole for _, whole in month.values() if whole is not None)
    part, whole = added(month)
    return None if everybody == whole else needed(limit, everybody) - part


def places(month: Return) -> dict[str, int]:
    """1 and as many as are strictly better."""
    values = {unit: share(part, whole) for unit, (part, whole) in reported(month).items()}
    return {unit: 1 + sum(other > value for other in values.values()) for unit, value in values.items()}


def ranks(months: list[Return]) -> dict[str, Figures]:
    """Places now and a month before, and how many months in a row a unit was last; the newest month comes first.

    Earlier months are compared over the units that have a place now.
    """
    now = places(months[0])
    earlier = [places({unit: month[unit] for unit in now if unit in month}) for month in months[1:]]
    found: dict[str, Figures] = {}
    for unit, place in now.items():
        times = 0
        for each in (now, *earlier):
            is_last = (
                unit in each and each[unit] == max(each.values()) and min(each.values()) < max(each.values())
            )
            if not is_last:
                break
            times += 1
        before = earlier[0].get(unit) if earlier else None
        found[unit] = {"place": place, "of": len(now), "before": before, "last_times": times}
    return found


def contributions(month: Return, limit: Fraction) -> dict[str, Figures]:
    """What each unit adds to the gap: exactly, in whole people, and as a share of the gaps and of the whole's gap."""
    part, whole = added(month)
    lacking = {
        unit: limit * people / 100 - (count or 0)
        for unit, (count, people) in month.items()
        if people is not None
    }
    short = {unit: max(0, math.ceil(balance)) for unit, balance in lacking.items()}
    of_reported = sum(short[unit] for unit in reported(month))
    everybody = with_unreported(month, limit)
    gap = None if part * 100 >= limit * whole else needed(limit, whole) - part
    # No gap of those who reported, no share of it.
    whole_gap = None if gap is None else everybody if everybody is not None else gap
    return {
        unit: {
            "balance": balance,
            "short": short[unit],
            "of_shortfalls": Fraction(short[unit] * 100, of_reported)
            if of_reported and unit in reported(month)
            else None,
            "of_whole": Fraction(short[unit] * 100, whole_gap)
            if whole_gap and short[unit] <= whole_gap
            else None,
            "unreported": unit not in reported(month),
        }
        for unit, balance in lacking.items()
    }


def change(now: Return, before: Return) -> Figures:
    """Both months over the units that reported in both."""
    both = [unit for unit in reported(now) if unit in reported(before)]
    new, old = (added({unit: month[unit] for unit in both}) for month in (now, before))
    return {
        "now": share(*new),
        "before": share(*old),
        "amount": share(*new) - share(*old),
        "counted": new[0] - old[0],
        "left_out": sorted(unit for unit in now if unit not in both),
    }


def pace_of_task(by_month: list[int], task: int) -> Figures:
    """A task of the year: the even path in whole months, what is needed, and where three months' average leads."""
    done, months, left = sum(by_month), len(by_month), 12 - len(by_month)
    recent = Fraction(sum(by_month[-3:]), min(months, 3))
    expected = task * months // 12
    projected = math.floor(done + recent * left)
    reaches = projected >= task
    is_short = done < task
    return {
        "elapsed": Fraction(months * 100, 12),
        "done": Fraction(done * 100, task),
        "expected": expected,
        "behind": expected - done,
        "left": task - done if is_short else None,
        "needed_a_month": math.ceil(Fraction(task - done, left)) if is_short else None,
        "recent_a_month": recent,
        "recent_months": min(months, 3),
        "projected": projected,
        "projected_reaches": reaches,
        "short_then": None if reaches else task - projected,
    }


def pace_of_share(months: list[Return], unit: str | None, limit: Fraction, left: int) -> Figures:
    """A share whose numerator grows: the growth is the mean of the months back to the earliest, three at the most."""
    names = [unit] if unit else list(months[0])
    now, before = (
        {name: month[name] for name in names} for month in (months[0], months[len(months[:4]) - 1])
    )
    part, whole = added(now)
    both = [name for name in reported(now) if name in reported(before)]
    grown = sum(now[name][0] - before[name][0] for name in both)  # type: ignore[operator]
    recent = Fraction(grown, len(months[:4]) - 1)
    projected = max(0, math.floor(min(part + recent * left, whole)))
    gap = needed(limit, whole) - part
    return {
        "needed_a_month": math.ceil(Fraction(gap, left)) if gap > 0 else None,
        "recent_a_month": recent,
        "projected": projected,
        "projected_value": share(projected, whole),
        "projected_reaches": projected * 100 >= limit * whole,
        "short_then": None if projected * 100 >= limit * whole else needed(limit, whole) - projected,
    }
