"""One indicator: a clause of a policy turned into something that can be computed and judged.

The keys are a closed list (DESIGN §3); which of them a kind may use is in kinds.py.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Discriminator, Tag, field_validator, model_validator
from pydantic import Field as Key

from healthkpi.definitions.words import Amount, Day, Definition, Named, Number, OneOrMore, Row, Words, refuse
from healthkpi.limits import Better, limits
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

    at: str
    quote: str


class Gather(Definition):
    """First one row per …, over the roster, with sums and counts over its rows."""

    by: Words
    where: Row | None = None
    make: dict[str, Row]


class SizeClass(Definition):
    """One class of a criterion whose threshold depends on the row."""

    when: Row
    need: Row
    otherwise: Row | None = None


class Elsewhere(Definition):
    """A sum that stands in another table, such as the population."""

    table: str
    where: Row | None = None
    sum: Row


class Step(Definition):
    """A value on the way to a target."""

    by: Day
    at: Amount


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

    in_: ChangeIn = Key(alias="in")
    since: str = Key(description="a year · previous year · previous period · previous survey · start of year")


class Reported(Definition):
    """Fields under which a sheet may hold the figures ready-made."""

    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    growth: str | None = None


class Sample(Definition):
    """A survey: its weights enter the value, the design effect only the interval."""

    weight: str | None = None
    design_effect: Number | None = None


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

    by: Day | None = None
    limit: LimitWord | None = None
    within: Amount | None = None
    binding: Binding | None = None
    path: Path | None = None

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

    from_: Amount | None = Key(None, alias="from")
    below: Amount | None = None
    points: Number


class Score(Definition):
    """How a bureau turns the value into points."""

    full: Number
    rule: Literal["pass", "proportional", "linear", "deduct", "bands", "level and progress"]
    from_: Amount | None = Key(None, alias="from")
    to: Amount | None = None
    step: Amount | None = None
    deduct: Number | None = None
    floor: Number | None = None
    bands: tuple[Band, ...] = ()
    progress_weight: Number | None = None


class Reading(Definition):
    """How damaged or ambiguous text is read, why, and how sure."""

    how: Named
    why: Named
    sure: Literal["high", "medium", "low"]
    other: dict[str, dict[str, Any]] = Key(
        default_factory=dict, description="named other readings: the keys that differ"
    )


class Example(Definition):
    """A few rows and what must come out; run by the tests, shown in the manual."""

    rows: ExampleRows
    before: ExampleRows = ()
    as_of: Day | None = None
    set: dict[str, str] = Key(default_factory=dict)
    value: str | None = None
    judgement: Said | None = None
    gap: str | None = None
    says: Named | None = None


class Indicator(Definition):
    """One indicator."""

    name: Named
    clause: Annotated[tuple[Clause, ...], OneOrMore]
    kind: Kind
    examples: tuple[Example, ...] = ()
    table: str | None = None
    where: Row | None = None
    gather: Gather | None = None
    numerator: Side | None = None
    denominator: Side | None = None
    per: Literal["100", "1000", "10000", "100000"] | None = None
    meets: dict[str, Criterion] = Key(default_factory=dict)
    items: Items = ()
    distinct: str | None = None
    item: str | None = None
    formula: Row | None = None
    rise: Change | None = None
    fall: Change | None = None
    reported: Reported | None = None
    over: Literal["month", "quarter", "year to date", "plan"] | None = None
    sample: Sample | None = None
    unit: str | None = None
    better: Better | None = None
    level: str | None = None
    each: Words = ()
    if_none: Literal["not judged", "not applicable"] = "not judged"
    targets: tuple[Target, ...] = ()
    score: Score | None = None
    responsible: Named | None = None
    reading: Reading | None = None

    @property
    def change(self) -> Change | None:
        """Since when and how the change is measured, whichever way it should go."""
        return self.rise or self.fall
