"""Which target is due: milestones, the last one that holds on, and those that come next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from healthkpi.definitions.indicator import Target


@dataclass(frozen=True, slots=True)
class DueTarget:
    """The target to judge by on a day.

    `is_due` is False before the first date: then the value is ahead or behind, not met or missed.
    `data_until` is the last day of the data that may speak for it: a milestone in the past is judged by
    what was true then, the last target by the newest data.
    """

    target: Target
    is_due: bool
    data_until: date | None


def due_target(targets: Sequence[Target], as_of: date | None) -> DueTarget | None:
    """The target that is due on a day, or the first one if none is; None without targets or without a day."""
    if not targets:
        return None
    if len(targets) == 1 and targets[0].by is None:
        return DueTarget(targets[0], is_due=True, data_until=as_of)
    if as_of is None:
        return None
    past = [target for target in targets if target.by is not None and target.by <= as_of]
    if not past:
        return DueTarget(targets[0], is_due=False, data_until=as_of)
    latest = past[-1]
    is_last = latest is targets[-1]
    return DueTarget(latest, is_due=True, data_until=as_of if is_last else latest.by)


def targets_after(targets: Sequence[Target], due: DueTarget | None) -> tuple[Target, ...]:
    """The targets after the due one; where none is due yet, those after the first."""
    if due is None:
        return ()
    return tuple(targets[list(targets).index(due.target) + 1 :])
