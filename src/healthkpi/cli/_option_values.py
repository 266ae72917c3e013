"""What the words of the options mean; what cannot be meant is refused with the way to write it."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.cli._settings import Settings
from healthkpi.errors import UsageError
from healthkpi.first_line import first_line
from healthkpi.model.comparison import RankBy
from healthkpi.model.period import Period, parse_day, parse_period
from healthkpi.model.quantity import PERCENT, parse_quantity
from healthkpi.model.treatment import COMPARE_WORDS, TREATMENT_WORDS, Treatment
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.definitions.policy import Policy
    from healthkpi.history import Recalling
    from healthkpi.present import Kind, Template, Writer

WORD, WORKBOOK = ".docx", ".xlsx"
USUAL_CONFIDENCE = Fraction(95)
# Below even odds an interval says nothing; above, the quantiles lose the digits they promise.
LEAST_CONFIDENCE, MOST_CONFIDENCE = Fraction(50), Fraction("99.9")


def definitions_folder(given: Path | None, settings: Settings) -> Path:
    """Where the definitions are: as given, else ./indicators, else those shipped with healthkpi."""
    chosen = given or settings.indicators
    if chosen is not None:
        if not chosen.is_dir():
            raise UsageError(
                Text(
                    f"--indicators {chosen}: 没有这个文件夹",
                    f"--indicators {chosen}: there is no such folder",
                )
            )
        return chosen
    here = Path("indicators")
    return here if here.is_dir() else shipped("indicators")


def outline_of(root: Path, policy: str) -> "Policy":
    """The policy of a definitions folder by its id, without its indicators."""
    from healthkpi.definitions.load import load_outlines
    from healthkpi.request import unknown_name

    outlines = {each.id: each for each in load_outlines(root)}
    if policy not in outlines:
        raise UsageError(unknown_name(Text("政策", "policy"), policy, outlines))
    return outlines[policy]


def policy_named(word: str, indicators: Path | None, settings: Settings) -> "Policy":
    """A policy by the path of its folder, else by its id among one's own definitions, else among those shipped."""
    from healthkpi.definitions.load import POLICY_FILE, load_policy, policy_folders

    roots = (definitions_folder(indicators, settings), shipped("indicators"))
    for folder in (Path(word), *(root / word for root in roots)):
        if (folder / POLICY_FILE).is_file():
            return load_policy(folder)
    known = dict.fromkeys(folder.name for root in roots for folder in policy_folders(root))
    raise UsageError(
        Text(
            f"{word}：不是政策的编号，也不是政策的文件夹；编号有：{'、'.join(known)}",
            f"{word}: neither the id of a policy nor its folder; the ids are: {', '.join(known)}",
        )
    )


def shipped(name: str) -> Path:
    """A folder that travels with healthkpi: inside the wheel, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "_shipped" / name
    return inside if inside.is_dir() else package.parents[1] / name


def read_period(words: str | None) -> Period | None:
    """The value of --period."""
    if words is None:
        return None
    period = parse_period(words)
    if period is None:
        raise UsageError(
            Text(
                f"--period {words}: 写成 2018、2018-09 或 2018Q3",
                f"--period {words}: write 2018, 2018-09 or 2018Q3",
            )
        )
    return period


def read_day(words: str | None) -> date | None:
    """The value of --as-of."""
    if words is None:
        return None
    day = parse_day(words)
    if day is None:
        raise UsageError(Text(f"--as-of {words}: 写成 2018-09-30", f"--as-of {words}: write 2018-09-30"))
    return day


def read_report_by(words: str | None) -> date | None:
    """The value of --report-by."""
    day = parse_day(words) if words is not None else None
    if words is not None and day is None:
        raise UsageError(
            Text(f"--report-by {words}: 写成 2018-09-28", f"--report-by {words}: write 2018-09-28")
        )
    return day


_RANKED_BY = {
    "完成值": RankBy.VALUE,
    "率": RankBy.VALUE,
    "差额": RankBy.GAP,
    "进度": RankBy.PROGRESS,
    **{str(each): each for each in RankBy},
}


def read_rank_by(words: str | None) -> RankBy:
    """The value of --rank-by, in either language."""
    if words is None:
        return RankBy.VALUE
    if words not in _RANKED_BY:
        raise UsageError(
            Text(
                f"--rank-by {words}: 写 完成值、差额 或 进度",
                f"--rank-by {words}: write value, gap or progress",
            )
        )
    return _RANKED_BY[words]


def read_confidence(words: str | None, *, is_asked: bool) -> Fraction | None:
    """The value of --confidence in per cent; 95 where intervals are asked for and none is given."""
    if words is None:
        return USUAL_CONFIDENCE if is_asked else None
    quantity = parse_quantity(words)
    if quantity is not None and quantity.unit in {None, PERCENT}:
        share = quantity.amount * 100 if quantity.unit is None and quantity.amount < 1 else quantity.amount
        if LEAST_CONFIDENCE <= share <= MOST_CONFIDENCE:
            return share
    raise UsageError(
        Text(
            f"--confidence {words}: 写成 95% 或 99.8%，在 50% 到 99.9% 之间",
            f"--confidence {words}: write 95% or 99.8%, between 50% and 99.9%",
        )
    )


def read_missing(words: str | None, stated: str | None) -> tuple[Treatment, bool]:
    """The values of --missing and of healthkpi.toml: the treatment, and whether all are wanted side by side."""
    decided = _treatment(f"healthkpi.toml missing = {stated}", stated) if stated is not None else None
    if words is None or words.strip() in COMPARE_WORDS:
        return decided or Treatment.LEFT_OUT, words is not None
    return _treatment(f"--missing {words}", words), False


def _treatment(said: str, words: str) -> Treatment:
    found = TREATMENT_WORDS.get(words.strip())
    if found is None:
        raise UsageError(
            Text(
                f"{said}: 只有 剔除、按零、沿用（命令行上还可写 并列）",
                f"{said}: there are left-out, zero and carried (on the command line also compare)",
            )
        )
    return found


def read_kind(words: str) -> "Kind":
    """The value of --kind, in either language."""
    from healthkpi.present import Kind

    named = {
        "通报": Kind.BULLETIN,
        "领导": Kind.BRIEF,
        "反馈单": Kind.FEEDBACK,
        **{str(each): each for each in Kind},
    }
    if words not in named:
        raise UsageError(
            Text(
                f"“{words}”：没有这种报告；有 通报、领导、反馈单",
                f'there is no report "{words}"; there are bulletin, brief and feedback',
            )
        )
    return named[words]


def refuse_no_word_file(option: str, path: Path) -> None:
    """A page for Word is a .docx."""
    if path.suffix.lower() != WORD:
        raise UsageError(
            Text(
                f"{option} {path}: 要写成 .docx 文件，如 {option} 模板.docx",
                f"{option} {path}: it has to be a .docx, such as {option} template.docx",
            )
        )


def refuse_kind(kind: "Kind", outputs: Sequence[Path], writers: Iterable["Writer"]) -> None:
    """A brief and feedback sheets are pages; a workbook, a web page or data for machines hold everything."""
    from healthkpi.present import Kind

    known = [suffix for writer in writers if writer.knows_kinds for suffix in writer.suffixes]
    others = [path for path in outputs if path.suffix.lower() not in known]
    if kind is Kind.BULLETIN or not others:
        return
    names, endings = " ".join(f"-o {path}" for path in others), " ".join(known)
    said = {Kind.BRIEF: Text("领导一页", "the brief"), Kind.FEEDBACK: Text("反馈单", "feedback sheets")}[kind]
    raise UsageError(
        Text(
            f"{names}: {said.zh}只能写成 {endings}；这个文件另用 healthkpi check … -o 写",
            f"{names}: {said.en} can only be {endings}; write that file with healthkpi check ... -o",
        )
    )


def read_template(path: Path | None, outputs: Sequence[Path]) -> "Template | None":
    """The value of --template: a Word file, for a Word file."""
    from healthkpi.present import Template

    if path is None:
        return None
    if not any(output.suffix.lower() == WORD for output in outputs):
        raise UsageError(
            Text(f"--template {path}: 要和 -o 名称.docx 一起用", f"--template {path}: goes with -o name.docx")
        )
    try:
        return Template(path.name, path.read_bytes())
    except OSError as error:
        raise UsageError(
            Text(
                f"--template {path}: 打不开（{error.strerror}）",
                f"--template {path}: cannot be opened ({error.strerror})",
            )
        ) from None


def read_into(path: Path | None, outputs: Sequence[Path]) -> Path | None:
    """Which output the table of --into is filled into: the one workbook among them."""
    if path is None:
        return None
    books = [output for output in outputs if output.suffix.lower() == WORKBOOK]
    if len(books) != 1:
        raise UsageError(
            Text(
                f"--into {path}: 要和一个 -o 名称.xlsx 一起用，填好的表就写在那里",
                f"--into {path}: goes with one -o name.xlsx, where the table is written filled in",
            )
        )
    return books[0]


def recall_of(given: str | None, settings: Settings) -> "Recalling | None":
    """Where earlier figures come from. That of healthkpi.toml may be yet to be made; one that is named must be there."""
    from healthkpi.history import Recalling

    place = given or settings.history
    is_to_come = place is not None and given is None and "://" not in place and not Path(place).exists()
    return None if place is None or is_to_come else Recalling(place)


def history_place(given: str | None, settings: Settings) -> str:
    """The history that a command is about."""
    place = given or settings.history
    if place is None:
        raise UsageError(
            Text(
                '没有说是哪个历史库；用 --history 历史.db，或在 healthkpi.toml 里写 history = "历史.db"',
                'no history is named; give --history history.db, or write history = "history.db" into healthkpi.toml',
            )
        )
    return place


def read_rows(words: str | None) -> tuple[int, ...]:
    """The value of --header-rows, counted from 0."""
    if words is None:
        return ()
    match = re.fullmatch(r"(\d{1,7})(?:[-–](\d{1,7}))?", words.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= first + 2:
        raise UsageError(
            Text(
                f"--header-rows {words}: 写成 4 或 4-5，最多三行",
                f"--header-rows {words}: write 4 or 4-5, at most three rows",
            )
        )
    return tuple(range(first - 1, last))


def read_sets(words: Sequence[str] | None, option: str = "--set") -> Mapping[str, str]:
    """The values of --set, or of another option that takes NAME=VALUE."""
    pairs = [word.partition("=") for word in words or ()]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise UsageError(Text(f"{option} {name}: 写成 名称=数值", f"{option} {name}: write NAME=VALUE"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def read_password(path: Path | None) -> str | None:
    """The first line of the --password-file; as an option of its own it would stand in every list of processes."""
    if path is None:
        return None
    line = first_line(path)
    if not line:
        raise UsageError(
            Text(
                f"--password-file {path}: 读不到密码；请给出第一行是密码的文本文件",
                f"--password-file {path}: no password there; give a text file whose first line it is",
            )
        )
    return line


def check_lang(words: str | None) -> None:
    """Refuse a --lang that is neither; the choice itself was made before parsing (_language.py)."""
    if words not in {None, "zh", "en"}:
        raise UsageError(Text(f"--lang {words}: 只有 zh 和 en", f"--lang {words}: there are zh and en"))


def is_debugging() -> bool:
    """Whether a bug should show its traceback."""
    return bool(os.environ.get("HEALTHKPI_DEBUG"))


def refuse_formats(
    format_: str, outputs: Sequence[Path], formats: Iterable[str], suffixes: Iterable[str]
) -> None:
    """What cannot be printed or written is refused before anything is read."""
    known, endings = list(formats), list(suffixes)
    if format_ and format_ not in known:
        names = ", ".join(known)
        raise UsageError(
            Text(
                f"--format {format_}: 没有这种格式；可用 {names}",
                f"--format {format_}: no such format; choose one of {names}",
            )
        )
    for path in outputs:
        if path.suffix.lower() not in endings:
            names = " ".join(endings)
            raise UsageError(
                Text(f"-o {path}: 后缀只能是 {names}", f"-o {path}: the suffix must be one of {names}")
            )
