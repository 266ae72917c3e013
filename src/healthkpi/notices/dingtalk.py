"""A robot of a 钉钉 group: Markdown, a body of at most 20 000 bytes, signed where the robot asks for it, 20 messages a minute.

The address holds the token: https://oapi.dingtalk.com/robot/send?access_token=…
"""

import base64
import hmac
import time
from collections.abc import Mapping, Sequence
from urllib.parse import quote_plus

from healthkpi.json_line import json_line
from healthkpi.notices._channel import Channel, Compose, Deliver
from healthkpi.notices._lines import NoticeLine, cut_to_fit, lines_of
from healthkpi.notices._notice import Notice
from healthkpi.notices._post import post, read_target
from healthkpi.notices._robot import markdown, refuse_failure
from healthkpi.notices._secret import Secret
from healthkpi.notices._table import Table
from healthkpi.text import Language, Text

# https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
MOST_BYTES = 20_000
ERRORS: Mapping[int, Text] = {
    310000: Text(
        "没有通过机器人的安全设置：核对 secret（加签）、关键词（设为“健康指标”）、IP 白名单，以及这台电脑的时钟",
        "stopped by the robot's security settings: check the secret, the keyword (make it Health), the list of IP addresses "
        "and the clock of this computer",
    ),
    300001: Text("地址里的 access_token 不对", "the access_token in the address is wrong"),
    300005: Text("地址里的 access_token 不对", "the access_token in the address is wrong"),
    400101: Text("地址里的 access_token 不对", "the access_token in the address is wrong"),
    400013: Text("群已解散", "the group is gone"),
    400102: Text("机器人已停用", "the robot is switched off"),
    400106: Text("机器人不在群里", "the robot is not in the group"),
    410100: Text("发得太多，每分钟最多 20 条", "too many messages; 20 a minute are allowed"),
    130101: Text("发得太多，每分钟最多 20 条", "too many messages; 20 a minute are allowed"),
    460101: Text("内容太长", "the content is too long"),
    -1: Text("系统繁忙", "the service is busy"),
}
BUSY = frozenset({-1})


def _read(table: Table) -> Compose:
    target, secret = read_target(table), table.maybe_secret("secret")

    def compose(notice: Notice, language: Language) -> Deliver:
        body = body_of(notice, language)
        return lambda: refuse_failure(
            post(target, body, signed=_signed_now(target.url, secret)), ERRORS, BUSY
        )

    return compose


def _signed_now(url: Secret, secret: Secret | None) -> str | None:
    """Each try anew: a signature is good for an hour."""
    if secret is None:
        return None
    return signed(url.reveal(), secret.reveal(), time.time_ns() // 1_000_000)


def signed(address: str, secret: str, milliseconds: int) -> str:
    """The address with the time and its signature: HMAC-SHA256 under the secret, over the time and the secret."""
    words = f"{milliseconds}\n{secret}".encode()
    signature = base64.b64encode(hmac.digest(secret.encode(), words, "sha256")).decode()
    between = "&" if "?" in address else "?"
    return f"{address}{between}timestamp={milliseconds}&sign={quote_plus(signature)}"


def body_of(notice: Notice, language: Language) -> bytes:
    """The message, cut at whole lines; it breaks a line only where one is empty."""

    def body_with(shown: Sequence[NoticeLine]) -> bytes:
        title, text = notice.title.say(language), markdown(notice, shown, language, "\n\n")
        return json_line({"msgtype": "markdown", "markdown": {"title": title, "text": text}})

    lines = cut_to_fit(
        lines_of(notice, language), language, lambda shown: len(body_with(shown)) <= MOST_BYTES
    )
    return body_with(lines)


CHANNEL = Channel("dingtalk", Text("钉钉机器人", "robot of a DingTalk group"), _read)
