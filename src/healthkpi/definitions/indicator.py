"""One indicator: a clause of a policy turned into something that can be computed and judged.

The keys are a closed list (DESIGN §3); which of them a kind may use is in kinds.py.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Discriminator, Tag, field_validator, model_validator
from pydantic import Field as Key

from healthkpi.definitions.words import Amount, Day, Definition, Named, Number, OneOrMore, Row, Words, refuse
from healthkpi.limits import Better, limits
from healthkpi.scores import score_rules
from healthkpi.text import Text


class Kind(StrEnum):
    """What an indicator measures; decides which keys it may have."""

    PROPORTION = "proportion"
    RATE = "rate"
    RATIO = "ratio"
    MEAN = "mean"
    COUNT = "count"
    AMOUNT = "amount"
    CHECKLIST = "checklist"
    CHANGE = "change"
    ATTESTED = "attested"
    DERIVED = "derived"


class Clause(Definition):
    """Where the target stands in the document, and its exact words."""

    at: str = Key(description="where it stands in the document / 在文件中的位置")
    quote: str = Key(description="its exact words / 原文")


class Gather(Definition):
    """First one row per …, over the roster, with sums and counts over its rows."""

    by: Words = Key(description="the fields that name a gathered row / 按哪些列归并")
    where: Row | None = Key(None, description="which rows are gathered / 哪些行参加归并")
    make: dict[str, Row] = Key(
        description="new columns: an aggregate function over the rows of each group / 归并出的新列，用汇总函数"
    )


class SizeClass(Definition):
    """One class of a criterion whose threshold depends on the row."""

    when: Row = Key(description="which rows belong to the class / 哪些行属于这一档")
    need: Row = Key(description="what they need / 这一档的要求")
    otherwise: Row | None = Key(
        None, description="what the other rows need; never taken for a blank / 其余各行的要求；空白不归入"
    )


class Elsewhere(Definition):
    """A sum that stands in another table, such as the population."""

    table: str = Key(description="the table it stands in / 所在的表")
    where: Row | None = Key(None, description="which of its rows belong / 哪些行算在内")
    sum: Row = Key(description="what is summed over them / 对什么求和")


class Step(Definition):
    """A value on the way to a target."""

    by: Day = Key(description="the day / 日期")
    at: Amount = Key(description="the value that should be reached by then / 届时应达")


def _shape(word: Any) -> str:
    # Told apart by shape, so that a mistake inside one is not reported as a failure of the others.
    if isinstance(word, dict | BaseModel):
        return "mapping"
    return "list" if isinstance(word, list | tuple) else "word"


Criterion = Annotated[
    Annotated[Row, Tag("word")]
    | Annotated[SizeClass, Tag("mapping")]
    | Annotated[tuple[SizeClass, ...], Tag("list")],
    Discriminator(_shape),
]
Side = Annotated[Annotated[Row, Tag("word")] | Annotated[Elsewhere, Tag("mapping")], Discriminator(_shape)]
Items = Annotated[
    Annotated[dict[str, Row], Tag("mapping")] | Annotated[tuple[str, ...], Tag("list")], Discriminator(_shape)
]
ExampleRow = dict[str, str | None]
ExampleRows = Annotated[
    Annotated[dict[str, tuple[ExampleRow, ...]], Tag("mapping")]
    | Annotated[tuple[ExampleRow, ...], Tag("list")],
    Discriminator(_shape),
]
Said = Annotated[
    Annotated[str, Tag("word")] | Annotated[dict[str, str], Tag("mapping")], Discriminator(_shape)
]
Path = Annotated[
    Annotated[Literal["even"], Tag("word")] | Annotated[tuple[Step, ...], Tag("list")], Discriminator(_shape)
]


class ChangeIn(StrEnum):
    """How a change is measured."""

    PERCENT = "percent"
    POINTS = "points"
    NUMBER = "number"
    PERCENT_A_YEAR = "percent a year"  # geometric


class Change(Definition):
    """The value is the change of what numerator, denominator and per define."""

    in_: ChangeIn = Key(alias="in", description="what the change is measured in / 变化以什么计")
    since: str = Key(
        description="the baseline: a year, `previous year`, `previous period`, `previous survey` or `start of year`"
        " / 基期：年份、上年同期、上期、上次调查、年初"
    )


class Reported(Definition):
    """Fields under which a sheet may hold the figures ready-made."""

    numerator: str | None = Key(
        None,
        description="the field of a ready-made numerator, for sheets without the rows it counts / 现成的分子，用于没有逐行明细的表",
    )
    denominator: str | None = Key(None, description="the field of its denominator / 与之相应的现成的分母")
    value: str | None = Key(None, description="the field of a ready-made rate / 现成的率")
    growth: str | None = Key(None, description="the field of a ready-made growth / 现成的增幅")


class Sample(Definition):
    """A survey: its weights enter the value, the design effect only the interval."""

    weight: str | None = Key(None, description="the field with the survey weight / 权重列")
    design_effect: Number | None = Key(
        None,
        description="how many times the variance of a simple random sample, weights included; enters the interval only"
        " / 设计效应：方差是简单随机抽样的几倍（已含权重），只影响区间",
    )

    @field_validator("design_effect")
    @classmethod
    def _positive(cls, effect: Decimal | None) -> Decimal | None:
        if effect is not None and not (effect.is_finite() and effect > 0):
            refuse(Text(f"设计效应“{effect}”要大于 0", f'the design effect "{effect}" must be above 0'))
        return effect


class Binding(StrEnum):
    """How strictly the document binds."""

    BINDING = "binding"  # 约束性
    EXPECTED = "expected"  # 预期性
    STRIVE = "strive"  # 力争


class LimitWord(Definition):
    """One limit of a target: the key that sets it and its numbers or parameters."""

    key: str
    amounts: Annotated[tuple[Amount, ...], OneOrMore]


class Target(Definition):
    """What must be reached, and by when; without `by`, whenever it is asked.

    In a file the limit is a key of the target itself (`at_least: 50%`); an attested item needs none.
    """

    by: Day | None = Key(
        None,
        description="the last day; a year is its 31 December; none: whenever it is asked / 期限；只写年份即当年12月31日；不写即随时",
    )
    limit: LimitWord | None = None
    within: Amount | None = Key(None, description="the tolerance of `about` / about 的容差")
    binding: Binding | None = Key(None, description="how strictly the document binds / 约束性、预期性、力争")
    path: Path | None = Key(
        None,
        description="what is due before the date: `even` (序时, by whole months) or steps / 期限前应达：even 序时，或分步",
    )

    @model_validator(mode="before")
    @classmethod
    def _take_limit(cls, words: Any) -> Any:
        if not isinstance(words, dict):
            return words
        found = [key for key in words if key in limits()]
        if len(found) > 1:
            refuse(
                Text(
                    f"一个目标只写一个限值，这里有 {'、'.join(found)}",
                    f"one limit a target; here are {', '.join(found)}",
                )
            )
        rest = {key: word for key, word in words.items() if key not in limits()}
        if found:
            rest["limit"] = {"key": found[0], "amounts": words[found[0]]}
        return rest

    @field_validator("limit")
    @classmethod
    def _count_numbers(cls, word: LimitWord | None) -> LimitWord | None:
        if word is not None and len(word.amounts) != limits()[word.key].numbers:
            wanted = limits()[word.key].numbers
            refuse(Text(f"{word.key} 要 {wanted} 个数", f"{word.key} takes {wanted} number(s)"))
        return word


class Band(Definition):
    """Points for values from `from` up to, but not including, `below`."""

    from_: Amount | None = Key(
        None, alias="from", description="from this value on, included / 从此值起，含本数"
    )
    below: Amount | None = Key(None, description="up to this value, not included / 到此值止，不含本数")
    points: Number = Key(description="points for the band / 这一档的分数")


class Score(Definition):
    """How a bureau turns the value into points."""

    full: Number = Key(description="full marks / 满分")
    rule: str = Key(
        description="how points follow from the value, see [scores.md](scores.md) / 计分方式，见 scores.md"
    )
    from_: Amount | None = Key(
        None, alias="from", description="where the line begins, without points / 起点，0 分处"
    )
    to: Amount | None = Key(
        None,
        description="where marks are full; the target's number if not said / 满分处；不写即目标的限值",
    )
    when_over: Literal["ratio", "excess"] | None = Key(
        None,
        description="where lower is better, a value over the target has: `ratio`, target ÷ value;"
        " `excess`, 1 − excess ÷ target / 越低越好而超过目标时：ratio 目标÷完成值；excess 1−超出÷目标",
    )
    step: Amount | None = Key(None, description="each so much … / 每差多少")
    deduct: Number | None = Key(None, description="… costs so many points / 扣几分")
    part_step: Literal["exact", "whole", "started"] | None = Key(
        None,
        description="part of a step costs its share, nothing, or as much as one / 不足一步：exact 按比例，whole 不扣，started 按一步",
    )
    floor: Number | None = Key(None, description="never fewer points than this / 最低分")
    bands: tuple[Band, ...] = Key((), description="points by band, without gap or overlap / 分档")
    progress_weight: Number | None = Key(
        None, description="the weight of progress, from 0 to 1; level has the rest / 进步的权重，其余归水平"
    )
    since: str | None = Key(
        None, description="the baseline of progress, as under `rise` / 进步的基期，写法同 rise"
    )

    @field_validator("rule")
    @classmethod
    def _know_rule(cls, word: str) -> str:
        if word not in score_rules():
            known = ", ".join(score_rules())
            refuse(
                Text(
                    f"没有计分方式“{word}”；可写：{known}", f'there is no rule "{word}"; write one of {known}'
                )
            )
        return word


class Reading(Definition):
    """How damaged or ambiguous text is read, why, and how sure."""

    how: Named = Key(description="how the text is read / 读法")
    why: Named = Key(description="the reason / 理由")
    sure: Literal["high", "medium", "low"] = Key(description="how sure / 把握")
    other: dict[str, dict[str, Any]] = Key(
        default_factory=dict,
        description="other readings: their names, and the keys that differ / 其他读法：名称，以及不同的键",
    )


class Example(Definition):
    """A few rows and what must come out; run by the tests, shown in the manual."""

    rows: ExampleRows = Key(
        description="the rows; in several tables: `{table: [rows]}` / 数据行；分几张表时写 {表: [行]}"
    )
    before: ExampleRows = Key((), description="the rows of the baseline / 基期的数据行")
    as_of: Day | None = Key(None, description="the day to judge on / 按哪天判定")
    set: dict[str, str] = Key(default_factory=dict, description="parameters / 参数")
    value: str | None = Key(
        None,
        description="the value shown, or its status (`missing`, `zero denominator` …) / 应得的值，或数值状态",
    )
    judgement: Said | None = Key(
        None, description="the verdict; for `each`: `{unit: verdict}` / 应得的判定；逐个判定时写 {单位: 判定}"
    )
    gap: str | None = Key(None, description="the gap / 应得的差额")
    says: Named | None = Key(None, description="what the example shows / 这个例子说明什么")


class Indicator(Definition):
    """One indicator."""

    name: Named = Key(description="what it is called / 指标名称")
    clause: Annotated[tuple[Clause, ...], OneOrMore] = Key(
        description="the sentence or sentences it comes from / 依据的条款"
    )
    kind: Kind = Key(
        description="what it measures; decides which other keys are legal / 类型，决定可用哪些键"
    )
    examples: tuple[Example, ...] = Key(
        (),
        description="rows and what must come out: at least an ordinary and an awkward one / 算例，至少一普通一特殊",
    )
    table: str | None = Key(None, description="the table it is computed from / 取数的表")
    where: Row | None = Key(
        None,
        description="which rows belong; a blank that leaves it open is to be checked / 哪些行算在内；空白列为待核",
    )
    gather: Gather | None = Key(
        None,
        description="first one row per …; the rest reads the gathered rows / 先归并成一行一个……，其余的键读归并后的行",
    )
    numerator: Side | None = Key(
        None, description="over one row; rows are summed, then divided / 分子：按行计算，先合计后相除"
    )
    denominator: Side | None = Key(
        None, description="over one row; rows are summed, then divided / 分母：按行计算，先合计后相除"
    )
    per: Literal["100", "1000", "10000", "100000"] | None = Key(
        None, description="a rate per so many / 每多少"
    )
    meets: dict[str, Criterion] = Key(
        default_factory=dict,
        description="named criteria in place of a numerator; a row counts when it meets all / 各项条件，全部满足的行才计入分子",
    )
    items: Items = Key(
        (),
        description="how many of these items hold: names in the task ledger, or name and condition / 清单各项：台账事项名，或名称与条件",
    )
    distinct: Row | None = Key(
        None,
        description="the field, or expression over a row, whose different values are counted / 数这一列或式子有多少种不同的值",
    )
    item: str | None = Key(None, description="the entry of the task ledger / 台账中的事项")
    formula: Row | None = Key(
        None, description="over other indicators, 「id」 / 由其他指标推算，写「指标编号」"
    )
    rise: Change | None = Key(
        None, description="the value is a rise since an earlier time / 值是较基期的上升"
    )
    fall: Change | None = Key(
        None, description="the value is a fall since an earlier time / 值是较基期的下降"
    )
    reported: Reported | None = Key(
        None,
        description="fields with ready-made figures: used if the rows are absent, compared if both are there / 表中现成的数：没有明细时用它，都有时核对",
    )
    over: Literal["month", "quarter", "year to date", "plan"] | None = Key(
        None, description="the span a flow is added up over / 时期数累计的跨度"
    )
    sample: Sample | None = Key(None, description="a survey / 抽样调查")
    unit: str | None = Key(
        None, description="the unit of the value shown, where the kind does not give it / 值的单位"
    )
    better: Better | None = Key(None, description="the direction in which the value improves / 向好的方向")
    level: str | None = Key(
        None,
        description="where the verdict falls; the policy's area if not said / 判定落在哪一层级，默认全区",
    )
    each: Words = Key(
        (),
        description="what must pass singly: a level, `row`, a column, month, quarter, year / 逐个判定：层级、每行、某列、月、季、年",
    )
    if_none: Literal["not judged", "not applicable"] = Key(
        "not judged", description="what an empty denominator means / 分母为空时"
    )
    targets: tuple[Target, ...] = Key((), description="in the order of their dates / 目标，按日期先后")
    score: Score | None = Key(
        None,
        description="the scoring rule, where a bureau scores / 计分办法",
    )
    responsible: Named | None = Key(None, description="the office named in the bulletin / 责任科室")
    reading: Reading | None = Key(None, description="for damaged or ambiguous text / 原文有误或含糊时怎样读")

    @property
    def change(self) -> Change | None:
        """Since when and how the change is measured, whichever way it should go."""
        return self.rise or self.fall
