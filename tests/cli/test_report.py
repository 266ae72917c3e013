"""`healthkpi report`: what is written for whom."""

import io

import docx
import pytest
from running import SAMPLES

SEPTEMBER = SAMPLES / "officers-questions" / "2018年9月"


def written(path):
    return docx.Document(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("通报", "任务进展情况的通报"),
        ("领导", "云冈区2018年9月任务进展情况"),
        ("反馈单", "平旺乡任务进展情况反馈单"),
    ],
)
def test_each_kind_has_its_title(healthkpi, tmp_path, kind, title):
    done = healthkpi("report", kind, SEPTEMBER, "-o", tmp_path / "写.docx", "-q", "--no-ask", "--lang", "zh")

    assert done.code == 1
    assert any(each.text.endswith(title) for each in written(tmp_path / "写.docx").paragraphs[:2])
    assert done.out == ""
    assert "已写：" in done.err


def test_a_unit_that_is_named_has_the_only_sheet_and_reads_of_nobody_else(healthkpi, tmp_path):
    healthkpi(
        "report",
        "feedback",
        SEPTEMBER,
        "--unit",
        "口泉",
        "-o",
        tmp_path / "a.docx",
        "-q",
        "--no-ask",
        "--lang",
        "zh",
    )

    document = written(tmp_path / "a.docx")
    words = [each.text for each in document.paragraphs]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert [each for each in words if each.endswith("反馈单")] == ["口泉乡任务进展情况反馈单"]
    assert {"46.85%", "1318人"} <= cells
    assert not [each for each in (*words, *cells) if "西韩岭" in each or "50.92" in each]


def test_every_format_that_is_named_is_written_from_one_run(healthkpi, tmp_path):
    outputs = [tmp_path / name for name in ("a.docx", "a.md")]

    healthkpi(
        "report",
        "brief",
        SEPTEMBER,
        *(word for path in outputs for word in ("-o", path)),
        "-q",
        "--no-ask",
        "--lang",
        "en",
    )

    assert all(path.stat().st_size for path in outputs)
    assert "Yungang District: progress as of 2018-09-30" in outputs[1].read_text("utf-8")


def test_a_report_without_a_file_or_of_an_unknown_kind_says_what_to_write(healthkpi):
    assert "加 -o 通报.docx" in healthkpi("report", "通报", SEPTEMBER, "--lang", "zh").err
    refused = healthkpi("report", "通告", SEPTEMBER, "-o", "a.docx", "--lang", "zh")
    assert refused.code == 2
    assert "有 通报、领导、反馈单" in refused.err


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.json", "a.html", "a.xml"])
def test_a_format_that_holds_everything_is_not_written_as_a_brief(healthkpi, tmp_path, name):
    refused = healthkpi(
        "report", "领导", SEPTEMBER, "-o", tmp_path / "a.docx", "-o", tmp_path / name, "--lang", "zh"
    )

    assert refused.code == 2
    assert f"{name}: 领导一页只能写成 .docx .md .pdf；这个文件另用 healthkpi check … -o 写" in refused.err
    assert not list(tmp_path.iterdir())


def test_a_bulletin_may_have_a_workbook_beside_it(healthkpi, tmp_path):
    outputs = [tmp_path / name for name in ("a.docx", "a.xlsx")]

    healthkpi("report", "通报", SEPTEMBER, "-o", outputs[0], "-o", outputs[1], "-q", "--no-ask")

    assert all(path.stat().st_size for path in outputs)


def test_our_template_is_handed_out_without_any_figures_and_used_again(healthkpi, tmp_path):
    page, plain, filled = (tmp_path / name for name in ("模板.docx", "a.docx", "b.docx"))

    handed_out = healthkpi("report", "通报", "--write-template", page, "--lang", "zh")
    files = ("report", "通报", SEPTEMBER / "家医签约.xlsx", "-q", "--no-ask", "--lang", "zh")
    healthkpi(*files, "-o", plain)
    healthkpi(*files, "-o", filled, "--template", page)

    assert (handed_out.code, handed_out.out) == (0, "")
    assert "已写：" in handed_out.err
    assert [each.text for each in written(page).paragraphs] == [
        "{{文号}}",
        "{{标题}}",
        "{{正文}}",
        "",
        "{{落款}}",
        "{{附件}}",
    ]
    assert filled.read_bytes() == plain.read_bytes()


def test_a_template_that_is_there_is_never_overwritten(healthkpi, tmp_path):
    page = tmp_path / "模板.docx"
    page.write_bytes(b"ours")

    refused = healthkpi("report", "通报", "--write-template", page, "--lang", "zh")

    assert refused.code == 2
    assert "已有这个文件；换一个名字" in refused.err
    assert page.read_bytes() == b"ours"


def test_a_template_for_word_is_a_word_file_and_a_report_needs_files(healthkpi, tmp_path):
    assert (
        "要写成 .docx 文件"
        in healthkpi("report", "通报", "--write-template", tmp_path / "a.doc", "--lang", "zh").err
    )
    assert "核算哪些文件？" in healthkpi("report", "通报", "-o", tmp_path / "a.docx", "--lang", "zh").err


def test_a_template_goes_with_a_word_file(healthkpi, tmp_path):
    refused = healthkpi(
        "report", "通报", SEPTEMBER, "-o", tmp_path / "a.md", "--template", "模板.docx", "--lang", "zh"
    )

    assert refused.code == 2
    assert "要和 -o 名称.docx 一起用" in refused.err


def test_report_offers_every_option_of_check_that_changes_a_figure(healthkpi):
    of_check = {
        word for word in healthkpi("check", "--help", COLUMNS="200").out.split() if word.startswith("--")
    }
    of_report = {
        word for word in healthkpi("report", "--help", COLUMNS="200").out.split() if word.startswith("--")
    }

    assert {each.strip(",[]") for each in of_check} - {each.strip(",[]") for each in of_report} == {
        "--kind",
        "--format",
        "--section",
    }
