"""Lines, tables and charts of one document as paragraphs in its styles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from docx.oxml.ns import qn

from healthkpi.present._charts import Chart
from healthkpi.present._docx._charts import ChartParts
from healthkpi.present._docx._elements import Element, element, paragraph
from healthkpi.present._docx._placeholders import Placeholder, like
from healthkpi.present._docx._tables import shortened, table
from healthkpi.present._section import Block, Cell, Grid, Line, Tone
from healthkpi.text import Language, Text

# What to type on a command line is told on the screen; nobody types it from a sheet of paper.
_TO_TYPE = re.compile(r"[；;，,]\s*(用|可用|use|give|with) --[^；;。]*|\s*[（(]--[^）)]*[）)]")


# In twentieths of a point.
BELOW_TABLE = 120


@dataclass(slots=True)
class Writing:
    """Makes the elements of one document; charts are numbered through it."""

    language: Language
    width: int
    styles: Mapping[str, str]
    charts: ChartParts
    pictures: int = 0
    is_annex: bool = False  # annexes are set smaller

    def blocks(self, placeholder: Placeholder, blocks: Iterator[Block | Chart]) -> Iterator[Element]:
        """What stands in place of a placeholder; plain lines look as it does."""
        before: Block | Chart | None = None
        for block in blocks:
            if isinstance(block, Line):
                made = self.line(placeholder, block)
                yield _set_off(made) if isinstance(before, Grid) else made
            elif isinstance(block, Grid):
                yield from self.grid(block)
            else:
                yield from self.chart(block)
            before = block

    def line(self, placeholder: Placeholder, line: Line) -> Element:
        """A sentence; what is only an explanation is set small."""
        words = for_paper(line.text).say(self.language)
        if line.is_heading and not self.is_annex:
            return self.styled(words, "Heading2")
        if line.tone is Tone.QUIET:
            return self.styled(words, "Note")
        return self.styled(words, "BriefText") if self.is_annex else like(placeholder, words)

    def styled(self, words: str, style: str) -> Element:
        """A paragraph in one of our styles."""
        return self._restyled(paragraph(words, style))

    def grid(self, grid: Grid) -> Iterator[Element]:
        """A table below its title."""
        shown, said = shortened(grid)
        shown = replace(shown, rows=[[_on_paper(cell) for cell in row] for row in shown.rows])
        if grid.title is not None:
            yield self.styled(grid.title.say(self.language), "Caption")
        yield table(shown, self.language, self.width, self.styles)
        if said is not None:
            yield self.styled(said.say(self.language), "Note")

    def chart(self, chart: Chart) -> Iterator[Element]:
        """A chart above its title."""
        self.pictures += 1
        made = element("w:p", element("w:pPr", element("w:pStyle", val="Chart"), element("w:keepNext")))
        made.append(element("w:r", self.charts.add(chart, self.width)))
        yield self._restyled(made)
        number = Text(f"图{self.pictures}　{chart.title.zh}", f"Figure {self.pictures}. {chart.title.en}")
        yield self.styled(number.say(self.language), "FigureCaption")

    def _restyled(self, made: Element) -> Element:
        """Our names of styles as the template calls them."""
        for style in made.iter(qn("w:pStyle")):
            style.set(qn("w:val"), self.styles[style.get(qn("w:val"))])
        return made


def _set_off(made: Element) -> Element:
    """A sentence below a table keeps its distance from it."""
    spacing = made.get_or_add_pPr().get_or_add_spacing()
    spacing.set(qn("w:before"), str(BELOW_TABLE))
    return made


def for_paper(text: Text) -> Text:
    """A sentence without what to type."""
    return Text(_TO_TYPE.sub("", text.zh), _TO_TYPE.sub("", text.en))


def _on_paper(cell: Cell) -> Cell:
    if "--" not in cell.text.zh and "--" not in cell.text.en:
        return cell
    return replace(cell, text=for_paper(cell.text))
