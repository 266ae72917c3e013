"""`healthkpi notices`: an administrator tries her settings without waiting for the night."""

import os
import subprocess
import sys

import pytest

from notices.servers import MailServer, WebServer, mail_server, web_server

KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
PASSWORD = "t0p-secret"

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.fixture
def run(tmp_path):
    """`healthkpi …` in a folder with these settings; whatever it prints or writes, a secret is not in it."""

    def ran(settings, *words, **environment):
        (tmp_path / "healthkpi.toml").write_text(settings, "utf-8")
        surroundings = {
            **os.environ,
            "HEALTHKPI_LANG": "zh",
            "PYTHONUTF8": "1",
            "COLUMNS": "200",
            **environment,
        }
        ended = subprocess.run(
            [sys.executable, "-m", "healthkpi", "notices", *words],
            cwd=tmp_path,
            env=surroundings,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert KEY not in ended.stdout + ended.stderr
        assert PASSWORD not in ended.stdout + ended.stderr
        return ended

    return ran


def settings_of(mail_port: int, certificate) -> str:
    return f"""
[notices.mail]
channel = "smtp"
host = "127.0.0.1"
port = {mail_port}
security = "starttls"
ca_file = "{certificate.authority.as_posix()}"
user = "kpi@example.cn"
password_env = "KPI_MAIL_PASSWORD"
to = ["wang@example.cn"]
when = ["newly missed", "overdue", "failed"]

[notices.group]
channel = "wecom"
url_env = "KPI_WECOM_URL"
"""


def test_a_test_goes_out_by_each_and_says_that_it_is_one(run, certificate):
    web = WebServer([(200, {"errcode": 0, "errmsg": "ok"})])
    with (
        web_server(web),
        mail_server(MailServer("kpi@example.cn", PASSWORD), "starttls", certificate) as mail,
    ):
        ended = run(
            settings_of(mail.port, certificate),
            "--test",
            KPI_MAIL_PASSWORD=PASSWORD,
            KPI_WECOM_URL=f"http://127.0.0.1:{web.port}/send?key={KEY}",
        )
    assert ended.stdout.splitlines() == ["mail：测试通知已送出", "group：测试通知已送出"]
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert mail.mail()["Subject"] == "【测试】健康指标核算：通知设置"
    assert web.data["markdown"]["content"].startswith("### 【测试】健康指标核算")


def test_what_goes_wrong_is_told_with_the_name_and_the_rest_is_sent(run, certificate):
    web = WebServer([(200, {"errcode": 93000, "errmsg": f"invalid webhook url {KEY}"})])
    with (
        web_server(web),
        mail_server(MailServer("kpi@example.cn", PASSWORD), "starttls", certificate) as mail,
    ):
        ended = run(
            settings_of(mail.port, certificate),
            "--test",
            KPI_MAIL_PASSWORD=PASSWORD,
            KPI_WECOM_URL=f"http://127.0.0.1:{web.port}/send?key={KEY}",
        )
    assert ended.stdout.splitlines() == ["mail：测试通知已送出"]
    assert ended.stderr.startswith("错误: group：机器人没有收下（errcode 93000）")
    assert ended.returncode == 2
    assert len(mail.received) == 1


def test_only_the_one_that_is_named_is_tried(run, certificate):
    with web_server(WebServer([(200, {"errcode": 0})])) as web:
        address = f"http://127.0.0.1:{web.port}/send?key={KEY}"
        ended = run(settings_of(1, certificate), "group", "--test", KPI_WECOM_URL=address)
    assert ended.stdout == "group：测试通知已送出\n"


def test_without_the_option_they_are_listed_and_nothing_is_sent(run, certificate):
    with web_server(WebServer([(200, {"errcode": 0})])) as web:
        address = f"http://127.0.0.1:{web.port}/send?key={KEY}"
        ended = run(settings_of(1, certificate), KPI_WECOM_URL=address)
    assert ended.stdout.splitlines() == [
        "mail：电子邮件；新未达标、已逾期、没有算成时发；password_env 没有",
        "group：企业微信机器人；新未达标、没有算成时发；url_env 有",
    ]
    assert ended.returncode == 0
    assert web.bodies == []


def test_no_notice_at_all_is_told_with_where_to_read(run):
    ended = run("")
    assert "没有 [notices.名称]" in ended.stderr
    assert ended.returncode == 2


def test_slips_are_told_all_at_once(run):
    ended = run(
        '[notices.a]\nchannel = "smtp"\nhots = "x"\n[notices.b]\nchannel = "wecom"\nurl = "https://x"'
    )
    lines = ended.stderr.splitlines()
    assert [line.partition("] ")[0] for line in lines] == ["错误: healthkpi.toml: [notices.a"] * 4 + [
        "错误: healthkpi.toml: [notices.b"
    ]
    assert ended.returncode == 2
