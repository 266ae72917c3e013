"""`healthkpi explain`: how a figure came about, down to its cells; or what a finding's code means."""

from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._asked import Asked
from healthkpi.cli._grouped import grouped
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings
from healthkpi.errors import UsageError
from healthkpi.text import Text

What = Annotated[
    str,
    typer.Argument(
        help=say("指标编号，或代码如 HK203", "id of an indicator, or a code such as HK203"),
        show_default=False,
    ),
]
UnitName = Annotated[
    str | None, typer.Option("--unit", help=say("哪个单位", "which unit"), show_default=False)
]


@grouped
def explain(
    what: What,
    asked: Asked,
    files: options.MaybeFiles = None,
    unit: UnitName = None,
    lang: options.Lang = None,
) -> None:
    """Each step of a figure: cells, sums, rate, target, judgement; or the meaning of a code."""
    values.check_lang(lang)
    from healthkpi import pipeline
    from healthkpi.present._explanation import code_lines, explanation_lines
    from healthkpi.present.table import make_console

    console = make_console()
    if what.upper().startswith("HK") and what[2:].isdigit():
        pipeline.declare_all_codes()
        lines = code_lines(what.upper(), LANGUAGE)
    else:
        if not files:
            raise UsageError(
                Text(
                    f"要说明“{what}”，请给出统计表文件",
                    f"to explain {what}, give the statistics files as well",
                )
            )
        request = asked.request(files, read_settings(Path()), with_intervals=True)
        checked = pipeline.check(request)
        result, chosen = pipeline.find_unit(checked, what, unit)
        lines = explanation_lines(
            checked.scorecard,
            result,
            chosen,
            checked.cells(result, chosen),
            checked.treated(result, chosen),
            LANGUAGE,
        )
    for line in lines:
        console.print(line, soft_wrap=True)
