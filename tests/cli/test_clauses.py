"""`healthkpi clauses` as its users run it."""

import csv
import io
import json

import pytest

COUNTS = {"computed": 40, "attested": 32, "needs_parameter": 4, "monitor": 2, "not_judged": 2}


def test_the_count_of_each_treatment_comes_first(healthkpi):
    ended = healthkpi("clauses", "yungang-2018")

    assert ended.code == 0
    assert ended.out.splitlines()[1] == "80 句：按表判定 40，按台账认定 32，需给参数 4，只记录 2，不判 2"


def test_a_sentence_that_is_not_judged_says_why(healthkpi):
    lines = healthkpi("clauses", "yungang-2018").out.splitlines()

    start = next(number for number, line in enumerate(lines) if line.startswith("Y-072"))
    assert "不判" in lines[start]
    assert "“推进公共场所控烟”" in lines[start]
    assert "没有可判的内容" in lines[start + 1]


def test_json_has_every_sentence_and_the_counts(healthkpi):
    data = json.loads(healthkpi("clauses", "yungang-2018", "--format", "json").out)

    assert data["summary"] == {"sentences": 40 + 32 + 4 + 2 + 2, "dispositions": COUNTS}
    first = data["clauses"][0]
    assert (first["row_id"], first["disposition"], first["indicator"]) == (
        "Y-001",
        "needs_parameter",
        "plan-tasks-done",
    )


def test_csv_opens_in_a_spreadsheet_and_names_the_indicators(healthkpi, tmp_path):
    healthkpi("clauses", "yungang-2018", "-o", "条款.csv")

    content = (tmp_path / "条款.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert len(rows) == 80
    assert (rows["Y-014"]["处理"], rows["Y-014"]["指标"]) == ("按表判定", "常住人口家庭医生签约覆盖率")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_window(healthkpi, width):
    page = healthkpi("clauses", "yungang-2018", COLUMNS=str(width)).out

    assert max(sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in page.splitlines()) <= width


def test_a_policy_that_does_not_exist_is_suggested(healthkpi):
    ended = healthkpi("clauses", "yungang-2019", "--lang", "en")

    assert ended.code == 2
    assert ended.err == 'error: there is no policy "yungang-2019"; did you mean "yungang-2018"?\n'


def test_an_unknown_format_or_suffix_is_refused(healthkpi):
    assert (
        "--format xlsx: 没有这种格式；可用 table, json, csv"
        in healthkpi("clauses", "yungang-2018", "--format", "xlsx").err
    )
    assert "-o a.docx: 后缀只能是 .json .csv" in healthkpi("clauses", "yungang-2018", "-o", "a.docx").err


def test_mistakes_of_the_file_are_told_with_their_line(healthkpi, tmp_path):
    folder = tmp_path / "indicators" / "plan"
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(
        "title: 方案\nissuer: 某区\narea: {name: 某区, level: district}\nlevels: {district: 全区}\n", "utf-8"
    )
    (folder / "clauses.csv").write_text(
        "row_id,clause,quote,disposition,indicator,reason\nT-1,一,达50%,judged,,\n", "utf-8"
    )

    ended = healthkpi("clauses", "plan")

    assert ended.code == 2
    assert ended.err.startswith(
        "错误: plan/clauses.csv:2: disposition 不能写“judged”；可写：computed, attested"
    )


def test_list_names_every_policy_once_and_how_to_see_more(healthkpi):
    page = healthkpi("list", COLUMNS="100").out

    lines = [line for line in page.splitlines() if line.startswith("yungang-2018")]
    assert len(lines) == 1
    assert "大同市云冈区落实乡村振兴战略" in lines[0]
    assert "healthkpi list --policy" in page
