"""Quantiles of the normal, gamma and Student t distribution, for what intervals ask of them.

The normal one is in the standard library. The other two are power series of positive terms and finite sums, so
nothing cancels, good to 1e-12 up to a confidence of 99.9 %; why this and not scipy stands in docs/explanation/dependencies.md.
"""

import math
from statistics import NormalDist

_NEGLIGIBLE = 1e-17
_LAST_STEP = 1e-14
# Above this the expansion around the normal quantile is nearer than the rounding of a sum of so many terms.
_MANY_DEGREES = 1000


def normal_quantile(probability: float) -> float:
    """The z below which a standard normal variable stays with this probability."""
    return NormalDist().inv_cdf(probability)


def gamma_quantile(probability: float, shape: float) -> float:
    """The x below which a gamma variable of scale one stays; half a chi-square quantile of twice the shape."""
    low, high = 0.0, shape + 1
    while _gamma_below(high, shape) < probability:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:
        if _gamma_below(middle, shape) < probability:
            low = middle
        else:
            high = middle
    return high


def _gamma_below(x: float, shape: float) -> float:
    """The regularised lower incomplete gamma function (Abramowitz and Stegun 6.5.29)."""
    term = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    total, step = term, 0
    while term > total * _NEGLIGIBLE:
        step += 1
        term *= x / (shape + step)
        total += term
    return total


def student_quantile(inside: float, degrees: int) -> float:
    """The t such that a Student t variable lies between −t and t with the probability `inside`.

    Newton's steps in the angle θ = atan(t/√ν): the probability is concave in θ and the normal quantile lies below
    that of Student, so they rise to the root and never pass it.
    """
    normal = normal_quantile((1 + inside) / 2)
    if degrees > _MANY_DEGREES:
        return _student_near_normal(normal, degrees)
    half = degrees / 2
    scale = 2 * math.exp(math.lgamma(half + 0.5) - math.lgamma(half)) / math.sqrt(math.pi)
    angle, step = math.atan(normal / math.sqrt(degrees)), 1.0
    while step > angle * _LAST_STEP:
        step = (inside - _student_inside(angle, degrees)) / (scale * math.cos(angle) ** (degrees - 1))
        angle += step
    return math.tan(angle) * math.sqrt(degrees)


def _student_near_normal(z: float, degrees: int) -> float:
    """The first terms of the expansion around the normal quantile (Abramowitz and Stegun 26.7.5)."""
    square = z * z
    terms = (
        (square + 1) / 4,
        ((5 * square + 16) * square + 3) / 96,
        (((3 * square + 19) * square + 17) * square - 15) / 384,
        ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160,
    )
    return z * math.fsum(
        (1.0, *(term / float(degrees) ** power for power, term in enumerate(terms, start=1)))
    )


def _student_inside(angle: float, degrees: int) -> float:
    """The probability between −t and t as a finite sum (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    odd = degrees % 2
    square = math.cos(angle) ** 2
    term = math.cos(angle) if odd else 1.0
    total = term if degrees > 1 else 0.0
    for step in range(1, degrees // 2):
        term *= square * (2 * step - 1 + odd) / (2 * step + odd)
        total += term
    inside = math.sin(angle) * total
    return (angle + inside) * 2 / math.pi if odd else inside
