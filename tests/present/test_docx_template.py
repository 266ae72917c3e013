"""The bureau's own Word file as the page: placeholders are filled, also cut ones, and wrong ones are all told at once."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from healthkpi.errors import HealthKpiError
from healthkpi.present import Kind, Template, writers
from healthkpi.present._docx._page import make_template
from healthkpi.text import Text
from present.samples_checked import september
from present.word_files import chart_numbers, texts_of


def template(*paragraphs, header=None, name="模板.docx"):
    """A Word file of these paragraphs; a paragraph may be a list of runs."""
    document = docx.Document()
    for each in paragraphs:
        added = document.add_paragraph()
        for run in [each] if isinstance(each, str) else each:
            added.add_run(run)
    if header is not None:
        document.sections[0].header.paragraphs[0].text = header
    written = io.BytesIO()
    document.save(written)
    return Template(name, written.getvalue())


def filled(page, language="zh", **changes):
    return writers()["docx"].render(replace(september().report(), template=page, **changes), language)


def test_words_are_put_into_a_sentence():
    words = texts_of(filled(template("{{年}}年{{月}}月，{{地区}}，{{ 截至 }}。", "{{title}}")))

    assert words[0] == "2018年9月，云冈区，截至2018年9月底。"
    assert words[1].startswith("关于2018年9月《")


def test_a_placeholder_that_word_cut_into_runs_is_found_and_keeps_the_looks_of_its_first_run():
    page = docx.Document(io.BytesIO(template("x").content))
    paragraph = page.paragraphs[0]
    paragraph.runs[0].text = "在"
    for words, size in (("{", 20), ("{地", 9), ("区}", 9), ("}的", 11)):
        paragraph.add_run(words).font.size = Pt(size)
    written = io.BytesIO()
    page.save(written)

    document = docx.Document(io.BytesIO(filled(Template("a.docx", written.getvalue()))))

    assert document.paragraphs[0].text == "在云冈区的"
    assert next(run for run in document.paragraphs[0].runs if run.text == "云冈区").font.size == Pt(20)


def test_full_width_braces_are_braces():
    assert texts_of(filled(template("｛｛地区｝｝")))[0] == "云冈区"


def test_a_section_its_tables_and_its_words_can_be_asked_for_apart():
    whole = docx.Document(io.BytesIO(filled(template("{{排名}}"))))
    tables = docx.Document(io.BytesIO(filled(template("{{表:排名}}"))))
    lines = docx.Document(io.BytesIO(filled(template("{{文：排名}}"))))

    assert len(whole.tables) == len(tables.tables) > 0
    assert len(lines.tables) == 0
    assert any("名次按完成值排" in each.text for each in lines.paragraphs)
    assert not any("名次按完成值排" in each.text for each in tables.paragraphs)


def test_a_chart_of_an_indicator_stands_where_it_is_asked_for():
    written = filled(template("甲", "{{图:常住人口家庭医生签约覆盖率}}", "乙", "{{图:完成情况}}"))

    ranking, overview = chart_numbers(written).values()
    assert ranking[0][1][1]["口泉乡"] == pytest.approx(46.8537, abs=1e-4)
    assert [name for name, _ in overview[0]] == ["项数"]
    assert [each for each in texts_of(written) if each] == [
        "甲",
        "图1　常住人口家庭医生签约覆盖率（分单位）",
        "乙",
        "图2　完成情况",
    ]


def test_lines_look_like_the_paragraph_they_stand_for():
    page = docx.Document(io.BytesIO(template("{{总体}}").content))
    page.paragraphs[0].runs[0].font.size = Pt(13)
    page.paragraphs[0].paragraph_format.left_indent = Pt(30)
    written = io.BytesIO()
    page.save(written)

    first = docx.Document(io.BytesIO(filled(Template("a.docx", written.getvalue())))).paragraphs[0]

    assert first.text.startswith("截至2018年9月底")
    assert (first.runs[0].font.size, first.paragraph_format.left_indent) == (Pt(13), Pt(30))


def test_styles_that_the_template_lacks_are_brought_along_with_their_east_asian_fonts():
    document = docx.Document(io.BytesIO(filled(template("{{正文}}"))))

    added = next(
        each
        for each in document.styles.element.iter(qn("w:style"))
        if each.find(qn("w:name")).get(qn("w:val")) == "Table Text"
    )
    assert added.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) == "宋体"
    used = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:pStyle"))}
    assert used <= {each.get(qn("w:styleId")) for each in document.styles.element.iter(qn("w:style"))}


def test_annexes_follow_the_body_where_they_have_no_place_of_their_own():
    words = texts_of(filled(template("{{正文}}", "完")))

    assert words.index("计算口径说明") < words.index("完")


def test_a_header_takes_words():
    document = docx.Document(io.BytesIO(filled(template("{{总体}}", header="{{地区}}卫生健康局"))))

    assert document.sections[0].header.paragraphs[0].text == "云冈区卫生健康局"


def test_a_placeholder_in_a_table_cell_is_filled():
    page = docx.Document()
    page.add_table(1, 2).rows[0].cells[0].text = "{{地区}}"
    page.tables[0].rows[0].cells[1].text = "{{表:滞后}}"
    written = io.BytesIO()
    page.save(written)

    cells = docx.Document(io.BytesIO(filled(Template("a.docx", written.getvalue())))).tables[0].rows[0].cells

    assert cells[0].text == "云冈区"
    assert cells[1].tables
    assert cells[1]._tc[-1].tag == qn("w:p")


def test_every_unit_has_its_own_copy_of_a_sheet():
    written = filled(template("{{单位}}反馈单", "{{正文}}"), kind=Kind.FEEDBACK)

    titles = [each for each in texts_of(written) if each.endswith("反馈单")]
    assert titles == [
        f"{unit}反馈单" for unit in ("平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇", "鸦儿崖乡")
    ]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (template("{{标提}}"), "--template 模板.docx：没有占位 {{标提}}；可写：标题、文号"),
        (template("{{图:签约}}"), "没有这个指标"),
        (template("{{画:签约}}"), "没有占位 {{画:签约}}"),
        (template("见{{排名}}。"), "{{排名}} 会换成段落、表或图，要单独占一段"),
        (template("{{总体}}", header="{{正文}}"), "不能放在页眉页脚里"),
        (template("{{标题}", "{{正文}}"), "占位没有写完整：{{标题}"),
        (template("没有"), "里面没有占位"),
        (Template("表.docx", b"not a zip"), "--template 表.docx：不是 Word 文档"),
        (Template("表.docx", b"PK\x03\x04"), "--template 表.docx：不是 Word 文档"),
    ],
)
def test_a_wrong_template_is_refused_with_what_to_mend(page, said):
    with pytest.raises(HealthKpiError) as refused:
        filled(page)

    assert said in refused.value.message.zh
    assert "--template" in refused.value.message.en


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(HealthKpiError) as refused:
        filled(template("{{标提}}", "{{拍名}}"))

    assert len(refused.value.errors) == 2


def test_words_of_data_that_look_like_a_placeholder_stay_words():
    card = september().report().scorecard
    hostile = replace(card, title=Text("{{正文}}{{nonsense}}", "{{body}}"))

    words = texts_of(filled(template("{{文件}}", "{{总体}}"), scorecard=hostile))

    assert words[0] == "{{正文}}{{nonsense}}"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_template_gives_the_same_report(kind, language):
    ours = Template("模板.docx", make_template(str(kind), language))

    assert filled(ours, language, kind=kind) == filled(None, language, kind=kind)


def test_our_own_template_saved_by_somebody_else_gives_the_same_words():
    document = docx.Document(io.BytesIO(make_template("bulletin", "zh")))
    document.paragraphs[0].insert_paragraph_before("云冈区卫生健康局文件")
    written = io.BytesIO()
    document.save(written)

    words = texts_of(filled(Template("模板.docx", written.getvalue())))

    assert words == ["云冈区卫生健康局文件", *texts_of(filled(None))]


def test_the_same_template_gives_the_same_bytes():
    page = template("{{正文}}")

    assert filled(page) == filled(page)
