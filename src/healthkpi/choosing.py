"""Which policy some files are for: the one that is asked for, else the one whose area and tables they show."""

from collections.abc import Sequence

from healthkpi.confirm import ANSWER_UNCLEAR, finding_on_answers
from healthkpi.definitions.load import load_policy
from healthkpi.definitions.policy import Policy
from healthkpi.errors import InputError, UsageError
from healthkpi.inputs import Inputs
from healthkpi.match import holds_table, shows_area, shows_units, tell_unmatched
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.question import Form
from healthkpi.request import Request, indicator_id, unknown_name
from healthkpi.text import Language, Text, joined

# An error is to be read, not scrolled.
MOST_SHEETS_TOLD = 3


class UnrecognisedError(InputError):
    """No sheet is a statistics table; perhaps one would be, if a person said which column is which."""

    def __init__(
        self, message: Text, policy: Policy | None, findings: Sequence[Finding], inputs: Inputs
    ) -> None:
        super().__init__(message)
        self._policy = policy
        self._findings = findings
        self._inputs = inputs

    def form(self, language: Language) -> Form | None:
        """The file for confirmation; None where it is not known which policy to ask about."""
        # Asking tidies, which brings pandas; who only asks what a file shows does without.
        from healthkpi.asking import form_of

        return form_of(self._policy, self._findings, self._inputs, language) if self._policy else None


def choose_policy(policies: Sequence[Policy], inputs: Inputs, request: Request) -> Policy:
    """The policy that was asked for, else the one whose area and tables the files show."""
    by_name = {policy.id: policy for policy in policies}
    if request.policy is not None:
        if request.policy not in by_name:
            raise UsageError(unknown_name(Text("政策", "policy"), request.policy, by_name))
        return by_name[request.policy]
    if len(policies) == 1:
        return policies[0]
    fitting = fitting_policies(policies, inputs, request)
    if len(fitting) > 1 and request.indicators:
        fitting = [policy for policy in fitting if _knows(policy, request.indicators)] or fitting
    if not fitting:
        raise nothing_matched(policies, inputs)
    if len(fitting) > 1:
        names = ", ".join(policy.id for policy in fitting)
        raise UsageError(
            Text(
                f"这些文件与不止一份政策对得上：{names}；请用 --policy 指定一份",
                f"the files fit several policies: {names}; choose with --policy",
            )
        )
    return fitting[0]


def fitting_policies(policies: Sequence[Policy], inputs: Inputs, request: Request) -> list[Policy]:
    """The policies whose tables the files hold: of those whose area is shown, else whose units are, else of all."""
    workbooks = inputs.statistics
    of_area = [policy for policy in policies if shows_area(workbooks, policy)]
    of_units = [policy for policy in policies if shows_units(workbooks, policy)]
    # Looking for tables takes longest, so it is done for few policies first.
    for some in (of_area, of_units, policies):
        fitting = [policy for policy in some if holds_table(workbooks, policy, request.header_rows)]
        if fitting:
            return fitting
    return []


def _knows(policy: Policy, names: Sequence[str]) -> bool:
    """Whether a policy, of which only the outline is loaded, has all indicators that are asked for."""
    known = load_policy(policy.folder)
    return all(indicator_id(known, name) in known.indicators for name in names)


def _answers_not_used(policies: Sequence[Policy], inputs: Inputs) -> list[Text]:
    """Why an answer that was given does not help: else she would wonder what became of it."""
    found = [
        finding
        for policy in policies
        for finding in finding_on_answers(policy, inputs.asked, inputs.form.name)
        if finding.code is ANSWER_UNCLEAR
    ]
    return [
        Text(f"{finding.place}：{finding.message.zh}", f"{finding.place}: {finding.message.en}")
        for finding in found
    ]


def nothing_matched(policies: Sequence[Policy], inputs: Inputs) -> UnrecognisedError:
    """The sheets that were looked at, and which table each is nearest to."""
    workbooks = inputs.statistics
    likely = [policy for policy in policies if shows_area(workbooks, policy)] or policies
    told = tell_unmatched(workbooks, likely, ())
    near = [
        Text(f"{finding.place}：{finding.message.zh}", f"{finding.place}: {finding.message.en}")
        for finding in sorted(told, key=lambda finding: finding.code.severity is Severity.NOTE)
    ]
    sheets = "、".join(
        str(grid.place()) for workbook in workbooks for grid in workbook.grids if not grid.hidden
    )
    looked = Text(f"看过的表：{sheets or '没有'}", f"looked at: {sheets or 'nothing'}")
    told_most = joined([*(near[:MOST_SHEETS_TOLD] or [looked]), *_answers_not_used(likely, inputs)])
    message = Text(
        f"没有认出任何统计表；{told_most.zh}。用 healthkpi peek 看文件里有什么，用 healthkpi list 看要哪些表和列",
        f"no statistics table was recognised; {told_most.en}. healthkpi peek shows what is in a file, "
        "healthkpi list which tables and columns are wanted",
    )
    return UnrecognisedError(message, likely[0] if len(likely) == 1 else None, told, inputs)
