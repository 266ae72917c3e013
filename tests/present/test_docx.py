"""The bulletin as Word has it: its figures are those of the JSON, and everything in it can be edited."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from healthkpi.pipeline import check
from healthkpi.present import Kind, writers
from healthkpi.present._docx._styles import STYLES
from healthkpi.request import Request
from healthkpi.text import Text
from present.samples_checked import RETURNS, ROOT, figures_in_json, september, two_decimals
from present.word_files import as_pdf, chart_numbers, pages_of, texts_of

SIGNING = {"zh": "常住人口家庭医生签约覆盖率", "en": "Family-doctor signing coverage of residents"}


def bulletin(language="zh", **changes):
    report = september().report()
    return writers()["docx"].render(replace(report, **changes), language)


@pytest.fixture(scope="module")
def written():
    return bulletin()


@pytest.fixture(scope="module")
def opened(written):
    return docx.Document(io.BytesIO(written))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ranking_shows_the_figures_of_the_json(language):
    document = docx.Document(io.BytesIO(bulletin(language)))
    figures = figures_in_json(language)

    table = _table_below(document, SIGNING[language])

    shown = {row.cells[1].text: row.cells[2].text for row in table.rows[1:]}
    assert shown["口泉乡"] == two_decimals(figures[SIGNING[language], "口泉乡"]["value"]) + "%"
    assert len(shown) == 6
    for unit, value in shown.items():
        figure = figures[SIGNING[language], unit]["value"]
        assert value == (
            two_decimals(figure) + "%" if figure is not None else "—" if language == "zh" else "-"
        )


def test_the_parts_follow_each_other_as_a_bureau_writes_them(opened):
    headings = [each.text for each in opened.paragraphs if each.style.name in {"Heading 1", "Annex Heading"}]

    assert headings == [
        "一、总体情况",
        "二、滞后任务",
        "三、乡镇排名",
        "四、数据质量",
        "五、下步要求",
        "附件1",
        "附件2",
        "附件3",
    ]
    titles = [each.text for each in opened.paragraphs if each.style.name == "Annex Title"]
    assert titles == ["未达标单位及差额", "迟报缺报情况", "计算口径说明"]


def test_title_number_and_signature_are_there_and_nothing_of_a_draft(opened):
    words = [each.text for each in opened.paragraphs]

    assert words[0] == "　　　　〔2018〕　　号"
    assert words[1].startswith("关于2018年9月《")
    # No line of the title ends inside 任务 or 进展情况.
    assert words[1].endswith("》\n任务进展情况的通报")
    signed = words.index("（发文单位）")
    assert words[signed - 5 : signed - 1] == [
        "附件：",
        "1．未达标单位及差额",
        "2．迟报缺报情况",
        "3．计算口径说明",
    ]
    assert words[signed + 1 : signed + 4] == ["年　　月　　日", "附件1", "未达标单位及差额"]
    assert not [each for each in words if "代拟稿" in each or "{{" in each]


def test_nothing_to_type_and_no_code_stands_on_paper(written):
    words = "\n".join(texts_of(written))

    assert "缺参数" in words
    assert " --" not in words
    assert not re.search(r"HK\d{3}", words)
    assert "【催报】" not in words


def test_every_style_names_its_east_asian_font(opened):
    styles = opened.styles.element

    fonts = {
        style.find(qn("w:name")).get(qn("w:val")): [
            each.get(qn("w:eastAsia")) for each in style.iter(qn("w:rFonts"))
        ]
        for style in styles.iter(qn("w:style"))
    }
    assert len(fonts) == len(STYLES) + 1
    assert all(found and all(found) for found in fonts.values()), fonts
    assert styles.find(f"{qn('w:docDefaults')}//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "仿宋"


def test_the_signature_never_stands_on_a_page_alone(opened):
    words = [each.text for each in opened.paragraphs]
    end = words.index("（发文单位）")
    # The sentence before the list of annexes, too: a page of nothing but a signature is not allowed.
    start = words.index("附件：") - 1

    last = opened.paragraphs[start : end + 1]
    kept = {
        each.style.name
        for each in last
        if each.style.element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None
    }
    assert "Signature" in kept
    assert all(each.paragraph_format.keep_with_next or each.style.name in kept for each in last)


def test_every_table_repeats_its_heading_and_breaks_no_row(opened):
    assert len(opened.tables) > 10
    for table in opened.tables:
        first, *rows = table._tbl.tr_lst
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (first, *rows))


def test_no_table_is_wider_than_the_page(opened):
    section = opened.sections[0]
    room = section.page_width.twips - section.left_margin.twips - section.right_margin.twips

    assert (section.page_width.mm, section.page_height.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )
    for table in opened.tables:
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert sum(widths) <= room
        assert min(widths) >= 400


def test_the_pages_are_numbered(written):
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        footers = [
            package.read(name).decode()
            for name in package.namelist()
            if "footer" in name and "rels" not in name
        ]

    assert len(footers) == 2
    assert all(" PAGE " in each and "— " in each for each in footers)


def test_each_chart_draws_the_numbers_of_the_workbook_inside_it(written):
    charts = chart_numbers(written)

    assert len(charts) >= 5
    for drawn, in_workbook in charts.values():
        assert drawn == in_workbook


def test_a_chart_draws_the_figures_of_the_json(written):
    figures = figures_in_json()

    three = [drawn for drawn, _ in chart_numbers(written).values() if len(drawn) == 3]
    drawn = next(each for each in three if 46 < each[1][1].get("口泉乡", 0) < 47)

    reached, below, target = drawn[0][1], drawn[1][1], drawn[2][1]
    # 19620 / 41875 and 9163 / 18326
    assert below["口泉乡"] == pytest.approx(float(figures[SIGNING["zh"], "口泉乡"]["value"]), abs=1e-9)
    assert reached["云冈镇"] == 50
    assert "鸦儿崖乡（未报）" not in {**reached, **below}
    assert set(target.values()) == {50}


def test_a_hidden_figure_is_in_no_chart_and_no_workbook_and_nothing_to_type_is_said():
    files = [RETURNS / "2018年9月" / name for name in ("家医签约.xlsx", "人口.xlsx")]
    hiding = check(Request(files, ROOT / "indicators", suppress_below=30)).report()

    content = writers()["docx"].render(hiding, "zh")

    poor = next(
        drawn for drawn, _ in chart_numbers(content).values() if {each for each, _ in drawn} >= {"目标≥100%"}
    )
    # 15 of 655 poor people are not signed in 西韩岭乡, 7 of 412 in 平旺乡.
    assert {unit for name, points in poor for unit in points if not name.startswith("目标")} == {
        "云冈镇",
        "口泉乡",
    }
    assert "西韩岭乡（隐去）" in poor[-1][1]
    assert all(drawn == in_workbook for drawn, in_workbook in chart_numbers(content).values())
    assert "少于 30，隐去" in texts_of(content)
    assert not [each for each in texts_of(content) if "--" in each or "选项" in each]


def test_the_same_input_gives_the_same_bytes(written):
    assert bulletin() == written


def test_the_time_inside_is_that_of_the_data_or_the_one_given(monkeypatch, opened):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    assert opened.core_properties.modified.date().isoformat() == "2018-09-30"
    assert docx.Document(io.BytesIO(bulletin())).core_properties.modified.date().isoformat() == "1970-01-02"


HOSTILE = '</w:t><w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/>{{正文}}&=1+1\x07\u202e'


def test_what_comes_from_data_is_text(written):
    card = september().report().scorecard
    hostile = bulletin(scorecard=replace(card, title=Text(HOSTILE, HOSTILE)))

    title = docx.Document(io.BytesIO(hostile)).paragraphs[1].text

    assert '</w:t><w:fldSimple w:instr="DDEAUTO c:\\\\cmd"/>{{正文}}&=1+1' in title
    with zipfile.ZipFile(io.BytesIO(hostile)) as package:
        document = package.read("word/document.xml")
    ET.fromstring(document)
    assert b"<w:fldSimple" not in document
    assert b"<w:instrText" not in document


def test_sections_that_are_asked_for_stand_alone():
    document = docx.Document(io.BytesIO(bulletin(sections=("滞后",))))

    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == ["滞后任务"]
    assert "〔2018〕" not in document.paragraphs[0].text


def test_a_workbook_inside_holds_no_formula(written):
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        books = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]

    cells = [
        cell
        for book in books
        for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows()
        for cell in row
    ]
    assert cells
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_brief_has_one_page(language, tmp_path):
    as_pdf(bulletin(language, kind=Kind.BRIEF), tmp_path)

    assert pages_of(tmp_path / "written.pdf") == 1


def test_a_feedback_sheet_of_a_township_has_one_page(tmp_path):
    as_pdf(bulletin(kind=Kind.FEEDBACK, unit="平旺乡"), tmp_path)

    assert pages_of(tmp_path / "written.pdf") == 1


def test_it_opens_in_libreoffice_and_shows_what_was_written(written, tmp_path):
    words = as_pdf(written, tmp_path).replace(" ", "")

    assert "一、总体情况" in words
    assert "46.85%" in words
    assert "附件3" in words


def _table_below(document, title):
    captions = [element for element in document.element.body if title in "".join(element.itertext())]
    caption = next(each for each in captions if each.tag == qn("w:p") and each.getnext().tag == qn("w:tbl"))
    return docx.table.Table(caption.getnext(), document)
