"""What every output is made of: the scorecard, the definitions that it names and the rows behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthkpi.definitions.policy import Policy
from healthkpi.model.scorecard import Scorecard
from healthkpi.model.table import StatTable


@dataclass(frozen=True, slots=True)
class Report:
    """One frozen result to render. `levels` are those listed besides the judged one, `sections` those asked for."""

    scorecard: Scorecard
    policy: Policy
    tables: Mapping[str, StatTable]
    levels: Sequence[str] = ()
    sections: Sequence[str] = ()
    unit: str | None = None
