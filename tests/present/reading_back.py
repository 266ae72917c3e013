"""Reports read back by readers of their own, into what each of them says of every figure.

No reader here uses what the writers are made of: python-docx, openpyxl, lxml, csv, pdftotext, and plain
scanning of the lines of text.
"""

import base64
import csv
import io
import json
import re
import shutil
import subprocess
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

import docx
import lxml.html
import openpyxl
from lxml import etree

# What the headings of the reports call the figures of the JSON.
FIGURES = {
    "value": ("完成值", "完成", "现值", "Value", "Now"),
    "counts": ("分子/分母", "Counts"),
    "numerator": ("分子", "已有", "Numerator", "There"),
    "denominator": ("分母", "Denominator"),
    "target": ("目标", "Target"),
    "by": ("期限", "By"),
    "verdict": ("判定", "Verdict"),
    "expected": ("序时应达", "Due by now"),
    "gap": ("差额", "Short by", "Gap"),
    "with_unreported": ("含未报单位差额", "With those unreported"),
    "needed": ("应达", "Needed"),
    "place": ("名次", "Place"),
    "moved": ("位次变化", "Moved"),
    "change": ("较上期", "Change"),
    "points": ("得分", "Points"),
    "of_shortfalls": ("占未达单位差额", "Of shortfalls"),
    "of_whole": ("占总差额", "Of the whole"),
}
FIGURE_OF = {heading: figure for figure, headings in FIGURES.items() for heading in headings}
INDICATOR = {"指标", "任务", "Indicator", "Task"}
UNIT = {"单位", "Unit"}
FIRST = {"第一", "First"}
_NUMBERED = re.compile(r"^(表\d+　|Table \d+\. )")
_TARGET_IN_TITLE = re.compile(r"(（目标.*）| \(target .*\))$")


@dataclass(frozen=True)
class Told:
    """What a report says of one figure: `unit` is None where it speaks of the indicator as a whole.

    `exact` are the figures that a machine would read, where a format has them besides the words.
    """

    indicator: str
    unit: str | None
    words: dict[str, str]
    exact: dict[str, str | float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table with the line above it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def told(self) -> Iterator[Told]:
        """What it says of figures; nothing where it is about something else."""
        if {*self.headings} & FIRST:
            yield from self._told_of_first_and_last()
        figures = {at: FIGURE_OF[each] for at, each in enumerate(self.headings) if each in FIGURE_OF}
        if not {"value", "verdict"} <= set(figures.values()):
            return
        names = [at for at, each in enumerate(self.headings) if each in INDICATOR]
        units = [at for at, each in enumerate(self.headings) if each in UNIT]
        title = _TARGET_IN_TITLE.sub("", _NUMBERED.sub("", self.title))
        for row in self.rows:
            if set(row) == {"…"}:  # where a long table is shortened
                continue
            name = row[names[0]] if names else title
            unit = row[units[0]] if units else None
            yield Told(name, unit, {figure: row[at] for at, figure in figures.items()})

    def _told_of_first_and_last(self) -> Iterator[Told]:
        """平旺乡 51.72%: of several that share a place the first is named."""
        for name, first, last, *_ in self.rows:
            for words, place in ((first, {"place": "1"}), (last, {})):
                found = re.match(r"([^、, ]+).*? (-?\d.*)$", words)
                yield Told(name, found[1], {"value": found[2], **place})


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


# Word and Markdown: tables under the line that names them.


def tables_of_docx(content: bytes) -> Iterator[Table]:
    above = ""
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if not isinstance(part, docx.table.Table):
            above = part.text
            continue
        head, *rows = [[flat(cell.text) for cell in row.cells] for row in part.rows]
        yield Table(above, head, rows)


def charts_of_docx(content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The line below each chart, and the figures that it keeps by the names beside them."""
    document = docx.Document(io.BytesIO(content))
    paragraphs = document.paragraphs
    for at, paragraph in enumerate(paragraphs):
        for chart in paragraph._p.findall(".//{*}chart"):
            (part,) = (document.part.related_parts[each] for each in chart.attrib.values())
            yield paragraphs[at + 1].text, dict(_charted(etree.fromstring(part.blob)))


def _charted(page) -> Iterator[tuple[str, str]]:
    """Every point that is drawn; the limit is a line through all of them and no figure of a unit."""
    for series in page.iterfind(".//{*}barChart/{*}ser"):
        names = {each.get("idx"): each.findtext("{*}v") for each in series.iterfind("{*}cat//{*}pt")}
        for point in series.iterfind("{*}val//{*}pt"):
            yield names[point.get("idx")], point.findtext("{*}v")


def tables_of_markdown(content: bytes) -> Iterator[Table]:
    above, rows = "", []
    for line in [*content.decode().splitlines(), ""]:
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            # What begins like a formula stands behind an apostrophe.
            rows.append([re.sub(r"\\(.)", r"\1", cell.strip()).removeprefix("'") for cell in cells])
        elif rows:
            yield Table(above, rows[0], rows[2:])
            rows = []
        if line.startswith("**"):
            above = re.sub(r"\\(.)", r"\1", line.strip("*"))


# Excel: numbers as they stand, and as their format shows them.


def shown_by_format(number: float, code: str) -> str:
    """A number under the formats that the reports use: words in quotes, a core of digits, a form for each sign."""
    forms = code.split(";")
    form = forms[1 if number < 0 and len(forms) > 1 else 2 if not number and len(forms) > 2 else 0]
    amount = Decimal(repr(number)) * (100 if "%" in re.sub(r'"[^"]*"', "", form) else 1)
    amount = abs(amount) if len(forms) > 1 else amount
    core = re.search(r"(#,##)?0(\.0+)?(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", form)
    decimals = len(core[2] or ".") - 1
    exact = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{exact:,}" if core[1] else str(exact)
    return form.replace(core[0], digits, 1).replace('"', "")


def sheets_of_xlsx(content: bytes) -> list[Table]:
    """The first table of each sheet, under the name of the sheet."""
    return [table for table, _ in _sheets(content).values()]


def told_by_xlsx(content: bytes, sheet: str) -> Iterator[Told]:
    """The rows of a sheet with both the words that are shown and the numbers behind them."""
    table, numbers = _sheets(content)[sheet]
    for told, behind in zip(table.told, numbers, strict=True):
        found = zip(table.headings, behind, strict=True)
        exact = {FIGURE_OF[heading]: number for heading, number in found if heading in FIGURE_OF}
        yield Told(told.indicator, told.unit, told.words, exact)


def _sheets(content: bytes) -> dict[str, tuple[Table, list[list[float | None]]]]:
    """The first table of each sheet and the numbers behind its words; a share of hundred is given as per cent."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        rows = [list(row) for row in sheet.iter_rows()]
        starts = [at for at, row in enumerate(rows) if row[0].value in INDICATOR | UNIT]
        if not starts:
            continue
        head = [str(cell.value) for cell in rows[starts[0]] if cell.value is not None]
        body = []
        for row in rows[starts[0] + 1 :]:
            if row[0].value is None:
                break
            body.append(row[: len(head)])
        shown = [[_shown(cell) for cell in row] for row in body]
        found[sheet.title] = (
            Table(sheet.title, head, shown),
            [[_number(cell) for cell in row] for row in body],
        )
    return found


def _shown(cell) -> str:
    if cell.value is None:
        return ""
    is_number = isinstance(cell.value, int | float)
    return shown_by_format(cell.value, cell.number_format) if is_number else str(cell.value)


def _number(cell) -> float | None:
    if not isinstance(cell.value, int | float):
        return None
    is_percent = "%" in re.sub(r'"[^"]*"', "", cell.number_format)
    return float(Decimal(repr(cell.value)) * 100) if is_percent else cell.value


# HTML: what stands in the page, and the figures that its script shows.


class Page:
    """A page by its elements, with the data of its script."""

    def __init__(self, content: bytes) -> None:
        self.root = lxml.html.document_fromstring(content.decode())
        self.data = _unpacked(self.root.xpath("string(//script[@id='data'])"))

    def said(self, word: str | int) -> str:
        """The words of an entry: it may be a number among those that come more than once, and begin with a tone."""
        words = self.data["words"][word] if isinstance(word, int) else word
        return words[2:] if words.startswith("\t") else words

    def told_by_summary(self) -> Iterator[Told]:
        (table,) = self.root.xpath("//table[@id='indicators']")
        headings = [FIGURE_OF.get(_text(each), "") for each in table.xpath("thead/tr/th")]
        for row in table.xpath(".//tr[@data-indicator]"):
            cells = dict(zip(headings, row.xpath("th | td"), strict=True))
            value, target = cells["value"], cells["target"]
            yield Told(
                row.get("data-indicator"),
                None,
                {
                    "verdict": _text(cells["verdict"]),
                    "value": _text(*value.xpath("b")),
                    "counts": _text(*value.xpath("small")),
                    "target": _text(*target.xpath("b")),
                    "by": _text(*target.xpath("small")),
                    "gap": _text(cells["gap"]),
                    # Without any change there is no such column.
                    "change": _text(cells["change"]) if "change" in cells else "",
                },
            )

    def told_by_cards(self) -> Iterator[Told]:
        for card in self.root.xpath("//article[@class='card']"):
            name = _text(*card.xpath(".//h3"))
            yield Told(name, None, {"value": _text(*card.xpath(".//p[@class='big']/b"))})
            for row in card.xpath(".//table[@class='bars']/tbody/tr"):
                place, unit, chart, value, verdict, gap = row.xpath("th | td")
                words = {
                    "place": (place.text or "").strip(),
                    "moved": _text(*place.xpath("small")),
                    "value": _text(value),
                    "verdict": _text(verdict),
                    "gap": _text(gap),
                }
                yield Told(name, _text(unit), words)
                for drawn in chart.xpath(".//*[@role='img']"):
                    yield Told(name, _text(unit), {"value": drawn.get("aria-label")})

    def told_by_units(self) -> Iterator[Told]:
        """The pages of the units, which the script writes."""
        names = [self.said(each) for each in self.data["columns"]]
        columns = {
            at + 5: FIGURE_OF.get(name, "change" if name == "On the last period" else "")
            for at, name in enumerate(names)
        }
        rows = zip(*self.data["rows"], strict=True)
        for unit in self.data["units"]:
            for row in islice(rows, unit["count"]):
                words = {figure: self.said(row[at]) for at, figure in columns.items() if figure}
                yield Told(self.said(self.data["indicators"][row[0]]), self.said(unit["name"]), words)

    def told_by_maps(self) -> Iterator[Told]:
        """A cell holds the mark of the verdict, and with few columns the value behind it."""
        for table in self.root.xpath("//table[contains(@class, 'heat')]"):
            names = [head.get("title") for head in table.xpath("./thead//th")]
            for row in table.xpath("./tbody/tr"):
                unit, *cells = row.xpath("th | td")
                for name, cell in zip(names[4:], cells[3:], strict=True):
                    if _text(cell):
                        marked = r"([√×△●]|-$)?(.*)"
                        mark, value = re.fullmatch(marked, _text(cell)).groups("")
                        words = {"mark": mark} | ({"value": value} if value else {})
                        yield Told(name, _text(unit), words)

    def tables_in(self, section: str) -> Iterator[Table]:
        """The tables of a section with the rows that only the script shows."""
        for table in self.root.xpath(f"//section[@id='s-{section}']//table"):
            rows = [[_text(cell) for cell in row.xpath("th | td")] for row in table.xpath("./tbody/tr")]
            if table.get("data-pack"):
                pack = zip(*self.data["packs"][int(table.get("data-pack"))], strict=True)
                rows += [[self.said(each) for each in row] for row in pack]
            heads = [_text(head) for head in table.xpath("./thead//th")]
            yield Table(_text(*table.xpath("caption")), heads, rows)


def _text(*elements) -> str:
    return flat(" ".join(each.text_content() for each in elements))


def _unpacked(words: str) -> dict:
    if words.startswith("{"):
        return json.loads(words)
    return json.loads(zlib.decompress(base64.b64decode(words)))


# Text for a terminal: columns are told apart by what is blank in every line.


STACKED = {"value": "counts", "target": "by"}
_TOTALS = re.compile(r"\d+ (项：|indicators?:)")


def told_by_text(content: bytes) -> Iterator[Told]:
    """Each row of the tables; in the first one a unit is set in below its indicator."""
    for table in _tables_of_text(content):
        name = ""
        for told in table.told:
            first = told.indicator if table.headings[0] in INDICATOR else told.unit
            is_unit = first.startswith("  ") or table.headings[0] in UNIT
            name = table.title if table.headings[0] in UNIT else name if is_unit else first
            yield Told(name, first.strip() if is_unit else None, dict(_unstacked(told.words)))


def _unstacked(words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """In a narrow table the counts stand below the value and the day below the target."""
    for figure, said in words.items():
        first, *below = said.split("\n")
        yield figure, first
        if below:
            yield STACKED[figure], below[0]


def _tables_of_text(content: bytes) -> Iterator[Table]:
    """The tables by the rule under their headings, each with the line above."""
    lines = [*content.decode().splitlines(), ""]
    for at, line in enumerate(lines):
        if line and not line.strip("─"):
            end = next(
                each for each in range(at, len(lines)) if not lines[each] or _TOTALS.match(lines[each])
            )
            head, *rows = _columns([lines[at - 1], *lines[at + 1 : end]])
            headings = [each.strip() for each in head]
            is_told = any(FIGURE_OF.get(each) == "verdict" for each in headings)
            yield Table(lines[at - 2], headings, _joined(headings, rows) if is_told else rows)


def _columns(lines: Sequence[str]) -> list[list[str]]:
    """Cells between the runs of three columns and more that are blank in all lines."""
    grid = [_cells_of(line) for line in lines]
    width = max(map(len, grid))
    grid = [row + [" "] * (width - len(row)) for row in grid]
    blank = [all(row[at] == " " for row in grid) for at in range(width)]
    ends, start, at = [], 0, 0
    while at < width:
        run = next((each for each in range(at, width) if not blank[each]), width) - at
        if run >= 3:
            ends.append((start, at))
            start = at + run
        at += max(run, 1)
    ends.append((start, width))
    return [["".join(row[first:last]).rstrip() for first, last in ends if last > first] for row in grid]


def _cells_of(line: str) -> list[str]:
    """A sign for each column of the screen; a Chinese one takes two."""
    cells = []
    for sign in line:
        cells += [sign, ""] if unicodedata.east_asian_width(sign) in "WF" else [sign]
    return cells


def _joined(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """A line without a verdict belongs to the row above: words go on there, counts and days stand on their own line."""
    figures = [FIGURE_OF.get(each, "") for each in headings]
    made: list[list[str]] = []
    for row in rows:
        if row[figures.index("verdict")].strip():
            made.append([row[0], *map(str.strip, row[1:])])
            continue
        for at, words in enumerate(map(str.strip, row)):
            between = "\n" if figures[at] in STACKED else " " if _is_split(made[-1][at], words) else ""
            made[-1][at] += between + words if words else ""
    return made


def _is_split(above: str, below: str) -> bool:
    return bool(above and below and above[-1].isascii() and below[0].isascii())


# PDF: the words in the order in which they were set, without what only spaces them.


def words_of_pdf(content: bytes) -> str:
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", "", told.stdout.decode())


def told_by_pdf(words: str, name: str, unit: str, measure: str) -> Iterator[Told]:
    """The line of a unit in the ranking of an indicator: it begins with a place, the unit and its value."""
    title = re.escape(re.sub(r"\s+", "", name))
    for table in re.finditer(rf"表\d+{title}名次(.*?)(?=表\d|$)", words, re.DOTALL):
        for found in re.finditer(rf"(\d+|—){re.escape(unit)}(—|-?[\d.,]+{measure})", table[1]):
            yield Told(name, unit, {"place": found[1], "value": found[2]})


def can_read_pdf() -> bool:
    return shutil.which("pdftotext") is not None


# Lines for machines.


def lines_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
