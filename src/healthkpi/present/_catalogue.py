"""Definitions in words: what `list` and `show` say."""

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text as Styled

from healthkpi.definitions.basis import is_affected
from healthkpi.definitions.indicator import (
    Change,
    ChangeIn,
    Criterion,
    Elsewhere,
    Example,
    Gather,
    Indicator,
    Kind,
    SizeClass,
    Target,
)
from healthkpi.definitions.kinds import KIND_RULES, unit_of
from healthkpi.definitions.link import direction_of
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.scoring import total_rule
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.definitions.words import Formula
from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.expression.write import say
from healthkpi.limits import limits
from healthkpi.model.judgement import Verdict
from healthkpi.model.quantity import Quantity
from healthkpi.present._figures import limit_text
from healthkpi.present._scores import formula_of_definition, total_formula
from healthkpi.text import Language, Text

_SINCE = {
    "previous year": Text("上年同期", "the same time last year"),
    "previous period": Text("上期", "the previous period"),
    "previous survey": Text("上次调查", "the previous survey"),
    "start of year": Text("年初", "the start of the year"),
}
_CHANGE_IN = {
    ChangeIn.PERCENT: Text("百分比", "per cent"),
    ChangeIn.POINTS: Text("百分点", "percentage points"),
    ChangeIn.NUMBER: Text("数量", "number"),
    ChangeIn.PERCENT_A_YEAR: Text("年均百分比（几何平均）", "per cent a year (geometric)"),
}
BINDING_LABELS = {
    "binding": Text("约束性", "binding"),
    "expected": Text("预期性", "expected"),
    "strive": Text("力争", "to strive for"),
}
_SURE = {"high": Text("高", "high"), "medium": Text("中", "medium"), "low": Text("低", "low")}
NARROW = 70
ExampleRowsHeld = tuple[dict[str, str | None], ...] | dict[str, tuple[dict[str, str | None], ...]]


def render_policy(policy: Policy, language: Language, width: int) -> RenderableType:
    """A policy, its indicators with their targets, and the tables and columns they need."""
    number = f" {policy.words.number}" if policy.words.number else ""
    count = Text(f"{len(policy.indicators)} 项指标", f"{len(policy.indicators)} indicators").say(language)
    head = Styled(
        f"{policy.id}  {policy.title.say(language)}{number}  ({count})", style="bold", overflow="fold"
    )
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    headings = [
        Text("指标编号", "Id"),
        Text("指标", "Indicator"),
        Text("目标", "Target"),
        Text("需要的表", "Table needed"),
    ]
    # An id is typed again, so it is never broken.
    longest = max((len(name) for name in policy.indicators), default=0)
    grid.add_column(headings[0].say(language), no_wrap=True, min_width=longest)
    for heading in headings[1:] if width >= NARROW else headings[1:3]:
        grid.add_column(heading.say(language), overflow="fold")
    for name, indicator in policy.indicators.items():
        targets = "\n".join(target_line(target, indicator, language) for target in indicator.targets)
        cells = [name, indicator.name.say(language), targets, _table_name(policy, indicator, language)]
        grid.add_row(*(Styled(cell) for cell in (cells if width >= NARROW else cells[:3])))
    return Group(head, grid, Styled(), *_tables(policy, language), Styled())


def render_policies(policies: Sequence[Policy], language: Language, width: int) -> RenderableType:
    """The policies, one after the other, and how to see what is in one of them."""
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    # An id is typed again, so it is never broken.
    grid.add_column(Text("政策", "Policy").say(language), no_wrap=True)
    grid.add_column(Text("指标", "Indicators").say(language), justify="right", no_wrap=True)
    if width >= NARROW:
        grid.add_column(Text("文件", "Document").say(language), overflow="fold")
    for policy in policies:
        title = f"{policy.title.say(language)} {policy.words.number or ''}".rstrip()
        cells = [policy.id, str(len(policy.indicators)), title]
        grid.add_row(*(Styled(cell) for cell in (cells if width >= NARROW else cells[:2])))
    hint = Text(
        "healthkpi list --policy 政策 列出指标和所需的表；healthkpi clauses 政策 逐句说明原文怎样处理",
        "healthkpi list --policy POLICY lists its indicators and tables; healthkpi clauses POLICY says what is done "
        "with each sentence",
    )
    return Group(grid, Styled(), Styled(hint.say(language), overflow="fold"))


def find_indicator(policies: Sequence[Policy], name: str, policy: str | None) -> list[Policy]:
    """The policies that have an indicator."""
    chosen = [each for each in policies if policy in {None, each.id}]
    found = [each for each in chosen if name in each.indicators]
    if not found:
        known = [known for each in chosen for known in each.indicators]
        near = find_similar(name, known)
        zh = f"；是不是“{near}”？" if near else "；用 healthkpi list 查看全部"
        en = f'; did you mean "{near}"?' if near else "; healthkpi list shows them all"
        raise UsageError(Text(f"没有指标“{name}”{zh}", f'there is no indicator "{name}"{en}'))
    return found


def indicator_lines(policy: Policy, name: str, language: Language) -> Iterator[Styled]:
    """One definition as sentences."""
    indicator = policy.indicators[name]
    yield Styled(f"{indicator.name.say(language)}  ({policy.id} / {name})", style="bold")
    for line in _sentences(policy, indicator, language):
        yield Styled(line)


def target_line(target: Target, indicator: Indicator, language: Language) -> str:
    """2018-12-31 ≥50%."""
    day = target.by.isoformat() if target.by else Text("随时", "any time").say(language)
    parts = [day, limit_line(target, indicator, language)]
    if target.binding is not None:
        parts.append(BINDING_LABELS[target.binding].say(language))
    if target.path == "even":
        parts.append(Text("按序时进度", "on an even path").say(language))
    return " ".join(parts)


def _sentences(policy: Policy, indicator: Indicator, language: Language) -> Iterator[str]:
    def said(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    for clause in indicator.clause:
        yield said(f"  依据：{clause.at}“{clause.quote}”", f'  clause: {clause.at} "{clause.quote}"')
    kind = KIND_RULES[indicator.kind].name
    yield said(
        f"  类型：{kind.zh}；单位：{unit_of(indicator) or '无'}",
        f"  kind: {kind.en}; unit: {unit_of(indicator) or 'none'}",
    )
    table = _table_name(policy, indicator, language)
    if table:
        yield said(f"  统计表：{table}", f"  table: {table}")
    for line in formula_lines(indicator, language):
        yield f"  {line}"
    yield from _bases(policy, indicator, language)
    if indicator.each:
        each = ", ".join(_level(policy, word, language) for word in indicator.each)
        yield said(f"  判定：逐个判定（{each}）", f"  judged: each {each} singly")
    for target in indicator.targets:
        yield said("  目标：", "  target: ") + target_line(target, indicator, language)
    if not indicator.targets:
        yield said("  目标：无，只监测", "  target: none, recorded only")
    yield from _scores(policy, indicator, language)
    if indicator.responsible is not None:
        yield said(f"  责任单位：{indicator.responsible.zh}", f"  responsible: {indicator.responsible.en}")
    yield from _reading(indicator, language)
    for number, example in enumerate(indicator.examples, start=1):
        yield from _example(example, number, language)


def _bases(policy: Policy, indicator: Indicator, language: Language) -> Iterator[str]:
    """The populations that may stand in for the denominator."""
    for name, basis in policy.words.bases.items():
        if is_affected(indicator, basis):
            yield Text(
                f"  人口口径：可换成{basis.name.zh}（--basis {name}，取自“{policy.tables[basis.by.table].name.zh}”）",
                f"  population: may be the {basis.name.en} (--basis {name}, from {policy.tables[basis.by.table].name.en})",
            ).say(language)


def _scores(policy: Policy, indicator: Indicator, language: Language) -> Iterator[str]:
    """The scoring rule, and the scorecards that the indicator has a weight in."""
    if indicator.score is not None:
        formula = formula_of_definition(indicator.score, direction_of(indicator), unit_of(indicator))
        yield Text("  计分：", "  score: ").say(language) + formula.say(language)
    for name, words in policy.words.scorecards.items():
        if any(policy.indicators[each] is indicator for each in words.weights):
            rule = total_rule(policy, name)
            label = Text(f"  计分表：{rule.name.zh}：", f"  scorecard: {rule.name.en}: ")
            yield label.say(language) + total_formula(rule).say(language)


def formula_lines(indicator: Indicator, language: Language) -> Iterator[str]:
    """How the value is computed, in words."""
    if indicator.gather is not None:
        yield from _gathered(indicator.gather, language)
    if indicator.where is not None:
        yield Text("只算：", "only where: ").say(language) + say(indicator.where.tree, language)
    yield from _side(Text("分子：", "numerator: ").say(language), indicator.numerator, language)
    yield from _side(Text("分母：", "denominator: ").say(language), indicator.denominator, language)
    if indicator.meets:
        yield Text("达到下列各项的才算：", "a row counts when it meets all of:").say(language)
        for name, criterion in indicator.meets.items():
            yield f"    {name}{Text('：', ': ').say(language)}{_criterion(criterion, language)}"
    yield from _listed(indicator, language)
    if indicator.formula is not None:
        yield Text("算式：", "formula: ").say(language) + say(indicator.formula.tree, language)
    if indicator.change is not None:
        yield _change(indicator, indicator.change, language)


def _gathered(gather: Gather, language: Language) -> Iterator[str]:
    by = gather.by
    yield Text(f"先按{'、'.join(by)}归并：", f"first one row per {', '.join(by)}:").say(language)
    if gather.where is not None:
        yield "    " + Text("只归并：", "only where: ").say(language) + say(gather.where.tree, language)
    for name, made in gather.make.items():
        yield f"    {name} = {say(made.tree, language)}"


def _listed(indicator: Indicator, language: Language) -> Iterator[str]:
    item, distinct = indicator.item, indicator.distinct
    if item is not None:
        yield Text(f"台账事项：{item}（完成并有佐证）", f"ledger item: {item} (done, with evidence)").say(
            language
        )
    if indicator.items:
        count, names = len(indicator.items), indicator.items
        yield Text(f"{count} 项：{'、'.join(names)}", f"{count} items: {', '.join(names)}").say(language)
    if distinct is not None:
        yield Text(
            f"数“{say(distinct.tree, 'zh')}”有多少种",
            f"how many different values of {say(distinct.tree, 'en')}",
        ).say(language)


def _side(label: str, side: Formula | Elsewhere | None, language: Language) -> Iterator[str]:
    if isinstance(side, Formula):
        yield label + say(side.tree, language)
    elif isinstance(side, Elsewhere):
        yield (
            label
            + say(side.sum.tree, language)
            + Text(f"（取自表 {side.table}）", f" (from table {side.table})").say(language)
        )


def _criterion(criterion: Criterion, language: Language) -> str:
    if isinstance(criterion, Formula):
        return say(criterion.tree, language)
    classes = (criterion,) if isinstance(criterion, SizeClass) else criterion
    return Text("；", "; ").say(language).join(_size_class(each, language) for each in classes)


def _size_class(size_class: SizeClass, language: Language) -> str:
    when, need = say(size_class.when.tree, language), say(size_class.need.tree, language)
    words = Text(f"{when} 时要 {need}", f"where {when}: {need}").say(language)
    if size_class.otherwise is None:
        return words
    rest = say(size_class.otherwise.tree, language)
    return words + Text(f"，否则要 {rest}", f", otherwise {rest}").say(language)


def _change(indicator: Indicator, change: Change, language: Language) -> str:
    since = _SINCE.get(change.since, Text(f"{change.since} 年", change.since))
    how = _CHANGE_IN[change.in_]
    way = Text("上升", "rise") if indicator.rise else Text("下降", "fall")
    return Text(f"值：较{since.zh}{way.zh}（{how.zh}）", f"value: {way.en} since {since.en} ({how.en})").say(
        language
    )


def limit_line(target: Target, indicator: Indicator, language: Language) -> str:
    """≥50%, its tolerance with it; done where an item is attested."""
    if target.limit is None:
        return Text("完成", "done").say(language)
    sign = limits()[target.limit.key].sign.say(language)
    limit = sign.format(*(_amount(amount, indicator, language) for amount in target.limit.amounts))
    if target.within is None:
        return limit
    within = _amount(target.within, indicator, language)
    return limit + Text(f" （容差 {within}）", f" (within {within})").say(language)


def _amount(amount: Quantity | str, indicator: Indicator, language: Language) -> str:
    if isinstance(amount, str):
        return Text(f"参数“{amount}”", f"parameter {amount}").say(language)
    return limit_text(amount.amount, unit_of(indicator)).say(language)


def _reading(indicator: Indicator, language: Language) -> Iterator[str]:
    reading = indicator.reading
    if reading is None:
        return
    sure = _SURE[reading.sure]
    yield Text(
        f"  读法：{reading.how.zh}（{reading.why.zh}；把握：{sure.zh}）",
        f"  reading: {reading.how.en} ({reading.why.en}; confidence: {sure.en})",
    ).say(language)
    if reading.other:
        names = reading.other
        yield Text(
            f"  其他读法：{'、'.join(names)}（在 healthkpi.toml 的 [readings] 里选）",
            f"  other readings: {', '.join(names)} (choose in healthkpi.toml)",
        ).say(language)


def _example(example: Example, number: int, language: Language) -> Iterator[str]:
    title = f"{Text('例', 'example').say(language)} {number}"
    said = example.says.say(language) if example.says else ""
    yield f"  {title}{Text('：', ': ').say(language)}{said}"
    yield from _example_rows(Text("基期", "before").say(language), example.before)
    yield from _example_rows("", example.rows)
    yield f"      → {', '.join(_outcome(example, language))}"


def _example_rows(label: str, rows: ExampleRowsHeld) -> Iterator[str]:
    by_table = rows if isinstance(rows, dict) else {"": rows}
    for name, members in by_table.items():
        for row in members:
            cells = "  ".join(f"{field}={value or ''}" for field, value in row.items())
            yield "      " + " ".join(part for part in (label, name, cells) if part)


def _outcome(example: Example, language: Language) -> Iterator[str]:
    if example.value is not None:
        yield example.value
    if isinstance(example.judgement, str):
        yield _verdict(example.judgement, language)
    for unit, verdict in example.judgement.items() if isinstance(example.judgement, dict) else ():
        yield f"{unit} {_verdict(verdict, language)}"
    if example.gap is not None:
        yield Text(f"差 {example.gap}", f"{example.gap} short").say(language)


def _verdict(word: str, language: Language) -> str:
    return Verdict(word).label.say(language) if word in set(Verdict) else word


def _table_name(policy: Policy, indicator: Indicator, language: Language) -> str:
    if indicator.kind is Kind.DERIVED:
        return ""
    name = indicator.table or TASK_LEDGER
    return policy.tables[name].name.say(language)


def _level(policy: Policy, word: str, language: Language) -> str:
    if word in policy.words.levels:
        return policy.words.levels[word].say(language)
    return Text("表中每一行", "row").say(language) if word == "row" else word


def _tables(policy: Policy, language: Language) -> Iterator[Styled]:
    used = {indicator.table or TASK_LEDGER for indicator in policy.indicators.values()}
    for name, table in policy.tables.items():
        if name in used:
            columns = Text("、", ", ").say(language).join(table.fields)
            yield Styled(f"{table.name.say(language)}: {columns}", overflow="fold")
