"""Placeholders such as {{标题}} in a template: found also where Word has cut one into several runs."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from docx.oxml.ns import qn

from healthkpi.model.placeholder import BRACES, PLACEHOLDER
from healthkpi.present._docx._elements import Element, element, text_run
from healthkpi.present._figures import clean


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Where a word in double braces stands."""

    name: str
    paragraph: Element
    start: int
    end: int

    @property
    def is_alone(self) -> bool:
        """Whether nothing else stands in its paragraph."""
        words = _words(self.paragraph)
        return not (words[: self.start] + words[self.end :]).strip()


def find_placeholders(root: Element) -> list[Placeholder]:
    """Those of every paragraph, also in tables and text boxes."""
    return [
        Placeholder(found[1], paragraph, found.start(), found.end())
        for paragraph in root.iter(qn("w:p"))
        for found in PLACEHOLDER.finditer(_words(paragraph))
    ]


def unfinished(root: Element) -> Iterator[str]:
    """Paragraphs with double braces that are no placeholder."""
    for paragraph in root.iter(qn("w:p")):
        words = _words(paragraph)
        if BRACES.search(PLACEHOLDER.sub("", words)):
            yield words.strip()


def put_words(placeholders: Sequence[Placeholder], words: Sequence[str]) -> None:
    """Words instead of placeholders, in the looks of the run where each begins; the last of a paragraph first."""
    for placeholder, each in sorted(zip(placeholders, words, strict=True), key=lambda pair: -pair[0].start):
        _put(placeholder, each)


def put_blocks(placeholder: Placeholder, blocks: Sequence[Element]) -> None:
    """Paragraphs and tables instead of the paragraph of a placeholder, whose section break is kept."""
    paragraph = placeholder.paragraph
    made = list(blocks)
    broken = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    ends_cell = paragraph.getnext() is None and paragraph.getparent().tag == qn("w:tc")
    if broken is not None:
        made.append(element("w:p", element("w:pPr", deepcopy(broken))))
    elif ends_cell and (not made or made[-1].tag != qn("w:p")):
        made.append(element("w:p"))  # a cell ends in a paragraph
    for each in made:
        paragraph.addprevious(each)
    paragraph.getparent().remove(paragraph)


def like(placeholder: Placeholder, words: str) -> Element:
    """A paragraph of words in the looks of the placeholder's own."""
    properties = placeholder.paragraph.find(qn("w:pPr"))
    made = element("w:p")
    if properties is not None:
        copied = deepcopy(properties)
        for broken in copied.findall(qn("w:sectPr")):
            copied.remove(broken)
        made.append(copied)
    looks = placeholder.paragraph.find(f"{qn('w:r')}/{qn('w:rPr')}")
    made.append(text_run(words, deepcopy(looks)))
    return made


def _texts(paragraph: Element) -> list[Element]:
    """The text nodes of a paragraph itself, not those of a text box inside it."""
    return [text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(qn("w:p"))) is paragraph]


def _words(paragraph: Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _put(placeholder: Placeholder, words: str) -> None:
    at, is_put = 0, False
    for text in _texts(placeholder.paragraph):
        said = text.text or ""
        start, end = max(placeholder.start - at, 0), min(placeholder.end - at, len(said))
        at += len(said)
        if start >= end:
            continue
        _say(text, said[:start] + ("" if is_put else words) + said[end:])
        is_put = True


def _say(text: Element, words: str) -> None:
    """Words of one or more lines instead of those of a text node."""
    first, *lines = words.split("\n")
    for line in reversed(lines):
        text.addnext(element("w:t"))
        _set_text(text.getnext(), line)
        text.addnext(element("w:br"))
    _set_text(text, first)


def _set_text(text: Element, words: str) -> None:
    text.text = clean(words)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
