"""`healthkpi report`: the files to send on, without the table on the screen."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from healthkpi.cli import check as checking
from healthkpi.cli._options import say
from healthkpi.errors import UsageError
from healthkpi.text import Text

Kind = Annotated[
    str,
    typer.Argument(help=say("通报、领导 或 反馈单", "bulletin, brief or feedback"), show_default=False),
]
NO_OUTPUT = Text(
    "写到哪里？加 -o 通报.docx（可写几个 -o，后缀决定格式）",
    "where to? add -o bulletin.docx (there may be several; the suffix picks the format)",
)
# What is printed, and which part of it, is for `check` to say.
_NOT_HERE = {"kind", "format_", "section"}


def _with_options_of_check(command: Callable[..., int]) -> Callable[..., int]:
    """Every option of `check` that changes a figure changes it here, too; so they are declared once, there."""
    own = inspect.signature(command, eval_str=True).parameters["kind"]
    shared = inspect.signature(checking.check, eval_str=True).parameters
    parameters = [own, *(each for name, each in shared.items() if name not in _NOT_HERE)]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # a function has it; typeshed does not say so
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


@_with_options_of_check
def report(kind: Kind, **options: Any) -> int:
    """Check the files and write what -o names; the exit code is that of `check`."""
    if not options["output"]:
        raise UsageError(NO_OUTPUT)
    return checking.check(kind=kind, format_="", **options)
