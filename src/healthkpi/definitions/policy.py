"""One policy document: who issued it, its area and levels, what its text leaves to others, its indicators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field as Key

from healthkpi.definitions.indicator import Elsewhere, Indicator
from healthkpi.definitions.table import Table
from healthkpi.definitions.words import Amount, Day, Definition, Named, Number, Words
from healthkpi.definitions.yaml_nodes import Document
from healthkpi.text import Text

Missing = Literal["block", "zero", "leave out"]


class Area(Definition):
    """The place the document is for."""

    name: Named = Key(description="what the place is called / 地区名称")
    level: str = Key(description="its level, one of `levels` / 地区的层级")
    aliases: Words = Key(
        (),
        description="other names, also the prefixes that may stand before a unit's name / 别名，也是单位名前可带的前缀",
    )


class Plan(Definition):
    """The years the document plans for."""

    start: Day = Key(alias="from", description="the first day / 起")
    end: Day = Key(alias="to", description="the last day / 止")


class Parameter(Definition):
    """A number the text leaves to others; without `value` it must be given (`--set`)."""

    name: Named = Key(description="what it is / 参数名称")
    value: Amount | None = Key(
        None, description="the value, if the bureau has decided one / 值；没有时须用 --set 给出"
    )
    aliases: Words = Key((), description="other names for `--set` / --set 里也可写的别名")
    why: Named | None = Key(None, description="where it comes from, or why it is missing / 依据或缺少的原因")


class Basis(Definition):
    """Another population that a bureau may divide by (`--basis`); numerators stay what they are."""

    name: Named = Key(description="what the population is called / 人口口径名称")
    replaces: str = Key(
        description="the field that it stands in for wherever that is a denominator / 代替作分母的哪一列"
    )
    by: Elsewhere = Key(description="where it is taken from / 从哪张表取、取什么")


class ScorecardWords(Definition):
    """Which indicators make a score, with their weights, and what a missing one means.

    An indicator brings weight × points ÷ full marks; the total is out of the sum of the weights.
    """

    name: Named = Key(description="what it is called / 名称")
    weights: dict[str, Number] = Key(description="indicator and weight / 指标与权重")
    level: str | None = Key(
        None,
        description="the level whose units are scored; the area and the level below it if not said"
        " / 给哪一层级的单位计分；不写即全区和下一层级",
    )
    missing: Missing = Key(
        "block",
        description="an indicator without points: `block`, no total; `zero`, 0 and keeps its weight; `leave out`, the"
        " others take over its weight / 缺指标时：block 不给总分，zero 记 0 分，leave out 由其余指标分摊权重",
    )
    not_applicable: Missing = Key(
        "leave out", description="the same for one that is not applicable / 指标不适用时，同上"
    )
    least_weight: Number | None = Key(
        None, description="no total if less weight than this has points / 有分的权重少于此数，不给总分"
    )
    cap: Number | None = Key(None, description="the most that the total may be / 总分至多")
    veto: Words = Key(
        (), description="indicators of which one missed sets the total to `veto_total` / 一票否决的指标"
    )
    veto_total: Number = Key(
        Decimal(0), description="the total after a veto; 0 if not said / 一票否决后的总分，默认 0"
    )
    gate: dict[str, Number] = Key(
        default_factory=dict,
        description="indicators that must have so many points, or the total is at most `below_gate`"
        " / 门槛：指标至少要得几分，否则总分至多为 below_gate",
    )
    below_gate: Number | None = Key(None, description="see `gate` / 见 gate")


class PolicyWords(Definition):
    """What policy.yaml holds."""

    title: Named = Key(description="the document's title / 文件标题")
    issuer: Named = Key(description="who issued it / 发文机关")
    number: str | None = Key(None, description="its number / 文号")
    issued: Day | None = Key(None, description="when; kept, not used by a command yet / 发文日期（暂未使用）")
    area: Area = Key(description="the place it is for / 适用地区")
    levels: dict[str, Named] = Key(
        description="the levels, from the whole area down: id and name / 层级，自上而下"
    )
    units: dict[str, dict[str, Words]] = Key(
        default_factory=dict,
        description="the units of each level that have to report, and their aliases / 各层级的单位及其别名",
    )
    plan: Plan | None = Key(
        None,
        description="the years it plans for; `over: plan` begins with its first day / 规划期；over: plan 从第一天算起",
    )
    parameters: dict[str, Parameter] = Key(
        default_factory=dict,
        description="numbers that the text leaves to others, by name / 原文没有写明、要另给的数",
    )
    bases: dict[str, Basis] = Key(
        default_factory=dict,
        description="other populations to divide by, by the word for `--basis` / 可换用的人口口径，键即 --basis 的词",
    )
    scorecards: dict[str, ScorecardWords] = Key(
        default_factory=dict,
        description="which indicators make a score / 计分表",
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a definition stands, so that later stages can point at it."""

    document: Document
    route: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything one definition folder says, checked and linked."""

    id: str
    folder: Path
    words: PolicyWords
    tables: Mapping[str, Table]
    indicators: Mapping[str, Indicator]
    origins: Mapping[str, Origin]
    version: str  # SHA-256 over the definition files
    readings: Mapping[str, str] = field(
        default_factory=dict
    )  # by indicator, where another than the stated is chosen
    basis: str | None = None  # the population in the place of the document's own
    assumed: frozenset[str] = frozenset()  # indicators whose limit is a what-if

    @property
    def title(self) -> Text:
        """The document's title."""
        return self.words.title

    @property
    def levels(self) -> tuple[str, ...]:
        """From the whole area down."""
        return tuple(self.words.levels)

    @property
    def area_level(self) -> str:
        """The level of the area the document is for."""
        return self.words.area.level

    def level_of(self, indicator: Indicator) -> str:
        """The level where an indicator's verdict falls."""
        return indicator.level or self.area_level
