"""A notice as lines of one language: bounded, what is left out is counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from healthkpi.notices._notice import Notice, ReturnNoticed, Shortfall
from healthkpi.text import Language, Text

MOST_SHORTFALLS = 10  # of one return
MOST_FAILED = 10

MORE = Text("…另有 {count} 项", "… {count} more")
FAILED = Text("没有算成", "Could not be scored")
SEE = Text("详见：{link}", "See {link}")
NEW = Text("【新】", "[new] ")


class Look(Enum):
    """How a line is shown."""

    FIRST = "first"
    HEADING = "heading"
    PLAIN = "plain"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line; `items` is how many indicators, files or returns it stands for."""

    look: Look
    words: str
    items: int = 0


def lines_of(notice: Notice, language: Language) -> list[NoticeLine]:
    """The first line, each return with what is missed, then what could not be scored; a link is not among them."""
    lines = [NoticeLine(Look.FIRST, notice.first_line.say(language))]
    for each in notice.returns:
        lines += _return_lines(each, language)
    lines += _more(notice.untold, language)
    return lines + list(_failed_lines(notice, language))


def _return_lines(told: ReturnNoticed, language: Language) -> Iterator[NoticeLine]:
    yield NoticeLine(Look.HEADING, return_name(told, language))
    yield NoticeLine(Look.PLAIN, told.answer.say(language))
    for shortfall in told.shortfalls[:MOST_SHORTFALLS]:
        yield NoticeLine(Look.ITEM, shortfall_line(shortfall, language), 1)
    yield from _more(len(told.shortfalls) - MOST_SHORTFALLS, language)


def return_name(told: ReturnNoticed, language: Language) -> str:
    """Unit and period, then the document and the day."""
    which = " ".join(filter(None, (told.key.unit, told.key.period)))
    return Text(f"{which}　{told.heading.zh}", f"{which}  {told.heading.en}").say(language).strip()


def shortfall_line(told: Shortfall, language: Language) -> str:
    """【新】签约率：49.98%，目标 ≥50%（2018-12-31），差 3 人；逾期 5 天."""
    name, value, target, gap, remarks = (
        each.say(language) for each in (told.name, told.value, told.target, told.gap, told.remarks)
    )
    by = Text("（{by}）", " ({by})").format(by=told.by).say(language) if told.by else ""
    aim = Text("目标 {target}{by}", "target {target}{by}").format(target=target, by=by).say(language)
    figures = Text("，", ", ").say(language).join(filter(None, (value, aim if target else "", gap)))
    said = [figures, overdue_said(told).say(language), remarks]
    start = f"{NEW.say(language) if told.is_new else ''}{name}{Text('：', ': ').say(language)}"
    return start + Text("；", "; ").say(language).join(filter(None, said))


def overdue_said(told: Shortfall) -> Text:
    """For how long it has been overdue; empty where it is not."""
    days = days_said(told.overdue)
    return Text(f"逾期 {days.zh}", f"{days.en} overdue") if told.overdue else Text("", "")


def days_said(count: int) -> Text:
    """So many days."""
    return Text(f"{count} 天", f"{count} day{'' if count == 1 else 's'}")


def _failed_lines(notice: Notice, language: Language) -> Iterator[NoticeLine]:
    if not notice.failed:
        return
    yield NoticeLine(Look.HEADING, FAILED.say(language))
    for each in notice.failed[:MOST_FAILED]:
        yield NoticeLine(Look.ITEM, f"{each.name}: {each.message.say(language)}", 1)
    yield from _more(len(notice.failed) - MOST_FAILED, language)


def _more(count: int, language: Language) -> Iterator[NoticeLine]:
    if count > 0:
        yield NoticeLine(Look.ITEM, MORE.format(count=count).say(language), count)


def see_line(notice: Notice, language: Language) -> str:
    """Where the whole result is; empty without a link."""
    return SEE.format(link=notice.link).say(language) if notice.link else ""


def plain_text(notice: Notice, language: Language) -> str:
    """For an e-mail and for templates."""
    marks = {Look.FIRST: "", Look.HEADING: "\n", Look.PLAIN: "  ", Look.ITEM: "  - "}
    lines = [marks[line.look] + line.words for line in lines_of(notice, language)]
    see = see_line(notice, language)
    return "\n".join([*lines, *(["", see] if see else [])]) + "\n"


def cut_to_fit(
    lines: Sequence[NoticeLine], language: Language, fits: Callable[[Sequence[NoticeLine]], bool]
) -> Sequence[NoticeLine]:
    """As many whole lines as fit, and how many items are behind them; the first line always stands."""
    if fits(lines):
        return lines
    best = lines[:1]
    for kept in range(2, len(lines)):
        left_out = sum(line.items for line in lines[kept:])
        shown = [*lines[:kept], *_more(left_out, language)]
        if not fits(shown):
            break
        best = shown
    return best
