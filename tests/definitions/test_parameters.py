"""The numbers that the documents leave to others: each waited for, and each given by any of its names."""

from pathlib import Path

import pytest

from healthkpi.definitions.load import load_policies
from healthkpi.definitions.parameters import unit_of_parameter, waiting_for
from healthkpi.request import Request, by_id, parameters_of, refuse_unknown

INDICATORS = Path(__file__).parents[2] / "indicators"
POLICIES = {policy.id: policy for policy in load_policies(INDICATORS)}
PARAMETERS = [(policy, name) for policy in POLICIES.values() for name in policy.words.parameters]
IDS = [f"{policy.id}-{name}" for policy, name in PARAMETERS]


@pytest.mark.parametrize(("policy", "name"), PARAMETERS, ids=IDS)
def test_every_parameter_is_given_by_any_of_its_names(policy, name):
    parameter = policy.words.parameters[name]
    assert parameter.aliases
    for word in (name, parameter.name.zh, parameter.name.en, *parameter.aliases):
        request = by_id(
            Request([], INDICATORS, parameters={word: f"7{unit_of_parameter(policy, name)}"}), policy
        )
        refuse_unknown(request, policy)
        assert parameters_of(request, policy)[name] == 7


@pytest.mark.parametrize(("policy", "name"), PARAMETERS, ids=IDS)
def test_an_indicator_waits_for_every_parameter(policy, name):
    assert waiting_for(policy, name)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_no_name_stands_for_two_parameters(policy):
    parameters = policy.words.parameters.items()
    words = [word for name, each in parameters for word in (name, each.name.zh, each.name.en, *each.aliases)]
    assert len(words) == len(set(words))
