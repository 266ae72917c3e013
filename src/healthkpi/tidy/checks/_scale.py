"""When two figures are so far apart that one of them is in another unit of measure: 元 and 万元, 人 and 万人."""

from fractions import Fraction

TEN_THOUSAND = 10_000
# Figures of one column seldom differ more than fivefold from their median, or from the last period.
USUAL_SPREAD = 5


def are_scales_apart(one: int | Fraction, other: int | Fraction) -> bool:
    """Whether one is about ten thousand times the other; nothing is so far from zero."""
    if one <= 0 or other <= 0:
        return False
    small, large = (one, other) if one < other else (other, one)
    # Multiplied, not divided: whole numbers stay whole.
    return small * TEN_THOUSAND <= large * USUAL_SPREAD and large <= small * TEN_THOUSAND * USUAL_SPREAD
