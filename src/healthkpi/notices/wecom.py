"""A robot of a 企业微信 group: Markdown of at most 4096 bytes, 20 messages a minute.

The address holds the key: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…
"""

from collections.abc import Mapping

from healthkpi.json_line import json_line
from healthkpi.notices._channel import Channel, Compose, Deliver
from healthkpi.notices._lines import cut_to_fit, lines_of
from healthkpi.notices._notice import Notice
from healthkpi.notices._post import post, read_target
from healthkpi.notices._robot import markdown, refuse_failure
from healthkpi.notices._table import Table
from healthkpi.text import Language, Text

# https://developer.work.weixin.qq.com/document/path/91770
MOST_BYTES = 4096
ERRORS: Mapping[int, Text] = {
    93000: Text("地址里的 key 不对，或机器人已删除", "the key in the address is wrong, or the robot is gone"),
    40058: Text("内容不合要求", "the content is not as it should be"),
    45009: Text("发得太多，每分钟最多 20 条", "too many messages; 20 a minute are allowed"),
    45033: Text("同时发的太多", "too many at once"),
    -1: Text("系统繁忙", "the service is busy"),
}
BUSY = frozenset({-1, 45033})


def _read(table: Table) -> Compose:
    target = read_target(table)

    def compose(notice: Notice, language: Language) -> Deliver:
        body = json_line({"msgtype": "markdown", "markdown": {"content": content_of(notice, language)}})
        return lambda: refuse_failure(post(target, body), ERRORS, BUSY)

    return compose


def content_of(notice: Notice, language: Language) -> str:
    """The message, cut at whole lines."""
    lines = cut_to_fit(
        lines_of(notice, language),
        language,
        lambda shown: len(markdown(notice, shown, language, "\n").encode()) <= MOST_BYTES,
    )
    return markdown(notice, lines, language, "\n")


CHANNEL = Channel("wecom", Text("企业微信机器人", "robot of a WeCom group"), _read)
