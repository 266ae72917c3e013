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


Name = Annotated[
    SchemaName,
    typer.Argument(
        help=say(
            "output：--format json 的输出；run：batch 写的 run.json",
            "output: what --format json writes; run: the run.json of batch",
        )
    ),
]


def schema(name: Name = SchemaName.OUTPUT, lang: options.Lang = None) -> None:
    """Print a JSON Schema (2020-12)."""
    values.check_lang(lang)
    from healthkpi.cli.check import print_bytes
    from healthkpi.present._output_schema import output_schema, run_schema
    from healthkpi.present.json import SCHEMA_VERSION, dumped

    print_bytes(dumped(run_schema() if name is SchemaName.RUN else output_schema(SCHEMA_VERSION)))
