"""The PDF holds the figures of the JSON, its fonts and its date; what is missing is said."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from healthkpi.errors import UsageError
from healthkpi.pipeline import check
from healthkpi.present import Kind, pdf, writers
from healthkpi.request import Request
from making import POLICY, SIGNING
from returns import Bureau, write_return

ROOT = Path(__file__).parents[2]
SEPTEMBER = ROOT / "sample_data" / "officers-questions" / "2018年9月" / "家医签约.xlsx"


@pytest.fixture
def typst():
    found = pytest.importorskip("typst", reason="typst is not installed")
    families = set(found.Fonts().families())
    if not families & {*pdf.BODY_FONTS, *pdf.HEAD_FONTS, *pdf.OTHER_FONTS}:
        pytest.skip("there is no Chinese font")
    return found


@pytest.fixture
def signing():
    request = Request(
        [SEPTEMBER], ROOT / "indicators", policy="yungang-2018", indicators=["signing-coverage"]
    )
    return check(request)


def text_of(content, folder):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = folder / "通报.pdf"
    path.write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, check=True
    ).stdout.decode()


def test_the_figures_of_the_json_stand_in_the_pdf(typst, signing, tmp_path):
    report = signing.report()
    words = re.sub(r"\s+", "", text_of(writers()["pdf"].render(report, "zh"), tmp_path))
    (result,) = json.loads(writers()["json"].render(report, "zh"))["indicators"]

    for unit in (*result["judged"], *result["listed"]):
        assert unit["unit"] in words
        if unit["value"] is not None:
            assert f"{round(float(unit['value']) + 1e-9, 2):.2f}%" in words
    assert "1318人" in words
    assert "5229人" in words


def test_the_same_report_has_the_same_bytes_and_is_an_archive_pdf(typst, signing):
    first, second = (writers()["pdf"].render(signing.report(), "zh") for _ in range(2))
    assert first == second
    assert b"<pdfaid:part>2</pdfaid:part>" in first or b'pdfaid:part="2"' in first
    assert b"2018" in first  # its date is that of the data


def pages_of(report, tmp_path, language="zh"):
    pages = text_of(writers()["pdf"].render(report, language), tmp_path).split("\f")
    return [re.sub(r"\s+", "", page) for page in pages if page.strip()]


def test_the_signature_stands_before_the_annexes_with_words_above_it(typst, signing, tmp_path):
    pages = pages_of(signing.report(), tmp_path)
    (signed,) = [page for page in pages if "（发文单位）" in page]
    first_annex = next(number for number, page in enumerate(pages) if page.startswith("附件1"))
    assert pages.index(signed) == first_annex - 1
    assert signed.index("附件：1．") < signed.index("（发文单位）")


def test_each_annex_begins_a_page(typst, signing, tmp_path):
    pages = pages_of(signing.report(), tmp_path)
    listed = re.findall(
        r"[1-9]．", next(page for page in pages if "（发文单位）" in page).partition("附件：")[2]
    )
    assert [page[:3] for page in pages if page.startswith("附件")] == [
        f"附件{n + 1}" for n in range(len(listed))
    ]


def test_feedback_sheets_are_a_page_or_more_for_each_unit_and_no_other(typst, signing, tmp_path):
    pages = pages_of(replace(signing.report(), kind=Kind.FEEDBACK), tmp_path)
    begun = [page for page in pages if "反馈单" in page[:30]]
    assert len(begun) == 6  # townships of the district
    assert pages[0] == begun[0]


def test_words_of_a_file_are_never_markup(typst, tmp_path):
    traps = ['甲#panic("x")', "乙$x^2$*重*", "丙@a<b>[/]"]
    rows = [[name, 1000, 400 + number] for number, name in enumerate(traps)]
    without_units = POLICY.replace(
        "units:\n  township: {甲乡: [甲, 甲乡卫生院], 乙乡: [乙], 丙镇: [丙]}\n", ""
    )
    checked = Bureau(tmp_path, tables=SIGNING, policy=without_units).check(write_return(tmp_path, rows))
    words = text_of(writers()["pdf"].render(checked.report(sections=["差额"]), "zh"), tmp_path)
    flat = re.sub(r"\s+", "", words)
    assert all(re.sub(r"\s+", "", name) in flat for name in traps)


def test_both_languages_are_set(typst, signing, tmp_path):
    assert "Ranking" in text_of(writers()["pdf"].render(signing.report(), "en"), tmp_path)


def test_without_its_library_it_says_what_to_install(signing, monkeypatch):
    monkeypatch.setattr(pdf, "load_extra", lambda name: None)
    with pytest.raises(UsageError, match="healthkpi\\[pdf\\]"):
        writers()["pdf"].render(signing.report(), "zh")


def test_without_a_chinese_font_it_says_so_and_prints_no_boxes():
    with pytest.raises(UsageError) as refusal:
        pdf._families(["DejaVu Sans", "Liberation Serif"])
    assert "中文字体" in refusal.value.message.zh
    assert pdf.FONTS_FOLDER in refusal.value.message.zh
