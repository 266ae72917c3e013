"""What a scoring rule is: the value and the numbers of a definition in, points out."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from healthkpi.limits import Better
from healthkpi.text import Text


@dataclass(frozen=True, slots=True)
class Band:
    """Points for values from `start` up to, but not including, `below`; None is no bound on that side."""

    start: Fraction | None
    below: Fraction | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of a definition, parameters filled in, in the unit of the indicator.

    `goal` is where full marks begin: what is written under `to`, else the number of the target that is due.
    """

    full: Fraction
    better: Better
    goal: Fraction | None = None
    start: Fraction | None = None
    step: Fraction | None = None
    deduct: Fraction | None = None
    floor: Fraction = Fraction(0)
    progress_weight: Fraction | None = None
    bands: tuple[Band, ...] = ()
    when_over: str | None = None
    part_step: str | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The value at the baseline, and now, over the units that are there at both times."""

    before: Fraction
    now: Fraction


@dataclass(frozen=True, slots=True)
class Measured:
    """A value to score; `compare` gives the sign of value minus bound, exactly."""

    amount: Fraction
    compare: Callable[[Fraction], int]
    passes: bool = False
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """One way to turn a value into points.

    `needs` and `may` are the keys of `score` that belong to it. `points` is None where the numbers cannot be used,
    such as a share of a target of 0. `formula` is the rule in words, with {full}, {goal} … to be filled in.
    """

    key: str
    points: Callable[[Terms, Measured], Fraction | None]
    formula: Callable[[Terms], Text]
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    has_direction: bool = True  # has no meaning where neither higher nor lower is better
    goal_is_target: bool = False  # full marks begin at the target, unless `to` says otherwise
    needs_amount: bool = True  # asks for the value itself, not only on which side of a bound it lies


def are_in_order(bands: tuple[Band, ...]) -> bool:
    """Whether the bands rise; parameters may have turned their ends round."""
    starts = [band.start for band in bands if band.start is not None]
    return all(lower < upper for lower, upper in pairwise(starts))


def clamped(share: Fraction) -> Fraction:
    """A share from 0 to 1."""
    return min(max(share, Fraction(0)), Fraction(1))


def share_of_goal(terms: Terms, amount: Fraction) -> Fraction | None:
    """How much of the target is reached, at most all of it; None where the target is no number to divide by."""
    goal = terms.goal
    if goal is None or goal < 0:
        return None
    if terms.better is Better.LOWER:
        return _share_when_lower(terms, amount, goal)
    return clamped(amount / goal) if goal else None


def _share_when_lower(terms: Terms, amount: Fraction, goal: Fraction) -> Fraction | None:
    if amount <= goal:
        return Fraction(1)
    if terms.when_over == "ratio":
        return goal / amount
    return clamped(1 - (amount - goal) / goal) if goal else None


def goal_in_words(terms: Terms) -> Text:
    """The share of the target as a formula."""
    if terms.better is not Better.LOWER:
        return Text("完成值 ÷ {goal}", "value / {goal}")
    if terms.when_over == "ratio":
        return Text("{goal} ÷ 完成值", "{goal} / value")
    return Text("[1 −（完成值 − {goal}）÷ {goal}]", "[1 - (value - {goal}) / {goal}]")
