"""Residents' numbers, and words from the ledger of patients, are in no output: a ledger with every slip that people make."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from healthkpi.model.run import Failed, ReturnKey, Run, Scored
from healthkpi.notices import notice_of
from healthkpi.notices._lines import plain_text
from healthkpi.notices._mail import html_of
from healthkpi.notices.dingtalk import body_of
from healthkpi.notices.webhook import data_of
from healthkpi.notices.wecom import content_of
from healthkpi.text import Text

NAME, PHONE = "欧阳娜娜", "13812345678"
# As they are written: in full width, in groups, behind letters, the old fifteen digits.
NUMBERS = [
    "140211196001011234",
    "14021119600101123X",
    "１４０２１１１９６００１０１１２３４",
    "140211 19600101 1234",
    "140211-19600101-1234",
    "sfz140211196001011234",
    "140211600101123",
]
FORMS = (*NUMBERS[:5], "19600101", "1960010112", "１９６００１０１", "140211600101123")
SUFFIXES = (".docx", ".xlsx", ".html", ".json", ".csv", ".md", ".xml", ".txt")


def save(path, sheet, rows):
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.fixture
def ledger(tmp_path):
    """A number in the name column, a name under yes/no, a number as a key, as a unit, in a heading, a sheet and a file's name."""
    head = ["序号", "姓名", "身份证号", "乡（镇）", "病种", "是否应救治", "是否救治", "备注"]
    sick = [[at, NAME, number, "平旺乡", "肺癌", "是", "是", PHONE] for at, number in enumerate(NUMBERS)]
    sick += [
        [20, NUMBERS[0], NAME, "平旺乡", "肺癌", "是", "是", ""],
        [21, NAME, "140211197001011234", "平旺乡", "肺癌", f"是，{NAME}{PHONE}", f"{NAME}未治", ""],
        [22, NAME, "140211197001011234", "平旺乡", "肺癌", NUMBERS[2], NUMBERS[3], ""],
        [23, NAME, None, "平旺乡", "肺癌", NAME, PHONE, ""],
        ["合计", None, None, None, None, 26, 20, None],
    ]
    signing = [
        ["平旺乡", 100, 50],
        ["口泉乡", int(NUMBERS[0]), f"约{NUMBERS[2]}"],
        ["云冈镇", 10, NUMBERS[4]],
    ]
    signing += [[f"{number}", 10, 5] for number in NUMBERS]
    folder = tmp_path / "收件箱"
    folder.mkdir()
    save(folder / "大病救治台账.xlsx", "大病救治", [["云冈区大病专项救治台账（2018年9月）"], head, *sick])
    title = [f"云冈区家医签约2018年9月 联系人{NUMBERS[0]}"]
    save(
        folder / f"家医签约{NUMBERS[0]}.xlsx",
        f"签约{NUMBERS[1]}",
        [title, ["乡镇", "常住人口", "签约人数"], *signing],
    )
    return folder


def words_of(content):
    """All that can be read in a file, in the workbooks of its charts too."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name) for name in package.namelist()]
    return re.sub(r"<[^>]+>", "", " ".join(words_of(part) for part in parts))


@pytest.mark.parametrize(
    "words",
    [
        (
            "check",
            "收件箱",
            "--stats",
            "--level",
            "township",
            *(w for each in SUFFIXES for w in ("-o", f"a{each}")),
        ),
        ("report", "反馈单", "收件箱", "-o", "f.docx", "-o", "f.md"),
        (
            "check",
            "收件箱",
            "--section",
            "抽查",
            "--section",
            "明细",
            "--section",
            "问题数据",
            "--section",
            "佐证",
        ),
        ("check", "收件箱", "-q", "--format", "github"),
        ("explain", "serious-disease-treated", "收件箱"),
        ("explain", "signing-coverage", "收件箱"),
    ],
    ids=["check", "feedback", "sections", "annotations", "explain patients", "explain signing"],
)
def test_no_patient_and_no_identity_number_is_in_any_output(healthkpi, ledger, tmp_path, words):
    ended = healthkpi(*words, "--policy", "yungang-2018", COLUMNS="300")
    assert ended.code in {0, 1, 4}, ended.err
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent != ledger]
    form = ledger / "待确认.xlsx"
    files += [form] if form.is_file() else []
    told = {path.name: words_of(path.read_bytes()) for path in files}
    told |= {"on the screen": ended.out, "beside it": ended.err}
    for where, text in told.items():
        for secret in (*FORMS, NAME, PHONE):
            assert secret not in text, (where, text[max(0, text.find(secret) - 60) :][:150])


def test_peek_shows_no_number_and_nothing_below_a_sensitive_heading(healthkpi, ledger):
    ended = healthkpi("peek", "收件箱", "--policy", "yungang-2018", COLUMNS="300")
    assert not [secret for secret in FORMS if secret in ended.out + ended.err]


def test_no_patient_and_no_identity_number_is_in_any_notice(healthkpi, ledger):
    ended = healthkpi(
        "check", "收件箱", "--policy", "yungang-2018", "--as-of", "2019-01-15", "-q", "--format", "json"
    )
    now, key = datetime.now(UTC), ReturnKey("yungang-2018", f"云冈区{NUMBERS[1]}", "2018-09")
    # As if both indicators that it reaches were missed, so that all of them are told.
    document = json.loads(re.sub(r'("verdict"|"judgement"): ?"met"', r'\1: "missed"', ended.out))
    scored = Scored(key, None, "", (), None, document, document, (), 0.0)
    failed = Failed(
        f"家医签约{NUMBERS[0]}.xlsx", Text(f"打不开 {NUMBERS[4]}", f"cannot be opened {NUMBERS[4]}")
    )
    notice = notice_of(Run("run", now, now, "0", {}, (scored,), (failed,), 1), {}, "https://kpi.example.cn/")
    assert notice.counts.missed == 2
    for language in ("zh", "en"):
        told = [plain_text(notice, language), html_of(notice, language), content_of(notice, language)]
        told += [
            body_of(notice, language).decode(),
            json.dumps(data_of(notice, language), ensure_ascii=False),
        ]
        assert not [secret for secret in (*FORMS, NAME, PHONE) for each in told if secret in each]
