"""A policy with another population as the denominator: 户籍人口 in the place of 常住人口."""

from dataclasses import replace

from healthkpi.definitions.indicator import Elsewhere, Indicator
from healthkpi.definitions.policy import Basis, Policy
from healthkpi.definitions.words import Formula
from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.expression.tree import Name
from healthkpi.text import Text, same

PEOPLE = "人口"


def with_basis(policy: Policy, name: str | None) -> Policy:
    """The policy with every denominator that is the replaced field taken from elsewhere; as it stands without a name."""
    if name is None:
        return policy
    basis = policy.words.bases[name]
    indicators = {
        key: _on(indicator, basis) if is_affected(indicator, basis) else indicator
        for key, indicator in policy.indicators.items()
    }
    return replace(policy, indicators=indicators, basis=name)


def is_affected(indicator: Indicator, basis: Basis) -> bool:
    """Whether the denominator is the field that the basis replaces, in the indicator's own table or in another."""
    side = indicator.denominator
    formula = side.sum if isinstance(side, Elsewhere) else side
    return isinstance(formula, Formula) and formula.tree == Name(basis.replaces)


def _on(indicator: Indicator, basis: Basis) -> Indicator:
    """What a sheet reports ready-made is on the document's basis: of it only a numerator can still be used."""
    reported = indicator.reported
    numerator = reported.numerator if reported is not None else None
    kept = (
        reported.model_copy(update={"denominator": None, "value": None, "growth": None})
        if reported and numerator
        else None
    )
    return indicator.model_copy(update={"denominator": basis.by, "reported": kept})


def own_name(policy: Policy, basis: Basis) -> Text:
    """What the document's own population is called."""
    fields = (table.fields.get(basis.replaces) for table in policy.tables.values())
    english = next((field.en for field in fields if field is not None and field.en), basis.replaces)
    return Text(basis.replaces, english)


def find_basis(policy: Policy, word: str) -> str | None:
    """The basis that a person means; None is the document's own."""
    bases = policy.words.bases
    known = {each: key for key, basis in bases.items() for each in (key, basis.name.zh, basis.name.en)}
    own = {
        each
        for basis in bases.values()
        for name in (own_name(policy, basis),)
        for each in (name.zh, name.en, name.zh.removesuffix(PEOPLE))
    }
    if word in known:
        return known[word]
    if word in own:
        return None
    raise UsageError(_unknown(policy, word, [*bases, *own]))


def _unknown(policy: Policy, word: str, names: list[str]) -> Text:
    if not names:
        return Text(
            f"--basis {word}: {policy.id} 没有声明别的人口口径（policy.yaml 的 bases）",
            f"--basis {word}: {policy.id} declares no other population (bases in policy.yaml)",
        )
    near = find_similar(word, names)
    hint = Text(f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else same("")
    listed = Text("、".join(policy.words.bases), ", ".join(policy.words.bases))
    return Text(
        f"--basis {word}: 没有这种人口口径；有：{listed.zh}{hint.zh}",
        f"--basis {word}: no such population; there are: {listed.en}{hint.en}",
    )
