"""What each placeholder of a template stands for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn

from healthkpi.errors import UsageError
from healthkpi.expression.errors import find_similar
from healthkpi.model.scorecard import IndicatorResult
from healthkpi.present._bulletin import LIST_OF_ANNEXES, Document, Part
from healthkpi.present._charts import (
    MOST_RANKINGS,
    OVERVIEW,
    Chart,
    overview_chart,
    ranking_chart,
    trend_chart,
    trends_of_lagging,
)
from healthkpi.present._column_widths import width_of
from healthkpi.present._docx._elements import Element, element
from healthkpi.present._docx._placeholders import Placeholder
from healthkpi.present._docx._writing import Writing
from healthkpi.present._figures import clean
from healthkpi.present._placeholder_words import PLACEHOLDER_WORDS
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Grid, Line, Section
from healthkpi.present.sections import sections
from healthkpi.text import Text, joined

# What our title takes at most in one line, in half characters.
TITLE_LINE = 40
NO_CHART = Text("{name}：本期没有可画的数据", "{name}: nothing to draw this time")
NO_SUCH = Text("没有占位 {{{{{name}}}}}{near}", "there is no placeholder {{{{{name}}}}}{near}")
NO_INDICATOR = Text(
    "{{{{{name}}}}}：没有这个指标，写它的全名或编号{near}",
    "{{{{{name}}}}}: no such indicator; write its full name or its id{near}",
)

Words = Callable[[Report, Document], Text]


def _without_document(say: Callable[[Report], Text]) -> Words:
    return lambda report, _document: say(report)


# What is put into a sentence.
WORDS: dict[Text, Words] = {
    Text("标题", "title"): lambda _, document: document.title,
    Text("文号", "number"): lambda report, _: _number(report),
    **{name: _without_document(say) for name, say in PLACEHOLDER_WORDS.items()},
}
# What takes a paragraph of its own.
BODY, ANNEXES, CLOSING = Text("正文", "body"), Text("附件", "annexes"), Text("落款", "signature")
TABLES, LINES = Text("表", "table"), Text("文", "text")
CHART, TREND = Text("图", "chart"), Text("趋势图", "trend")
_KINDS = (TABLES, LINES, CHART, TREND)


@dataclass(frozen=True, slots=True)
class Asked:
    """A placeholder as it is understood: one of the names above, and what of it."""

    kind: Text
    section: Section | None = None
    result: IndicatorResult | None = None

    @property
    def is_words(self) -> bool:
        """Whether it may stand inside a sentence."""
        return self.kind in WORDS


def understand(name: str, report: Report) -> Asked:
    """What a placeholder asks for; unknown ones are refused with the nearest there is."""
    kind, _, of = name.replace("：", ":").partition(":")
    kind, of = kind.strip(), of.strip()
    if of:
        found = next((each for each in _KINDS if kind.casefold() in _both(each)), None)
        if found in (TABLES, LINES):
            return Asked(found, section=_section(name, of))
        if found is not None:
            return Asked(
                found, result=_result(name, of, report) if of.casefold() not in _both(OVERVIEW) else None
            )
        raise UsageError(_unknown(NO_SUCH, name, [f"{each.zh}:…" for each in _KINDS]))
    for each in (*WORDS, BODY, ANNEXES, CLOSING):
        if kind.casefold() in _both(each):
            return Asked(each)
    return Asked(Text("", ""), section=_section(name, kind))


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en.casefold()


def _section(name: str, word: str) -> Section:
    """By its name or by its title."""
    for section in sections().values():
        if section.is_named(word) or word.casefold() in _both(section.title):
            return section
    names = [*WORDS, BODY, ANNEXES, CLOSING, *(section.name for section in sections().values())]
    raise UsageError(_unknown(NO_SUCH, name, [word for each in names for word in (each.zh, each.en)], word))


def _result(name: str, word: str, report: Report) -> IndicatorResult:
    for result in report.scorecard.results:
        if word in {result.id, result.name.zh, result.name.en}:
            return result
    known = [
        word for result in report.scorecard.results for word in (result.name.zh, result.name.en, result.id)
    ]
    raise UsageError(_unknown(NO_INDICATOR, name, known, word))


def _unknown(message: Text, name: str, known: list[str], word: str | None = None) -> Text:
    near = find_similar(word or name, known)
    said = Text(f"；是不是“{near}”？", f'; did you mean "{near}"?') if near else Text("", "")
    return message.format(name=name, near=said if near or message is not NO_SUCH else _all_names())


def _all_names() -> Text:
    names = [*WORDS, BODY, ANNEXES, CLOSING, *(section.name for section in sections().values())]
    said = joined([*names, *(Text(f"{each.zh}:…", f"{each.en}:…") for each in _KINDS)], "、", ", ")
    return Text(f"；可写：{said.zh}", f"; there are: {said.en}")


def _number(report: Report) -> Text:
    """The bureau's own word and the serial number are left to fill in."""
    year = report.scorecard.as_of.year if report.scorecard.as_of else "　　"
    return Text(f"　　　　〔{year}〕　　号", f"No.        ({year})")


@dataclass(slots=True)
class Filling:
    """One document being put into one copy of a template."""

    report: Report
    document: Document
    writing: Writing
    has_annexes: bool

    def words(self, asked: Asked) -> str:
        """What stands inside a sentence; a title that takes several lines ends with a line of whole words."""
        said = clean(self._words(asked))
        name, mark, rest = said.rpartition("》" if self.writing.language == "zh" else " (")
        is_long = asked.kind.en == "title" and width_of(said) > TITLE_LINE >= width_of(rest)
        if not (is_long and mark and rest):
            return said
        return f"{name}》\n{rest}" if mark == "》" else f"{name}\n({rest}"

    def _words(self, asked: Asked) -> str:
        return WORDS[asked.kind](self.report, self.document).say(self.writing.language)

    def elements(self, asked: Asked, placeholder: Placeholder) -> Iterator[Element]:
        """What takes a paragraph of its own."""
        if asked.kind == BODY:
            yield from self._body(placeholder)
        elif asked.kind == ANNEXES:
            yield from self._parts(placeholder, is_annex=True)
        elif asked.kind == CLOSING:
            yield from self.writing.blocks(placeholder, iter(self.document.closing))
        else:
            yield from self.writing.blocks(placeholder, self._asked(asked))

    def _body(self, placeholder: Placeholder) -> Iterator[Element]:
        language = self.writing.language
        for line in self.document.opening:
            said = line.text.say(language)
            is_address = said.rstrip().endswith(("：", ":"))
            yield (
                self.writing.styled(said, "Salutation")
                if is_address
                else self.writing.line(placeholder, line)
            )
        yield from self._parts(placeholder, is_annex=False)
        if not self.has_annexes:
            yield from self._parts(placeholder, is_annex=True)

    def _parts(self, placeholder: Placeholder, *, is_annex: bool) -> Iterator[Element]:
        self.writing.is_annex = is_annex
        parts = [part for part in self.document.parts if part.is_annex is is_annex]
        for at, part in enumerate(parts):
            made = [*self._heading(part), *self.writing.blocks(placeholder, self._with_charts(part))]
            if self._is_last_words(part):
                made = _kept_with_next(made)
            elif any(map(self._is_last_words, parts[at + 1 : at + 2])) and made[-1].tag == qn("w:p"):
                _kept_with_next(made[-1:])
            yield from made
        self.writing.is_annex = False

    def _is_last_words(self, part: Part) -> bool:
        """Whether the signature follows: it must not stand on a page alone."""
        body = [each for each in self.document.parts if not each.is_annex]
        return bool(body) and part is body[-1] and all(isinstance(block, Line) for block in part.blocks)

    def _heading(self, part: Part) -> Iterator[Element]:
        """附件1 at the margin of a new page and its title below; the list of annexes is no part of the text."""
        said = part.title.say(self.writing.language)
        if not part.is_annex:
            yield self.writing.styled(said, "AnnexList" if part.section == LIST_OF_ANNEXES else "Heading1")
            return
        number, _, title = said.partition("　")
        made = self.writing.styled(number, "Annex")
        made[0].insert(1, element("w:pageBreakBefore"))
        yield made
        if title:
            yield self.writing.styled(title, "AnnexTitle")

    def _with_charts(self, part: Part) -> Iterator[Block | Chart]:
        """Each ranking beside its bars; how it stands, and what has been behind for long, as a picture."""
        for block in part.blocks:
            yield block
            if part.section == "ranking" and isinstance(block, Grid) and block.about is not None:
                yield from self._ranking(block.about)
            is_first_grid = isinstance(block, Grid) or not any(isinstance(each, Grid) for each in part.blocks)
            if part.section == "overview" and is_first_grid:
                yield from _if_any(overview_chart(self.report))
        if part.section == "lagging":
            yield from trends_of_lagging(self.report)

    def _ranking(self, about: str) -> Iterator[Chart]:
        result = next(each for each in self.report.scorecard.results if each.id == about)
        if self.report.unit is None and self.writing.pictures <= MOST_RANKINGS:
            yield from _if_any(ranking_chart(self.report, result))

    def _asked(self, asked: Asked) -> Iterator[Block | Chart]:
        if asked.section is not None:
            for block in asked.section.make(self.report):
                if asked.kind not in (TABLES, LINES) or isinstance(block, Grid) is (asked.kind == TABLES):
                    yield block
            return
        chart = self._chart(asked)
        name = asked.result.name if asked.result is not None else OVERVIEW
        yield chart if chart is not None else Line(NO_CHART.format(name=name))

    def _chart(self, asked: Asked) -> Chart | None:
        if asked.result is None:
            return overview_chart(self.report)
        if asked.kind == TREND:
            return trend_chart(asked.result)
        return ranking_chart(self.report, asked.result) or trend_chart(asked.result)


def _kept_with_next(made: list[Element]) -> list[Element]:
    for each in made:
        each.get_or_add_pPr().get_or_add_keepNext()
    return made


def _if_any(chart: Chart | None) -> Iterator[Chart]:
    if chart is not None:
        yield chart
