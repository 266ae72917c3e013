"""What a command that evaluates is asked for: options and healthkpi.toml together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.cli import _option_values as values
from healthkpi.cli import _options as options
from healthkpi.cli._settings import Settings
from healthkpi.model.treatment import COMPARE_WORDS

if TYPE_CHECKING:
    from healthkpi.request import Request


@dataclass(frozen=True)
class Asked:
    """The options that say what is read and how it is reckoned, the same for every command that evaluates."""

    policy: options.PolicyName = None
    period: options.PeriodWord = None
    as_of: options.AsOf = None
    baseline: options.Baselines = None
    set_: options.Sets = None
    sheet: options.Sheets = None
    header_rows: options.HeaderRows = None
    password_file: options.PasswordFile = None
    units: options.UnitLists = None
    confirmed: options.Confirmed = None
    corrections: options.Corrections = None
    confidence: options.Confidence = None
    missing: options.Missing = None
    basis: options.BasisName = None
    target: options.Targets = None
    history: options.HistoryPlace = None
    indicators: options.Definitions = None

    def request(self, files: Sequence[Path], settings: Settings, *, with_intervals: bool) -> "Request":
        """An option wins over healthkpi.toml."""
        from healthkpi.model.scorecard import Choice
        from healthkpi.request import Request

        treatment, is_compared = values.read_missing(self.missing, settings.missing)
        compares_bases = self.basis in COMPARE_WORDS
        compared = {Choice.MISSING: is_compared, Choice.BASIS: compares_bases}
        return Request(
            files=files,
            definitions=values.definitions_folder(self.indicators, settings),
            policy=self.policy or settings.policy,
            period=values.read_period(self.period),
            as_of=values.read_day(self.as_of),
            baselines=tuple(self.baseline or ()),
            parameters={**settings.parameters, **values.read_sets(self.set_)},
            readings=settings.readings,
            password=values.read_password(self.password_file),
            sheets=tuple(self.sheet or ()),
            header_rows=values.read_rows(self.header_rows),
            units=tuple(self.units or ()),
            confirmed=self.confirmed,
            corrections=self.corrections,
            confidence=values.read_confidence(self.confidence, is_asked=with_intervals),
            missing=treatment,
            basis=settings.basis if self.basis is None or compares_bases else self.basis,
            targets=values.read_sets(self.target, "--target"),
            recall=values.recall_of(self.history, settings),
            compared=frozenset(choice for choice, is_wanted in compared.items() if is_wanted),
        )


@dataclass(frozen=True)
class Extent:
    """Which results there are: of which indicators, at which levels, in what order, and which are hidden."""

    indicator: options.Names = None
    level: options.Levels = None
    rank_by: options.RankedBy = None
    stats: options.Stats = False
    suppress_below: options.SuppressBelow = None

    def within(self, request: "Request") -> "Request":
        """The request for these results only."""
        from dataclasses import replace

        return replace(
            request,
            indicators=tuple(self.indicator or ()),
            levels=tuple(self.level or ()),
            rank_by=values.read_rank_by(self.rank_by),
            suppress_below=self.suppress_below,
        )


@dataclass(frozen=True)
class Wanted:
    """What is to come of it: files, and what they are about."""

    unit: options.OneUnit = None
    report_by: options.ReportBy = None
    output: options.Outputs = None
    template: options.TemplateFile = None
    into: options.IntoFile = None
    keep: options.Keep = False
    ask: options.Ask = True
    quiet: options.Quiet = False
