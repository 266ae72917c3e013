"""The robots and the general webhook against real servers on this computer."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from healthkpi.model.run import Failed
from healthkpi.notices import Notice, read_notices, send
from healthkpi.notices.dingtalk import MOST_BYTES as MOST_OF_DINGTALK
from healthkpi.notices.dingtalk import body_of, signed
from healthkpi.notices.wecom import MOST_BYTES as MOST_OF_WECOM
from healthkpi.notices.wecom import content_of
from healthkpi.text import same
from notices.runs import FINISHED
from notices.servers import WebServer, free_port, web_server

KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
SECRET = "SECabcdef0123456789"
TOKEN = "tok-0123456789"
OK = (200, {"errcode": 0, "errmsg": "ok"})
NO_WAIT = (0.0, 0.0)
CHANNELS = ["wecom", "dingtalk", "webhook"]


@pytest.fixture
def wished(tmp_path):
    """What a table of healthkpi.toml says, with the address in the environment."""

    def make(channel, server, scheme="http", environ=None, **words):
        address = f"{scheme}://127.0.0.1:{server if isinstance(server, int) else server.port}/send?key={KEY}"
        table = {"channel": channel, "url_env": "KPI_URL", "when": "always", "timeout": 5, **words}
        return read_notices({"group": table}, tmp_path, {"KPI_URL": address, **(environ or {})})

    return make


def many(count: int) -> Notice:
    """So many files that could not be read, ten of them named."""
    long = [Failed(f"{at}号{'乡' * 150}.xlsx", same("打不开")) for at in range(count)]
    return Notice("run", FINISHED, failed=tuple(long))


def only(faults):
    (fault,) = faults
    return fault.message


def test_wecom_gets_markdown_with_the_first_line_and_what_is_missed(wished, notice):
    with web_server(WebServer([OK])) as server:
        assert send(wished("wecom", server), notice, "zh") == ()
    assert server.data["msgtype"] == "markdown"
    lines = server.data["markdown"]["content"].splitlines()
    assert lines[:2] == [
        "### 健康指标核算",
        "**未达标 1 项，其中新出现 1 项；1 个没有算成；共核算 1 份报送**",
    ]
    assert "- 【新】签约率：44.50%，目标 ≥50%（2018-12-31），差 11人；3 个中 2 个已报；缺 丙镇" in lines
    assert lines[-1] == "详见：https://kpi.example.cn/结果/"
    ((method, path, headers),) = server.requests
    assert (method, path) == ("POST", f"/send?key={KEY}")
    assert headers["Content-Type"].startswith("application/json")


def test_a_long_message_to_wecom_is_cut_at_whole_lines_and_says_how_many_more():
    content = content_of(many(10), "zh")
    assert len(content.encode()) <= MOST_OF_WECOM
    lines = content.splitlines()
    shown = [line for line in lines if line.startswith("- ") and line.endswith(": 打不开")]
    # Each line has 150 signs of 3 bytes and some more, so eight of them fit into 4096.
    assert len(shown) == 8
    assert lines[-1] == "- …另有 2 项"


def test_what_was_left_out_before_is_counted_with_what_is_cut():
    # Of 15 files ten are named; of these ten eight fit: seven are left out.
    assert content_of(many(15), "zh").splitlines()[-1] == "- …另有 7 项"


def test_the_link_stands_however_much_is_cut():
    content = content_of(replace(many(10), link="https://kpi.example.cn/"), "zh")
    assert len(content.encode()) <= MOST_OF_WECOM
    assert content.splitlines()[-1] == "详见：https://kpi.example.cn/"


def test_a_whole_message_to_dingtalk_is_within_its_limit():
    wide = [Failed('"' * 4000 + f"{at}.xlsx", same("打不开")) for at in range(9)]
    body = body_of(Notice("run", FINISHED, failed=tuple(wide)), "zh")
    assert len(body) <= MOST_OF_DINGTALK
    # A quotation mark takes two bytes in JSON: two names of 4000 fit, three do not.
    assert "…另有 7 项" in json.loads(body)["markdown"]["text"]


def test_names_from_cells_are_neither_links_nor_mentions_in_a_chat():
    evil = Notice(
        "run", FINISHED, failed=(Failed("[点我](http://x) <@all> **大**", same("![图](http://x)")),)
    )
    content = content_of(evil, "zh")
    assert "［点我］(http://x) ＜＠all＞ ＊＊大＊＊: !［图］(http://x)" in content


def test_dingtalk_gets_title_and_text_signed_with_its_secret(wished, notice):
    with web_server(WebServer([OK])) as server:
        asked = wished("dingtalk", server, environ={"KPI_SECRET": SECRET}, secret_env="KPI_SECRET")
        assert send(asked, notice, "zh") == ()
    markdown = server.data["markdown"]
    assert markdown["title"].startswith("健康指标核算：未达标 1 项")
    assert "\n\n- 【新】签约率：44.50%" in markdown["text"]
    asked_for = parse_qs(urlsplit(server.requests[0][1]).query)
    (time,), (sign,) = asked_for["timestamp"], asked_for["sign"]
    wanted = hmac.new(SECRET.encode(), f"{time}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert base64.b64decode(sign) == wanted
    assert asked_for["key"] == [KEY]


def test_a_signature_is_escaped_in_the_address():
    # Computed with openssl: printf '1\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
    assert signed("https://x/send?access_token=t", "this is secret", 1) == (
        "https://x/send?access_token=t&timestamp=1&sign=wVaoE9o4ZEV9bdDtGeKjjDRCNDlrhg7hcuKeSV9wg4A%3D"
    )


@pytest.mark.parametrize(
    ("channel", "code", "told"),
    [
        ("wecom", 93000, "key 不对"),
        ("wecom", 45009, "每分钟最多 20 条"),
        ("wecom", 12345, "官方错误码"),
        ("dingtalk", 310000, "secret（加签）"),
        ("dingtalk", 300005, "access_token 不对"),
    ],
)
def test_status_200_with_an_error_code_is_a_failure(wished, notice, channel, code, told):
    with web_server(WebServer([(200, {"errcode": code, "errmsg": f"invalid {KEY}"})])) as server:
        message = only(send(wished(channel, server), notice, "zh", waits=NO_WAIT))
    assert f"errcode {code}" in message.zh
    assert told in message.zh
    assert KEY not in message.zh + message.en
    assert len(server.bodies) == 1


@pytest.mark.parametrize("answer", [b"<html>hello</html>", b"", [], {"code": 0}, {"errcode": "0"}])
def test_an_answer_that_is_no_robots_is_a_failure(wished, notice, answer):
    with web_server(WebServer([(200, answer)])) as server:
        message = only(send(wished("wecom", server), notice, "zh", waits=NO_WAIT))
    assert "没有 errcode" in message.zh


@pytest.mark.parametrize("channel", CHANNELS)
def test_status_500_is_tried_again(wished, notice, channel):
    with web_server(WebServer([(500, f"oops {KEY}".encode()), OK])) as server:
        assert send(wished(channel, server), notice, "zh", waits=NO_WAIT) == ()
    first, second = server.bodies
    assert first == second


def test_a_robot_that_is_busy_is_asked_again(wished, notice):
    with web_server(WebServer([(200, {"errcode": -1, "errmsg": "busy"}), OK])) as server:
        assert send(wished("dingtalk", server), notice, "zh", waits=NO_WAIT) == ()
    assert len(server.bodies) == 2


@pytest.mark.parametrize("channel", CHANNELS)
def test_status_500_for_ever_is_told_after_three_tries(wished, notice, channel):
    with web_server(WebServer([(500, f"oops {KEY}".encode())])) as server:
        message = only(send(wished(channel, server), notice, "zh", waits=NO_WAIT))
    assert message.zh == "127.0.0.1 没有收下（HTTP 500）"
    assert len(server.bodies) == 3


def test_status_403_is_not_tried_again(wished, notice):
    with web_server(WebServer([(403, b"no")])) as server:
        assert only(send(wished("webhook", server), notice, "zh", waits=NO_WAIT)).en == (
            "127.0.0.1 did not take it (HTTP 403)"
        )
    assert len(server.bodies) == 1


def test_a_slow_server_is_given_up_and_not_asked_twice(wished, notice):
    with web_server(WebServer([OK], slow=30)) as server:
        message = only(send(wished("wecom", server, timeout=1), notice, "zh", waits=NO_WAIT))
    assert message.zh == "127.0.0.1 没有回答（TimeoutError）；不知道送到没有，不再重试"
    assert len(server.bodies) == 1


def test_an_end_comes_though_no_timeout_does(wished, notice):
    with web_server(WebServer([OK], slow=30)) as server:
        message = only(send(wished("wecom", server), notice, "zh", longest=0.3))
    assert "等了很久没有结果" in message.zh


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_refused_connection_is_told(wished, notice, channel):
    message = only(send(wished(channel, free_port()), notice, "zh", waits=NO_WAIT))
    assert message.zh == "连不上 127.0.0.1（ECONNREFUSED）"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(wished, notice, status):
    with web_server(WebServer([OK])) as other:
        there = {"Location": f"http://127.0.0.1:{other.port}/send?key={KEY}"}
        with web_server(WebServer([(status, b"")], there)) as server:
            message = only(send(wished("webhook", server), notice, "zh", waits=NO_WAIT))
    assert f"HTTP {status}" in message.zh
    assert "不跟过去" in message.zh
    assert KEY not in message.zh + message.en
    assert other.requests == []


def test_a_certificate_is_checked_and_an_authority_of_ones_own_can_be_named(wished, notice, certificate):
    with web_server(WebServer([OK]), certificate) as server:
        unknown = send(wished("wecom", server, "https"), notice, "zh", waits=NO_WAIT)
        assert server.bodies == []
        known = wished("wecom", server, "https", ca_file=str(certificate.authority))
        assert send(known, notice, "zh") == ()
    assert "证书没有通过验证" in only(unknown).zh


@pytest.mark.parametrize(
    "address",
    [
        f"http://kpi.example.cn/send?key={KEY}",
        f"http://93.184.216.34/send?key={KEY}",
        f"ftp://127.0.0.1/{KEY}",
        f"file:///{KEY}",
        KEY,
        f"https://user:{KEY}@127.0.0.1/",
        f"https://127.0.0.1:port/{KEY}",
        f"https://127.0.0.1/{KEY}\r\nX: y",
        f"https://[{KEY}/",
    ],
)
def test_an_address_that_cannot_be_is_refused_without_being_shown(tmp_path, notice, address):
    table = {"channel": "wecom", "url_env": "KPI_URL", "when": "always"}
    asked = read_notices({"group": table}, tmp_path, {"KPI_URL": address})
    message = only(send(asked, notice, "zh", waits=NO_WAIT))
    assert "url_env" in message.zh
    assert KEY not in repr((asked, message))


def test_a_webhook_without_a_template_gets_the_notice_as_data(wished, notice):
    with web_server(WebServer([(204, b"")])) as server:
        asked = wished("webhook", server, environ={"KPI_TOKEN": TOKEN}, token_env="KPI_TOKEN")
        assert send(asked, notice, "en") == ()
    data = server.data
    assert data["counts"] == {
        "scored": 1,
        "missed": 1,
        "newly_missed": 1,
        "overdue": 0,
        "not_judged": 0,
        "failed": 1,
    }
    (told,) = data["returns"]
    assert (told["policy"], told["unit"], told["period"]) == ("plan", "某区", "2018-12")
    (missed,) = told["missed"]
    assert (missed["indicator"], missed["value"], missed["gap"]) == (
        "signing-coverage",
        "44.50%",
        "11 people short",
    )
    assert data["failed"] == [{"name": "口泉乡.xlsx", "message": "cannot be opened: the file is damaged"}]
    assert server.requests[0][2]["Authorization"] == f"Bearer {TOKEN}"


def test_a_template_says_what_json_goes_out(wished, notice, tmp_path):
    (tmp_path / "飞书.json").write_text(
        '{"msg_type": "text", "content": {"text": {{ text | tojson }}},\n'
        ' "names": [{% for each in failed %}{{ each.name | tojson }}{{ "," if not loop.last }}{% endfor %}]}',
        "utf-8",
    )
    with web_server(WebServer([(200, {"code": 0})])) as server:
        assert send(wished("webhook", server, template="飞书.json", expect={"code": 0}), notice, "zh") == ()
    assert server.data["content"]["text"].startswith("未达标 1 项，其中新出现 1 项")
    assert server.data["names"] == ["口泉乡.xlsx"]


def test_an_answer_other_than_expected_is_a_failure(wished, notice):
    with web_server(WebServer([(200, {"code": 19001, "msg": KEY})])) as server:
        message = only(send(wished("webhook", server, expect={"code": 0}), notice, "zh", waits=NO_WAIT))
    assert "code 不是 expect 要求的值" in message.zh
    assert KEY not in message.zh + message.en


def test_one_channel_that_fails_stops_none_of_the_others(wished, notice):
    with web_server(WebServer([OK])) as server:
        works = wished("wecom", server)
        fails = wished("dingtalk", free_port())
        faults = send((*fails, *works, *fails), notice, "zh", waits=NO_WAIT)
    assert len(faults) == 2
    assert len(server.bodies) == 1


def test_a_bug_in_a_channel_is_told_by_its_name_only(wished, notice):
    def breaks(_notice, _language):
        raise ValueError(KEY)

    with web_server(WebServer([OK])) as server:
        (works,) = wished("wecom", server)
        faults = send([replace(works, compose=breaks), works], notice, "zh")
    assert only(faults).zh == "healthkpi 自身出错（ValueError），没有送出"
    assert len(server.bodies) == 1


def test_a_test_notice_goes_out_whatever_it_is_wished_for(wished, notice_to_try):
    with web_server(WebServer([OK])) as server:
        assert send(wished("wecom", server, when="overdue"), notice_to_try, "zh") == ()
    assert server.data["markdown"]["content"].startswith("### 【测试】健康指标核算\n")


def test_what_nobody_wished_for_is_not_sent(wished, notice):
    # One is missed and one file failed; nothing is overdue.
    with web_server(WebServer([OK])) as server:
        assert send(wished("wecom", server, when="overdue"), notice, "zh") == ()
        assert server.bodies == []
        send(wished("wecom", server, when=["overdue", "failed"]), notice, "zh")
    assert len(server.bodies) == 1


def test_a_secret_that_is_gone_is_told_when_it_is_needed(tmp_path, notice):
    asked = read_notices(
        {"a": {"channel": "wecom", "url_env": "KPI_URL"}, "b": {"channel": "wecom", "url_file": "地址.txt"}},
        tmp_path,
        {"KPI_URL": " "},
    )
    first, second = send(asked, notice, "zh", waits=NO_WAIT)
    assert "url_env 说的环境变量没有设" in first.message.zh
    assert "url_file 说的文件读不到" in second.message.zh
