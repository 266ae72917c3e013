"""What the robots of chat groups have in common: Markdown of one group of signs, and an answer that says 200 for every failure."""

from collections.abc import Mapping, Sequence
from typing import Any

from healthkpi.notices._channel import Undelivered
from healthkpi.notices._lines import Look, NoticeLine, see_line
from healthkpi.notices._notice import Notice
from healthkpi.text import Language, Text

# Names come from cells. What would be a link, a picture, a mention or emphasis becomes its full-width twin; neither robot
# documents a way to write the sign itself.
_HARMLESS = str.maketrans("<>[]*`_#@\\|~", "＜＞［］＊｀＿＃＠＼｜～")
_START = {Look.FIRST: "**{}**", Look.HEADING: "**{}**", Look.PLAIN: "{}", Look.ITEM: "- {}"}


def markdown(notice: Notice, lines: Sequence[NoticeLine], language: Language, between: str) -> str:
    """Title, lines, and the link last."""
    said = [f"### {notice.head.say(language)}"]
    said += [_START[line.look].format(_harmless(line.words)) for line in lines]
    see = see_line(notice, language)
    return between.join([*said, *([_harmless(see)] if see else [])])


def _harmless(words: str) -> str:
    return words.translate(_HARMLESS)


def refuse_failure(answer: Any, known: Mapping[int, Text], busy: frozenset[int]) -> None:
    """Raise what `errcode` says; an answer without one is no success either."""
    code = answer.get("errcode") if isinstance(answer, dict) else None
    if code == 0 and not isinstance(code, bool):
        return
    if not isinstance(code, int) or isinstance(code, bool):
        raise Undelivered(
            Text(
                "对方的回答里没有 errcode，不像是机器人；核对地址",
                "the answer has no errcode, so it is hardly a robot's; check the address",
            )
        )
    why = known.get(code, Text("见官方错误码说明", "see the service's list of codes"))
    raise Undelivered(
        Text(
            f"机器人没有收下（errcode {code}）：{why.zh}",
            f"the robot did not take it (errcode {code}): {why.en}",
        ),
        may_pass=code in busy,
    )
