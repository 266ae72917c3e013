"""Write docs/reference/ from the models, the docstrings and the commands themselves.

    python docs/make_reference.py            # writes beside this file, into reference/
    python docs/make_reference.py FOLDER     # writes somewhere else, for the test that compares

json-output.md is written by hand; a test holds its keys against the writer.
"""

import importlib
import inspect
import os
import re
import subprocess
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer.main

import indicator_pages
from healthkpi import chance, errors, limits, present, read, scores
from healthkpi.cli import _settings
from healthkpi.cli._app import app
from healthkpi.definitions import indicator, policy, rule, table, words
from healthkpi.definitions.kinds import EVERYWHERE, KIND_RULES
from healthkpi.definitions.task_ledger import TASK_LEDGER, task_ledger
from healthkpi.expression import evaluate, tokens
from healthkpi.expression.functions import AGGREGATES, ROW_FUNCTIONS, Function
from healthkpi.expression.parse import POWERS, parse
from healthkpi.expression.write import say
from healthkpi.model.finding import declared_codes
from healthkpi.model.judgement import Verdict
from healthkpi.model.value import ValueStatus
from healthkpi.pipeline import declare_all_codes
from healthkpi.present import sections
from healthkpi.text import Text

HERE = Path(__file__).parent
NOTICE = "<!-- Written by docs/make_reference.py; change the source it is made from, then run it again. -->\n"

# What a key means, until its model says it: a `description` there wins, and then the line here can go.
MEANINGS = {
    "ChangeIn.NUMBER": "the difference of the two values / 两期之差",
    "ChangeIn.PERCENT": "the difference as a percentage of the earlier value / 较基期的百分比",
    "ChangeIn.PERCENT_A_YEAR": " / 年均百分比（几何平均）",
    "ChangeIn.POINTS": "the difference of two percentages / 百分点",
    "Binding.BINDING": "binding / 约束性",
    "Binding.EXPECTED": "expected / 预期性",
    "Binding.STRIVE": "to strive for / 力争",
    "FieldType.CODE": " / 代码，前导零保留",
    "FieldType.DATE": "a date, in any of its usual forms / 日期",
    "FieldType.FLAG": "是/否, √/×, yes/no / 是或否",
    "FieldType.NUMBER": "an exact number, brought to the field's unit / 数，换算到本列单位",
    "FieldType.PERCENT": " / 现成的率",
    "FieldType.PERIOD": "the period a row is for / 所属期",
    "FieldType.TEXT": "text as it stands / 文字",
    "FieldType.UNIT": " / 单位名称",
    "OverTime.CUMULATIVE": " / 累计数：已含当年以前各月",
    "OverTime.FLOW": " / 时期数：可相加",
    "OverTime.STOCK": " / 时点数：取最后一期",
    "ValueStatus.INVALID": " / 数据自相矛盾",
    "ValueStatus.MISSING": "figures that it needs are missing / 数据不全",
    "ValueStatus.NOT_SUPPLIED": " / 本次没有这张表",
    "ValueStatus.OK": "a value with nothing missing / 有值",
    "ValueStatus.PARTIAL": " / 有值，但有单位或行未计入",
    "ValueStatus.SUPPRESSED": "hidden by the publisher, or to protect people / 隐去",
    "ValueStatus.ZERO_DENOMINATOR": "nothing to divide by / 分母为零",
    "Verdict.AHEAD": " / 达序时",
    "Verdict.BEHIND": " / 滞后",
    "Verdict.MET": "on or after the date, the limit is reached / 达标",
    "Verdict.MISSED": "on or after the date, the limit is not reached / 未达标",
    "Verdict.NOT_APPLICABLE": "an empty denominator, where the definition says so / 不适用",
    "Verdict.NOT_JUDGED": "no value, no day or no parameter; the reason stands beside it / 未判定，附原因",
    "Verdict.NOT_YET": "before the date, without a path, and the limit is not reached yet / 未达到",
    "Verdict.REACHED": " / 已达到",
    "Verdict.RECORDED": " / 仅监测",
}

# Parts of a definition in the order a reader meets them: file, then what stands inside.
POLICY_PARTS = (
    policy.PolicyWords,
    policy.Area,
    policy.Plan,
    policy.Parameter,
    policy.Basis,
    policy.ScorecardWords,
)
TABLE_PARTS = (table.Table, table.Field, table.Earlier, table.Roster, rule.Rule)
INDICATOR_PARTS = (
    indicator.Indicator,
    indicator.Clause,
    indicator.Target,
    indicator.Step,
    indicator.Gather,
    indicator.Elsewhere,
    indicator.SizeClass,
    indicator.Change,
    indicator.Reported,
    indicator.Sample,
    indicator.Score,
    indicator.Band,
    indicator.Reading,
    indicator.Example,
)
MODELS = (*POLICY_PARTS, *TABLE_PARTS, *INDICATOR_PARTS)
TITLES = {
    "PolicyWords": "policy.yaml",
    "ScorecardWords": "scorecards",
    "Table": "tables.yaml: one table 一张表",
    "Field": "A field 一列",
    "Rule": "A check 一条校验",
    "Indicator": "An indicator 一个指标",
}
TYPE_WORDS = (
    (words.Named, "name"),
    (words.Day, "day"),
    (words.Amount, "amount"),
    (words.Number, "number"),
    (words.Row, "expression"),
    (words.Words, "word or words"),
    (rule.Tolerance, "`5%` or a number"),
    (rule.Rules, "list of expressions or [checks](#a-check-一条校验)"),
    (indicator.Side, "expression or [Elsewhere](#elsewhere)"),
    (indicator.Criterion, "expression, or one or several [SizeClass](#sizeclass)"),
    (indicator.Items, "words, or name: expression"),
    (indicator.ExampleRows, "rows"),
    (indicator.Said, "word, or unit: word"),
    (indicator.Path, "`even` or a list of [Step](#step)"),
)
TYPE_LEGEND = """| written | means | 意思 |
|---|---|---|
| name | `{zh: 中文, en: English}`, or one text for both | 中英文名称，或只写一个 |
| word, words | text; one word may stand for a list of one | 文字；只有一个时不必写成列表 |
| day | `2018-12-31`; a month is its last day, a year its 31 December | 日期；只写年份即当年12月31日 |
| amount | a number with its unit, `50%` `16/10万` `20个`, or the name of a parameter | 带单位的数，或参数名 |
| number | a plain number, kept exactly | 数 |
| expression | see [expressions.md](expressions.md) | 式子 |
"""
EXAMPLES = (
    "签约人数 / 常住人口",
    "300 <= 服务人口 < 500",
    "服务人口<500且面积>=40",
    "机构级别 属于 ('乡镇卫生院', '社区卫生服务中心')",
    "满足数(诊断室, 治疗室, 药房) >= 3",
    "首个非空(上年末人数, 0)",
    "case when 贫困村 then 1 else 0 end",
    "「24m MMR1 Numerator」 / 「24m MMR1 Denominator」",
)
OPERATOR_WORDS = {
    "or": Text("或", "at least one holds"),
    "and": Text("且", "both hold"),
    "in": Text("属于", "is one of a list"),
    "not in": Text("不属于", "is none of a list"),
    "=": Text("等于", "equals"),
    "!=": Text("不等于", "differs"),
    "<": Text("小于", "less than"),
    "<=": Text("不大于", "at most"),
    ">": Text("大于", "more than"),
    ">=": Text("不小于", "at least"),
    "+": Text("加", "plus"),
    "-": Text("减", "minus"),
    "*": Text("乘", "times"),
    "/": Text("除以", "divided by; exact"),
}


def definitions_page() -> str:
    """Every key of every part, and which kind needs which."""
    parts = [
        "# Definitions: every key 定义文件的键\n",
        NOTICE,
        "A policy is one folder: `policy.yaml`, `tables.yaml` and one or more files of indicators, each file a mapping\n"
        "of id and indicator. Any other key is refused, with its line and, where one is near, the key that was meant.\n"
        "Fields that several policies share stand in `fields.yaml` beside the policy folders; a table takes one with\n"
        "`常住人口: shared`, or under another name or with changes with `人数: {like: 常住人口, …}`.\n",
        "一份政策一个文件夹：`policy.yaml`、`tables.yaml`，指标写在其他文件里。不认识的键会被拒绝，并指出行号。\n",
        "## What is written where a type is named 类型\n",
        TYPE_LEGEND,
        "## The file policy.yaml\n",
        *(_model_section(model) for model in POLICY_PARTS),
        "## The file tables.yaml\n",
        *(_model_section(model) for model in TABLE_PARTS),
        _enum_section("Types of a field 列的类型", table.FieldType),
        _enum_section("How values of several periods go together 时间特性", table.OverTime),
        _ledger_section(),
        "## The files of indicators\n",
        *(_model_section(model) for model in INDICATOR_PARTS),
        _enum_section("Ways to measure a change 变化的计法", indicator.ChangeIn),
        _enum_section("How a target binds 约束程度", indicator.Binding),
        _kinds_section(),
    ]
    return "\n".join(parts)


def _model_section(model: type[words.Definition]) -> str:
    title = TITLES.get(model.__name__, model.__name__)
    lines = [f"### {title}\n", f"{inspect.getdoc(model)}\n", "| key | type | required | meaning | 意思 |"]
    lines.append("|---|---|---|---|---|")
    hints = typing.get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        if name == "limit":
            keys = " · ".join(f"`{key}`" for key in limits.limits())
            lines.append(
                f"| {keys} | amount, or two | one of them, but for an attested item "
                "| the limit, see [limits.md](limits.md) | 限值，只写一个 |"
            )
            continue
        english, chinese = _meaning(f"{model.__name__}.{name}", info.description)
        required = "yes" if info.is_required() else _default(info.get_default(call_default_factory=True))
        lines.append(
            f"| `{info.alias or name}` | {_type_words(hints[name])} | {required} | {english} | {chinese} |"
        )
    return "\n".join(lines) + "\n"


def _meaning(key: str, description: str | None) -> tuple[str, str]:
    """In both languages: what the model says, and the line above for what it does not."""
    english, chinese = _halves(description or "")
    spare_english, spare_chinese = _halves(MEANINGS.get(key, ""))
    return english or spare_english, chinese or spare_chinese


def _halves(meaning: str) -> tuple[str, str]:
    """`what it is / 是什么`, cut at the last slash that stands free."""
    english, slash, chinese = meaning.rpartition(" / ")
    is_pair = bool(slash) and re.search("[\u4e00-\u9fff]", chinese) is not None
    return (english, chinese) if is_pair else (meaning, "")


def _default(default: object) -> str:
    if default in (None, (), {}, False):
        return ""
    return f"else `{default}`"


def _type_words(hint: Any) -> str:
    for known, said in TYPE_WORDS:
        if hint == known:
            return said
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_type_words(each) for each in inside if each is not type(None))
    if origin is Literal:
        return " · ".join(f"`{each}`" for each in inside)
    if origin is typing.Annotated:
        return _type_words(inside[0])
    if origin is tuple:
        return f"list of {_type_words(inside[0])}"
    if origin is dict:
        return f"name: {_type_words(inside[1])}"
    return _plain_type(hint)


def _plain_type(hint: Any) -> str:
    if isinstance(hint, type) and issubclass(hint, words.Definition):
        return f"[{hint.__name__}](#{_anchor(TITLES.get(hint.__name__, hint.__name__))})"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return " · ".join(f"`{each.value}`" for each in hint)
    return {str: "word", bool: "`true` or `false`", Any: "its own keys"}.get(hint, "word")


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _enum_section(title: str, enum: type[StrEnum]) -> str:
    comments = _comments(enum)
    rows = []
    for each in enum:
        english, chinese = _meaning(f"{enum.__name__}.{each.name}", comments.get(each.name))
        rows.append(f"| `{each.value}` | {english} | {chinese} |")
    lines = [f"### {title}\n", f"{inspect.getdoc(enum)}\n", "| word | means | 意思 |", "|---|---|---|"]
    return "\n".join([*lines, *rows]) + "\n"


def _comments(enum: type) -> dict[str, str]:
    """The comment that stands behind each member in the source."""
    found = re.findall(r"^ +([A-Z_]+) = .*?  # (.+)$", inspect.getsource(enum), re.MULTILINE)
    return dict(found)


def _ledger_section() -> str:
    ledger = task_ledger()
    rows = [
        f"| {name} | {field.en} | `{field.type}` | {'、'.join(field.aliases)} | {'yes' if field.optional else ''} |"
        for name, field in ledger.fields.items()
    ]
    head = f"### The built-in table `{TASK_LEDGER}` {ledger.name.zh}\n"
    text = inspect.getdoc(importlib.import_module("healthkpi.definitions.task_ledger"))
    lines = [
        head,
        f"{text}\n",
        "| field | English | type | aliases 别名 | optional |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *rows]) + "\n"


def _kinds_section() -> str:
    everywhere = ", ".join(f"`{key}`" for key in sorted(EVERYWHERE))
    lines = [
        "## Which keys a kind needs and may have 各类型可用的键\n",
        f"Every kind may have: {everywhere}.\n",
        "| kind | 类型 | needs exactly one of each 各写一个 | may also have 还可写 |",
        "|---|---|---|---|",
    ]
    for kind, rules in KIND_RULES.items():
        needed = frozenset().union(*rules.needs) if rules.needs else frozenset()
        needs = "; ".join(" or ".join(f"`{key}`" for key in sorted(group)) for group in rules.needs)
        may = ", ".join(f"`{key}`" for key in sorted(rules.may - needed))
        lines.append(f"| `{kind}` | {rules.name.zh} | {needs} | {may} |")
    return "\n".join(lines) + "\n"


def limits_page() -> str:
    """The limits, each with what its own module says of it."""
    lines = ["# Limits 限值\n", NOTICE, f"{inspect.getdoc(limits)}\n"]
    for key, limit in limits.limits().items():
        module = importlib.import_module(f"healthkpi.limits.{key}")
        implied = (
            f"Implies `better: {limit.implies}`." if limit.implies else "Says no direction: write `better`."
        )
        sign = limit.sign.en.format("a", "b")
        lines += [f"## `{key}` ({sign})\n", f"{inspect.getdoc(module)}\n", f"{implied}\n"]
    return "\n".join(lines)


def chance_page() -> str:
    """The methods of the intervals, each with what its own module says of it."""
    lines = ["# Chance 偶然\n", NOTICE, f"{inspect.getdoc(chance)}\n"]
    for module, method in _offers(chance, "METHOD"):
        lines += [f"## `{method.key}` ({method.name.zh})\n", f"{inspect.getdoc(module)}\n"]
    return "\n".join(lines)


def scores_page() -> str:
    """The scoring rules, each with what its own module says of it."""
    lines = ["# Scoring rules 计分方式\n", NOTICE, f"{inspect.getdoc(scores)}\n"]
    lines.append("How to declare them: [score units](../how-to/score-units.md).\n")
    for module, each in _offers(scores, "SCORE_RULE"):
        needs = ", ".join(f"`{key}`" for key in sorted(each.needs)) or "none"
        may = ", ".join(f"`{key}`" for key in sorted(each.may)) or "none"
        lines += [f"## `{each.key}`\n", f"{inspect.getdoc(module)}\n", f"Keys: {needs}. May have: {may}.\n"]
    return "\n".join(lines)


def sections_page() -> str:
    """The named parts of an answer, each with what its own module says of it."""
    lines = [
        "# Sections 各节\n",
        NOTICE,
        "`check FILES --section NAME` prints one part of the answer, by its Chinese or English name; several may be asked for. `--unit`\nnarrows it to one unit, `--by` adds a level. 只要一节：`--section 名称`；`--unit` 只说一个单位。\n",
    ]
    offers = sorted(_offers(sections, "SECTION"), key=lambda each: each[1].order)
    for module, section in offers:
        name, title = section.name, section.title
        lines += [f"## {name.zh} `{name.en}`\n", f"{title.zh}. {title.en}.\n", f"{inspect.getdoc(module)}\n"]
    return "\n".join(lines)


def expressions_page() -> str:
    """The language of `where`, `numerator`, `need` and the rest."""
    lines = [
        "# Expressions 式子\n",
        NOTICE,
        "An expression speaks of the columns of one row, by the names that `tables.yaml` gives them. It is parsed, checked and\n"
        "computed by healthkpi itself; it is never handed to Python. A name with spaces or dots stands in 「」, text in quotes.\n",
        f"{(inspect.getdoc(evaluate) or '').partition(chr(10) * 2)[2].partition('. What')[0]}.\n",
        "## Written and said 写法与读法\n",
        "| written 写法 | 中文 | English |",
        "|---|---|---|",
        *_said_rows(),
        "\n## Operators 运算符\n",
        "From the loosest to the tightest. Comparisons can be chained.\n",
        "| sign | 意思 | means |",
        "|---|---|---|",
        *_operator_rows(),
        "\n## Keywords 关键词\n",
        "| English | 中文 |",
        "|---|---|",
        *_keyword_rows(),
        f"\n{_after_first_paragraph(inspect.getdoc(tokens) or '')}\n",
        _functions("Functions of one row 一行之内的函数", ROW_FUNCTIONS),
        _functions("Functions over the rows of a group, for `gather` 汇总函数", AGGREGATES),
    ]
    return "\n".join(lines)


def _said_rows() -> Iterator[str]:
    for written in EXAMPLES:
        tree = parse(written)
        yield f"| `{written}` | {say(tree, 'zh')} | {say(tree, 'en')} |"


def _operator_rows() -> Iterator[str]:
    for sign in sorted((sign for sign in POWERS if sign != "not"), key=lambda sign: POWERS[sign]):
        meaning = OPERATOR_WORDS[sign]
        yield f"| `{sign}` | {meaning.zh} | {meaning.en} |"


def _keyword_rows() -> Iterator[str]:
    meant = dict.fromkeys([*tokens.ENGLISH_KEYWORDS, *tokens.KEYWORDS.values()])
    for english in meant:
        chinese = "、".join(
            word for word, meaning in tokens.KEYWORDS.items() if meaning == english and word != english
        )
        yield f"| `{english}` | {chinese} |"


def _after_first_paragraph(text: str) -> str:
    return text.partition("\n\n")[2]


def _functions(title: str, functions: Sequence[Function]) -> str:
    lines = [
        f"## {title}\n",
        "| English | 中文 | takes | gives | 意思 | means |",
        "|---|---|---|---|---|---|",
    ]
    for each in functions:
        takes = "anything" if len(each.takes) > 2 else " or ".join(sorted(kind.value for kind in each.takes))
        many = "several" if each.most is None else str(each.most)
        least = "" if str(each.least) == many else f"{each.least} to "
        gives = each.gives.value if each.gives else "as given"
        lines.append(
            f"| `{each.en}` | `{each.zh}` | {least}{many}: {takes} | {gives} | {each.meaning.zh} | {each.meaning.en} |"
        )
    return "\n".join(lines) + "\n"


def findings_page() -> str:
    """Every finding code with its two languages."""
    declare_all_codes()
    lines = [
        "# Findings 数据问题\n",
        NOTICE,
        "A finding is a fault or an assumption at one place in the data: `九月.xlsx[签约]!F5: HK203 …`. It never stops a run.\n"
        "`error`: a figure could not be used. `warning`: a figure is used, but somebody should look. `note`: what was assumed.\n"
        "`healthkpi explain HK203` says the same on the screen.\n",
        "发现的问题或所作的假定，每条带位置；不会中断运行。error：有的数没能用上；warning：用了，但要看一眼；note：作了什么假定。\n",
    ]
    for code in declared_codes().values():
        lines += [
            f"## {code.id}\n",
            f"{code.severity}: {code.message.en}\n",
            f"{code.explanation.en}\n",
            f"> {code.message.zh}\n>\n> {code.explanation.zh}\n",
        ]
    return "\n".join(lines)


def exit_codes_page() -> str:
    """What a script learns."""
    lines = [
        "# Exit codes 退出码\n",
        NOTICE,
        f"{inspect.getdoc(errors.ExitCode)}\n",
        "| code | name | means |",
        "|---|---|---|",
    ]
    comments = _comments(errors.ExitCode) | {"BUG": "a bug of healthkpi itself; please report it"}
    lines += [
        f"| {code.value} | `{code.name}` | {comments.get(code.name, 'as the shell says')} |"
        for code in errors.ExitCode
    ]
    lines += [
        "\nOnly the units that are judged count: lower levels are listed and compared, never counted.\n",
        _enum_section("Verdicts in JSON 判定", Verdict),
        _enum_section("Status of a value in JSON 数值状态", ValueStatus),
    ]
    return "\n".join(lines)


def formats_page() -> str:
    """What can be read and written."""
    lines = [
        "# Formats 格式\n",
        NOTICE,
        "## Read 读入\n",
        "The content decides, not the suffix; another suffix than these becomes the finding HK202.\n",
        "| format | suffixes | |",
        "|---|---|---|",
    ]
    for module, reader in _offers(read, "READER"):
        for name, suffixes in reader.suffixes.items():
            lines.append(f"| {name} | {' '.join(suffixes)} | {_first_line(module)} |")
    lines += [
        "\n## Written 输出\n",
        "`--format NAME` writes to the screen, `-o FILE` to a file whose suffix picks the format.\n",
        "| format | suffixes | |",
        "|---|---|---|",
    ]
    for module, writer in _offers(present, "WRITER"):
        lines.append(f"| `{writer.name}` | {' '.join(writer.suffixes)} | {_first_line(module)} |")
    return "\n".join(lines) + "\n"


def _offers(package: types.ModuleType, name: str) -> Iterator[tuple[types.ModuleType, Any]]:
    folder = Path(package.__path__[0])
    for path in sorted(folder.glob("[!_]*.py")):
        module = importlib.import_module(f"{package.__name__}.{path.stem}")
        yield module, getattr(module, name)


def _first_line(module: types.ModuleType) -> str:
    return (inspect.getdoc(module) or "").partition("\n")[0]


def commands_page() -> str:
    """The commands in their own words."""
    names = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    lines = ["# Commands 命令\n", NOTICE, _help_section("healthkpi", [])]
    lines += [_help_section(f"healthkpi {name}", [name]) for name in names]
    keys = ", ".join(f"`{key}`" for key in _settings.KEYS)
    lines.append(
        f"## {_settings.FILE}\n\n{_first_line(_settings)}\nIt is read from the folder the command runs in. Keys: {keys}.\n"
        "An option of the command wins. See "
        "[how to choose a reading or a parameter](../how-to/choose-a-reading-or-parameter.md).\n"
    )
    return "\n".join(lines)


def _help_section(title: str, command: Iterable[str]) -> str:
    texts = [_help(command, language) for language in ("en", "zh")]
    return f"## {title}\n\n" + "\n".join(f"```text\n{text}\n```\n" for text in texts)


def _help(command: Iterable[str], language: str) -> str:
    environment = {
        **os.environ,
        "HEALTHKPI_LANG": language,
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "healthkpi", *command, "--help"],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return "\n".join(line.rstrip() for line in ran.stdout.strip().splitlines())


PAGES: Mapping[str, Callable[[], str]] = {
    "definitions.md": definitions_page,
    "limits.md": limits_page,
    "chance.md": chance_page,
    "scores.md": scores_page,
    "sections.md": sections_page,
    "expressions.md": expressions_page,
    "findings.md": findings_page,
    "exit-codes.md": exit_codes_page,
    "formats.md": formats_page,
    "commands.md": commands_page,
    **indicator_pages.pages(),
}


def write_reference(folder: Path) -> None:
    """Every generated page, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(page().rstrip() + "\n", "utf-8", newline="\n")


def undescribed_keys() -> list[str]:
    """The keys whose model does not say what they mean."""
    return [
        f"{model.__name__}.{name}"
        for model in MODELS
        for name, info in model.model_fields.items()
        if info.description is None and name != "limit"
    ]


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "reference")
