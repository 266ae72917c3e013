"""Every example inside every definition is run, from its cells to its judgement."""

from fractions import Fraction
from pathlib import Path

import pytest

from healthkpi.definitions.load import load_policy, policy_folders
from healthkpi.examples import Outcome, run_example
from healthkpi.model.quantity import parse_quantity

ROOT = Path(__file__).parents[2]
FOLDERS = [
    *policy_folders(ROOT / "indicators"),
    *policy_folders(ROOT / "sample_data" / "cover-mmr"),
    *policy_folders(ROOT / "tests" / "definitions" / "shapes"),
]
POLICIES = {folder.name: load_policy(folder) for folder in FOLDERS}
EXAMPLES = [
    pytest.param(policy, name, number, id=f"{policy.id}-{name}-{number + 1}")
    for policy in POLICIES.values()
    for name, indicator in policy.indicators.items()
    for number in range(len(indicator.examples))
]


@pytest.mark.parametrize(("policy", "name", "number"), EXAMPLES)
def test_the_example_comes_out_as_it_says(policy, name, number):
    example = policy.indicators[name].examples[number]

    outcome = run_example(policy, name, example)

    if example.value is not None:
        assert value_as_written(outcome, example.value) == example.value
    if example.judgement is not None:
        assert judgements(outcome, example.judgement) == example.judgement
    if example.gap is not None:
        assert outcome.gap == Fraction(example.gap.replace(",", ""))


def value_as_written(outcome: Outcome, written: str) -> str:
    """The value in the words of the example: rounded to as many decimals as are written there."""
    quantity = parse_quantity(written)
    if quantity is None or outcome.amount is None:
        return str(outcome.status)
    number = written.rstrip("".join(sign for sign in written if not sign.isdigit()))
    decimals = len(number.partition(".")[2])
    rounded = (outcome.amount * 10**decimals + Fraction(1, 2)).__floor__() / Fraction(10**decimals)
    return written if rounded == quantity.amount else f"{float(outcome.amount)}"


def judgements(outcome: Outcome, wanted: str | dict[str, str]) -> str | dict[str, str]:
    if isinstance(wanted, str):
        return str(outcome.verdict)
    return {unit: str(verdict) for unit, verdict in outcome.verdicts.items() if unit in wanted}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_every_indicator_has_an_ordinary_and_an_awkward_example(policy):
    few = [name for name, indicator in policy.indicators.items() if len(indicator.examples) < 2]

    assert few == []
