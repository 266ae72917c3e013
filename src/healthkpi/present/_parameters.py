"""What a document leaves to others, with what to write: `list --parameters`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text as Styled

from healthkpi.definitions.parameters import unit_of_parameter, waiting_for
from healthkpi.definitions.policy import Policy
from healthkpi.model.quantity import Quantity
from healthkpi.present._figures import clean, limit_text
from healthkpi.text import Language, Text

NONE = Text("没有要从外面补的数", "there is no number to be given from elsewhere")
SUMMARY = Text(
    "{total} 个数原文没有写明：还缺 {missing}，已给 {given}，定义里已定 {declared}",
    "{total} numbers are left to others: {missing} missing, {given} given, {declared} stated in the definitions",
)
MISSING = Text("● 还缺", "● missing")
GIVEN = Text("√ healthkpi.toml 已给 {number}", "√ given in healthkpi.toml: {number}")
DECLARED = Text("√ 定义里已定 {number}", "√ stated in the definitions: {number}")


def parameter_lines(
    policies: Sequence[Policy], given: Mapping[str, str], language: Language
) -> Iterator[Styled]:
    """Of each policy every parameter: its name, its state, why it is open, who waits for it, what to write."""
    for policy in policies:
        yield Styled(f"{policy.id}  {policy.title.say(language)}", style="bold")
        yield Styled(_summary(policy, given).say(language))
        for name in policy.words.parameters:
            yield Styled()
            yield from _lines(policy, name, given, language)
        yield Styled()


def _summary(policy: Policy, given: Mapping[str, str]) -> Text:
    states = Counter(_state(policy, name, given)[0] for name in policy.words.parameters)
    counts = {"missing": states[MISSING], "given": states[GIVEN], "declared": states[DECLARED]}
    return SUMMARY.format(total=states.total(), **counts) if states else NONE


def _state(policy: Policy, name: str, given: Mapping[str, str]) -> tuple[Text, Text]:
    """Given by the bureau, else stated in the definitions, else missing; and the number."""
    stated = policy.words.parameters[name].value
    if name in given:
        return GIVEN, Text(given[name], given[name])
    if isinstance(stated, Quantity):
        return DECLARED, limit_text(stated.amount, stated.unit or "")
    return MISSING, Text("", "")


def _lines(policy: Policy, name: str, given: Mapping[str, str], language: Language) -> Iterator[Styled]:
    def said(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    parameter, (state, number) = policy.words.parameters[name], _state(policy, name, given)
    yield Styled(f"{parameter.name.say(language)}  ({name})", style="bold")
    yield Styled("  " + clean(state.format(number=number).say(language)))
    if parameter.why is not None:
        yield Styled(f"  {parameter.why.say(language)}")
    waiting = (
        policy.indicators[each].name.say(language) + f" ({each})" for each in waiting_for(policy, name)
    )
    yield Styled(said("  等它的指标：", "  indicators that wait for it: ") + said("、", ", ").join(waiting))
    yield Styled(said("  写法：", "  write: ") + f"--set {name}=…{unit_of_parameter(policy, name)}")
    if parameter.aliases:
        yield Styled(said("  也可写：", "  also known as: ") + said("、", ", ").join(parameter.aliases))
