"""Markup and formulas are words, from the names of files, sheets and units and from definitions of one's own, in every format at once."""

import csv
import io
import json
import re
import shutil
import zipfile
from xml.dom import minidom

import pytest
from openpyxl import Workbook
from running import SAMPLES

HOSTILE = "=1+1|`#$x$<script>alert(1)</script>[/]]]>{{正文}}&\u202e\u200b"
SUFFIXES = (".docx", ".xlsx", ".html", ".json", ".csv", ".md", ".xml", ".txt")
# Moves the cursor or turns the writing round.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def bureau(tmp_path):
    """Definitions with a hostile name and a workbook whose every word is hostile."""
    folder = tmp_path / "indicators"
    shutil.copytree(SAMPLES.parent / "indicators", folder)
    definitions = folder / "yungang-2018" / "family-doctor.yaml"
    text = definitions.read_text("utf-8")
    said = json.dumps(HOSTILE.replace("\u202e", ""), ensure_ascii=False)
    text, count = re.subn(
        r"(?m)^(signing-coverage:.*\n  name: )\{.*\}$",
        lambda found: f"{found[1]}{{zh: {said}, en: {said}}}",
        text,
    )
    assert count == 1
    definitions.write_text(text, "utf-8")
    book = Workbook()
    book.active.title = "签约=<b>`|#$"
    names = ["=cmd|' /C calc'!A0", "@SUM(A1)\t+1", "<img src=x onerror=alert(1)>", "-2+3", HOSTILE]
    for row in (
        ["2018年9月家医签约<script>"],
        ["乡镇", "常住人口", "签约人数"],
        ["平旺乡", 100, 50],
        ["口泉乡", 10, "[red]9[/]"],
        *([name, 10, 5] for name in names),
    ):
        book.active.append(row)
    for cell in (each for row in book.active for each in row if isinstance(each.value, str)):
        cell.data_type = "s"
    book.save(tmp_path / "家医=`$(id)`#&'.xlsx")
    return tmp_path


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_hostile_words_are_words_in_every_format(healthkpi, bureau):
    outputs = [word for suffix in SUFFIXES for word in ("-o", f"a{suffix}")]
    words = ("--policy", "yungang-2018", "--indicator", "signing-coverage", "--level", "township")
    ended = healthkpi("check", "家医=`$(id)`#&'.xlsx", *words, *outputs)
    assert ended.code == 0, ended.err
    assert not UNSEEN.search(ended.out + ended.err)

    page = (bureau / "a.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for name in ("a.md", "a.txt", "a.csv", "a.xml"):
        assert not UNSEEN.search((bureau / name).read_text("utf-8-sig")), name
    assert "<script>" not in (bureau / "a.md").read_text("utf-8")
    cells = [
        cell for row in csv.reader((bureau / "a.csv").read_text("utf-8-sig").splitlines()) for cell in row
    ]
    assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.]+%?$)", cell)]
    minidom.parse(str(bureau / "a.xml"))
    json.loads((bureau / "a.json").read_text("utf-8"))
    for name in ("a.docx", "a.xlsx", "待确认.xlsx"):
        for part, content in parts_of((bureau / name).read_bytes()).items():
            if part.endswith((".xml", ".rels")):
                minidom.parseString(content)
            assert not re.search(rb"<f>(?!&apos;|')[^<]*cmd|<hyperlink|instrText>[^<]*DDE", content), (
                name,
                part,
            )
    assert "alert(1)" in (bureau / "a.json").read_text("utf-8")  # the words themselves are all there
