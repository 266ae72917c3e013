"""What an English report may say in Chinese: names, quoted clauses, columns and documents, and nothing else."""

import io
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import docx
import pytest

from healthkpi.present import Kind
from healthkpi.present._bulletin import document_of
from healthkpi.present._documents import documents_of
from healthkpi.present._figures import number_text
from healthkpi.present._section import Grid
from present.samples_checked import ROOT, september
from present.test_docx import bulletin

HAN = re.compile(r"[\u3400-\u9fff，。；：（）、《》]")


def units_in_use():
    """Every unit of measure that a definition of the shipped policies names."""
    found = re.compile(r"\bunit: *\"?([^\s,}\"]+)")
    files = Path(ROOT / "indicators").rglob("*.yaml")
    return sorted({each[1] for path in files for each in found.finditer(path.read_text("utf-8"))} - {"unit"})


@pytest.mark.parametrize("unit", units_in_use())
def test_every_unit_of_measure_is_said_in_english(unit):
    assert not HAN.search(number_text(Fraction(2), unit).en)


def test_a_unit_that_nobody_translated_stays_whole():
    # 册/人 is not 册 of one and 人 of many.
    assert [number_text(Fraction(n), "册/人").en for n in (1, 2)] == ["1 册/人", "2 册/人"]


def test_boys_per_100_girls_are_no_plural():
    assert number_text(Fraction(10277, 100), "男/百女").en == "102.77 boys per 100 girls"


def test_headings_captions_and_columns_have_no_chinese():
    for kind in Kind:
        report = september().report()
        for document in documents_of(replace(report, kind=kind)):
            for part in document.parts:
                assert not HAN.search(part.title.en.replace(document.unit or "\0", ""))
                for block in part.blocks:
                    if isinstance(block, Grid):
                        assert not HAN.search(block.title.en if block.title else "")
                        assert not [each for each in block.columns if HAN.search(each.name.en)]


def test_sentences_have_no_chinese_punctuation():
    for part in document_of(september().report()).parts:
        for block in part.blocks:
            if not isinstance(block, Grid):
                assert not re.search(r"[，。；：（）、]", block.text.en), block.text.en


def test_a_day_is_not_broken_over_two_lines():
    page = docx.Document(io.BytesIO(bulletin("en")))
    sentence = next(each for each in page.paragraphs if each.text.startswith("As of 2018-09-30"))

    assert sentence._p.xpath("count(.//w:noBreakHyphen)") == 2
    table = next(each for each in page.tables if each.rows[0].cells[2].text == "By")
    # Ten signs of 9 points need at least half of them each.
    assert int(table._tbl.tblGrid.gridCol_lst[2].w.twips) >= 10 * 9 * 10


def test_english_headings_are_bold_and_no_line_is_set_on_the_grid_of_chinese_pages():
    styles = docx.Document(io.BytesIO(bulletin("en"))).styles

    assert styles["Heading 1"].font.bold
    assert styles["Body Text"].element.xpath("./w:pPr/w:snapToGrid/@w:val") == ["0"]
