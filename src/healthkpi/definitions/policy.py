"""One policy document: who issued it, its area and levels, what its text leaves to others, its indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field as Key

from healthkpi.definitions.indicator import Indicator
from healthkpi.definitions.table import Table
from healthkpi.definitions.words import Amount, Day, Definition, Named, Number, Words
from healthkpi.definitions.yaml_nodes import Document
from healthkpi.text import Text


class Area(Definition):
    """The place the document is for."""

    name: Named
    level: str
    aliases: Words = ()


class Plan(Definition):
    """The years the document plans for."""

    start: Day = Key(alias="from")
    end: Day = Key(alias="to")


class Parameter(Definition):
    """A number the text leaves to others; without `value` it must be given (`--set`)."""

    name: Named
    value: Amount | None = None
    why: Named | None = None


class ScorecardWords(Definition):
    """Which indicators make a score, with their weights, and what a missing one means."""

    name: Named
    weights: dict[str, Number]
    missing: str = "block"
    veto: Words = ()


class PolicyWords(Definition):
    """What policy.yaml holds."""

    title: Named
    issuer: Named
    number: str | None = None
    issued: Day | None = None
    area: Area
    levels: dict[str, Named]
    units: dict[str, dict[str, Words]] = Key(
        default_factory=dict, description="the units of a level and their other names"
    )
    plan: Plan | None = None
    parameters: dict[str, Parameter] = Key(default_factory=dict)
    scorecards: dict[str, ScorecardWords] = Key(default_factory=dict)


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
