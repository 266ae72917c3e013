"""The commands by name. Their modules import nothing heavy, so that --help is quick."""

import typer

from healthkpi.cli._option_values import check_lang
from healthkpi.cli._options import Lang, say
from healthkpi.cli.batch import batch
from healthkpi.cli.check import check
from healthkpi.cli.clauses import clauses
from healthkpi.cli.diff import diff
from healthkpi.cli.explain import explain
from healthkpi.cli.history import history
from healthkpi.cli.list import list_
from healthkpi.cli.lock import lock
from healthkpi.cli.new import new
from healthkpi.cli.notices import notices
from healthkpi.cli.peek import peek
from healthkpi.cli.report import report
from healthkpi.cli.schema import schema
from healthkpi.cli.show import show

app = typer.Typer(
    name="healthkpi",
    help=say(
        "政策文件里的健康指标谁没达标、差多少：直接读统计表，逐条判定。",
        "Which health targets of a policy document are met, who misses them and by how many people.",
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"healthkpi {version('healthkpi')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help=say("显示版本", "show the version")
    ),
    lang: Lang = None,
) -> None:
    """Options before a command."""
    check_lang(lang)


app.command("check", help=say("按政策核算并判定", "evaluate files against a policy"))(check)
app.command(
    "report",
    help=say(
        "写报告：通报、领导（一页）、反馈单（每个单位一张）",
        "write a report: bulletin, brief (one page) or feedback (a sheet for each unit)",
    ),
)(report)
app.command(
    "batch",
    help=say(
        "一次核算收件文件夹里的全部报送，供每晚自动运行",
        "score all returns below some folders in one run, for a script that runs every night",
    ),
)(batch)
app.command("peek", help=say("看文件里有什么、认出了什么", "show what is in a file and what was recognised"))(
    peek
)
app.command(
    "list", help=say("列出政策、指标和所需的表", "list policies, indicators and the tables they need")
)(list_)
app.command("show", help=say("用文字说明一个指标", "say one indicator in words"))(show)
app.command(
    "clauses",
    help=say(
        "原文每一句怎样处理：判定、只记录、不判",
        "say how each sentence is treated, and why",
    ),
)(clauses)
app.command(
    "explain",
    help=say("说明一个数怎么来的，或一个代码的意思", "say how a figure came about, or what a code means"),
)(explain)
app.command(
    "diff",
    help=say("两份政策有什么不同：目标、期限、算法", "say what is different between two policies"),
)(diff)
app.command(
    "history",
    help=say("历史库里有什么；一项指标各期的走势", "what is kept; the trend of an indicator"),
)(history)
app.command(
    "lock", help=say("锁定已发布的一期，或解锁", "freeze a period that was published, or release it")
)(lock)
app.command(
    "new",
    help=say("沿用旧政策的口径，写新文件的定义", "definitions for a new document from those of an old one"),
)(new)
app.command(
    "notices",
    help=say("通知（邮件、群机器人）：列出、试发", "the notices of healthkpi.toml: list them, try them"),
)(notices)
app.command("schema", help=say("打印输出的 JSON Schema", "print the JSON Schema of the output"))(schema)
