"""A scorecard with what it was made from, for those who ask further."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from healthkpi.asking import form_of
from healthkpi.confirm import questions_of_readings
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.errors import UsageError
from healthkpi.history import kept_sheets
from healthkpi.inputs import Inputs
from healthkpi.judge import judge_value
from healthkpi.model.question import Form
from healthkpi.model.scorecard import (
    CellUsed,
    IndicatorResult,
    Scorecard,
    UnitResult,
)
from healthkpi.model.table import Origin, StatTable
from healthkpi.model.treatment import Treatment
from healthkpi.pipeline._results import interval_of
from healthkpi.present import Report
from healthkpi.request import (
    indicator_id,
    unknown_name,
)
from healthkpi.tally import tally_indicators
from healthkpi.tally.trace import Trace
from healthkpi.text import Language, Text


@dataclass(frozen=True, slots=True)
class Checked:
    """A scorecard, and what it was made from, for those who ask further (explain)."""

    scorecard: Scorecard
    policy: Policy
    tables: Mapping[str, StatTable]
    brought: Inputs

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file that was read, baselines and those inside folders included; and the form, which may be yet to be written."""
        brought = self.brought
        workbooks = (*brought.listed, *brought.rosters, *brought.baselines, *brought.corrections)
        sources = [
            *(workbook.source for workbook in workbooks),
            *(origin.matched.grid.source for origin in self._origins if not origin.matched.is_recalled),
            *self.scorecard.corrections.files,
        ]
        return tuple(dict.fromkeys([*(source.path for source in sources), brought.form]))

    @property
    def _origins(self) -> Iterator[Origin]:
        return (origin for stat in self.tables.values() for origin in stat.origins)

    @property
    def sheets_to_keep(self) -> tuple[dict[str, Any], ...]:
        """The figures of the files of this return, for later ones to be compared with."""
        sources = [workbook.source for workbook in self.brought.statistics]
        return kept_sheets(self.tables, self.policy, sources)

    def report(
        self,
        levels: Sequence[str] = (),
        sections: Sequence[str] = (),
        unit: str | None = None,
        report_by: date | None = None,
    ) -> Report:
        """What an output format renders; a unit may be asked for by any of its names."""
        if unit is not None:
            names = UnitNames(self.policy)
            found = (names.find(unit, level) for level in self.policy.words.units)
            unit = next((name for name in found if name is not None), unit)
        contacts = self.brought.contacts(self.policy)
        # Where small counts are hidden, the rows that they are made of are nobody's to see either.
        is_shown = self.scorecard.suppressed_below is None
        tables = {name: stat.as_given for name, stat in self.tables.items()} if is_shown else {}
        return Report(self.scorecard, self.policy, tables, levels, sections, unit, report_by, contacts)

    def cells(self, result: IndicatorResult, unit: UnitResult) -> tuple[CellUsed, ...]:
        """The cells one value was made of."""
        trace = Trace(self.policy.indicators[result.id], self.policy, self.tables)
        return trace.cells(unit.value.value)

    def treated(self, result: IndicatorResult, unit: UnitResult) -> tuple[tuple[Treatment, UnitResult], ...]:
        """The same value under the other treatments of what is missing; nothing where nothing is."""
        if not unit.value.value.coverage.missing:
            return ()
        others = [each for each in Treatment if each is not self.scorecard.missing]
        at = unit.value
        found = ((each, _unit_of_level(self, result.id, at.level, at.unit, each)) for each in others)
        return tuple((each, other) for each, other in found if other is not None)

    def form(self, readings: Collection[str], language: Language) -> Form:
        """The file for confirmation as this run leaves it; `readings` are those chosen elsewhere."""
        supplied = [result.id for result in self.scorecard.supplied]
        more = questions_of_readings(self.policy, supplied, readings, self.brought.asked, language)
        return form_of(self.policy, self.scorecard.open_findings, self.brought, language, more)


def find_unit(checked: Checked, indicator: str, unit: str | None) -> tuple[IndicatorResult, UnitResult]:
    """The result of an indicator for one unit; without a unit the first that is judged."""
    results = {result.id: result for result in checked.scorecard.results}
    indicator = indicator_id(checked.policy, indicator)
    if indicator not in results:
        raise UsageError(unknown_name(Text("指标", "indicator"), indicator, results))
    result = results[indicator]
    if unit is None:
        return result, _worst(result)
    names = UnitNames(checked.policy)
    listed = (names.find(unit, level) for level in checked.policy.words.units)
    units = {each.value.unit: each for each in result.results}
    unit = unit if unit in units else next((name for name in listed if name in units), unit)
    if unit in units:
        return result, units[unit]
    for level in reversed(checked.policy.levels):
        deeper = _unit_of_level(checked, indicator, level, unit, checked.scorecard.missing)
        if deeper is not None:
            return result, deeper
    raise UsageError(unknown_name(Text("单位", "unit"), unit, units))


def _worst(result: IndicatorResult) -> UnitResult:
    """The unit to explain where none is named: the first that has the verdict of the whole."""
    return next(each for each in result.judged if each.judgement.verdict is result.verdict)


def _unit_of_level(
    checked: Checked, indicator: str, level: str, unit: str, missing: Treatment
) -> UnitResult | None:
    """A unit of any level, those included that the scorecard does not list, such as one village clinic."""
    card = checked.scorecard
    tally = tally_indicators(checked.policy, checked.tables, card.as_of, (level,), (indicator,), missing)[0]
    units = (*tally.judged, *tally.listed)
    found = next((each for each in units if each.level == level and each.unit == unit), None)
    if found is None:
        return None
    definition = checked.policy.indicators[indicator]
    judgement = judge_value(found.value, definition, card.as_of, card.parameters)
    interval = interval_of(found, definition, checked.policy, card.confidence)
    return UnitResult(found, judgement, is_judged=found in tally.judged, interval=interval)
