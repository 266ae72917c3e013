"""The tables [notices.NAME]: slips are told all at once, and never with what may be a secret."""

import pytest

from healthkpi.errors import HealthKpiError, Several
from healthkpi.notices import Occasion, channels, notices_named, read_notices

MAIL = {"channel": "smtp", "host": "smtp.example.cn", "from": "kpi@example.cn", "to": ["a@example.cn"]}
GROUP = {"channel": "wecom", "url_env": "KPI_URL"}
SECRET = "hunter2-hunter2"


def faults_of(tmp_path, **tables):
    with pytest.raises(HealthKpiError) as raised:
        read_notices(tables, tmp_path, {})
    error = raised.value
    assert SECRET not in repr(error) + error.message.zh + error.message.en
    return [each.message for each in (error.errors if isinstance(error, Several) else (error,))]


def test_there_are_four_channels():
    assert list(channels()) == ["dingtalk", "smtp", "webhook", "wecom"]


def test_what_is_left_out_is_as_usual(tmp_path):
    mail, group = read_notices({"mail": MAIL, "group": GROUP}, tmp_path, {})
    assert mail.when == group.when == {Occasion.NEWLY_MISSED, Occasion.FAILED}


def test_occasions_have_chinese_words_too(tmp_path):
    (group,) = read_notices({"group": {**GROUP, "when": ["已逾期", "failed"]}}, tmp_path, {})
    assert group.when == {Occasion.OVERDUE, Occasion.FAILED}


def test_all_that_is_wrong_is_told_at_once_with_its_table(tmp_path):
    mail = {**MAIL, "port": "465", "secruity": "ssl", "when": ["newly mised"], "to": ["nobody"]}
    told = faults_of(tmp_path, mail=mail, group={"channel": "weccom"})
    assert [each.zh for each in told] == [
        "healthkpi.toml: [notices.mail] when 里没有“newly mised”；是不是“newly missed”？",
        "healthkpi.toml: [notices.mail] port 要写 1～65535 的整数",
        "healthkpi.toml: [notices.mail] to 里有不是邮箱地址的",
        "healthkpi.toml: [notices.mail] 不认识“secruity”；是不是“security”？",
        "healthkpi.toml: [notices.group] channel 里没有“weccom”；是不是“wecom”？",
    ]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({**MAIL, "user": "kpi@example.cn", "password": SECRET}, "password"),
        ({**GROUP, "url": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}"}, "url"),
        ({**GROUP, "channel": "dingtalk", "secret": SECRET}, "secret"),
        ({**GROUP, "channel": "webhook", "token": SECRET}, "token"),
    ],
)
def test_a_secret_in_the_settings_is_refused_with_what_to_do(tmp_path, table, key):
    (told,) = faults_of(tmp_path, group=table)
    assert f"{key} 不能写在 healthkpi.toml 里" in told.zh
    assert f'{key}_env = "VARIABLE"' in told.en
    assert f'{key}_file = "FILE"' in told.en


@pytest.mark.parametrize(
    "words",
    [
        {"url_env": f"https://x/?key={SECRET}"},
        {"url_env": 5},
        {"url_file": ["a"]},
        {"url_env": "A", "url_file": SECRET},
        {},
    ],
)
def test_a_place_of_a_secret_that_cannot_be_is_refused_without_being_shown(tmp_path, words):
    (told,) = faults_of(tmp_path, group={"channel": "wecom", **words})
    assert "url" in told.zh


def test_a_secret_under_any_other_key_is_not_shown_either(tmp_path):
    words = dict.fromkeys(("port", "timeout", "ca_file", "from", "to", "security"), SECRET)
    assert len(faults_of(tmp_path, mail={**MAIL, **words})) == 6


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("to", []),
        ("to", "a@example.cn\r\nBcc: b@example.cn"),
        ("to", "甲@example.cn"),
        ("to", "@example.cn"),
        ("from", 5),
        ("host", ""),
        ("timeout", 0),
        ("port", True),
        ("user", "kpi"),
        ("password_env", "KPI"),
    ],
)
def test_a_value_that_cannot_be_is_refused(tmp_path, key, value):
    (told,) = faults_of(tmp_path, mail={**MAIL, key: value})
    assert key.partition("_")[0] in told.zh


def test_a_chinese_domain_is_written_as_servers_know_it(tmp_path):
    read_notices({"mail": {**MAIL, "to": "科长 <a@卫健.中国>"}}, tmp_path, {})


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ('{"text": "{{ text }}"}', "不是 JSON"),
        ('{"text": {{ text | tojson }}', "不是 JSON"),
        ('{"text": {{ txt | tojson }}}', "'txt' is undefined"),
        ("{% for %}", "模板.json:1"),
        ("{% include '/etc/passwd' %}", "template 模板.json"),
        ("{{ run.__class__.__mro__ | string | tojson }}", "template 模板.json"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
)
def test_a_template_is_tried_before_the_night(tmp_path, template, told):
    (tmp_path / "模板.json").write_text(template, "utf-8")
    (message,) = faults_of(tmp_path, group={**GROUP, "channel": "webhook", "template": "模板.json"})
    assert told in message.zh


def test_a_template_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "模板.json").write_bytes('{"a": "中"}'.encode("gb18030"))
    (message,) = faults_of(tmp_path, group={**GROUP, "channel": "webhook", "template": "模板.json"})
    assert "UTF-8" in message.zh


def test_notices_are_chosen_by_name_and_an_unknown_one_is_told_with_those_there_are(tmp_path):
    wished = read_notices({"mail": MAIL, "group": GROUP}, tmp_path, {})
    assert [each.name for each in notices_named(wished, ["group"])] == ["group"]
    with pytest.raises(HealthKpiError, match="there are: mail, group"):
        notices_named(wished, ["mial"])
    with pytest.raises(HealthKpiError, match="no other notice"):
        notices_named((), ["mail"])
