"""`healthkpi clauses POLICY`: which sentences of a document are judged, only recorded, or neither, and why."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._outputs import error_of, write_outputs
from healthkpi.cli._settings import read_settings
from healthkpi.cli.check import print_bytes
from healthkpi.writing import refuse_inputs, refuse_places

PolicyArgument = Annotated[
    str, typer.Argument(help=say("政策（定义文件夹名）", "policy (name of its folder)"), show_default=False)
]


def clauses(
    policy: PolicyArgument,
    output: options.Outputs = None,
    format_: options.FormatName = "table",
    indicators: options.Definitions = None,
    lang: options.Lang = None,
) -> None:
    """Every sentence of a document that could be checked, with its indicator, how it is treated and the reason."""
    values.check_lang(lang)
    from healthkpi.definitions.clauses import CLAUSES_FILE, load_clauses
    from healthkpi.definitions.load import load_chosen
    from healthkpi.present._clauses import FORMATS, page_of_clauses
    from healthkpi.present.table import make_console

    outputs = output or []
    values.refuse_formats(format_, outputs, ("table", *FORMATS), [f".{name}" for name in FORMATS])
    refuse_places(outputs)
    settings = read_settings(Path())
    root = values.definitions_folder(indicators, settings)
    chosen = load_chosen(root, values.outline_of(root, policy), settings.readings)
    rows = load_clauses(chosen)
    refuse_inputs(outputs, [chosen.folder / CLAUSES_FILE])
    elsewhere = write_outputs(
        {path: partial(FORMATS[path.suffix.lower()[1:]], chosen, rows, LANGUAGE) for path in outputs}
    )
    if format_ != "table":
        print_bytes(FORMATS[format_](chosen, rows, LANGUAGE))
    else:
        console = make_console()
        for part in page_of_clauses(chosen, rows, LANGUAGE, console.width):
            console.print(part)
    if elsewhere:
        raise error_of(elsewhere)
