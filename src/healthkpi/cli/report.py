"""`healthkpi report`: the files to send on, without the table on the screen."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from healthkpi.cli import check as checking
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import read_kind, refuse_no_word_file, say
from healthkpi.cli._outputs import say_written
from healthkpi.errors import ExitCode, UsageError
from healthkpi.text import Text

Kind = Annotated[
    str,
    typer.Argument(help=say("通报、领导 或 反馈单", "bulletin, brief or feedback"), show_default=False),
]
WriteTemplate = Annotated[
    Path | None,
    typer.Option(
        "--write-template",
        help=say(
            "只写出这种报告的 Word 模板，改好后用 --template",
            "only write the Word template of this report; change it and use it with --template",
        ),
        show_default=False,
    ),
]
NO_FILES = Text("核算哪些文件？写上统计表文件或文件夹", "which files? name statistics files or folders")
NO_OUTPUT = Text(
    "写到哪里？加 -o 通报.docx（可写几个 -o，后缀决定格式）",
    "where to? add -o bulletin.docx (there may be several; the suffix picks the format)",
)
# What is printed, and which part of it, is for `check` to say.
_NOT_HERE = {"kind", "format_", "section"}


def _with_options_of_check(command: Callable[..., int]) -> Callable[..., int]:
    """Every option of `check` that changes a figure changes it here, too; so they are declared once, there."""
    own = inspect.signature(command, eval_str=True).parameters
    shared = dict(inspect.signature(checking.check, eval_str=True).parameters)
    # A template is written without any.
    shared["files"] = shared["files"].replace(default=None)
    parameters = [
        own["kind"],
        *(each for name, each in shared.items() if name not in _NOT_HERE),
        own["write_template"],
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # a function has it; typeshed does not say so
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


@_with_options_of_check
def report(kind: Kind, *, write_template: WriteTemplate = None, **options: Any) -> int:
    """Check the files and write what -o names; the exit code is that of `check`."""
    if write_template is not None:
        return _hand_out(kind, write_template)
    if not options["files"]:
        raise UsageError(NO_FILES)
    if not options["output"]:
        raise UsageError(NO_OUTPUT)
    return checking.check(kind=kind, format_="", **options)


def _hand_out(kind: str, path: Path) -> int:
    """Our own page of a kind, placeholders and all; a file that is there may be one that somebody has changed."""
    from healthkpi.present._docx._page import make_template
    from healthkpi.writing import write_file

    refuse_no_word_file("--write-template", path)
    if path.exists():
        raise UsageError(
            Text(
                f"--write-template {path}: 已有这个文件；换一个名字",
                f"--write-template {path}: that file is there already; choose another name",
            )
        )
    write_file(path, make_template(str(read_kind(kind)), LANGUAGE))
    say_written([path], ())
    return ExitCode.ALL_MET
