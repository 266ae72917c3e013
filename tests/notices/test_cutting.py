"""Whatever is told, a message fits and nothing is left out without being counted."""

import re

from hypothesis import given
from hypothesis import strategies as st

from healthkpi.model.run import Failed
from healthkpi.notices import Notice
from healthkpi.notices._lines import MOST_FAILED, Look, NoticeLine, cut_to_fit, lines_of
from healthkpi.notices.dingtalk import MOST_BYTES as MOST_OF_DINGTALK
from healthkpi.notices.dingtalk import body_of
from healthkpi.notices.wecom import MOST_BYTES as MOST_OF_WECOM
from healthkpi.notices.wecom import content_of
from healthkpi.text import same
from notices.runs import FINISHED

lines = st.lists(
    st.builds(NoticeLine, st.just(Look.ITEM), st.text(max_size=40), st.integers(0, 5)),
    min_size=1,
    max_size=30,
)
names = st.lists(st.text(min_size=1, max_size=3000), max_size=MOST_FAILED + 5)


def told_in_all(shown, language):
    """What stands there, and what the last line says is behind it."""
    more = re.fullmatch(r"…另有 (\d+) 项", shown[-1].words)
    return sum(line.items for line in shown[:-1]) + (int(more[1]) if more else shown[-1].items)


@given(lines, st.integers(0, 400))
def test_what_is_shown_and_what_is_left_out_are_all_there_is(lines, room):
    lines = [NoticeLine(Look.FIRST, "第一行"), *lines]
    shown = cut_to_fit(lines, "zh", lambda each: sum(len(line.words) for line in each) <= room)
    assert shown[0] == lines[0]
    if len(shown) > 1:
        assert sum(len(line.words) for line in shown) <= room
        assert told_in_all(shown, "zh") == sum(line.items for line in lines)


@given(names)
def test_no_message_is_longer_than_its_service_takes(names):
    notice = Notice("run", FINISHED, failed=tuple(Failed(name, same("打不开")) for name in names))
    assert len(content_of(notice, "zh").encode("utf-8", "replace")) <= MOST_OF_WECOM
    assert len(body_of(notice, "zh")) <= MOST_OF_DINGTALK
    assert sum(line.items for line in lines_of(notice, "zh")) == len(names)
