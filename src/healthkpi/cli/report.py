"""`healthkpi report`: the files to send on, without the table on the screen."""

from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._asked import Asked, Extent, Wanted
from healthkpi.cli._grouped import grouped
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._outputs import say_written
from healthkpi.cli.check import Printed, evaluate
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


@grouped
def report(
    kind: Kind,
    asked: Asked,
    extent: Extent,
    wanted: Wanted,
    files: options.MaybeFiles = None,
    write_template: WriteTemplate = None,
    lang: options.Lang = None,
) -> int:
    """Check the files and write what -o names; the exit code is that of `check`."""
    values.check_lang(lang)
    if write_template is not None:
        return _hand_out(kind, write_template)
    if not files:
        raise UsageError(NO_FILES)
    if not wanted.output:
        raise UsageError(NO_OUTPUT)
    return evaluate(files, asked, extent, wanted, Printed(), kind)


def _hand_out(kind: str, path: Path) -> int:
    """Our own page of a kind, placeholders and all; a file that is there may be one that somebody has changed."""
    from healthkpi.present._docx._page import make_template
    from healthkpi.writing import write_file

    values.refuse_no_word_file("--write-template", path)
    if path.exists():
        raise UsageError(
            Text(
                f"--write-template {path}: 已有这个文件；换一个名字",
                f"--write-template {path}: that file is there already; choose another name",
            )
        )
    write_file(path, make_template(str(values.read_kind(kind)), LANGUAGE))
    say_written([path], ())
    return ExitCode.ALL_MET
