"""From `healthkpi batch` to the servers: what arrives, and that no secret is left anywhere on the way."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from notices.runs import ROOT
from notices.servers import MailServer, WebServer, basic, mail_server, web_server

KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
PASSWORD = "t0p-secret"
SIGNING_SECRET = "SECabcdef0123456789"

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


def settings_of(mail, certificate) -> str:
    return f"""
policy = "yungang-2018"

[jobs.nightly]
inputs = ["收件箱"]
out = "结果"
notices = ["mail", "wecom", "dingtalk"]

[notices.mail]
channel = "smtp"
host = "127.0.0.1"
port = {mail.port}
security = "starttls"
ca_file = "{certificate.authority.as_posix()}"
user = "kpi@example.cn"
password_file = "密码.txt"
to = ["wang@example.cn"]

[notices.wecom]
channel = "wecom"
url_env = "KPI_WECOM_URL"

[notices.dingtalk]
channel = "dingtalk"
url_env = "KPI_DINGTALK_URL"
secret_env = "KPI_DINGTALK_SECRET"
"""


@pytest.fixture
def batch(tmp_path, certificate):
    """The job of a night, with the September of a district."""
    (tmp_path / "收件箱").mkdir()
    shutil.copy(ROOT / "sample_data" / "云冈区2018年.xlsx", tmp_path / "收件箱")
    (tmp_path / "密码.txt").write_text(PASSWORD + "\n", "utf-8")

    def run(mail, web):
        (tmp_path / "healthkpi.toml").write_text(settings_of(mail, certificate), "utf-8")
        address = f"http://127.0.0.1:{web.port}/send?key={KEY}"
        environment = {
            **os.environ,
            "HEALTHKPI_LANG": "zh",
            "PYTHONUTF8": "1",
            "KPI_WECOM_URL": address,
            "KPI_DINGTALK_URL": address,
            "KPI_DINGTALK_SECRET": SIGNING_SECRET,
        }
        words = [sys.executable, "-m", "healthkpi", "batch", "--job", "nightly"]
        return subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, timeout=120)

    return run


def whereabouts(folder, ended) -> list[str]:
    """Where any of the secrets stands: on the screen, or in a file but the one that it is kept in."""
    places = {"stdout": ended.stdout, "stderr": ended.stderr}
    places |= {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "密码.txt"
    }
    secrets = [KEY, PASSWORD, basic(PASSWORD), basic(f"\0kpi@example.cn\0{PASSWORD}"), SIGNING_SECRET]
    return [place for place, content in places.items() for word in secrets if word.encode() in content]


def test_a_night_is_told_by_every_channel_and_keeps_its_secrets(batch, tmp_path, certificate):
    web = WebServer([(200, {"errcode": 0})])
    with (
        web_server(web),
        mail_server(MailServer("kpi@example.cn", PASSWORD), "starttls", certificate) as mail,
    ):
        ended = batch(mail, web)
    assert ended.returncode == 1, ended.stderr.decode()
    # 17 of the 57 tasks of 2018 are missed; there was nothing before.
    assert mail.mail()["Subject"].startswith("健康指标核算：未达标 17 项，其中新出现 17 项；")
    assert "差 30人" in mail.mail().get_body(("plain",)).get_content()
    told = [json.loads(body)["markdown"] for body in web.bodies]
    assert all("未达标 17 项" in each.get("content", each.get("text")) for each in told)
    assert len(told) == 2
    assert whereabouts(tmp_path, ended) == []


def test_servers_that_repeat_the_secrets_get_them_nowhere(batch, tmp_path, certificate):
    web = WebServer([(200, {"errcode": 310000, "errmsg": f"{KEY} {SIGNING_SECRET}"})])
    with (
        web_server(web),
        mail_server(MailServer("kpi@example.cn", "another"), "starttls", certificate) as mail,
    ):
        ended = batch(mail, web)
    said = ended.stderr.decode()
    assert ended.returncode == 2
    assert "通知 mail：127.0.0.1 不认用户名或密码（535）" in said
    assert "通知 dingtalk：机器人没有收下（errcode 310000）" in said
    assert whereabouts(tmp_path, ended) == []


def test_a_night_that_cannot_begin_is_told(batch, tmp_path, certificate):
    shutil.rmtree(tmp_path / "收件箱")
    web = WebServer([(200, {"errcode": 0})])
    with (
        web_server(web),
        mail_server(MailServer("kpi@example.cn", PASSWORD), "starttls", certificate) as mail,
    ):
        ended = batch(mail, web)
    assert ended.returncode == 2
    assert mail.mail()["Subject"] == "健康指标核算：没有一份报送算成；1 个没有算成"
    assert "收件箱" in mail.mail().get_body(("plain",)).get_content()
