"""What a notice says of a run: figures as finished words in both languages, nothing a report would not show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from healthkpi.model.run import Failed, ReturnKey
from healthkpi.present._figures import clean
from healthkpi.present._layout import NOTHING_JUDGED, NOTHING_MISSED
from healthkpi.text import Text, joined

TITLE = Text("健康指标核算", "Health indicators")
NOTHING_SCORED = Text("没有一份报送算成", "no return could be scored")
A_TEST = Text(
    "这是一条测试通知，没有核算任何数据；收到它，说明设置好了",
    "this is a test notice, nothing was evaluated; that it has come means that the settings are right",
)


class Occasion(StrEnum):
    """What a notice is sent for."""

    MISSED = "missed"
    NEWLY_MISSED = "newly missed"
    OVERDUE = "overdue"
    FAILED = "failed"
    ALWAYS = "always"

    @property
    def label(self) -> Text:
        """The occasion in words; the Chinese one may be written in healthkpi.toml."""
        return _OCCASIONS[self]


_OCCASIONS = {
    Occasion.MISSED: Text("未达标", "missed"),
    Occasion.NEWLY_MISSED: Text("新未达标", "newly missed"),
    Occasion.OVERDUE: Text("已逾期", "overdue"),
    Occasion.FAILED: Text("没有算成", "failed"),
    Occasion.ALWAYS: Text("总是", "always"),
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An indicator that is missed; `gap` says by how much, or which units fall short where each is judged."""

    indicator: str
    name: Text
    value: Text
    target: Text
    by: str
    gap: Text
    remarks: Text
    overdue: int  # days since the date has passed; 0 where it has not
    is_new: bool  # not missed when this return was scored before


@dataclass(frozen=True, slots=True)
class ReturnNoticed:
    """A return with something missed, the new first; `heading` names document and day, `answer` is the first line of `check`."""

    key: ReturnKey
    heading: Text
    answer: Text
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many indicators are what, each once a return."""

    missed: int = 0
    newly_missed: int = 0
    overdue: int = 0
    not_judged: int = 0
    good: int = 0  # met, or reached before the date


@dataclass(frozen=True, slots=True)
class Notice:
    """What is missed, newly missed, overdue and failed in a run; `returns` are those that are told one by one."""

    run: str
    finished: datetime
    scored: int = 0
    counts: Counts = Counts()
    returns: tuple[ReturnNoticed, ...] = ()
    failed: tuple[Failed, ...] = ()
    link: str | None = None
    is_test: bool = False

    @property
    def untold(self) -> int:
        """How many that are missed are in no return that is told."""
        return self.counts.missed - sum(len(each.shortfalls) for each in self.returns)

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What there is to send it for."""
        found = {
            Occasion.MISSED: self.counts.missed,
            Occasion.NEWLY_MISSED: self.counts.newly_missed,
            Occasion.OVERDUE: self.counts.overdue,
            Occasion.FAILED: len(self.failed),
        }
        return frozenset({Occasion.ALWAYS, *(each for each, count in found.items() if count)})

    @property
    def first_line(self) -> Text:
        """How many are missed, not judged and failed."""
        if self.is_test:
            return A_TEST
        counts = self.counts
        said = [_missed_said(counts) if counts.missed else self._nothing_missed()]
        if counts.not_judged:
            said.append(Text(f"未判定 {counts.not_judged} 项", f"{counts.not_judged} not judged"))
        if self.failed:
            said.append(Text(f"{len(self.failed)} 个没有算成", f"{len(self.failed)} could not be scored"))
        if self.scored:
            returns = "" if self.scored == 1 else "s"
            said.append(Text(f"共核算 {self.scored} 份报送", f"{self.scored} return{returns} scored"))
        return joined(said)

    def _nothing_missed(self) -> Text:
        """No pass where there was nothing to pass."""
        if self.counts.good:
            return NOTHING_MISSED
        return NOTHING_JUDGED if self.scored else NOTHING_SCORED

    @property
    def head(self) -> Text:
        """What every message begins with, so that a robot can be told to let in only those with these words."""
        return Text("【测试】{it}", "[test] {it}").format(it=TITLE) if self.is_test else TITLE

    @property
    def title(self) -> Text:
        """The subject of an e-mail."""
        rest = Text("通知设置", "settings of notices") if self.is_test else self.first_line
        return Text(f"{self.head.zh}：{rest.zh}", f"{self.head.en}: {rest.en}")


def _missed_said(counts: Counts) -> Text:
    said = [Text(f"未达标 {counts.missed} 项", f"{counts.missed} missed")]
    if counts.newly_missed:
        said.append(Text(f"其中新出现 {counts.newly_missed} 项", f"{counts.newly_missed} of them newly"))
    if counts.overdue:
        said.append(Text(f"已逾期 {counts.overdue} 项", f"{counts.overdue} overdue"))
    return joined(said, "，", ", ")


def failure_notice(messages: Sequence[Text], now: datetime) -> Notice:
    """Of a run that could not begin."""
    said = (Text(clean(each.zh), clean(each.en)) for each in messages)
    return Notice(run="", finished=now, failed=tuple(Failed("healthkpi batch", each) for each in said))


def test_notice(run: str, finished: datetime) -> Notice:
    """A notice that says it is a test, to try the settings with."""
    return Notice(run=run, finished=finished, is_test=True)
