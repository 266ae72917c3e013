"""A mean: Student's t interval, with the standard deviation of the rows.

One row alone has no interval. 8 rows with the mean 53.70 and the standard deviation 20.98: 36.17 to 71.24 at 95 %.
Student, Biometrika 6 (1908) 1.
"""

import math

from healthkpi.chance._method import Ends, Method, Observed
from healthkpi.chance._quantiles import student_quantile
from healthkpi.definitions.indicator import Kind
from healthkpi.text import Text


def student_ends(observed: Observed, confidence: float) -> Ends:
    """The mean and t standard errors to each side."""
    reach = student_quantile(confidence, observed.rows - 1)
    reach *= math.sqrt((observed.variance or 0.0) / observed.people)
    return observed.mean - reach, observed.mean + reach


METHOD = Method(
    "student t",
    Text("t 分布法", "Student t"),
    lambda observed: observed.kind is Kind.MEAN and observed.variance is not None,
    student_ends,
)
