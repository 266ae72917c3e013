"""The draft of a bulletin (通报): which sections it is made of, numbered and worded as a bureau does."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from healthkpi.present import _annexes
from healthkpi.present._conditions import conditions
from healthkpi.present._figures import clean
from healthkpi.present._layout import choices_said, heading
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Grid, Line, Tone
from healthkpi.present._standing import day_said
from healthkpi.present.sections import find_section, sections
from healthkpi.text import Text

BODY = ("overview", "lagging", "ranking", "quality", "next steps")
# What is too long for the body follows it, under the names that a bureau gives it.
ANNEXES = {
    "gap": Text("未达标单位及差额", "units below their targets, and by how much"),
    "returns": Text("迟报缺报情况", "late and missing returns"),
    "basis": Text("计算口径说明", "how the figures were made"),
}
# Sections that a bulletin has not room for all of.
_BOUNDED: Mapping[str, Callable[[Report], Iterable[Block]]] = {
    "lagging": _annexes.tasks_behind,
    "ranking": _annexes.rankings,
    "gap": _annexes.shortfalls,
    "returns": _annexes.returns,
    "basis": _annexes.method,
}
LIST_OF_ANNEXES = "annexes"
_ENDS = ("。", "；", "：", "！", "？", ".", ";", ":", "!", "?")
_NUMERALS = "一二三四五六七八九十"
CLOSING = (Text("（发文单位）", "(issuing office)"), Text("年　　月　　日", "(date)"))
_YEAR = re.compile(r"[\[［【(（﹝](\d{4})[\]］】)）﹞]")
DRAFT = Text("（代拟稿）", " (draft)")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it; `depth` counts from 1, the title of the whole.

    `section` is the one it was made of. An annex follows the signature, each on a page of its own.
    """

    title: Text
    blocks: tuple[Block, ...] = ()
    depth: int = 2
    section: str = ""
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is read from the top: a title, the words below it, the parts, and what ends it.

    `mark` stands beside the title until somebody has signed; formats that are sent on as they are leave it out.
    `unit` is the one that a document is for, where it is for one.
    """

    title: Text
    opening: tuple[Line, ...]
    parts: tuple[Part, ...]
    closing: tuple[Line, ...] = ()
    mark: Text | None = None
    unit: str | None = None


def document_of(report: Report) -> Document:
    """The sections that were asked for, else the bulletin."""
    return _sections_asked_for(report) if report.sections else _bulletin(report)


def _sections_asked_for(report: Report) -> Document:
    chosen = [find_section(word) for word in report.sections]
    parts = tuple(
        Part(section.title, tuple(section.make(report)), section=section.name.en) for section in chosen
    )
    return Document(heading(report.scorecard), (), parts)


def _bulletin(report: Report) -> Document:
    body = [(name, made) for name in BODY if (made := _made(name, report))]
    annexes = [(title, made) for name, title in ANNEXES.items() if (made := _made(name, report))]
    parts = [
        Part(_numbered(number, _title(name, report)), blocks, section=name)
        for number, (name, blocks) in enumerate(body)
    ]
    if annexes:
        listed = [Line(_listed(number, title)) for number, (title, _) in enumerate(annexes, start=1)]
        parts.append(Part(Text("附件：", "Annexes:"), tuple(listed), section=LIST_OF_ANNEXES))
    parts += [
        Part(_annex(number, title), blocks, is_annex=True)
        for number, (title, blocks) in enumerate(annexes, start=1)
    ]
    return Document(
        _bulletin_title(report),
        tuple(_opening(report)),
        tuple(with_table_numbers(parts)),
        tuple(map(Line, CLOSING)),
        DRAFT,
    )


def _made(name: str, report: Report) -> tuple[Block, ...]:
    """What a section says, or nothing where it only says that there is nothing."""
    made = _BOUNDED.get(name, sections()[name].make)(report)
    blocks = tuple(block for block in made if not (isinstance(block, Line) and block.is_aside))
    if not any(map(_has_content, blocks)):
        return ()
    if name == "basis":
        blocks = (*map(Line, conditions(report.scorecard, report.policy)), *blocks)
    return tuple(_finished(block, ANNEXES.get(name, sections()[name].title)) for block in blocks)


def _finished(block: Block, title: Text) -> Block:
    """Sentences end with a full stop, and every table has a title."""
    if isinstance(block, Grid):
        return block if block.title is not None else replace(block, title=_capital(title))
    return block if block.is_heading else replace(block, text=_sentence(block.text))


def _sentence(text: Text) -> Text:
    zh = text.zh if text.zh.endswith(_ENDS) else f"{text.zh}。"
    en = text.en if text.en.endswith(_ENDS) else f"{text.en}."
    return _capital(Text(zh, en))


def _capital(text: Text) -> Text:
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def _has_content(block: Block) -> bool:
    return bool(block.rows) if isinstance(block, Grid) else block.tone is not Tone.QUIET


def _title(name: str, report: Report) -> Text:
    if name != "ranking":
        return sections()[name].title
    levels = report.policy.levels
    below = levels[levels.index(report.policy.area_level) + 1 :][:1]
    level = report.scorecard.levels[below[0]] if below else Text("", "")
    return Text(f"{level.zh}排名", f"Ranking by {level.en}") if below else sections()[name].title


def _numbered(number: int, title: Text) -> Text:
    return Text(f"{_NUMERALS[number]}、{title.zh}", f"{number + 1}. {title.en}")


def _listed(number: int, title: Text) -> Text:
    return Text(f"{number}．{title.zh}", f"{number}. {_capital(title).en}")


def _annex(number: int, title: Text) -> Text:
    return Text(f"附件{number}　{title.zh}", f"Annex {number}: {title.en}")


def with_table_numbers(parts: Sequence[Part]) -> Iterator[Part]:
    """Tables count through the whole document, so that a sentence can point at one."""
    number = 0
    for part in parts:
        blocks: list[Block] = []
        for block in part.blocks:
            if isinstance(block, Grid):
                number += 1
                block = replace(block, title=_captioned(number, block.title))
            blocks.append(block)
        yield replace(part, blocks=tuple(blocks))


def _captioned(number: int, title: Text | None) -> Text:
    caption = Text(f"表{number}", f"Table {number}")
    return caption if title is None else Text(f"{caption.zh}　{title.zh}", f"{caption.en}. {title.en}")


def _number(number: str | None) -> str:
    """The document number as official documents write it: the year in 〔〕, whatever brackets were typed."""
    said = _YEAR.sub(r"〔\1〕", clean(number)) if number else ""
    return f"（{said}）" if said else ""


def _bulletin_title(report: Report) -> Text:
    card = report.scorecard
    month = f"{card.as_of.year}年{card.as_of.month}月" if card.as_of else ""
    when = f" ({card.as_of.isoformat()})" if card.as_of else ""
    return Text(
        f"关于{month}《{clean(card.title.zh)}》任务进展情况的通报",
        f"Progress of {clean(card.title.en)}{when}",
    )


def _opening(report: Report) -> Iterator[Line]:
    card, day = report.scorecard, day_said(report)
    choices = choices_said(card)
    number = _number(card.number)
    yield Line(Text("各有关单位：", "To all units concerned:"))
    yield Line(
        Text(
            f"根据《{clean(card.title.zh)}》{number}，现将{day.zh}的任务进展情况通报如下。数据口径：{choices.zh}。",
            f"This is the progress of {clean(card.title.en)}{number.replace('（', ' (').replace('）', ')')}. {day.en}; {choices.en}.",
        )
    )
