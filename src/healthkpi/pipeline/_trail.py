"""What corrections are applied to, and what they change: each against all the others."""

from collections.abc import Sequence
from dataclasses import replace

from healthkpi.correct import (
    NOT_APPLIED,
    Settled,
    accept_findings,
    effects_between,
    late_files,
    settle_corrections,
)
from healthkpi.definitions.policy import Policy
from healthkpi.errors import HealthKpiError
from healthkpi.inputs import Inputs
from healthkpi.match import match_workbooks
from healthkpi.model.correction import AppliedCorrection, Edit, Effect, Noted, Trail
from healthkpi.model.grid import HIDDEN
from healthkpi.model.scorecard import (
    IndicatorResult,
)
from healthkpi.pipeline._checked import Checked
from healthkpi.pipeline._evaluation import evaluate, match_tables
from healthkpi.pipeline._results import sheets_of
from healthkpi.request import (
    Request,
)
from healthkpi.tally import tables_of

# Each correction is told by an evaluation without it; of more than these only what all of them changed is told.
MOST_TOLD_SINGLY = 20


def settle(request: Request, policy: Policy, brought: Inputs, addressed: Inputs, noted: Noted) -> Settled:
    """The cell of every correction; those named by unit and field are looked up in the tables."""
    if not (noted.corrections or noted.errors or noted.late):
        return Settled()
    now = match_tables(request, policy, addressed.statistics)
    before = match_workbooks(addressed.baselines, policy)
    return settle_corrections(noted, brought.figures, (now, before), policy)


def with_trail(
    request: Request, brought: Inputs, checked: Checked, settled: Settled, noted: Noted
) -> Checked:
    """What the corrections changed, each against all the others, and which findings were accepted."""
    card, policy = checked.scorecard, checked.policy
    sheets = sheets_of(checked.tables)
    findings = accept_findings(card.findings, noted.accepted, checked.brought.figures, sheets, policy)
    trail = Trail(
        _applied(request, brought, checked, settled.edits),
        _effects_of_all(request, brought, checked, settled.edits),
        tuple(workbook.source for workbook in brought.corrections),
        tuple(finding for finding in findings if finding.code is NOT_APPLIED),
        late_files(noted.late, brought.statistics),
    )
    return replace(checked, scorecard=replace(card, corrections=trail, findings=findings))


def _applied(
    request: Request, brought: Inputs, checked: Checked, edits: Sequence[Edit]
) -> tuple[AppliedCorrection, ...]:
    if request.suppress_below is not None:
        # A small count would follow from what it was before, and from what it changed.
        return tuple(AppliedCorrection(replace(each, old=HIDDEN, new=HIDDEN), None) for each in edits)
    if len(edits) > MOST_TOLD_SINGLY:
        return tuple(AppliedCorrection(each, None) for each in edits)
    return tuple(
        AppliedCorrection(each, _effect_of(request, brought, checked, edits, each)) for each in edits
    )


def _effects_of_all(
    request: Request, brought: Inputs, checked: Checked, edits: Sequence[Edit]
) -> tuple[Effect, ...]:
    if not edits or request.suppress_below is not None:
        return ()
    return effects_between(_results(request, checked.policy, brought, ()), checked.scorecard.results)


def _effect_of(
    request: Request, brought: Inputs, checked: Checked, edits: Sequence[Edit], edit: Edit
) -> tuple[Effect, ...]:
    """The results without one correction beside those with all of them, for the indicators its table is of use to."""
    results = checked.scorecard.results
    touched = [
        result
        for result in results
        if edit.table is None or edit.table in tables_of(checked.policy, (result.id,))
    ]
    if not touched:
        return ()
    asked = replace(request, indicators=tuple(result.id for result in touched))
    others = [each for each in edits if each is not edit]
    return effects_between(_results(asked, checked.policy, brought, others), touched)


def _results(
    request: Request, policy: Policy, brought: Inputs, edits: Sequence[Edit]
) -> tuple[IndicatorResult, ...]:
    """The results with some of the corrections; none where the files cannot be evaluated without the others."""
    try:
        return evaluate(request, policy, brought, edits).scorecard.results
    except HealthKpiError:
        return ()
