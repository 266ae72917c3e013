"""What an interval asks of the rows beyond their sums: how many there were, what weights cost, how a mean spreads."""

from collections.abc import Sequence
from fractions import Fraction

from healthkpi.model.value import Sampled
from healthkpi.tally._parts import Exact, Parts


def sampled_rows(parts: Parts, counted: Sequence[int]) -> Sampled | None:
    """None where the sums say it all: a share or a rate without weights, or of another table's figures."""
    if not parts.is_sampled or parts.denominators is None:
        return None
    rows = [row for row in counted if _weight(parts, row)]
    heavy = [Fraction(_known(parts.denominators[row])) for row in rows]
    weights = [_weight(parts, row) for row in rows]
    square = sum(weight * each for weight, each in zip(weights, heavy, strict=True))
    if not square:
        return None
    people = sum((each / weight for weight, each in zip(weights, heavy, strict=True)), Fraction(0))
    variance = _variance(parts, rows, heavy) if parts.is_mean else None
    return Sampled(people, sum(heavy) ** 2 / square, variance)


def _variance(parts: Parts, rows: Sequence[int], heavy: Sequence[Fraction]) -> Fraction | None:
    """The sample variance, each square with its weight; with equal weights the usual one."""
    count, total = len(rows), sum(heavy)
    if count < 2 or not total:
        return None
    sums = [Fraction(_known(parts.numerators[row])) for row in rows]
    mean = sum(sums) / total
    squares = sum(weight * (each / weight - mean) ** 2 for weight, each in zip(heavy, sums, strict=True))
    return squares / total * Fraction(count, count - 1)


def _weight(parts: Parts, row: int) -> Fraction:
    return Fraction(1 if parts.weights is None else _known(parts.weights[row]))


def _known(value: Exact) -> int | Fraction:
    """A row that is counted has both parts, and so has its weight."""
    return 0 if value is None else value
