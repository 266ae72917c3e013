"""Files with something changed: bytes, XML inside the container, cells, text.

Every case comes from one number, so that a case that failed can be made again.
"""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bad_inputs import csv_bytes, rows_of
from read.making import (
    raw_members,
    word_cell,
    word_line,
    word_table,
    write_docx,
    write_ods,
    write_xls,
    write_xlsb,
    zip_bytes,
)

Chance = random.Random
# What has broken readers before: empty, huge, negative, not a number, another alphabet, markup, control characters.
ODD_VALUES = (
    "", "0", "-1", "1e308", "1e999", "-0", "NaN", "inf", "99999999999999999999", "0x10", "1048577", "４５",
    "=cmd|' /C calc'!A0", "\x1b[31m", "[/red]", "<script>", "&#0;", "%s", "{0}", "{name}", "\ufeff", "\u202e",
    "𠀀", "٣", "²", "½", "1/0", "2018-13-45", "13月", "A1:XFD1048576", "A0", "$A$1", "../../etc", "true", "#REF!",
    "10000-01-01", "P99999999D", "PT", "一" * 300, "\n", "\t", "\"", "'", "，", "1,2,3", "80%%", "%", "万", "1.2.3",
)  # fmt: skip
ODD_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
# Below this a change of bytes is as good as certain to break the container alone.
MOST_CHANGES = 8


@cache
def containers() -> Mapping[str, bytes]:
    """The clean table in every format, by the ending of its name."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = rows_of()
        cells = "".join(f"<row>{''.join(map(_xlsx_cell, row))}</row>" for row in rows)
        merged = '<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>'
        ods = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        word = word_table(*("".join(word_cell(str(cell)) for cell in row) for row in rows))
        return {
            "xlsx": zip_bytes(
                raw_members(cells, merged, '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>')
            ),
            "xls": write_xls(folder, rows).read_bytes(),
            "xlsb": write_xlsb(folder, rows).read_bytes(),
            "ods": write_ods(folder, ods).read_bytes(),
            "docx": write_docx(folder, word_line("慢病管理季报") + word).read_bytes(),
            "html": _page(rows),
            "xml": _spreadsheet_2003(rows),
            "csv": csv_bytes(rows),
        }


def _xlsx_cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    style = 1 if isinstance(value, float) else 0
    return f'<c s="{style}"><f>SUM(A1:A2)</f><v>{value}</v></c>'


def _ods_cell(value: object) -> str:
    kind = "string" if isinstance(value, str) else "float"
    said = f'office:value-type="{kind}" office:value="{value}" table:number-columns-repeated="1"'
    return f"<table:table-cell {said}><text:p>{value}</text:p></table:table-cell>"


def _page(rows: list[list[object]]) -> bytes:
    lines = "".join(f"<tr>{''.join(f'<td colspan=1>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><table>{lines}</table></body></html>".encode()


def _spreadsheet_2003(rows: list[list[object]]) -> bytes:
    def cell(value: object) -> str:
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell ss:MergeAcross="0"><Data ss:Type="{kind}">{value}</Data></Cell>'

    space = "urn:schemas-microsoft-com:office:spreadsheet"
    lines = "".join(f'<Row ss:Height="15">{"".join(map(cell, row))}</Row>' for row in rows)
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="季报">'
        f"<Table>{lines}</Table></Worksheet></Workbook>"
    ).encode()


def change_bytes(data: bytes, chance: Chance) -> bytes:
    """A few places overwritten, cut out, doubled or moved."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        place = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 4, 8, 64))
        how = chance.randrange(6)
        if how == 0:
            changed[place : place + 1] = bytes((chance.randrange(256),))
        elif how == 1:
            changed[place : place + 4] = chance.choice(ODD_NUMBERS).to_bytes(4, "little")
        elif how == 2:
            del changed[place : place + length]
        elif how == 3:
            changed[place:place] = changed[place : place + length] * chance.choice((1, 2, 50))
        elif how == 4:
            changed[place:place] = chance.choice(ODD_VALUES).encode("utf-8", "surrogatepass")
        elif chance.random() < 0.2:
            del changed[place:]
    return bytes(changed)


def change_markup(data: bytes, chance: Chance) -> bytes:
    """Tags, attributes and texts replaced, doubled, nested or left out; the rest stays well-formed where it can."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, MOST_CHANGES)):
        pieces = _split_markup(text)
        if not pieces:
            return text.encode("utf-8", "replace")
        index = chance.randrange(len(pieces))
        pieces[index] = _change_piece(pieces, index, chance)
        text = "".join(pieces)
    return text.encode("utf-8", "replace")


def _split_markup(text: str) -> list[str]:
    pieces, start = [], 0
    for place, character in enumerate(text):
        if character == "<" and place > start:
            pieces.append(text[start:place])
            start = place
        elif character == ">":
            pieces.append(text[start : place + 1])
            start = place + 1
    return [*pieces, text[start:]] if start < len(text) else pieces


def _change_piece(pieces: list[str], index: int, chance: Chance) -> str:
    piece = pieces[index]
    how = chance.randrange(7)
    odd = chance.choice(ODD_VALUES)
    if how == 0:
        return ""
    if how == 1:
        return piece * chance.choice((2, 3, 40))
    if how == 2:
        return chance.choice(pieces)
    if not piece.startswith("<"):
        return _escape(odd)
    quoted = piece.split('"')
    if how < 6 and len(quoted) > 2:
        quoted[chance.randrange(1, len(quoted), 2)] = _escape(odd).replace('"', "&quot;")
        return '"'.join(quoted)
    return piece.replace(
        ">", f' {chance.choice(("r", "s", "t", "ref", "colspan", "Index"))}="{_escape(odd)}">', 1
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def change_part(data: bytes, chance: Chance, change: Callable[[bytes, Chance], bytes]) -> bytes:
    """One part inside a container changed, and packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    how = chance.random()
    name = chance.choice(sorted(members))
    if how < 0.05:
        del members[name]
    elif how < 0.1:
        members[chance.choice(("xl/workbook.xml", "content.xml", "word/document.xml", "xl/workbook.bin"))] = (
            members[name]
        )
    else:
        members[name] = change(members[name], chance)
    return zip_bytes(members)


def change_cells(ending: str, chance: Chance) -> bytes:
    """The same table with a few cells replaced by what nobody expects."""
    rows = rows_of()
    for _ in range(chance.randint(1, MOST_CHANGES)):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(ODD_VALUES)
    if ending == "csv":
        return csv_bytes(rows)
    cells = [[_plain(cell) for cell in row] for row in rows]
    with TemporaryDirectory() as name:
        write = write_xls if ending == "xls" else write_xlsb
        return write(Path(name), cells).read_bytes()


def _plain(cell: object) -> object:
    return cell.encode("utf-16", "replace").decode("utf-16") if isinstance(cell, str) else cell


def change_text(data: bytes, chance: Chance) -> bytes:
    """A CSV in another encoding, with other delimiters, line ends and quotes, and a few odd pieces in it."""
    text = data.decode()
    for _ in range(chance.randint(0, MOST_CHANGES)):
        place = chance.randrange(len(text) + 1)
        odd = chance.choice(
            (*ODD_VALUES, ",", ",,", "\r", "\r\n\r\n", '"', '""', ";", "|", "\0", "\x0b", "\u2028")
        )
        text = text[:place] + odd + text[place + chance.choice((0, 0, 1, 5)) :]
    text = text.replace(",", chance.choice(",,,;\t|")).replace("\r\n", chance.choice(("\r\n", "\n", "\r")))
    encoding = chance.choice(
        ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "latin-1", "big5")
    )
    return text.encode(encoding, "replace")


CHANGES: Mapping[str, Callable[[str, bytes, Chance], bytes]] = {
    "bytes": lambda _ending, data, chance: change_bytes(data, chance),
    "parts": lambda _ending, data, chance: _in_parts(data, chance),
    "cells": lambda ending, data, chance: (
        change_cells(ending, chance) if ending in ("csv", "xls", "xlsb") else _in_parts(data, chance)
    ),
    "text": lambda ending, data, chance: (
        change_text(data, chance) if ending == "csv" else change_bytes(data, chance)
    ),
}


def _in_parts(data: bytes, chance: Chance) -> bytes:
    if data.startswith(b"PK"):
        change = change_markup if chance.random() < 0.8 else change_bytes
        return change_part(data, chance, change)
    is_markup = data.lstrip().startswith(b"<")
    return change_markup(data, chance) if is_markup else change_bytes(data, chance)


def make_case(seed: int) -> tuple[str, bytes]:
    """A name and the content of a changed file, always the same for the same number."""
    chance = Chance(seed)
    ending = chance.choice(sorted(containers()))
    how = chance.choice(sorted(CHANGES))
    return f"{how}-{seed}.{ending}", CHANGES[how](ending, containers()[ending], chance)
