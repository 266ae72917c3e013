"""The bulletin, or the sections asked for, as PDF/A, if typst is installed.

The page is a template of our own; data reaches it as JSON, so that no word of a file is ever markup. Fonts are those of
the computer, and a computer without Chinese ones is told so instead of getting a page of boxes.
"""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from healthkpi.errors import UsageError
from healthkpi.extras import load_extra
from healthkpi.present._bulletin import Document
from healthkpi.present._documents import document_of
from healthkpi.present._figures import clean
from healthkpi.present._moment import moment_of
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Grid, Line
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text

TEMPLATE = Path(__file__).parent / "_pdf" / "report.typ"
# A folder with more fonts; for a server that has none of its own.
FONTS_FOLDER = "HEALTHKPI_FONTS"
# What officials have, then what is free. The first of each that is there is used.
BODY_FONTS = (
    "FangSong",
    "STFangsong",
    "FangSong_GB2312",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
)
HEAD_FONTS = ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
OTHER_FONTS = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing CN", "AR PL SungtiL GB")
NO_LIBRARY = Text(
    "写 PDF 要先安装 pip install healthkpi[pdf]；或用 -o 通报.docx、-o 通报.html，再另存为 PDF",
    "to write PDF, first pip install healthkpi[pdf]; or use -o report.docx or report.html and print it",
)
NO_FONT = Text(
    "这台电脑没有中文字体，PDF 里会全是方框；请安装 Noto CJK（思源）字体，或把环境变量 HEALTHKPI_FONTS 设成放字体的文件夹",
    "this computer has no Chinese font, so the PDF would be boxes; install Noto CJK, or set HEALTHKPI_FONTS to a folder of fonts",
)
# In half-width signs: a column up to the one stays whole, one above the other is folded.
NEVER_FOLDED, WIDEST = 16, 30
# A4 between the margins holds so many half-width signs of 9 points.
ROOM, USUAL_SIZE, SMALL_SIZE = 100, 9.0, 7.5


def _render(report: Report, language: Language) -> bytes:
    typst = load_extra("typst")
    if typst is None:
        raise UsageError(NO_LIBRARY)
    fonts = typst.Fonts(font_paths=_font_folders())
    day = moment_of(report.scorecard)
    document = _data(document_of(report), language, _families(fonts.families()))
    document["whole"] = NEVER_FOLDED
    document["date"] = [day.year, day.month, day.day]
    return bytes(
        typst.compile(
            TEMPLATE,
            font_paths=fonts,
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            pdf_standards="a-2a",
            format="pdf",
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    )


def _font_folders() -> list[str]:
    folder = os.environ.get(FONTS_FOLDER)
    return [folder] if folder else []


def _families(known: Sequence[str]) -> dict[str, list[str]]:
    """The fonts to use, of those that are there."""
    there = set(known)
    any_of = [name for name in (*BODY_FONTS, *HEAD_FONTS, *OTHER_FONTS) if name in there]
    if not any_of:
        raise UsageError(NO_FONT)
    body = [name for name in BODY_FONTS if name in there]
    head = [name for name in HEAD_FONTS if name in there]
    return {"body": [*(body or any_of)[:1], *any_of], "head": [*(head or any_of)[:1], *any_of]}


def _data(document: Document, language: Language, fonts: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "language": language,
        "fonts": fonts,
        "title": clean(document.title.say(language)),
        "opening": [_line(line, language) for line in document.opening],
        "parts": [
            {
                "title": clean(part.title.say(language)),
                "blocks": [_block(block, language) for block in part.blocks],
            }
            for part in document.parts
        ],
        "closing": [_line(line, language) for line in document.closing],
    }


def _block(block: Block, language: Language) -> dict[str, Any]:
    return _line(block, language) if isinstance(block, Line) else _grid(block, language)


def _line(line: Line, language: Language) -> dict[str, Any]:
    return {"kind": "line", "tone": str(line.tone), "text": clean(line.text.say(language))}


def _grid(grid: Grid, language: Language) -> dict[str, Any]:
    headings = [clean(column.name.say(language)) for column in grid.columns]
    rows = [[{"tone": str(c.tone), "text": clean(c.text.say(language))} for c in row] for row in grid.rows]
    widths = list(_widths(headings, rows))
    return {
        "kind": "grid",
        "title": clean(grid.title.say(language)) if grid.title is not None else "",
        "headings": headings,
        "numbers": [column.is_number for column in grid.columns],
        "widths": widths,
        "size": USUAL_SIZE if sum(widths) <= ROOM else SMALL_SIZE,
        "rows": rows,
    }


def _widths(headings: Sequence[str], rows: Sequence[Sequence[dict[str, str]]]) -> Iterator[int]:
    """In half-width signs: a Chinese one takes two. What is longer than the widest is folded."""
    for index, heading in enumerate(headings):
        longest = max([cell_len(heading), *(cell_len(row[index]["text"]) for row in rows)])
        yield min(WIDEST, longest)


WRITER = Writer("pdf", (".pdf",), _render, knows_kinds=True)
