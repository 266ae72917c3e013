"""`healthkpi list`: policies, their indicators, and the tables they need."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings

if TYPE_CHECKING:
    from healthkpi.definitions.policy import Policy

Parameters = Annotated[
    bool,
    typer.Option(
        "--parameters",
        help=say("列出原文没有写明、要另给的数", "list the numbers that the texts leave to others"),
    ),
]


def list_(
    policy: options.PolicyName = None,
    parameters: Parameters = False,
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> None:
    """Every policy; of one policy its indicators, their targets and tables; or the numbers left to others."""
    values.check_lang(lang)
    from healthkpi.definitions.load import load_policies
    from healthkpi.errors import UsageError
    from healthkpi.present._catalogue import render_policies, render_policy
    from healthkpi.present.table import make_console
    from healthkpi.text import Text

    settings = read_settings(Path())
    policies = load_policies(values.definitions_folder(indicators, settings), settings.readings)
    chosen = [each for each in policies if policy in {None, each.id}]
    if not chosen:
        known = "、".join(each.id for each in policies)
        raise UsageError(
            Text(f"没有政策“{policy}”；有：{known}", f'there is no policy "{policy}"; there are: {known}')
        )
    console = make_console()
    if parameters:
        from healthkpi.present._parameters import parameter_lines

        named = [each for each in chosen if each.id == (policy or settings.policy)] or chosen
        for line in parameter_lines(named, _given(named, settings.parameters), LANGUAGE):
            console.print(line, soft_wrap=True)
        return
    if len(chosen) > 1:
        console.print(render_policies(chosen, LANGUAGE, console.width))
    else:
        console.print(render_policy(chosen[0], LANGUAGE, console.width))


def _given(policies: "Sequence[Policy]", parameters: Mapping[str, str]) -> dict[str, str]:
    """The numbers of healthkpi.toml by the id of their parameter, whatever name they are given under."""
    from healthkpi.request import parameter_id

    return {parameter_id(policy, name): number for policy in policies for name, number in parameters.items()}
