"""Puts figures into the cells that were recognised, and tells what was filled, what was not and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.utils import get_column_letter

from healthkpi.errors import UsageError
from healthkpi.model.blank import Blank, Line, Measure, Sentence, Slot, Wanted
from healthkpi.model.folding import fold
from healthkpi.model.value import ValueStatus
from healthkpi.present._figures import clean, number_text, value_text
from healthkpi.present._into.decimals import Decimals
from healthkpi.present._into.figures import Figure, find_figure, in_cell, unit_result
from healthkpi.present._into.times import Times
from healthkpi.present._into.workbook_xml import SheetXml, UnusualError, WorkbookXml
from healthkpi.present._layout import named
from healthkpi.present._placeholder_words import PLACEHOLDER_WORDS
from healthkpi.present._report import Report
from healthkpi.text import Language, Text, joined, same

# Differences that a spreadsheet's own fifteen digits make.
_EQUAL = 1e-9
_MOST_TOLD = 6

NOT_XLSX = Text(
    "--into {name}：是带宏的工作簿或模板格式，填了会打不开；请在 WPS 或 Excel 里另存为 .xlsx 再用",
    "--into {name}: a workbook with macros or a template format, which could not be opened when filled in; save it as .xlsx "
    "in Excel or WPS",
)
UNUSUAL = Text(
    "--into {name}：这个文件的内部结构不同寻常；请在 WPS 或 Excel 里打开、另存为 .xlsx 再用",
    "--into {name}: its parts lie in an unusual way; open it in Excel or WPS and save it as .xlsx",
)
NOTHING = Text(
    "--into {name}：一格也没有填上。{why}没有认出的列，可在第一个单位那一行的格里写 {{{{指标名}}}} 或 {{{{分子:指标名}}}}",
    "--into {name}: not one cell could be filled in. {why}For a column that is not recognised write {{{{INDICATOR}}}} or "
    "{{{{numerator:INDICATOR}}}} into the cell of the first unit",
)
FILLED = Text("{place}：填了 {count} 格：{what}", "{place}: {count} cells filled in: {what}")
ROWS_LEFT = Text("没有认出的行，没有填：{what}", "rows not recognised and left blank: {what}")
COLUMNS_LEFT = Text(
    "没有认出的列，没有填：{what}；要填的，在第一个单位那一行的格里写 {{{{指标名}}}} 或 {{{{分子:指标名}}}}",
    "columns not recognised and left blank: {what}; to have one filled in write {{{{INDICATOR}}}} or {{{{numerator:INDICATOR}}}} "
    "into the cell of its first unit",
)
NO_ROW = Text("名单上的单位，表里没有行：{what}", "units of the list without a row: {what}")
NO_COLUMN = Text(
    "有数而表里没有位置的指标：{what}", "indicators with figures and no place in the table: {what}"
)
NOT_FILLED = Text("没有填：{what}（{why}）", "not filled in: {what} ({why})")
PARTIAL = Text(
    "“{line}”的{what}只含已报的单位，缺 {who}",
    '{what} of "{line}" is of the units that reported; without {who}',
)
FORMULAS = Text(
    "{count} 格有公式，原样保留，打开时重新计算",
    "{count} cells hold formulas and were left; they are calculated when the file is opened",
)
AVERAGE = Text(
    "{place} 的公式是平均：各单位率的平均不是总的率，本次总的是 {value}",
    "{place} holds an average: the mean of the units' rates is not the rate of the whole, which is {value}",
)
KEPT = Text("{what} 原来有内容，没有改", "{what} was not blank and was left")
DIFFERS = Text("{place} 原来是 {old}，本次是 {new}", "{place} holds {old}, the figure is {new}")
LOCKED = Text("工作表受保护，这一格锁着", "the sheet is protected and the cell locked")
MERGED = Text("这一格并在别的格里", "the cell is merged into another")
SUM_OF_SOME = Text(
    "名单上有单位在表里没有行，“合计”不是全部",
    "units of the list have no row here, so this sum is not of all",
)
SIGNED = Text(
    "{name} 上的数字签名，填过以后就失效了", "the digital signature of {name} is void after filling it in"
)


@dataclass(frozen=True, slots=True)
class FilledIn:
    """The copy, and what is to be said about it."""

    content: bytes
    notes: tuple[Text, ...]


def fill_in(content: bytes, name: str, blank: Blank, report: Report, language: Language) -> FilledIn:
    """A copy of the table with figures in the cells that are blank and understood; refused if there is no such cell."""
    try:
        workbook = WorkbookXml(content)
        if not workbook.is_xlsx:
            raise UsageError(NOT_XLSX.format(name=name))
        filling = _Filling(workbook, name, blank, report, language, Times(report, blank.times))
        for sentence in blank.sentences:
            filling.put_sentence(sentence)
        for slot in blank.slots:
            filling.put(slot)
        notes = tuple(filling.notes())
        if not filling.count:
            refusal = filling.times.refusal(name)
            if refusal is not None:
                raise refusal
            why = joined([each for each in notes if each.zh], "。", ". ")
            raise UsageError(
                NOTHING.format(name=name, why=Text(f"{why.zh}。", f"{why.en}. ") if notes else "")
            )
        return FilledIn(workbook.saved(), notes)
    except (UnusualError, KeyError, etree.XMLSyntaxError):
        raise UsageError(UNUSUAL.format(name=name)) from None


@dataclass(slots=True)
class _Filling:
    """One table being filled in, with what happened on the way."""

    workbook: WorkbookXml
    name: str
    blank: Blank
    report: Report
    language: Language
    times: Times
    filled: dict[tuple[str, str], int] = field(default_factory=dict)
    words: int = 0
    left: dict[Text, list[tuple[str, str]]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    formulas: int = 0
    told: list[Text] = field(default_factory=list)
    decimals: Decimals = field(default_factory=Decimals)
    partial: dict[tuple[str, tuple[str, ...]], list[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cells were filled in."""
        return sum(self.filled.values()) + self.words

    def put(self, slot: Slot) -> None:
        """One figure into one cell; else the reason is kept."""
        sheet, at = self.workbook.sheet(slot.sheet), (slot.row, slot.column)
        figure = find_figure(self.report, slot.wanted, slot.line)
        if sheet.has_formula(*at):
            self._keep_formula(sheet, slot, figure)
            return
        why = self.times.is_other(slot.sheet, slot.wanted) or self._why_not(sheet, slot)
        if why is not None:
            self._leave(slot, why)
        elif isinstance(figure, Text):
            if slot.has_placeholder:
                sheet.write_words(*at, "")
            self._leave(slot, figure)
        elif sheet.is_empty(*at) or slot.has_placeholder or slot.is_spaces:
            self._write(sheet, slot, figure)
        else:
            self._keep(sheet, slot, figure)

    def put_sentence(self, sentence: Sentence) -> None:
        """The words of a cell with its placeholders filled; a figure alone is a number."""
        sheet, at = self.workbook.sheet(sentence.sheet), (sentence.row, sentence.column)
        if sheet.has_formula(*at):
            return
        (words, wanted, line), *others = sentence.asked
        if not others and wanted is not None and words == sentence.words.strip():
            self.put(Slot(sentence.sheet, *at, wanted, line or _WHOLE, has_placeholder=True))
            return
        whys = [self.times.is_other(sentence.sheet, asked) for _, asked, _ in sentence.asked if asked]
        why = next(filter(None, whys), None)
        if why is not None:
            self.left.setdefault(why, []).append(("", sentence.words))
            return
        said = sentence.words
        for part, asked, of in sentence.asked:
            said = said.replace(part, self._said(part, asked, of or _WHOLE), 1)
        sheet.write_words(*at, clean(said))
        self.words += 1

    def _said(self, words: str, wanted: Wanted | None, line: Line) -> str:
        if wanted is None:
            name = fold(words.strip("{}｛｝"))
            say = next(say for each, say in PLACEHOLDER_WORDS.items() if name in {each.zh, each.en})
            return say(self.report).say(self.language)
        figure = find_figure(self.report, wanted, line)
        return "—" if isinstance(figure, Text) else self._shown(wanted, line, figure)

    def _shown(self, wanted: Wanted, line: Line, figure: Figure) -> str:
        if figure.number is None:
            return figure.words.say(self.language) if figure.words is not None else ""
        unit = unit_result(self.report, wanted, line)
        if unit is not None and unit.value.value.amount == figure.number:
            target = unit.judgement.target
            acceptable = target.acceptable if target is not None else None
            return value_text(unit.value.value, figure.unit, acceptable).say(self.language)
        return number_text(figure.number, figure.unit).say(self.language)

    def _why_not(self, sheet: SheetXml, slot: Slot) -> Text | None:
        if sheet.is_inside_merged(slot.row, slot.column):
            return MERGED
        if sheet.is_locked(slot.row, slot.column):
            return LOCKED
        return SUM_OF_SOME if slot.line.is_sum and self._units_without_row() else None

    def _write(self, sheet: SheetXml, slot: Slot, figure: Figure) -> None:
        at = slot.row, slot.column
        own = sheet.format_of(*at)
        put = in_cell(figure, slot.wanted.unit, own)
        if isinstance(put, Text):
            self._leave(slot, put)
            return
        self.decimals.see(slot, unit_result(self.report, slot.wanted, slot.line), figure, put, own)
        if put.number is not None:
            sheet.write_number(*at, put.number, put.format)
        elif put.words is not None:
            sheet.write_words(*at, clean(put.words.say(self.language)))
        key = slot.sheet, _plain(slot.wanted.heading)
        self.filled[key] = self.filled.get(key, 0) + 1
        self._tell_partial(slot)

    def _tell_partial(self, slot: Slot) -> None:
        """Whose figures are in no sum, once for all columns of a row that lack the same units."""
        unit = unit_result(self.report, slot.wanted, slot.line)
        if unit is None or unit.value.value.status is not ValueStatus.PARTIAL:
            return
        if any(asked.measure in _OF_REPORTED for asked in slot.wanted.any_of):
            key = slot.line.name, tuple(unit.value.value.coverage.missing)
            self.partial.setdefault(key, []).append(_plain(slot.wanted.heading))

    def _keep(self, sheet: SheetXml, slot: Slot, figure: Figure) -> None:
        """What stands there is hers; a number that is not ours is told."""
        old = sheet.number(slot.row, slot.column)
        put = in_cell(figure, slot.wanted.unit, sheet.format_of(slot.row, slot.column))
        new = None if isinstance(put, Text) else put.number
        if old is not None and new is not None and abs(old - float(new)) > _EQUAL * max(1.0, abs(old)):
            said = number_text(new)
            self.told.append(DIFFERS.format(place=_address(slot), old=f"{old:g}", new=said))
        self.kept.append(_address(slot))

    def _keep_formula(self, sheet: SheetXml, slot: Slot, figure: Figure | Text) -> None:
        self.formulas += 1
        is_rate = isinstance(figure, Figure) and figure.unit != "" and figure.number is not None
        averages = "AVERAGE" in sheet.formula(slot.row, slot.column).upper()
        if slot.line.is_whole and is_rate and averages and isinstance(figure, Figure):
            value = self._shown(slot.wanted, slot.line, figure)
            self.told.append(AVERAGE.format(place=_address(slot), value=value))

    def _leave(self, slot: Slot, why: Text) -> None:
        self.left.setdefault(why, []).append((slot.line.name, _plain(slot.wanted.heading)))

    def notes(self) -> Iterator[Text]:
        """What was done, then what was not, in as few sentences as say it."""
        for sheet in dict.fromkeys(sheet for sheet, _ in self.filled):
            columns = [self._filled_with(heading) for each, heading in self.filled if each == sheet]
            count = sum(number for (each, _), number in self.filled.items() if each == sheet)
            what = joined(columns, "、", ", ")
            yield FILLED.format(place=f"{self.name}[{clean(sheet)}]", count=count, what=what)
        yield from self.times.notes()
        yield from self.decimals.notes()
        yield from dict.fromkeys(self.told)
        for (line, who), headings in self.partial.items():
            what = _first([same(each) for each in headings])
            yield PARTIAL.format(line=clean(line), what=what, who=named(who))
        for why, cells in self.left.items():
            yield NOT_FILLED.format(what=_counted(cells), why=why)
        if self.kept:
            yield KEPT.format(what=named(self.kept, _MOST_TOLD))
        if self.formulas:
            yield FORMULAS.format(count=self.formulas)
        yield from self._unrecognised()
        yield from self._without_place()
        if self.workbook.is_signed:
            yield SIGNED.format(name=self.name)

    def _filled_with(self, heading: str) -> Text:
        """A heading, and the indicator that was taken for it where it does not say its name."""
        wanted = next(each for each in self._all_wanted() if _plain(each.heading) == heading)
        names = [self.report.policy.indicators[asked.indicator].name for asked in wanted.any_of]
        if len(names) > 1 or fold(names[0].zh) in fold(heading) or fold(names[0].en) in fold(heading):
            return same(heading)
        return Text(f"{heading}（{names[0].zh}）", f"{heading} ({names[0].en})")

    def _unrecognised(self) -> Iterator[Text]:
        for is_row, message in ((True, ROWS_LEFT), (False, COLUMNS_LEFT)):
            found = [each for each in self.blank.unrecognised if each.is_row is is_row]
            said = [
                Text(
                    f"{each.place.address}“{clean(each.words)}”（{each.reason.zh}）",
                    f'{each.place.address} "{clean(each.words)}" ({each.reason.en})',
                )
                for each in found
            ]
            if said:
                yield message.format(what=_first(said))

    def _without_place(self) -> Iterator[Text]:
        missing = self._units_without_row()
        if missing and self.blank.lines:
            yield NO_ROW.format(what=named(missing))
        placed = {asked.indicator for wanted in self._all_wanted() for asked in wanted.any_of}
        names = [each.name for each in self.report.scorecard.supplied if each.id not in placed]
        if names:
            yield NO_COLUMN.format(what=_first(names))

    def _all_wanted(self) -> Iterator[Wanted]:
        yield from (slot.wanted for slot in self.blank.slots)
        yield from (
            wanted
            for sentence in self.blank.sentences
            for _, wanted, _ in sentence.asked
            if wanted is not None
        )

    def _units_without_row(self) -> list[str]:
        """Of the levels that the table lists, the units of the roster that it does not."""
        rows = {unit for line in self.blank.lines for unit in line.units}
        levels = {level for level, _ in rows if self._is_reported(level)}
        units = self.report.policy.words.units
        return [
            name for level in units if level in levels for name in units[level] if (level, name) not in rows
        ]

    def _is_reported(self, level: str) -> bool:
        wanted = {asked.indicator for each in self._all_wanted() for asked in each.any_of}
        return any(
            unit.value.level == level
            for result in self.report.scorecard.supplied
            if result.id in wanted
            for unit in result.results
        )


_OF_REPORTED = {Measure.VALUE, Measure.NUMERATOR, Measure.DENOMINATOR}
_WHOLE = Line((), "", is_whole=True)


def _counted(cells: Sequence[tuple[str, str]]) -> Text:
    """The row and the heading of a cell; of several in one row how many they are."""
    by_row: dict[str, list[str]] = {}
    for row, heading in cells:
        by_row.setdefault(clean(row), []).append(heading)
    return _first(
        [
            same(f"{row} {headings[0]}".strip())
            if len(headings) == 1
            else Text(f"{row} {len(headings)} 格", f"{row} ({len(headings)} cells)")
            for row, headings in by_row.items()
        ]
    )


def _address(slot: Slot) -> str:
    return f"{get_column_letter(slot.column + 1)}{slot.row + 1}"


def _plain(heading: str) -> str:
    return clean(heading.strip("{}｛｝"))


def _first(texts: Sequence[Text]) -> Text:
    """The first few, and how many there are."""
    said = joined(list(texts[:_MOST_TOLD]), "、", ", ")
    more = len(texts) - _MOST_TOLD
    return Text(f"{said.zh}等 {len(texts)} 个", f"{said.en} and {more} more") if more > 0 else said
