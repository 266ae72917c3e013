"""The schema from the command line, and what a refusal looks like to a reader of JSON."""

import json

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
