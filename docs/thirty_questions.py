"""Write docs/how-to/thirty-questions.md and its Chinese page: thirty questions, a command for each, and what it prints.

    python docs/thirty_questions.py            # runs every command and writes both pages
    python docs/thirty_questions.py FOLDER     # writes somewhere else, for the test that compares

The commands run through the real entry point, in a copy of sample_data/officers-questions.
"""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from healthkpi.text import Language, Text

HERE = Path(__file__).parent
ROOT = HERE.parent
SAMPLES = ROOT / "sample_data" / "officers-questions"
PAGES: dict[Language, str] = {"zh": "thirty-questions.zh-CN.md", "en": "thirty-questions.md"}
NOTICE = "<!-- Written by docs/thirty_questions.py; change the questions there, then run it again. -->"
WIDTH = "100"
# What a check may end with; 2 and 3 would be a page that shows an error.
GOOD_CODES = frozenset({0, 1, 4})


@dataclass(frozen=True)
class Command:
    """One command, and how much of what it prints is shown: all lines, the first ones, or those with these words."""

    line: str
    first: int | None = None
    only: str | None = None


@dataclass(frozen=True)
class Question:
    """A question of a statistics officer, the answer in a sentence or two, and the commands that give it."""

    number: int
    asks: Text
    answer: Text
    commands: tuple[Command, ...]


def question(
    number: int, asks: tuple[str, str], answer: tuple[str, str], *commands: Command | str
) -> Question:
    """The same, from plain words."""
    made = tuple(Command(each) if isinstance(each, str) else each for each in commands)
    return Question(number, Text(*asks), Text(*answer), made)


SIGNING = "healthkpi check 2018年9月/家医签约.xlsx --indicator signing-coverage -q"
CORRECTED = (
    "healthkpi check 订正前的表/家医签约.xlsx --indicator signing-coverage --corrections 2018年10月更正.xlsx"
)
MONTHS = "--baseline 2018年8月 --baseline 2018年7月"
DOUBTFUL = "healthkpi check 有疑问的表/家医签约.xlsx --baseline 2018年8月 --indicator signing-coverage"

QUESTIONS = (
    question(
        1,
        ("谁没达标？", "Who misses the target?"),
        (
            "第一行就是答案；加 `--level township` 逐个乡镇列出。49.98% 没有达到 50%：先比未舍入的值。",
            "The first line is the answer; `--level township` lists every township. 49.98% does not reach 50%: the value is compared unrounded.",
        ),
        f"{SIGNING} --level township",
    ),
    question(
        2,
        ("差多少人、多少家？", "How many people or clinics are missing?"),
        (
            "差额取整到人、所、例，补足即达到。台账类还附候选名单，只差一项的排在前面。",
            "The gap is in people, clinics or cases, and reaching it suffices. Of a list of clinics those that lack one thing come first.",
        ),
        f"{SIGNING} --section 差额",
        Command(
            "healthkpi check 2018年9月/村卫生室台账.xlsx --indicator clinic-standard --as-of 2020-12-31 -q --section 差额",
            first=24,
        ),
    ),
    question(
        3,
        (
            "每月要补多少，照现在的速度完得成吗？",
            "How many a month are needed, and will the present pace do?",
        ),
        (
            "序时进度、每月需、近几个月平均和照此到期的数，写在一句话里。",
            "The even path, what is needed a month, the recent average and where it leads, in one sentence.",
        ),
        "healthkpi check 2018年9月/产前筛查.xlsx --indicator prenatal-screening -q --section 进度",
    ),
    question(
        4,
        ("各乡镇怎样排名？", "How do the townships rank?"),
        (
            "给出以前各月的表，就有较上月、位次变化和连续末位。并列同名次；未报的单列。",
            "With the returns of the months before it says the change, the places won or lost, and who is last again. Equals share a place.",
        ),
        f"{SIGNING} {MONTHS} --section 排名",
    ),
    question(
        5,
        ("和上月比怎样？", "What has changed since last month?"),
        (
            "只比两个月都有数的单位；率的差是百分点。数变小的要说明。",
            "Only units with figures in both months are compared; rates differ by points. A number that fell is named.",
        ),
        f"{SIGNING} --baseline 2018年8月 --section 环比",
    ),
    question(
        6,
        ("和去年同期比怎样？", "What has changed since the same months last year?"),
        (
            "上年的数在表里有一列，或用 `--baseline` 给出上年的表。没有上年数的，说明无从比较。",
            "Last year's figures stand in a column of the return, or in a file given with `--baseline`. Where there are none, that is said.",
        ),
        "healthkpi check 2018年9月/诊疗量.xlsx 2018年9月/传染病.xlsx -q --section 同比",
    ),
    question(
        7,
        (
            "谁没报、报了几张、缺哪一项？",
            "Who has not reported, how many returns are there, and what is blank?",
        ),
        (
            "给出报送截止日，就数出应报、已报、迟报、未报，并列出空着的格和催报短信。",
            "With the day by which they were due it counts the returns that came, came late or are missing, lists the blank cells, and drafts the reminders.",
        ),
        "healthkpi check 各乡镇2018年9月 --policy yungang-2018 --report-by 2018-09-28 -q --no-ask --section 上报",
    ),
    question(
        8,
        ("哪些数看着不对？", "Which figures look wrong?"),
        (
            "每条有位置、原文和处理。不加 `-q` 就列出；要人定的写进 待确认.xlsx。",
            "Each finding has its place, what stands there and what was done. They are listed unless `-q` is given; what needs a word goes into 待确认.xlsx.",
        ),
        Command(f"{DOUBTFUL} --no-ask", only="HK3"),
        Command(
            "healthkpi check 2018年9月/村卫生室台账.xlsx --indicator clinic-standard --no-ask",
            only="HK209|HK30",
        ),
    ),
    question(
        9,
        ("这个数怎么算出来的？", "How was this figure reckoned?"),
        (
            "逐个单元格：分子、分母、未计入的、算式、目标。和判定用的是同一个函数。",
            "Cell by cell: numerator, denominator, what was left out, the sum, the target. The same function judges.",
        ),
        "healthkpi explain signing-coverage 2018年9月/家医签约.xlsx",
    ),
    question(
        10,
        ("依据哪一条，原文怎么写？", "Which clause, and what does it say?"),
        (
            "条款位置和原文在最前面；原文有误或含糊的，还有读法、理由和把握。“口径”一节可作通报的附件。",
            "The clause and its words come first; where the text is damaged or vague, the reading, the reason and how sure. The section of readings can be an annex.",
        ),
        Command("healthkpi show signing-coverage --policy yungang-2018", first=8),
        f"{SIGNING} --section 口径",
    ),
    question(
        11,
        ("给领导的一页和通报底稿？", "A page for the director, and a draft of the bulletin?"),
        (
            "总体一句话在前，滞后任务在后；`-o 通报.md` 写成可以编辑的底稿。",
            "The whole in a sentence, then the tasks behind; `-o 通报.md` writes a draft that can be edited.",
        ),
        Command(
            "healthkpi check 2018年9月 --baseline 2018年8月 -q --no-ask --section 总体 --section 滞后 -o 通报.md",
            first=26,
        ),
    ),
    question(
        12,
        ("怎样导出给上级？", "How is it exported?"),
        (
            "`-o` 按后缀写文件：`.xlsx` 是可以打印的工作簿，数是数值；`.csv` 一行一个数；`.json` 给程序。不会写出能被执行的公式。",
            "`-o` writes a file by its suffix: `.xlsx` is a workbook of numbers, set for print; `.csv` has a line a figure; `.json` is for programs. "
            "Nothing is written that a spreadsheet would run.",
        ),
        f"{SIGNING} -o 报表.xlsx -o 结果.json --format csv",
    ),
    question(
        13,
        ("哪些快到期、哪些已逾期？", "What is due soon, and what is overdue?"),
        (
            "`--as-of` 说今天是哪天。分期目标（30→50→80）按当期应达的判，不用年底的。",
            "`--as-of` says which day it is. Of several dates (30, 50, 80%) the one that is due counts, not the last.",
        ),
        "healthkpi check xihu-2017/居民健康卡2017年5月22日.xlsx --as-of 2017-05-22 --indicator health-card-data -q --section 节点",
        "healthkpi check dingxi-2022/事项台账.xlsx --as-of 2022-04-15 --indicator city-hospital-conversion -q --section 节点",
    ),
    question(
        14,
        ("佐证材料挂上了吗，缺哪些？", "Which evidence is there, and which is missing?"),
        (
            "台账里填了完成而没有佐证的是“待核”，不算完成。",
            "An item entered as done without evidence is to be checked, and is not done.",
        ),
        Command("healthkpi check 2018年9月/事项台账.xlsx -q --section 佐证", first=16),
    ),
    question(
        15,
        ("订正以后影响了什么？", "What did a correction change?"),
        (
            "西韩岭乡“1.79万”订正为 17930：全区 49.62% → 49.64%，判定和名次不变。谁改的、依据什么写在更正表里，原表不改动；写法见[更正一个数](correct-a-figure.md)。",
            "西韩岭乡 wrote 1.79万 and corrected it to 17930: the district goes from 49.62% to 49.64%, verdict and rank unchanged. Who said so and why stands in a file of corrections; the return is not changed. See [correct a figure](correct-a-figure.md).",
        ),
        f"{CORRECTED} -q",
        f"{CORRECTED} -q --section 更正",
    ),
    question(
        16,
        (
            "同一指标几处出现、说法不一，按哪条？",
            "The same indicator stands in several places: which counts?",
        ),
        (
            "归并成一项，列出全部出处；数值冲突的按写明的判，另一种作为可选的读法。",
            "It is one indicator with all its clauses; where numbers conflict, the stated one counts and the other is a reading to choose.",
        ),
        Command("healthkpi show electronic-certificates --policy xihu-2017", first=9),
    ),
    question(
        17,
        ("原文有错字、缺字怎么办？", "What of misprints in the document?"),
        (
            "原文照录，另写读法、理由和把握。“11.336.05”读作 11.33‰ 和 6.05‰。",
            "The text is quoted as it stands, with the reading, the reason and how sure. 11.336.05 is read as 11.33‰ and 6.05‰.",
        ),
        Command("healthkpi show birth-rate --policy xihu-2017", first=9),
    ),
    question(
        18,
        ("要从外面补哪些数？", "Which numbers have to come from elsewhere?"),
        (
            "“待补”列出文件没有写、要另给的数和等着它的指标；用 `--set 名称=数值` 给出。",
            "The section lists what the document leaves to others, with the indicators that wait; give it with `--set NAME=VALUE`.",
        ),
        Command("healthkpi check 2018年9月/传染病.xlsx -q --section 待补", first=30),
    ),
    question(
        19,
        ("只给一个乡镇看的反馈单？", "A page for one township only?"),
        (
            "只有这个单位自己的数、差额、名次、要说明的和更正回执。",
            "Its own figures, gap and place, what it has to explain, and a slip for corrections.",
        ),
        f"{SIGNING} {MONTHS} --section 反馈单 --unit 口泉乡",
    ),
    question(
        20,
        ("往下看：谁拖了后腿？", "Looking further down: who holds the district back?"),
        (
            "“占总差额”就是贡献度：口泉乡 1318 人，占 5229 人的 25.2%。再往下看到村卫生室和单元格。",
            "The share of the gap: 口泉乡 has 1318 of 5229, 25.2%. Further down are its clinics and their cells.",
        ),
        Command(f"{SIGNING} --section 差额", first=13),
        "healthkpi explain signing-coverage 2018年9月/家医签约.xlsx --unit 口泉乡",
    ),
    question(
        21,
        ("换一种口径呢？", "What if it is reckoned in another way?"),
        (
            "缺报剔除、按 0、沿用上次，三种并列。原文的其他读法列在指标里，在 healthkpi.toml 里选。",
            "Missing figures left out, taken as zero, carried forward: side by side. Other readings of the text stand with the indicator and are chosen in healthkpi.toml.",
        ),
        f"{SIGNING} --baseline 2018年8月 --missing compare",
        Command("healthkpi show professional-share --policy yungang-2018", only="读法|reading"),
    ),
    question(
        22,
        ("这几个月的趋势？", "The trend of the last months?"),
        (
            "每期一行，竖线是目标。",
            "A line for each period; the bar marks the target.",
        ),
        f"{SIGNING} {MONTHS} --section 趋势",
    ),
    question(
        23,
        ("每支、每县都要够，谁不够？", "Each team and county must have enough: which has not?"),
        (
            "逐个判定，不看平均：安定区 51 人分 5 支，第五支 8 人，缺 2 人。",
            "Each is judged by itself and no average helps: 51 people in five teams, the fifth has 8 and lacks 2.",
        ),
        "healthkpi check dingxi-2022/流调队伍.xlsx -q",
    ),
    question(
        24,
        ("达标但可疑的，抽查谁？", "Who meets the target and should be looked at?"),
        (
            "恰好卡线、当月突增、整百数、填得不对的，按风险分排先后；怎么计分写在末尾。",
            "Just at the limit, risen at once, full hundreds, figures that do not agree: in the order of a score that is explained below.",
        ),
        "healthkpi check 2018年9月 --baseline 2018年8月 -q --no-ask --section 抽查",
    ),
    question(
        25,
        ("按考核细则折算多少分？", "How many points by the scoring scheme?"),
        (
            "计分办法写在定义里，算式印在得分旁边；没有权重就没有总分。",
            "The scheme stands in the definitions and its formula beside the points; without weights there is no total.",
        ),
        "healthkpi check 2018年8月/家医签约.xlsx --indicators signing-scores -q",
    ),
    question(
        26,
        ("一个乡镇一个文件，怎样合起来？", "Each township sent its own file: how are they put together?"),
        (
            "给文件夹就行；“明细”是合成的总表，每行记着来自哪个文件。",
            "Give the folder; the section of rows is one table of them all, each with its file.",
        ),
        Command("healthkpi check 各乡镇2018年9月 --indicator signing-coverage -q --section 明细", first=24),
    ),
    question(
        27,
        ("患者名单会不会漏出去？", "Can the names of patients get out?"),
        (
            "标为敏感的列只计数；姓名、身份证号不出现在任何输出里，待核的只说第几行。",
            "Fields marked sensitive are counted only; names and identity numbers stand in no output, and a row to be checked goes by its number.",
        ),
        "healthkpi check 2018年9月/大病救治台账.xlsx --policy yungang-2018 --no-ask",
    ),
    question(
        28,
        ("“动态清零”怎么看？", "How is “kept at zero” judged?"),
        (
            "不是期末为 0 就行：本月新增、销号用了几天、超过 30 天未销号的，都列出。",
            "Nought at the end of the month is not enough: what came up, how long it took to clear, and what is open for more than 30 days.",
        ),
        "healthkpi check linyi-2021/空白点.xlsx -q --no-ask --section 清零",
    ),
    question(
        29,
        ("这句话要不要考？不考是为什么？", "Is this sentence judged, and if not, why?"),
        (
            "`clauses` 逐句说明怎样处理；不判和只记录的写明理由。",
            "`clauses` says what is done with each sentence; what is only recorded or not judged has its reason.",
        ),
        Command("healthkpi clauses yungang-2018 --format csv", only="不判|只记录|not judged|recorded"),
    ),
    question(
        30,
        ("今年的文件和去年比，目标变了什么？", "What did this year's document change?"),
        (
            "`new` 沿用去年的口径，要填的地方写着“待填”；`diff` 说目标、期限、算法哪些变了。",
            "`new` takes over last year's formulas and marks what is to be filled in; `diff` says which targets, dates and formulas changed.",
        ),
        Command("healthkpi new yungang-2019 --from yungang-2018", first=5),
        Command("healthkpi diff yungang-2018 xihu-2017", first=12),
    ),
)

_TITLE = Text("统计岗三十问", "Thirty questions of a statistics officer")
_INTRODUCTION = Text(
    "每一问一条命令，下面是它真正印出来的（宽 100 列；“…”处略去若干行）。在 `sample_data/officers-questions` 文件夹里运行；"
    "那里的[说明](../../sample_data/officers-questions/README.md)写着各表里有什么。",
    "A command for each question, and below it what it really prints, 100 columns wide; … stands for lines left out. They run in the "
    "folder `sample_data/officers-questions`, whose [README](../../sample_data/officers-questions/README.md) says what is in its files.",
)


# The words of the options in the English page; either is understood in both languages.
_IN_ENGLISH = {
    "差额": "gap",
    "进度": "pace",
    "排名": "ranking",
    "环比": "change",
    "同比": "yearly",
    "趋势": "trend",
    "上报": "returns",
    "口径": "basis",
    "总体": "overview",
    "滞后": "lagging",
    "节点": "deadlines",
    "佐证": "evidence",
    "待补": "supplied-elsewhere",
    "反馈单": "feedback",
    "抽查": "spot-check",
    "更正": "corrections",
    "明细": "rows",
    "清零": "clearing",
}


def _said(line: str, language: Language) -> str:
    """The command as the readers of a page write it."""
    if language == "zh":
        return line
    return re.sub(r"(?<=--section )\S+", lambda word: _IN_ENGLISH[word[0]], line)


def write_pages(folder: Path) -> None:
    """Both pages, into a folder."""
    for language, name in PAGES.items():
        (folder / name).write_text("\n".join(page_lines(language)) + "\n", "utf-8")


def page_lines(language: Language) -> Iterator[str]:
    """The page in one language, its commands run now."""
    printed = iter(_run_all(language))
    other = Text("[English](thirty-questions.md)", "[中文](thirty-questions.zh-CN.md)")
    yield f"# {_TITLE.say(language)}"
    yield ""
    yield NOTICE
    yield ""
    yield f"{_INTRODUCTION.say(language)} {other.say(language)}"
    for asked in QUESTIONS:
        yield ""
        yield f"## {asked.number}　{asked.asks.say(language)}"
        yield ""
        yield asked.answer.say(language)
        yield ""
        yield "```console"
        for command in asked.commands:
            yield f"$ {_said(command.line, language)}"
            yield from _shown(command, next(printed))
        yield "```"


def _run_all(language: Language) -> list[str]:
    """What every command prints, in one process a language: the language is chosen once, when healthkpi is imported."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEALTHKPI")}
    ran = subprocess.run(  # noqa: S603 - our own script
        [
            sys.executable,
            "-c",
            "import sys, thirty_questions; thirty_questions.print_all(sys.argv[1])",
            language,
        ],
        env={
            **kept,
            "HEALTHKPI_LANG": language,
            "COLUMNS": WIDTH,
            "NO_COLOR": "1",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(HERE))),
            "PYTHONIOENCODING": "utf-8",
        },
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    printed: list[str] = json.loads(ran.stdout)
    return printed


def print_all(language: Language) -> None:
    """Run the commands of every question in a copy of the samples of its own; what they printed goes out as JSON."""
    printed = []
    for asked in QUESTIONS:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / SAMPLES.name
            shutil.copytree(SAMPLES, copy)
            with chdir(copy):
                printed += [_run(_said(command.line, language)) for command in asked.commands]
    print(json.dumps(printed))


def _run(line: str) -> str:
    """What a command prints, the result first; one that fails stops the writing of the page."""
    from healthkpi.cli._exit import run

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(shlex.split(line)[1:])
    said = "".join(_written(stream) for stream in (out, err))
    if code not in GOOD_CODES:
        raise RuntimeError(f"{line}: exit {code}\n{said}")
    return said


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]


def _shown(command: Command, said: str) -> list[str]:
    lines = [line.rstrip() for line in said.rstrip("\n").splitlines()]
    if command.only is not None:
        return _with_cuts(lines, [bool(re.search(command.only, line)) for line in lines])
    count = len(lines) if command.first is None else command.first
    return _with_cuts(lines, [number < count for number in range(len(lines))])


def _with_cuts(lines: Sequence[str], kept: Sequence[bool]) -> list[str]:
    """… once for each run of lines that is left out."""
    shown: list[str] = []
    for line, keep in zip(lines, kept, strict=True):
        if keep:
            shown.append(line)
        elif shown[-1:] != ["…"]:
            shown.append("…")
    return shown


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "how-to")
