"""docs/reference/bad-inputs.md: what became of each file, as it came out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bad_inputs.table import Trap
from healthkpi.text import Text

_HEAD = """\
# Bad inputs 有问题的文件

<!-- Written by the test run; see tests/bad_inputs. Do not edit. -->

What `check` does with files that are wrong, file by file, as it came out when the tests last ran. Each file is the same table (six facilities,
5640 of 7400 patients managed, target 60 %) with one thing wrong; `tests/bad_inputs` writes them. Exit codes are explained in
[exit-codes.md](exit-codes.md), findings in [findings.md](findings.md). The extras `password` and `parquet` were not installed.

同一张表（6 个机构，7400 人中管理 5640 人，目标 60%），每个文件只有一处不对。下表是测试运行时 `check` 的实际结果。
“用了”一栏是进入计算的分子 / 分母；“—”是没有读取，原因写在后面。

| file 文件 | what is wrong 问题 | exit 退出码 | used 用了 | what is said 提示 |
|---|---|---|---|---|
"""
# That a sheet was recognised is said of every file that is read.
_ALWAYS = "HK220"


@dataclass(frozen=True)
class Outcome:
    """What became of a file; `refusal` where it was not read."""

    code: int
    sums: tuple[int, int] | None
    findings: tuple[tuple[str, str], ...] = ()
    refusal: Text | None = None
    said: str = ""


def make_page(outcomes: Iterable[tuple[Trap, Outcome]]) -> str:
    """The whole page."""
    return _HEAD + "".join(_line(trap, outcome) for trap, outcome in outcomes)


def _line(trap: Trap, outcome: Outcome) -> str:
    used = "—" if outcome.sums is None else f"{outcome.sums[0]} / {outcome.sums[1]}"
    cells = (f"`{trap.name}`", f"{trap.en}<br>{trap.zh}", str(outcome.code), used, _say(outcome))
    return f"| {' | '.join(cells)} |\n"


def _say(outcome: Outcome) -> str:
    if outcome.refusal is not None:
        return f"{_plain(outcome.refusal.en)}<br>{_plain(outcome.refusal.zh)}"
    said = dict.fromkeys(f"{code} {_plain(place)}" for code, place in outcome.findings if code != _ALWAYS)
    return "<br>".join(
        re.sub(r"^(HK\d+)", lambda code: f"[{code[0]}](findings.md#{code[0].lower()})", each) for each in said
    )


def _plain(words: str) -> str:
    """Words that a table of Markdown shows as they are, what cannot be seen by its number."""
    shown = "".join(
        f"\\x{ord(each):02x}" if unicodedata.category(each) in ("Cc", "Cf") and each != "\n" else each
        for each in words
    )
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("\n", "<br>")
