"""The bulletin, or the sections asked for, as PDF/A, if typst is installed.

The page is a template of our own; data reaches it as JSON, so that no word of a file is ever markup. Fonts are those of
the computer, and a computer without Chinese ones is told so instead of getting a page of boxes.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from healthkpi.errors import UsageError
from healthkpi.extras import load_extra
from healthkpi.json_line import json_line
from healthkpi.present._bulletin import LIST_OF_ANNEXES, Document, Part
from healthkpi.present._column_widths import column_widths, wished_widths
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
# A4 between the margins, in points; what does not fit in nine points is set smaller.
ROOM, USUAL_SIZE, SMALL_SIZE = 453.0, 9.0, 7.5
TWENTIETHS = 20
# The figures of these fonts are a little wider than half a Chinese sign, and % is far wider.
WIDER = 1.1


def _render(report: Report, language: Language) -> bytes:
    typst = load_extra("typst")
    if typst is None:
        raise UsageError(NO_LIBRARY)
    fonts = typst.Fonts(font_paths=_font_folders())
    day = moment_of(report.scorecard)
    document = _data(document_of(report), language, _families(fonts.families()))
    document["date"] = [day.year, day.month, day.day]
    return bytes(
        typst.compile(
            TEMPLATE,
            font_paths=fonts,
            sys_inputs={"document": json_line(document).decode()},
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
    # What follows the first annex belongs to the annexes: a feedback sheet is one with parts of its own.
    annexes = next((at for at, part in enumerate(document.parts) if part.is_annex), len(document.parts))
    return {
        "language": language,
        "fonts": fonts,
        "title": clean(document.title.say(language)),
        "opening": [_line(line, language) for line in document.opening],
        "body": _kept_with_signature([_part(part, language) for part in document.parts[:annexes]]),
        "annexes": [_part(part, language) for part in document.parts[annexes:]],
        "closing": [_line(line, language) for line in document.closing],
    }


def _part(part: Part, language: Language) -> dict[str, Any]:
    """附件1 stands at the margin, its title below it."""
    number, mark, title = part.title.say(language).partition("　") if part.is_annex else ("", "", "")
    return {
        "number": clean(number) if mark else "",
        "title": clean(title if mark else part.title.say(language)),
        "is_new_page": part.is_annex,
        "list": part.section == LIST_OF_ANNEXES,
        "blocks": [_block(block, language) for block in part.blocks],
    }


def _kept_with_signature(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The signature never stands on a page alone: the last line before it goes with it."""
    last = parts[-1]["blocks"][-1] if parts and parts[-1]["blocks"] else {}
    if last.get("kind") == "line":
        last["last"] = True
    return parts


def _block(block: Block, language: Language) -> dict[str, Any]:
    return _line(block, language) if isinstance(block, Line) else _grid(block, language)


def _line(line: Line, language: Language) -> dict[str, Any]:
    return {
        "kind": "line",
        "tone": str(line.tone),
        "heading": line.is_heading,
        "last": False,
        "text": clean(line.text.say(language)),
    }


def _grid(grid: Grid, language: Language) -> dict[str, Any]:
    headings = [clean(column.name.say(language)) for column in grid.columns]
    rows = [[{"tone": str(c.tone), "text": clean(c.text.say(language))} for c in row] for row in grid.rows]
    words = [headings, *([each["text"] for each in row] for row in rows)]
    size = USUAL_SIZE if sum(wished_widths(words)) * USUAL_SIZE / 2 <= ROOM else SMALL_SIZE
    room = int(ROOM * TWENTIETHS)
    return {
        "kind": "grid",
        "title": clean(grid.title.say(language)) if grid.title is not None else "",
        "headings": headings,
        "numbers": [column.is_number for column in grid.columns],
        "widths": [width / TWENTIETHS for width in column_widths(words, room, size * WIDER)],
        "size": size,
        "rows": rows,
    }


WRITER = Writer("pdf", (".pdf",), _render, knows_kinds=True)
