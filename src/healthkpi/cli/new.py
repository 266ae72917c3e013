"""`healthkpi new NAME --from OLD`: definitions for a new document, with the formulas of an old one."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._options import say
from healthkpi.cli._settings import read_settings
from healthkpi.errors import UsageError
from healthkpi.text import Text
from healthkpi.writing import folder_in_the_making, put_text

if TYPE_CHECKING:
    from healthkpi.definitions.policy import Policy

NewName = Annotated[
    str,
    typer.Argument(
        help=say("新政策的编号（文件夹名）", "id of the new policy (its folder)"), show_default=False
    ),
]
From = Annotated[
    str,
    typer.Option(
        "--from",
        help=say("沿用哪份政策：编号或文件夹", "policy to take over: id or folder"),
        show_default=False,
    ),
]
HERE = Path("indicators")


def new(
    name: NewName, from_: From, indicators: options.Definitions = None, lang: options.Lang = None
) -> None:
    """Copies a policy to ./indicators/NAME and marks as 待填 what the new document says anew; overwrites nothing."""
    values.check_lang(lang)
    from healthkpi.definitions.copying import copied_files, places_to_fill, shared_fields

    old = values.policy_named(from_, indicators, read_settings(Path()))
    _refuse_name(name)
    is_first = not HERE.is_dir()
    files = copied_files(old.folder)
    made = _write(name, files, shared_fields(old.folder))
    count = len(made.indicators)
    lines = [
        Text(
            f"已写出 {HERE / name}：{count} 项指标，沿用 {old.id} 的口径；已能载入。",
            f"Written: {HERE / name}, {count} indicators with the formulas of {old.id}; it loads.",
        ),
        Text("还要填写（文件里写着“待填”的地方）：", "Left to fill in, where the files say 待填:"),
        *(
            Text(f"  {file}  {marks} 处", f"  {file}  {marks}")
            for file, marks in places_to_fill(files).items()
        ),
        Text(
            f"填完后：healthkpi diff {from_} {name} 看改了什么",
            f"Afterwards, healthkpi diff {from_} {name} says what you changed",
        ),
    ]
    if is_first:
        lines.append(
            Text(
                "从现在起，在本文件夹运行的命令只用 ./indicators 里的定义",
                "From now on, commands in this folder use the definitions in ./indicators only",
            )
        )
    for line in lines:
        typer.echo(line.say(LANGUAGE))


def _refuse_name(name: str) -> None:
    from healthkpi.definitions.copying import NAME_OF_A_FOLDER

    if not NAME_OF_A_FOLDER.fullmatch(name) or name.endswith("."):
        raise UsageError(
            Text(
                f"{name}：编号只用字母、数字、汉字、“-”“_”“.”，不以符号开头",
                f"{name}: an id is letters, digits, - _ and ., and begins with a letter or digit",
            )
        )
    if (HERE / name).exists():
        raise UsageError(
            Text(
                f"{HERE / name} 已经有了，没有改动；换一个编号，或先把它移走",
                f"{HERE / name} is there already and was left alone; choose another id or move it away",
            )
        )


def _write(name: str, files: Mapping[str, str], fields: str | None) -> "Policy":
    """Write beside, load it there as a trial, and only then move it into place."""
    from healthkpi.definitions.load import SHARED_FIELDS_FILE, load_policy

    own_fields = HERE / SHARED_FIELDS_FILE
    if own_fields.is_file():
        fields = None
    with folder_in_the_making(HERE / name) as beside:
        trial = beside / name
        trial.mkdir()
        for file, text in files.items():
            put_text(trial / file, text)
        shared = beside / SHARED_FIELDS_FILE
        if own_fields.is_file():
            shutil.copyfile(own_fields, shared)
        elif fields is not None:
            put_text(shared, fields)
        policy = load_policy(trial)
        if fields is not None:
            shared.replace(own_fields)
        trial.replace(HERE / name)
    return policy
