"""`healthkpi diff A B`: what is different between two policies, such as last year's document and this year's."""

from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings

Before = Annotated[
    str,
    typer.Argument(
        help=say("原来的政策：编号或文件夹", "the earlier policy: id or folder"), show_default=False
    ),
]
After = Annotated[
    str,
    typer.Argument(help=say("新的政策：编号或文件夹", "the later policy: id or folder"), show_default=False),
]
FormatName = Annotated[
    str, typer.Option("--format", help=say("屏幕输出：table、json", "on stdout: table, json"))
]


def diff(
    before: Before,
    after: After,
    format_: FormatName = "table",
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> None:
    """Targets, dates, formulas and directions that differ; indicators that are new, gone or have another id."""
    values.check_lang(lang)
    from healthkpi.cli.check import print_bytes
    from healthkpi.definitions.difference import compare_policies
    from healthkpi.present._difference import json_of_difference, lines_of_difference
    from healthkpi.present.table import make_console

    values.refuse_formats(format_, (), ("table", "json"), ())
    settings = read_settings(Path())
    difference = compare_policies(
        *(values.policy_named(word, indicators, settings) for word in (before, after))
    )
    if format_ == "json":
        print_bytes(json_of_difference(difference))
        return
    console = make_console()
    for line in lines_of_difference(difference, LANGUAGE):
        console.print(line, soft_wrap=True)
