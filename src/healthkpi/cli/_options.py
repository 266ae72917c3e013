"""Options of the commands, each named once."""

from pathlib import Path
from typing import Annotated

import typer

from healthkpi.cli._language import LANGUAGE
from healthkpi.text import Text


def say(zh: str, en: str) -> str:
    """A help text in the language of this run."""
    return Text(zh, en).say(LANGUAGE)


Files = Annotated[
    list[Path],
    typer.Argument(help=say("统计表文件或文件夹", "statistics files or folders"), show_default=False),
]
MaybeFiles = Annotated[
    list[Path] | None,
    typer.Argument(help=say("统计表文件或文件夹", "statistics files or folders"), show_default=False),
]
Definitions = Annotated[
    Path | None,
    typer.Option("--indicators", help=say("指标定义文件夹", "folder of definitions"), show_default=False),
]
PolicyName = Annotated[
    str | None,
    typer.Option(
        "--policy", help=say("政策（定义文件夹名）", "policy (name of its folder)"), show_default=False
    ),
]
PeriodWord = Annotated[
    str | None,
    typer.Option(
        "--period",
        help=say("数据所属期，如 2018-09", "period of the data, such as 2018-09"),
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help=say("按哪天判定（默认数据期末）", "day to judge on (default: end of the data)"),
        show_default=False,
    ),
]
Baselines = Annotated[
    list[Path] | None,
    typer.Option(
        "--baseline",
        help=say("基期（上年、上期）的文件", "file of an earlier period to compare with"),
        show_default=False,
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=say("给出文件没有写的参数", "a number the text leaves to others"),
        show_default=False,
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        help=say(
            "第一行是加密文件密码的文本文件", "text file whose first line is the password of locked files"
        ),
        show_default=False,
    ),
]
Sheets = Annotated[
    list[str] | None,
    typer.Option("--sheet", help=say("只看这个工作表", "only this sheet"), show_default=False),
]
HeaderRows = Annotated[
    str | None,
    typer.Option(
        "--header-rows",
        help=say("表头在哪几行，如 4-5", "the rows of the header, such as 4-5"),
        show_default=False,
    ),
]
UnitLists = Annotated[
    list[Path] | None,
    typer.Option(
        "--units",
        help=say("应报单位名单", "list of the units that have to report"),
        show_default=False,
    ),
]
Confirmed = Annotated[
    Path | None,
    typer.Option(
        "--confirmed",
        help=say(
            "确认表（默认：数据旁边的 待确认.xlsx）",
            "file for confirmation (default: 待确认.xlsx beside the data)",
        ),
        show_default=False,
    ),
]
Corrections = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        help=say(
            "更正表（默认：数据旁边的 更正.xlsx 或 更正.csv）",
            "file of corrections (default: 更正.xlsx or corrections.csv beside the data)",
        ),
        show_default=False,
    ),
]
Confidence = Annotated[
    str | None,
    typer.Option(
        "--confidence",
        help=say(
            "区间的置信水平，如 99.8%（默认 95%）", "confidence of the intervals, such as 99.8% (default 95%)"
        ),
        show_default=False,
    ),
]
SuppressBelow = Annotated[
    int | None,
    typer.Option(
        "--suppress-below",
        min=2,
        metavar="N",
        help=say(
            "隐去小于 N 的人数（以及由合计减得出来的）",
            "hide counts of people below N, and what would give them away",
        ),
        show_default=False,
    ),
]
RankedBy = Annotated[
    str | None,
    typer.Option(
        "--rank-by",
        help=say("排名按：完成值、差额、进度", "places by value, gap or progress"),
        show_default=False,
    ),
]
ReportBy = Annotated[
    str | None,
    typer.Option(
        "--report-by",
        help=say("各单位应在哪天前报，如 2018-09-28", "day by which units had to report, such as 2018-09-28"),
        show_default=False,
    ),
]
Missing = Annotated[
    str | None,
    typer.Option(
        "--missing",
        help=say(
            "缺报怎么算：剔除、按零、沿用（上次的数）；并列即三种都列出（默认 剔除）",
            "missing figures: left-out, zero, carried (the last ones); compare lists all three (default left-out)",
        ),
        show_default=False,
    ),
]
BasisName = Annotated[
    str | None,
    typer.Option(
        "--basis",
        help=say(
            "分母用哪种人口，如 户籍；并列即都列出",
            "population to divide by, such as 户籍; compare lists each",
        ),
        show_default=False,
    ),
]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        metavar="NAME=LIMIT",
        help=say("假设目标：换一个限值判定，如 签约覆盖率=55%", "what if: judge with another limit"),
        show_default=False,
    ),
]
HistoryPlace = Annotated[
    str | None,
    typer.Option(
        "--history",
        metavar="WHERE",
        help=say(
            "历史库：文件名，或 postgresql://用户@主机/库名；没给文件的往期从这里取",
            "the history: a file, or postgresql://user@host/database; earlier figures come from it where no file is given",
        ),
        show_default=False,
    ),
]
Keep = Annotated[
    bool,
    typer.Option(
        "--keep", help=say("把这次的结果记入历史库", "record this result in the history"), show_default=False
    ),
]
Lang = Annotated[
    str | None, typer.Option("--lang", help=say("语言：zh 或 en", "language: zh or en"), show_default=False)
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        help=say("另存为文件，后缀决定格式", "also write a file; its suffix picks the format"),
        show_default=False,
    ),
]
FormatName = Annotated[
    str, typer.Option("--format", help=say("屏幕输出：table、json、csv", "on stdout: table, json, csv"))
]
Names = Annotated[
    list[str] | None,
    typer.Option("--indicator", help=say("只算这个指标", "only this indicator"), show_default=False),
]
Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        "--by",
        help=say("另列出这一层级的每个单位", "also list every unit of this level"),
        show_default=False,
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help=say("不在屏幕上列出数据问题", "do not list findings"))
]

Stats = Annotated[
    bool,
    typer.Option(
        "--stats",
        help=say(
            "另列置信区间：差距是不是偶然（只供参考，不改判定）",
            "also give confidence intervals: could it be chance (advice; no verdict changes)",
        ),
    ),
]
Sections = Annotated[
    list[str] | None,
    typer.Option(
        "--section",
        help=say("只要这一节，如 进度、排名、环比", "only this section, such as pace, ranking, change"),
        show_default=False,
    ),
]
OneUnit = Annotated[
    str | None,
    typer.Option(
        "--unit", help=say("各节只说这个单位", "sections speak of this unit only"), show_default=False
    ),
]
ReportKind = Annotated[
    str,
    typer.Option(
        "--kind",
        help=say(
            "-o 写什么：通报、领导（一页）、反馈单（每个单位一张）",
            "what -o writes: bulletin, brief (one page), feedback (a sheet for each unit)",
        ),
    ),
]
TemplateFile = Annotated[
    Path | None,
    typer.Option(
        "--template",
        help=say(
            "本单位的 Word 模板，里面写占位，如 {{正文}}",
            "a Word file of your own with placeholders such as {{body}}",
        ),
        show_default=False,
    ),
]
IntoFile = Annotated[
    Path | None,
    typer.Option(
        "--into",
        help=say(
            "上级的空表（.xlsx）；-o 名称.xlsx 就是填好的表",
            "a superior's blank table (.xlsx); -o name.xlsx is then that table filled in",
        ),
        show_default=False,
    ),
]
Ask = Annotated[
    bool,
    typer.Option(
        "--ask/--no-ask",
        help=say("把要人确认的写进确认表", "write what needs a person's word into the file for confirmation"),
    ),
]
