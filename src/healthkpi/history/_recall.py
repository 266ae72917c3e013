"""Earlier figures on request: the history is opened when they are first asked for, and asked once."""

from datetime import date
from pathlib import Path

from healthkpi.definitions.policy import Policy
from healthkpi.model.period import Period
from healthkpi.model.table import Matched


class Recalling:
    """The figures that a history keeps of one unit; without a name it is the area of the policy."""

    def __init__(self, where: str | Path, unit: str | None = None) -> None:
        self._where, self._unit = where, unit
        self._found: dict[tuple[str, date], tuple[Matched, ...]] = {}

    def __call__(self, policy: Policy, day: date) -> tuple[Matched, ...]:
        """The sheets of times before a day; each is looked up once, however often corrections are tried."""
        from healthkpi.history import open_history

        asked = policy.id, day
        if asked not in self._found:
            unit = self._unit or policy.words.area.name.zh
            with open_history(self._where, create=False) as history:
                self._found[asked] = history.sheets_before(policy.id, unit, Period(day, day))
        return self._found[asked]
