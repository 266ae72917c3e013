"""The schema from the command line, and what a refusal looks like to a reader of JSON."""

import json

import pytest
from jsonschema import Draft202012Validator

from healthkpi.present._output_schema import output_schema
from healthkpi.present.json import SCHEMA_VERSION

VALIDATOR = Draft202012Validator(output_schema(SCHEMA_VERSION))


def test_a_refusal_is_as_the_schema_says(healthkpi, tmp_path):
    ended = healthkpi("check", tmp_path / "没有.xlsx", "--format", "json", "--no-ask")
    VALIDATOR.validate(json.loads(ended.out))
    assert ended.code == 2


def test_the_command_prints_the_schema(healthkpi):
    ended = healthkpi("schema", "output")
    assert json.loads(ended.out) == output_schema(SCHEMA_VERSION)


@pytest.mark.parametrize("name", ["output", "run", "history", "trend", "diff"])
def test_every_schema_is_one_and_lets_no_unknown_key_pass(healthkpi, name):
    ended = healthkpi("schema", name)

    schema = json.loads(ended.out)
    Draft202012Validator.check_schema(schema)
    assert not Draft202012Validator(schema).is_valid({"no such key": 1})
