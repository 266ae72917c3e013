"""What a method is: what was observed in, the two ends of an interval out."""

from collections.abc import Callable
from dataclasses import dataclass

from healthkpi.definitions.indicator import Kind
from healthkpi.text import Text

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Observed:
    """What a value was measured on, at the size that it is worth after weights and design effect.

    Counts have `events` among `people`; a mean has its `mean`, the `variance` of its rows and how many `rows` there
    were, and `people` is how many independent rows they are worth. `before` is the earlier time of a change.
    """

    kind: Kind
    people: float
    events: float = 0
    mean: float = 0
    variance: float | None = None
    rows: int = 0
    before: "Observed | None" = None


@dataclass(frozen=True, slots=True)
class Method:
    """One way to an interval. `suits` says for what; of several methods exactly one suits.

    `ends` takes the confidence as a share of one and gives a share, a rate per one, or the mean itself.
    """

    key: str
    name: Text
    suits: Callable[[Observed], bool]
    ends: Callable[[Observed, float], Ends]
