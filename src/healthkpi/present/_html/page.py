"""The whole page: what the template is filled with."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import Choice, Scorecard
from healthkpi.present._figures import clean, rounded
from healthkpi.present._html.cards import Card, cards_of
from healthkpi.present._html.figures import COLUMNS, Key, packed_rows, packed_units, units_of
from healthkpi.present._html.grid_of_units import maps_of
from healthkpi.present._html.packed import as_script
from healthkpi.present._html.shade import LEGEND
from healthkpi.present._html.tables import Shown, ShownTable, Tables
from healthkpi.present._html.words import PAGE, SCRIPT
from healthkpi.present._layout import MARKS, alternative_rows, answer_line, heading, totals_line
from healthkpi.present._report import Report
from healthkpi.present._scores import total_sections
from healthkpi.present._section import Block, Grid, Line, Section, Tone, cell, column, filled_grid
from healthkpi.present.sections import find_section, sections
from healthkpi.text import Language, Text, same

FOLDER = Path(__file__).parent
# Sections that write a sheet for each unit. With many units they would be most of the file and say what the pages of the
# units say already.
SHEETS, MOST_SHEETS = frozenset({"feedback"}), 40
ON_PAGES = Text(
    "有 {count} 个单位：每个单位的数、差额和问题在它自己的页上，点单位名就是；要成文的，用 --section {name}（可加 --unit）",
    "{count} units: figures, gaps and findings of each are on its own page, behind its name; for the sheets themselves use "
    "--section {name} (with --unit for one)",
)


@dataclass(frozen=True, slots=True)
class Tile:
    """How many indicators have one verdict; `share` is its part of the bar over the tiles."""

    verdict: str
    mark: str
    label: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the page."""

    id: str
    title: str
    blocks: Sequence[Shown | ShownTable]


def render_page(report: Report, language: Language) -> str:
    """One file: style, script and figures inside, nothing outside; the same report gives the same bytes."""
    return environment_of_pages().get_template("page.html").render(_filled(report, language))


def environment_of_pages() -> Environment:
    """Templates beside this file; every word escaped, every name known."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _filled(report: Report, language: Language) -> dict[str, Any]:
    scorecard, is_whole = report.scorecard, not report.sections
    units = units_of(report) if is_whole else {}
    numbers = {key: number for number, key in enumerate(units)}
    tables = Tables(language, {name: number for (_, name), number in reversed(numbers.items())})
    cards = cards_of(report, numbers, language) if is_whole else []
    shown = [
        _section(each.name.en, each.title, _blocks(each, report, _most_on_a_level(report, units)), tables)
        for each in _chosen(report)
    ]
    shown += [_section(name, title, blocks, tables) for name, title, blocks in _further(report, language)]
    script = own_file("report.js")
    return {
        "language": "zh-CN" if language == "zh" else "en",
        "say": {key: words.say(language) for key, words in PAGE.items()},
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "style": own_file("report.css"),
        "title": clean(scorecard.title.say(language)),
        "heading": clean(heading(scorecard).say(language)),
        "area": clean((same(report.unit) if report.unit else scorecard.area).say(language)),
        "issuer": clean(scorecard.issuer.say(language)),
        "number": clean(scorecard.number or ""),
        "answer": clean(answer_line(scorecard).say(language)),
        "totals": totals_line(scorecard).say(language),
        "is_whole": is_whole,
        "tiles": _tiles(cards, language),
        "cards": cards,
        "maps": maps_of(report, units, numbers, language),
        "legend": [(shade, mark, words.say(language)) for shade, mark, words in LEGEND],
        "without": [each.name.say(language) for each in scorecard.results if not each.is_supplied],
        "sections": shown,
        "units": [clean(name) for _, name in units],
        "data": as_script(
            {"say": {key: words.say(language) for key, words in SCRIPT.items()}},
            {
                "columns": [column.say(language) for column in COLUMNS],
                "indicators": [clean(each.name.say(language)) for each in scorecard.supplied],
                "units": packed_units(report, units, language),
                "rows": packed_rows(units, language),
                "packs": tables.packs,
            },
        ),
    }


def own_file(name: str) -> Markup:
    """A file that lies beside this one: our own words, not the data's."""
    return Markup((FOLDER / name).read_text(encoding="utf-8"))  # noqa: S704 - our own style and script, no word of a file


def _tiles(cards: Sequence[Card], language: Language) -> list[Tile]:
    counts = {verdict: sum(card.row.verdict is verdict for card in cards) for verdict in Verdict}
    return [
        Tile(
            str(verdict),
            MARKS[verdict],
            verdict.label.say(language),
            count,
            rounded(Fraction(count * 100, len(cards)), 2),
        )
        for verdict, count in counts.items()
        if count
    ]


def _chosen(report: Report) -> list[Section]:
    if report.sections:
        return [find_section(word) for word in report.sections]
    return list(sections().values())


def _blocks(section: Section, report: Report, units: int) -> Iterable[Block]:
    """What a section says; a sheet for each of many units is left to the pages of the units."""
    if section.name.en not in SHEETS or units <= MOST_SHEETS or report.unit is not None or report.sections:
        return section.make(report)
    return [Line(ON_PAGES.format(count=units, name=section.name), Tone.QUIET)]


def _most_on_a_level(report: Report, units: Iterable[Key]) -> int:
    """Of the levels that report; rows that are judged singly get no sheets."""
    counts = Counter(level for level, _ in units if level in report.policy.levels)
    return max(counts.values(), default=0)


def _section(name: str, title: Text, blocks: Iterable[Block], tables: Tables) -> ShownSection:
    return ShownSection(f"s-{name.replace(' ', '-')}", title.say(tables.language), tables.shown(blocks))


def _further(report: Report, language: Language) -> Iterator[tuple[str, Text, list[Block]]]:
    """What has no section of its own: points, and the results under each way of a choice."""
    if report.sections:
        return
    points = list(_points(report.scorecard, language))
    if points:
        yield "points", Text("得分", "Points"), points
    for choice in Choice:
        rows = list(_ways(report.scorecard, choice, language))
        if choice in report.scorecard.compared and rows:
            yield f"ways-{choice}", Text("口径并列", "Side by side"), rows


def _points(scorecard: Scorecard, language: Language) -> Iterator[Block]:
    for section in total_sections(scorecard, language):
        names = [column(each, each, is_number=True) for each in section.indicators]
        heads = [
            column("单位", "Unit"),
            column("总分", "Total", is_number=True),
            *names,
            column("说明", "Remarks"),
        ]
        rows = [[cell(each) for each in (row.unit, row.points, *row.parts, row.said)] for row in section.rows]
        yield filled_grid(heads, rows, same(section.name))
        yield Line(same(section.formula), Tone.QUIET)


def _ways(scorecard: Scorecard, choice: Choice, language: Language) -> Iterator[Block]:
    heads = [
        column("口径", "Way"),
        column("完成值", "Value", is_number=True),
        column("分子/分母", "Counts", is_number=True),
        column("目标", "Target"),
        column("判定", "Verdict"),
        column("差额", "Short by", is_number=True),
        column("说明", "Remarks"),
    ]
    for name, rows in alternative_rows(scorecard, choice, language):
        told = [
            (row.name, row.value, row.counts, row.target, row.label(language), row.gap, row.remarks)
            for row in rows
        ]
        yield Grid(heads, [[cell(each) for each in line] for line in told], same(name))
