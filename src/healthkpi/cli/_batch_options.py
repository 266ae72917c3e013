"""The options of `batch`, each named once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli._asked import Asked
from healthkpi.cli._options import say

Roots = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DIR]...",
        help=say("收件的文件夹、文件或通配符", "folders, files or patterns with the returns"),
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=say("结果放哪个文件夹", "folder of the results"), show_default=False),
]
JobName = Annotated[
    str | None,
    typer.Option(
        "--job",
        help=say("healthkpi.toml 里写好的任务", "a job that is written down in healthkpi.toml"),
        show_default=False,
    ),
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="[KIND:]NAME",
        help=say(
            "每份报送另写的报告，如 通报.docx、反馈单:各单位.docx",
            "a report for each return, such as bulletin.docx or feedback:units.docx",
        ),
        show_default=False,
    ),
]
EachWord = Annotated[
    str | None,
    typer.Option(
        "--each",
        help=say(
            "哪些文件算一份报送：area 同一政策同一期的全部、folder 每个文件夹、file 每个文件",
            "what makes a return: area (all files of a policy and period; the default), folder or file",
        ),
        show_default=False,
    ),
]
PeriodRule = Annotated[
    str | None,
    typer.Option(
        "--period",
        help=say(
            "算哪一期：all、latest、last month、this month、last year、this year 或 2018-09",
            "which period: all, latest, last month, this month, last year, this year or 2018-09",
        ),
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=say("只说要算什么，不算", "only say what would be done"))
]
Where = Annotated[
    str | None,
    typer.Option(
        "--history",
        help=say(
            "历史库：文件或 postgresql:// 地址；无 即不记（默认：结果文件夹里的 history.sqlite）",
            "history: a file or a postgresql:// URL; none for none (default: history.sqlite in the folder of results)",
        ),
        show_default=False,
    ),
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait", min=0, help=say("别的运行正在写时等几秒", "seconds to wait for another run to end")
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help=say("没有变的也重新核算", "score again what has not changed"))
]
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes",
        min=1,
        help=say("用几个进程（默认按电脑）", "how many processes (default: as the computer has)"),
        show_default=False,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help=say("没有问题就什么也不说", "say nothing unless something is wrong")),
]
FormatName = Annotated[
    str,
    typer.Option(
        "--format", help=say("屏幕输出：table、json（即 run.json）", "on stdout: table, json (run.json)")
    ),
]


@dataclass(frozen=True)
class AskedOfMany(Asked):
    """As for one return, but a rule says which periods, and the history lies beside the results."""

    period: PeriodRule = None
    history: Where = None
