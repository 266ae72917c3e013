"""Places for the bulletin, with the change since the last period; who has none stands apart, with the reason."""

from collections.abc import Iterator, Sequence

from healthkpi.model.comparison import PREVIOUS_PERIOD, Rank, RankBy
from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import (
    change_cell,
    count_cell,
    level_below,
    moved_text,
    unit_words,
    value_cell,
    verdict_cell,
)
from healthkpi.present._figures import gap_text
from healthkpi.present._layout import compared_verdict, gap_unit
from healthkpi.present._report import Report
from healthkpi.present._section import (
    Block,
    Cell,
    Column,
    Grid,
    Line,
    Section,
    Tone,
    cell,
    column,
    filled_grid,
)
from healthkpi.text import Text, joined

RULE = Text(
    "名次按{by}排；并列同名次，其后顺延；未报的不排名，单列在后；上期名次按同样的规则、只在两期都有数的单位间比较",
    "places by {by}; equals share one and the next is skipped; who has not reported has none and stands last; the last "
    "period's places follow the same rule",
)
NO_PLACES = Text("不排名：{name}（{why}）", "no places: {name} ({why})")
NOTHING = Text("没有可排名的指标", "no indicator has units to rank")


def _make(report: Report) -> Iterator[Block]:
    yield from ranking_of(report, ranked(report))


def ranked(report: Report) -> list[IndicatorResult]:
    """The indicators that have places."""
    return [
        result for result in report.scorecard.supplied if any(map(_has_places, level_below(report, result)))
    ]


def _has_places(units: Sequence[UnitResult]) -> bool:
    return any(unit.rank is not None and unit.rank.place is not None for unit in units)


def ranking_of(report: Report, chosen: Sequence[IndicatorResult]) -> Iterator[Block]:
    """A table for each indicator that is chosen; why others have no places, and the rule."""
    without: dict[Text, list[Text]] = {}
    is_ranked, shown = False, {result.id for result in chosen}
    for result in report.scorecard.supplied:
        for units in level_below(report, result):
            if _has_places(units):
                is_ranked = True
                if result.id in shown:
                    yield _grid(report, result, units)
            elif (reason := _reason(units)) is not None:
                without.setdefault(reason, []).append(result.name)
    for reason, names in without.items():
        yield Line(NO_PLACES.format(name=joined(names, "、", ", "), why=reason), Tone.QUIET)
    if is_ranked:
        yield Line(RULE.format(by=report.scorecard.rank_by.label), Tone.QUIET)
    elif not without:
        yield Line(NOTHING, Tone.QUIET)


def _reason(units: Sequence[UnitResult]) -> Text | None:
    return next((unit.rank.reason for unit in units if unit.rank is not None and unit.rank.reason), None)


def _grid(report: Report, result: IndicatorResult, units: Sequence[UnitResult]) -> Grid:
    by_gap = report.scorecard.rank_by is RankBy.GAP
    columns: list[Column] = [
        column("名次", "Place", is_number=True),
        column("单位", "Unit"),
        column("完成值", "Value", is_number=True),
        *([column("比应达少", "Short by", is_number=True)] if by_gap else []),
        column("较上期", "Change", is_number=True),
        column("位次变化", "Moved"),
        column("判定", "Verdict"),
        column("说明", "Remarks"),
    ]
    ordered = sorted(units, key=lambda unit: _order(unit.rank))
    wanted = [unit for unit in ordered if report.unit is None or unit.value.unit == report.unit]
    rows = [_row(report, result, unit, by_gap=by_gap) for unit in wanted]
    return filled_grid(columns, rows, result.name, result.id)


def _order(rank: Rank | None) -> tuple[bool, int]:
    place = rank.place if rank is not None else None
    return place is None, place or 0


def _row(report: Report, result: IndicatorResult, unit: UnitResult, *, by_gap: bool) -> list[Cell]:
    rank, change = unit.rank or Rank(None), unit.change(PREVIOUS_PERIOD)
    balance = unit.contribution.balance if unit.contribution is not None else None
    return [
        cell(str(rank.place) if rank.place is not None else "—"),
        cell(unit_words(report, unit)),
        value_cell(result, unit),
        *([count_cell(balance, result.counted_in)] if by_gap else []),
        change_cell(change.amount if change is not None else None, result.unit),
        cell(moved_text(rank)),
        verdict_cell(unit),
        cell(_remarks(result, unit, rank), Tone.QUIET),
    ]


def _remarks(result: IndicatorResult, unit: UnitResult, rank: Rank) -> Text:
    said = []
    verdict = unit.judgement.verdict if unit.is_judged else compared_verdict(unit)
    if verdict in {Verdict.MISSED, Verdict.NOT_YET, Verdict.BEHIND} and unit.judgement.gap is not None:
        gap = gap_text(unit.judgement.gap, gap_unit(result))
        said.append(gap if unit.judgement.gap.over else Text(f"差{gap.zh}", f"short by {gap.en}"))
    if rank.last_times > 1:
        said.append(Text(f"连续{rank.last_times}期末位", f"last for {rank.last_times} periods"))
    if rank.place is None and rank.reason is not None:
        said.append(rank.reason)
    return joined(said)


SECTION = Section(Text("排名", "ranking"), Text("排名", "Ranking"), 40, _make)
