"""What a notice says of a run: figures as finished words in both languages, nothing a report would not show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from healthkpi.model.run import Failed, ReturnKey
from healthkpi.text import Text

TITLE = Text("健康指标核算", "Health indicators")
NOTHING_WRONG = Text("到期的目标没有未达标的", "no due target is missed")
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


@dataclass(frozen=True)
class Notice:
    """What is missed, newly missed, overdue and failed in a run; counts are of indicators, each once a return."""

    run: str
    finished: datetime
    scored: int = 0
    not_judged: int = 0
    returns: tuple[ReturnNoticed, ...] = ()
    failed: tuple[Failed, ...] = ()
    link: str | None = None
    is_test: bool = False

    @cached_property
    def shortfalls(self) -> Sequence[Shortfall]:
        """Those of all returns."""
        return [shortfall for each in self.returns for shortfall in each.shortfalls]

    @property
    def missed(self) -> int:
        """How many indicators are missed."""
        return len(self.shortfalls)

    @property
    def newly_missed(self) -> int:
        """How many of them were not missed before."""
        return sum(each.is_new for each in self.shortfalls)

    @property
    def overdue(self) -> int:
        """Of how many of them the date has passed."""
        return sum(each.overdue > 0 for each in self.shortfalls)

    @property
    def occasions(self) -> frozenset[Occasion]:
        """What there is to send it for."""
        found = {
            Occasion.MISSED: self.missed,
            Occasion.NEWLY_MISSED: self.newly_missed,
            Occasion.OVERDUE: self.overdue,
            Occasion.FAILED: len(self.failed),
        }
        return frozenset({Occasion.ALWAYS, *(each for each, count in found.items() if count)})

    @cached_property
    def first_line(self) -> Text:
        """How many are missed, not judged and failed."""
        if self.is_test:
            return A_TEST
        said = [NOTHING_WRONG] if not self.missed else [self._missed_said()]
        if self.not_judged:
            said.append(Text(f"未判定 {self.not_judged} 项", f"{self.not_judged} not judged"))
        if self.failed:
            said.append(Text(f"{len(self.failed)} 个没有算成", f"{len(self.failed)} could not be scored"))
        returns = "" if self.scored == 1 else "s"
        said.append(Text(f"共核算 {self.scored} 份报送", f"{self.scored} return{returns} scored"))
        return Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))

    def _missed_said(self) -> Text:
        zh, en = [f"未达标 {self.missed} 项"], [f"{self.missed} missed"]
        if self.newly_missed:
            zh.append(f"其中新出现 {self.newly_missed} 项")
            en.append(f"{self.newly_missed} of them newly")
        if self.overdue:
            zh.append(f"已逾期 {self.overdue} 项")
            en.append(f"{self.overdue} overdue")
        return Text("，".join(zh), ", ".join(en))

    @property
    def head(self) -> Text:
        """What every message begins with, so that a robot can be told to let in only those with these words."""
        return Text("【测试】{it}", "[test] {it}").format(it=TITLE) if self.is_test else TITLE

    @property
    def title(self) -> Text:
        """The subject of an e-mail."""
        rest = Text("通知设置", "settings of notices") if self.is_test else self.first_line
        return Text(f"{self.head.zh}：{rest.zh}", f"{self.head.en}: {rest.en}")


def test_notice(run: str, finished: datetime) -> Notice:
    """A notice that says it is a test, to try the settings with."""
    return Notice(run=run, finished=finished, is_test=True)
