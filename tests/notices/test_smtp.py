"""E-mail against a real server on this computer."""

import pytest

from healthkpi.model.run import Failed
from healthkpi.notices import Notice, read_notices, send
from healthkpi.text import same
from notices.runs import FINISHED
from notices.servers import MailServer, basic, free_port, mail_server

PASSWORD = "t0p-secret"
NO_WAIT = (0.0, 0.0)

# The server thinks aloud about passwords without encryption; that is what is tried here.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.fixture
def wished(tmp_path, certificate):
    """What a table of healthkpi.toml says, for a server at a port."""

    def make(port, environ=None, **words):
        table = {
            "channel": "smtp",
            "host": "127.0.0.1",
            "port": port,
            "ca_file": str(certificate.authority),
            "from": "区卫健局统计 <kpi@example.cn>",
            "to": ["王科长 <wang@example.cn>", "li@example.cn"],
            "when": "always",
            "timeout": 5,
            **words,
        }
        table = {key: value for key, value in table.items() if value is not None}
        return read_notices({"mail": table}, tmp_path, environ or {})

    return make


def only(faults):
    (fault,) = faults
    return fault.message


@pytest.mark.parametrize("security", ["none", "starttls", "ssl"])
def test_a_notice_comes_with_subject_names_text_and_page_in_chinese(wished, notice, certificate, security):
    with mail_server(MailServer(), security, certificate) as server:
        assert send(wished(server.port, security=security), notice, "zh") == ()
    mail = server.mail()
    assert mail["Subject"] == ("健康指标核算：未达标 1 项，其中新出现 1 项；1 个没有算成；共核算 1 份报送")
    assert mail["From"].addresses[0].display_name == "区卫健局统计"
    assert [str(each) for each in mail["To"].addresses] == ["王科长 <wang@example.cn>", "li@example.cn"]
    assert server.recipients == ["wang@example.cn", "li@example.cn"]
    assert "44.50%，目标 ≥50%（2018-12-31），差 11人" in mail.get_body(("plain",)).get_content()
    page = mail.get_body(("html",)).get_content()
    assert "<td>≥50%</td>" in page
    assert 'href="https://kpi.example.cn/结果/"' in page


def test_a_message_is_of_seven_bits_dated_numbered_and_marked_as_automatic(wished, notice, certificate):
    with mail_server(MailServer(), "none", certificate) as server:
        send(wished(server.port, security="none"), notice, "zh")
    assert server.received[0].isascii()
    assert all(len(line) <= 998 for line in server.received[0].splitlines())
    mail = server.mail()
    assert mail["Date"].datetime.tzinfo is not None
    assert mail["Message-ID"].endswith("@example.cn>")
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("security", ["starttls", "ssl", "none"])
def test_a_right_password_is_let_in(wished, notice, certificate, security):
    with mail_server(MailServer("kpi@example.cn", PASSWORD), security, certificate) as server:
        asked = wished(
            server.port, {"KPI": PASSWORD}, security=security, user="kpi@example.cn", password_env="KPI"
        )
        assert send(asked, notice, "zh") == ()
    assert len(server.received) == 1


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_wrong_password_is_told_and_not_shown_though_the_server_repeats_it(
    wished, notice, certificate, security, tmp_path
):
    (tmp_path / "密码.txt").write_text(f"{PASSWORD}\n", "utf-8-sig")
    with mail_server(MailServer("kpi@example.cn", "another"), security, certificate) as server:
        asked = wished(server.port, security=security, user="kpi@example.cn", password_file="密码.txt")
        faults = send(asked, notice, "zh", waits=NO_WAIT)
    assert "不认用户名或密码（535）" in only(faults).zh
    shown = repr((asked, faults)) + only(faults).zh + only(faults).en
    assert PASSWORD not in shown
    assert basic(PASSWORD) not in shown
    assert server.received == []


def test_a_server_without_starttls_gets_nothing(wished, notice, certificate):
    with mail_server(MailServer(), "none", certificate) as server:
        faults = send(wished(server.port, security="starttls"), notice, "zh", waits=NO_WAIT)
    assert "不支持所要的 starttls" in only(faults).zh
    assert server.received == []


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_certificate_of_an_unknown_authority_is_refused_with_the_remedy(
    wished, notice, certificate, security
):
    with mail_server(MailServer(), security, certificate) as server:
        faults = send(wished(server.port, security=security, ca_file=None), notice, "zh", waits=NO_WAIT)
    assert "证书没有通过验证" in only(faults).zh
    assert "ca_file" in only(faults).en
    assert server.received == []


def test_who_is_refused_is_named_and_the_others_get_it(wished, notice, certificate):
    kept = MailServer(refuses={"li@example.cn": "550 no such user"})
    with mail_server(kept, "none", certificate) as server:
        faults = send(wished(server.port, security="none"), notice, "zh")
    assert only(faults).zh == "这些收件人没有收到：li@example.cn（550）"
    assert server.recipients == ["wang@example.cn"]


def test_a_server_that_is_busy_is_asked_again_and_gets_the_same_message(wished, notice, certificate):
    with mail_server(MailServer(busy=1), "none", certificate) as server:
        assert send(wished(server.port, security="none"), notice, "zh", waits=NO_WAIT) == ()
    assert server.tries == 2
    assert len(server.received) == 1


def test_a_server_that_stays_busy_is_asked_three_times(wished, notice, certificate):
    with mail_server(MailServer(busy=9), "none", certificate) as server:
        faults = send(wished(server.port, security="none"), notice, "zh", waits=NO_WAIT)
    assert only(faults).en == "127.0.0.1 did not take it (SMTP 451)"
    assert server.tries == 3


def test_no_server_at_all_is_told_with_its_place(wished, notice):
    port = free_port()
    faults = send(wished(port), notice, "zh", waits=NO_WAIT)
    assert only(faults).zh == (
        f"和 127.0.0.1:{port} 的连接没有成（ConnectionRefusedError）；核对 host、port、security"
    )


def test_a_long_notice_breaks_no_line_and_no_sign(wished, certificate):

    names = [Failed(f"{'乡' * 300}{at}.xlsx", same("打不开" * 100)) for at in range(10)]
    long = Notice("run", FINISHED, failed=tuple(names))
    with mail_server(MailServer(), "none", certificate) as server:
        assert send(wished(server.port, security="none"), long, "zh") == ()
    text = server.mail().get_body(("plain",)).get_content()
    assert all(f"{each.name}: {each.message.zh}" in text for each in names)


def test_markup_in_a_name_is_shown_and_not_obeyed(wished, certificate):
    evil = Notice("run", FINISHED, failed=(Failed("<script>x</script>.xlsx", same("&")),))
    with mail_server(MailServer(), "none", certificate) as server:
        send(wished(server.port, security="none"), evil, "zh")
    page = server.mail().get_body(("html",)).get_content()
    assert "&lt;script&gt;x&lt;/script&gt;.xlsx: &amp;" in page


def test_a_computer_with_a_chinese_name_can_send(wished, notice, certificate, monkeypatch):
    monkeypatch.setattr("socket.getfqdn", lambda *_: "统计科电脑")
    with mail_server(MailServer(), "none", certificate) as server:
        assert send(wished(server.port, security="none"), notice, "zh") == ()
