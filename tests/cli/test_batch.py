"""`healthkpi batch`: many returns in one run, for scripts."""

import csv
import io
import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from jsonschema import Draft202012Validator

from healthkpi.present._output_schema import run_schema
from returns import USUAL, Bureau, write_return

# Of 4 000 residents 2 000 in August, 2 060 in September, and 1 960 at the end of the year, when 50 % are due.
MONTHS = {
    "2018年8月": USUAL,
    "2018年9月": [["甲乡", 1000, 520], ["乙乡", 2000, 940], ["丙镇", 1000, 600]],
}
YEAR_END = [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 560]]
HISTORY_AND_RUN = {"run.json", "history.sqlite"}


@pytest.fixture
def inbox(tmp_path):
    """Two months of one district, each in its folder; the definitions lie where `batch` looks for them."""
    Bureau(tmp_path)
    folder = tmp_path / "收件箱"
    for month, rows in MONTHS.items():
        (folder / month).mkdir(parents=True)
        write_month(folder / month, month, rows)
    return folder


def write_month(folder, month, rows, name="签约.xlsx"):
    return write_return(folder, rows, name=name, title=f"某区签约情况表（{month}）")


def run_file(folder):
    return json.loads((folder / "结果" / "run.json").read_bytes())


def returns_of(folder):
    return {(each["policy"], each["unit"], each["period"]): each for each in run_file(folder)["returns"]}


def table_of(folder):
    return list(csv.DictReader(io.StringIO((folder / "结果" / "结果.csv").read_text("utf-8-sig"))))


def files_of(folder):
    """Everything that a person or script looks at, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".healthkpi" not in path.parts
    }


def result_of(folder, month):
    return json.loads((folder / "结果" / "plan" / month / "结果.json").read_bytes())


def reused(folder):
    return {period: each["reused"] for (_, _, period), each in returns_of(folder).items()}


def test_each_month_is_a_return_of_its_own(healthkpi, tmp_path, inbox):
    ended = healthkpi("batch", inbox, "-o", "结果")

    assert ended.code == 0
    assert set(returns_of(tmp_path)) == {("plan", "某区", "2018-08"), ("plan", "某区", "2018-09")}
    assert "2 份报送" in ended.out


def test_the_exit_code_is_the_worst_of_all_returns(healthkpi, tmp_path, inbox):
    write_month(inbox, "2018年", YEAR_END)

    ended = healthkpi("batch", inbox, "-o", "结果")

    assert ended.code == 1
    assert {period: each["exit_code"] for (_, _, period), each in returns_of(tmp_path).items()} == {
        "2018-08": 0,
        "2018-09": 0,
        "2018": 1,
    }


def test_a_return_has_the_result_that_check_gives_of_its_folder(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果")
    checked = healthkpi("check", inbox / "2018年8月", "--no-ask", "--format", "json")

    assert result_of(tmp_path, "2018-08") == json.loads(checked.out)


def test_a_month_is_compared_with_the_one_before_it_in_the_same_run(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果")
    words = (
        "check",
        inbox / "2018年9月",
        "--baseline",
        inbox / "2018年8月",
        "--no-ask",
        "-q",
        "--format",
        "json",
    )
    checked = json.loads(healthkpi(*words).out)

    judged = result_of(tmp_path, "2018-09")["indicators"][0]["judged"]

    assert judged[0]["changes"] == checked["indicators"][0]["judged"][0]["changes"]
    # 51.50 % less 50.00 %: 2 060 and 2 000 of the same 4 000.
    assert [(each["since"], each["amount"], each["counted"]) for each in judged[0]["changes"]] == [
        ("previous period", "1.5", "60")
    ]


def test_one_table_has_the_lines_of_every_return(healthkpi, tmp_path, inbox):
    write_month(inbox, "2018年", YEAR_END)

    healthkpi("batch", inbox, "-o", "结果")

    area = [line for line in table_of(tmp_path) if line["单位"] == "某区"]
    assert [(each["报送"], each["期间"], each["分子"], each["判定"]) for each in area] == [
        ("某区", "2018-08", "2000", "已达到"),
        ("某区", "2018-09", "2060", "已达到"),
        ("某区", "2018", "1960", "未达标"),
    ]


def test_what_has_not_changed_is_not_scored_again(healthkpi, tmp_path, inbox):
    first = healthkpi("batch", inbox, "-o", "结果")
    before = files_of(tmp_path / "结果")

    second = healthkpi("batch", inbox, "-o", "结果")

    after = files_of(tmp_path / "结果")
    assert (first.code, second.code) == (0, 0)
    assert reused(tmp_path) == {"2018-08": True, "2018-09": True}
    assert without(after, HISTORY_AND_RUN) == without(before, HISTORY_AND_RUN)


def without(files, names):
    return {name: content for name, content in files.items() if name not in names}


def test_what_has_not_changed_is_scored_again_with_force(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果")
    healthkpi("batch", inbox, "-o", "结果", "--force")

    assert reused(tmp_path) == {"2018-08": False, "2018-09": False}


def test_a_month_that_changed_is_scored_again_and_so_is_the_one_that_is_compared_with_it(
    healthkpi, tmp_path, inbox
):
    healthkpi("batch", inbox, "-o", "结果")
    write_month(inbox / "2018年8月", "2018年8月", YEAR_END)

    healthkpi("batch", inbox, "-o", "结果")

    assert reused(tmp_path) == {"2018-08": False, "2018-09": False}
    # 2 060 and now 1 960.
    assert result_of(tmp_path, "2018-09")["indicators"][0]["judged"][0]["changes"][0]["counted"] == "100"


def test_a_change_of_the_last_month_leaves_the_others_alone(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果")
    write_month(inbox / "2018年9月", "2018年9月", YEAR_END)

    healthkpi("batch", inbox, "-o", "结果")

    assert reused(tmp_path) == {"2018-08": True, "2018-09": False}


def test_a_changed_definition_scores_everything_again(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果")
    theme = tmp_path / "indicators" / "plan" / "theme.yaml"
    theme.write_text(theme.read_text("utf-8").replace("50%", "52%"), "utf-8")

    healthkpi("batch", inbox, "-o", "结果")

    assert reused(tmp_path) == {"2018-08": False, "2018-09": False}


def test_an_output_that_is_gone_is_written_again(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果")
    (tmp_path / "结果" / "plan" / "2018-09" / "结果.json").unlink()

    healthkpi("batch", inbox, "-o", "结果")

    assert result_of(tmp_path, "2018-09")["as_of"] == "2018-09-30"


def test_one_bad_file_stops_nothing_and_is_told(healthkpi, tmp_path, inbox):
    (inbox / "2018年9月" / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    ended = healthkpi("batch", inbox, "-o", "结果")

    assert ended.code == 2
    assert len(returns_of(tmp_path)) == 2
    assert [each["name"] for each in run_file(tmp_path)["failed"]] == ["收件箱/2018年9月/坏.xlsx"]
    assert "坏.xlsx" in ended.err


def test_what_office_and_downloads_leave_behind_is_no_input(healthkpi, tmp_path, inbox):
    for name in ("~$签约.xlsx", ".~lock.签约.xlsx#", "签约.xlsx.part", "Thumbs.db", "签约.tmp"):
        (inbox / "2018年9月" / name).write_bytes(b"not a workbook")

    ended = healthkpi("batch", inbox, "-o", "结果")

    assert ended.code == 0
    assert run_file(tmp_path)["failed"] == run_file(tmp_path)["left_out"] == []


def test_a_picture_is_left_out_and_told(healthkpi, tmp_path, inbox):
    (inbox / "照片.png").write_bytes(b"\x89PNG\r\n\x1a\n....")

    ended = healthkpi("batch", inbox, "-o", "结果")

    assert ended.code == 0
    assert run_file(tmp_path)["left_out"] == ["收件箱/照片.png"]
    assert "照片.png" in ended.err


def test_the_results_are_no_inputs_where_they_lie_among_them(healthkpi, tmp_path, inbox):
    first = healthkpi("batch", ".", "-o", "结果", "--report", "达标情况.xlsx")
    second = healthkpi("batch", ".", "-o", "结果", "--report", "达标情况.xlsx")

    assert (first.code, second.code) == (0, 0)
    assert len(returns_of(tmp_path)) == 2


def test_quiet_is_silent_where_nothing_is_wrong(healthkpi, tmp_path, inbox):
    ended = healthkpi("batch", inbox, "-o", "结果", "-q")

    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_a_job_fails_on_what_it_is_to_fail_on(healthkpi, tmp_path, inbox):
    write_month(inbox, "2018年", YEAR_END)
    (tmp_path / "healthkpi.toml").write_text(
        '[jobs.nightly]\ninputs = ["收件箱"]\nout = "结果"\nfail_on = ["error"]\n', "utf-8"
    )

    ended = healthkpi("batch", "--job", "nightly", "-q")

    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert run_file(tmp_path)["exit_code"] == 0
    assert returns_of(tmp_path)["plan", "某区", "2018"]["exit_code"] == 1


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(healthkpi, tmp_path, inbox):
    ended = healthkpi("batch", inbox, "-o", "结果", "--dry-run")

    assert ended.code == 0
    assert "会核算 2 份报送" in ended.out
    assert "收件箱/2018年9月/签约.xlsx" in ended.out
    assert not (tmp_path / "结果").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("batch",), "核算哪些文件"),
        (("batch", "收件箱"), "加 -o 文件夹"),
        (("batch", "没有", "-o", "结果"), "没有这个文件或文件夹"),
        (("batch", ".", "-o", "结果", "--each", "row"), "--each row"),
        (("batch", ".", "-o", "结果", "--period", "soon"), "--period soon"),
        (("batch", ".", "-o", "结果", "--report", "a/通报.docx"), "只写文件名"),
        (("batch", ".", "-o", "结果", "--report", "通报.doc"), "后缀只能是"),
        (("batch", ".", "-o", "结果", "--report", "反馈单:一览.xlsx"), "反馈单"),
        (("batch", "--job", "nightly"), "没有写任务"),
        (("batch", ".", "-o", "结果"), "没有找到可以核算的文件"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(healthkpi, tmp_path, words, says):
    ended = healthkpi(*words)

    assert ended.code == 2
    assert says in ended.err
    assert list(tmp_path.rglob("*")) == []


def test_a_job_with_mistakes_tells_all_of_them(healthkpi, tmp_path):
    (tmp_path / "healthkpi.toml").write_text('[jobs.nightly]\ninput = ["收件箱"]\nout = 3\n', "utf-8")

    ended = healthkpi("batch", "--job", "nightly")

    assert ended.code == 2
    assert "不认识“input”；是不是“inputs”？" in ended.err
    assert 'out 写成 out = "…"' in ended.err


def test_only_the_latest_month_is_scored_where_that_is_asked_for(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果", "--period", "latest")

    assert list(reused(tmp_path)) == ["2018-09"]


def test_the_latest_month_is_compared_with_what_the_history_keeps(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果", "--period", "2018-08")
    shutil.rmtree(inbox / "2018年8月")

    healthkpi("batch", inbox, "-o", "结果")

    changes = result_of(tmp_path, "2018-09")["indicators"][0]["judged"][0]["changes"]
    assert [(each["since"], each["counted"]) for each in changes] == [("previous period", "60")]


def test_each_folder_can_be_a_unit_of_its_own(healthkpi, tmp_path):
    Bureau(tmp_path)
    for name in ("甲", "乙"):
        (tmp_path / "收件箱" / name).mkdir(parents=True)
        write_month(tmp_path / "收件箱" / name, "2018年9月", USUAL)

    healthkpi("batch", "收件箱", "-o", "结果", "--each", "folder")

    assert {unit for _, unit, _ in returns_of(tmp_path)} == {"收件箱/甲", "收件箱/乙"}
    assert (tmp_path / "结果" / "plan" / "收件箱" / "甲" / "2018-09" / "结果.json").is_file()


def test_reports_are_written_for_each_return(healthkpi, tmp_path, inbox):
    words = ("--report", "通报.docx", "--report", "反馈单:各单位.docx", "--report", "index.html")

    healthkpi("batch", inbox, "-o", "结果", *words)

    for month in ("2018-08", "2018-09"):
        folder = tmp_path / "结果" / "plan" / month
        assert {path.name for path in folder.iterdir()} == {
            "index.html",
            "各单位.docx",
            "结果.json",
            "通报.docx",
        }


def test_work_in_several_processes_gives_the_same_as_in_one(healthkpi, tmp_path, inbox):
    for name in "甲乙丙":
        (inbox / name).mkdir()
        write_month(inbox / name, "2018年9月", USUAL)
    words = ("batch", inbox, "--each", "folder", "--report", "通报.md")
    healthkpi(*words, "-o", "一", "--processes", "1")
    healthkpi(*words, "-o", "二", "--processes", "2")

    one, two = (without(files_of(tmp_path / out), HISTORY_AND_RUN) for out in ("一", "二"))

    assert one == two
    assert len(one) == 1 + 2 * 5


def test_run_json_is_as_its_schema_says(healthkpi, tmp_path, inbox):
    (inbox / "坏.xlsx").write_bytes(b"PK")
    (inbox / "2018年9月" / "更正.csv").write_text(
        "单元格,原值,新值,理由,更正人,日期\n签约.xlsx!C3,520,530,补录,王,2018-10-08\n", "utf-8"
    )
    healthkpi("batch", inbox, "-o", "结果")
    schema = run_schema()
    Draft202012Validator.check_schema(schema)

    written = run_file(tmp_path)

    Draft202012Validator(schema).validate(written)
    (month,) = [each for each in written["returns"] if each["period"] == "2018-09"]
    assert [each["name"] for each in month["inputs"]] == ["收件箱/2018年9月/签约.xlsx"]
    assert [(each["rows"], each["left_out"]) for each in month["inputs"]] == [(3, 0)]
    assert month["judgements"][0]["numerator"] == "2070"  # 2 060 and the ten of the correction
    assert json.loads(healthkpi("schema", "run").out) == schema


class Robot(BaseHTTPRequestHandler):
    """A webhook of the tests' own, which keeps what it is sent."""

    def do_POST(self):
        self.server.sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words):
        pass


@pytest.fixture
def robot():
    server = HTTPServer(("127.0.0.1", 0), Robot)
    server.sent = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def write_job(folder, robot, when):
    (folder / "healthkpi.toml").write_text(
        f"""
[jobs.nightly]
inputs = ["收件箱"]
out = "结果"
notices = ["hook"]
[notices.hook]
channel = "webhook"
url_env = "HOOK"
when = ["{when}"]
""",
        "utf-8",
    )


def test_what_is_newly_missed_is_told_once(healthkpi, tmp_path, inbox, robot):
    write_job(tmp_path, robot, "newly missed")
    hook = {"HOOK": f"http://127.0.0.1:{robot.server_port}/"}
    healthkpi("batch", "--job", "nightly", **hook)
    assert robot.sent == []

    write_month(inbox, "2018年", YEAR_END)
    healthkpi("batch", "--job", "nightly", **hook)
    assert len(robot.sent) == 1
    assert "签约率" in json.dumps(robot.sent, ensure_ascii=False)

    ended = healthkpi("batch", "--job", "nightly", **hook)

    assert ended.code == 1
    assert len(robot.sent) == 1


def test_a_notice_that_does_not_go_out_is_an_error_and_the_results_stand(healthkpi, tmp_path, inbox, robot):
    write_job(tmp_path, robot, "always")
    robot.server_close()

    ended = healthkpi("batch", "--job", "nightly", "-q", HOOK="http://127.0.0.1:9/")

    assert ended.code == 2
    assert "通知 hook" in ended.err
    assert len(returns_of(tmp_path)) == 2


def test_the_password_of_a_database_stands_nowhere(healthkpi, tmp_path, inbox):
    place = "postgresql://kpi:s3cret-w0rd@127.0.0.1:9/kpi"

    ended = healthkpi("batch", inbox, "-o", "结果", "--history", place)

    assert ended.code == 2
    everything = (
        ended.out
        + ended.err
        + "".join(
            path.read_bytes().decode("utf-8", "replace")
            for path in (tmp_path / "结果").rglob("*")
            if path.is_file()
        )
    )
    assert "s3cret-w0rd" not in everything


def test_a_month_that_cannot_be_scored_holds_up_no_other_and_is_taken_up_when_it_is_mended(
    healthkpi, tmp_path, inbox
):
    (inbox / "2018年7月").mkdir()
    # June's sheet in July's folder, and only that: refused, for it is not known which is right.
    write_month(inbox / "2018年7月", "2018年6月", USUAL)

    first = healthkpi("batch", inbox, "-o", "结果")
    again = healthkpi("batch", inbox, "-o", "结果")

    assert (first.code, again.code) == (2, 2)
    assert [each["name"] for each in run_file(tmp_path)["failed"]] == ["plan 某区 2018-07"]
    # They would be compared with July, so they are tried again each night.
    assert reused(tmp_path) == {"2018-08": False, "2018-09": False}
    write_month(inbox / "2018年7月", "2018年7月", USUAL)

    assert healthkpi("batch", inbox, "-o", "结果").code == 0
    assert healthkpi("batch", inbox, "-o", "结果").code == 0
    assert reused(tmp_path) == {"2018-07": True, "2018-08": True, "2018-09": True}


def test_a_locked_month_is_left_as_it_was_published(healthkpi, tmp_path, inbox):
    healthkpi("batch", inbox, "-o", "结果", "--report", "通报.md")
    history = tmp_path / "结果" / "history.sqlite"
    assert healthkpi("lock", "2018-09", "--by", "王", "--history", history).code == 0
    published = (tmp_path / "结果" / "plan" / "2018-09" / "通报.md").read_bytes()
    write_month(inbox / "2018年9月", "2018年9月", YEAR_END)

    ended = healthkpi("batch", inbox, "-o", "结果", "--report", "通报.md")

    assert ended.code == 2
    assert "2018-09" in ended.err
    assert "锁定" in ended.err
    assert (tmp_path / "结果" / "plan" / "2018-09" / "通报.md").read_bytes() == published
    assert {line["期间"]: line["分子"] for line in table_of(tmp_path) if line["单位"] == "某区"} == {
        "2018-08": "2000",
        "2018-09": "2060",
    }
