"""What a run leaves to a person: its questions, and those that would follow if its proposals were right."""

from collections.abc import Iterable
from dataclasses import replace

from healthkpi.confirm import apply_answers, open_questions, rows_of_form
from healthkpi.definitions.policy import Policy
from healthkpi.inputs import Inputs
from healthkpi.match import match_workbooks
from healthkpi.model.finding import Finding
from healthkpi.model.question import About, Asked, Form
from healthkpi.text import Language
from healthkpi.tidy import tidy_tables


def form_of(
    policy: Policy,
    findings: Iterable[Finding],
    inputs: Inputs,
    language: Language,
    more: Iterable[Asked] = (),
) -> Form:
    """The file for confirmation as a run with these findings leaves it."""
    asked = open_questions(policy, findings, inputs.asked, language)
    following = [*_findings_if_right(policy, asked, inputs)]
    known = {each.key for each in asked}
    asked += tuple(
        each for each in open_questions(policy, following, inputs.asked, language) if each.key not in known
    )
    rows = rows_of_form(inputs.asked, (*asked, *more), policy.id)
    is_changed = [each.cells for each in rows] != [each.cells for each in inputs.asked]
    return Form(inputs.form, rows, is_changed)


def _findings_if_right(policy: Policy, asked: Iterable[Asked], inputs: Inputs) -> Iterable[Finding]:
    """What would be found if every proposed column were right: a sheet is asked about in one go, not in two."""
    columns = [each for each in asked if each.question.about is About.COLUMN and each.question.proposal]
    if not columns:
        return ()
    supposed = apply_answers(policy, [replace(each, tick="√") for each in columns])
    tables = tidy_tables(match_workbooks(inputs.statistics, supposed), supposed)
    return (
        finding
        for stat in tables.values()
        for finding in stat.findings
        if any(question.about is About.UNIT for question in finding.questions)
    )
