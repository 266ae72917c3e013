"""`healthkpi show INDICATOR`: a definition in sentences."""

from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings

IndicatorName = Annotated[
    str, typer.Argument(help=say("指标编号", "id of the indicator"), show_default=False)
]


def show(
    indicator: IndicatorName,
    policy: options.PolicyName = None,
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> None:
    """Clause, quote, formula in words, targets, reading and examples of one indicator."""
    values.check_lang(lang)
    from healthkpi.definitions.load import load_policies
    from healthkpi.present._catalogue import find_indicator, indicator_lines
    from healthkpi.present.table import make_console

    settings = read_settings(Path())
    policies = load_policies(values.definitions_folder(indicators, settings), settings.readings)
    console = make_console()
    for each in find_indicator(policies, indicator, policy):
        for line in indicator_lines(each, indicator, LANGUAGE):
            console.print(line, soft_wrap=True)
