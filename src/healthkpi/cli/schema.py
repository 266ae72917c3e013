"""`healthkpi schema`: the JSON Schema of what the tool writes."""

from enum import StrEnum
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._options import say


class SchemaName(StrEnum):
    """What there is a schema of."""

    OUTPUT = "output"
    RUN = "run"
    HISTORY = "history"
    TREND = "trend"
    DIFF = "diff"


Name = Annotated[
    SchemaName,
    typer.Argument(
        help=say(
            "output：check；run：batch 写的 run.json；history：库里有什么；trend：指标走势；diff：两次核算的不同",
            "output: check; run: the run.json of batch; history: what is kept; trend: an indicator over time; diff: two runs",
        )
    ),
]


def schema(name: Name = SchemaName.OUTPUT, lang: options.Lang = None) -> None:
    """Print a JSON Schema (2020-12) of what --format json writes."""
    values.check_lang(lang)
    from healthkpi.cli.check import print_bytes
    from healthkpi.present._kept_data import kept_schema, trend_schema
    from healthkpi.present._output_schema import output_schema, run_schema
    from healthkpi.present._told import scorings_schema
    from healthkpi.present.json import SCHEMA_VERSION, dumped

    schemas = {
        SchemaName.OUTPUT: lambda: output_schema(SCHEMA_VERSION),
        SchemaName.RUN: run_schema,
        SchemaName.HISTORY: kept_schema,
        SchemaName.TREND: trend_schema,
        SchemaName.DIFF: scorings_schema,
    }
    print_bytes(dumped(schemas[name]()))
