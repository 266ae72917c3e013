"""The bulletin as Markdown: the figures are those of the JSON, and nothing from a file is obeyed."""

import re

import pytest

from healthkpi.present import writers
from making import COVERAGE, indicator
from present.samples_checked import figures_in_json, september, two_decimals
from returns import Bureau, write_return


def markdown(checked, language="zh", **more):
    return writers()["markdown"].render(checked.report(**more), language).decode()


def tables(page):
    """Each table under its caption: rows as dicts of the headings; escapes taken back."""
    found, caption = {}, None
    for block in page.split("\n\n"):
        if block.startswith("**"):
            caption = plain(block.strip("*"))
        if block.startswith("| "):
            head, _, *rows = [cells(line) for line in block.splitlines()]
            found[caption] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def cells(line):
    return [plain(each.strip()) for each in re.split(r"(?<!\\)\|", line)[1:-1]]


def plain(words):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words)


def captioned(page, title):
    return next(rows for caption, rows in tables(page).items() if caption.endswith(title))


def test_the_bulletin_has_the_parts_of_a_bulletin():
    heads = [line for line in markdown(september()).splitlines() if line.startswith("#")]

    assert heads[0].startswith("# 关于2018年9月《大同市云冈区")
    assert [head.split("、")[0] for head in heads if "、" in head] == [
        "## 一",
        "## 二",
        "## 三",
        "## 四",
        "## 五",
    ]
    assert "## 三、乡镇排名" in heads
    assert "## 附件1　未达标单位及差额" in heads
    assert heads[-1].endswith("计算口径说明")


def test_tables_count_through_the_document():
    numbers = [int(found) for found in re.findall(r"^\*\*表(\d+)", markdown(september()), re.MULTILINE)]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_ranked_figure_is_that_of_the_json(language):
    page, seen = markdown(september(), language), 0
    unit, value = ("单位", "完成值") if language == "zh" else ("Unit", "Value")
    for (name, place), result in figures_in_json(language).items():
        rows = [rows for caption, rows in tables(page).items() if caption.endswith(name) and unit in rows[0]]
        row = next((row for row in rows[0] if row[unit] == place and value in row), None) if rows else None
        if row is not None and result["measure"] == "%":
            shown = (
                f"{two_decimals(result['value'])}%" if result["value"] else ("—" if language == "zh" else "-")
            )
            assert row[value] == shown, (name, place)
            seen += 1
    assert seen >= 4 * 6


def test_every_gap_of_the_tasks_behind_is_that_of_the_json():
    page, seen = markdown(september()), 0
    for title in ("未达标和滞后的任务", "未到期、尚未达到的任务"):
        for row in captioned(page, title):
            result = figures_in_json().get((row["任务"], september().scorecard.area.zh))
            if result is not None and result["gap"] is not None:
                digits = re.match(r"[\d,]+", row["差额"])[0].replace(",", "")
                assert digits == result["gap"]["amount"], row
                seen += 1
    assert seen >= 8


def test_a_section_alone_is_the_page_for_the_leader():
    page = markdown(september(), sections=("总体", "滞后"))

    assert [line for line in page.splitlines() if line.startswith("## ")] == ["## 总体情况", "## 滞后任务"]
    assert "截至 2018-09-30" in page.splitlines()[0]


def test_no_code_stands_in_the_bulletin():
    assert not re.search(r"HK\d", markdown(september()))


def test_the_same_input_gives_the_same_bytes():
    assert markdown(september()) == markdown(september())


TRAPS = [
    "甲|乡",
    "<script>alert(1)</script>",
    "[点我](http://evil.example)",
    "![图](http://evil.example/a.png)",
    "*粗* _斜_ ~~删~~",
    "`代码`",
    "# 标题",
    "&lt;b&gt;",
    "www.evil.example",
    "甲\\",
    "甲\n## 乡",
]


@pytest.mark.parametrize("name", TRAPS)
def test_what_a_file_says_stays_text(tmp_path, name):
    bureau = Bureau(tmp_path, indicator(COVERAGE + "each: row"), tables=OPEN_SIGNING)
    checked = bureau.check(
        write_return(tmp_path, [[name, 1000, 400], ["乙乡", 1000, 600], ["丙镇", 900, 600]])
    )
    page = markdown(checked)

    shown = re.sub(r"\s", "", name)
    rows = [row for rows in tables(page).values() for row in rows]
    found = [row["单位"] for row in rows if re.sub(r"\s", "", row.get("单位", "")).lstrip("'") == shown]
    assert found, page
    assert all(
        len(line.replace("\\|", "").split("|")) > 2 for line in page.splitlines() if line.startswith("|")
    )
    unescaped = re.sub(r"\\.", "", page)
    assert not re.search(r"<|\]\(|`|(?i:http:|www\.)", unescaped)
    assert not re.search(r"(^|\| )[=@]", unescaped, re.MULTILINE)


def test_a_formula_that_is_copied_into_a_spreadsheet_is_text(tmp_path):
    bureau = Bureau(tmp_path, indicator(COVERAGE + "each: row"), tables=OPEN_SIGNING)
    path = tmp_path / "签约2018年9月.csv"
    path.write_text("乡镇,常住人口,签约人数\n=1+1,1000,400\n乙乡,1000,600\n", "utf-8")
    page = markdown(bureau.check(path))

    assert "| '=1+1 |" in page


OPEN_SIGNING = """\
signing:
  name: {zh: 签约表, en: Signing}
  row: {zh: 一个乡镇, en: one township}
  sheets: [签约]
  key: 乡镇
  fields:
    乡镇: {type: text, en: township}
    常住人口: {type: number, en: residents, unit: 人, over_time: stock}
    签约人数: {type: number, en: signed, unit: 人, over_time: stock}
"""
