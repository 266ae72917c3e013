"""`healthkpi list`: policies, their indicators, and the tables they need."""

from pathlib import Path

from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._settings import read_settings


def list_(
    policy: options.PolicyName = None,
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> None:
    """Every policy; of one policy its indicators, their targets and the tables and columns they need."""
    options.check_lang(lang)
    from healthkpi.definitions.load import load_policies
    from healthkpi.errors import UsageError
    from healthkpi.present._catalogue import render_policies, render_policy
    from healthkpi.present.table import make_console
    from healthkpi.text import Text

    settings = read_settings(Path())
    policies = load_policies(options.definitions_folder(indicators, settings), settings.readings)
    chosen = [each for each in policies if policy in {None, each.id}]
    if not chosen:
        known = "、".join(each.id for each in policies)
        raise UsageError(
            Text(f"没有政策“{policy}”；有：{known}", f'there is no policy "{policy}"; there are: {known}')
        )
    console = make_console()
    if len(chosen) > 1:
        console.print(render_policies(chosen, LANGUAGE, console.width))
    else:
        console.print(render_policy(chosen[0], LANGUAGE, console.width))
