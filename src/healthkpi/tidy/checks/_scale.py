"""When two figures are so far apart that one of them is in another unit of measure: 元 and 万元, 人 and 万人."""

from fractions import Fraction

TEN_THOUSAND = 10_000
# Figures of one column seldom differ more than fivefold from their median, or from the last period.
USUAL_SPREAD = 5


def are_scales_apart(one: Fraction, other: Fraction) -> bool:
    """Whether one is about ten thousand times the other."""
    small, large = sorted((abs(one), abs(other)))
    return small > 0 and TEN_THOUSAND / USUAL_SPREAD <= large / small <= TEN_THOUSAND * USUAL_SPREAD
