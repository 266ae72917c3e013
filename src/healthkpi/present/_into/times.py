"""Whether the time that a blank table says is the time of the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from healthkpi.errors import UsageError
from healthkpi.model.blank import TimeSaid, Wanted
from healthkpi.model.period import Period
from healthkpi.present._cells import period_text
from healthkpi.present._figures import clean
from healthkpi.present._report import Report
from healthkpi.text import Text, joined, same

OTHER = Text(
    "{place} 写的是“{words}”，这些数是{ours}的", '{place} says "{words}", these figures are of {ours}'
)
LONGER = Text(
    "{place} 写的是“{words}”，填进去的有{ours}的数；请核对是不是同一时期",
    '{place} says "{words}", and figures of {ours} stand below it; see whether the same time is meant',
)
LEFT_OPEN = Text(
    "{place} 的年月空着，没有填：{words}；数是{ours}的",
    "{place} leaves year or month open and was left so: {words}; the figures are of {ours}",
)
REFUSED = Text(
    "--into {name}：{why}，没有填；请换成{theirs}的数据，或先把表上的年月改对",
    "--into {name}: {why}; nothing was filled in. Give the data of {theirs}, or correct the time in the table first",
)


@dataclass(slots=True)
class Times:
    """What the sheets of one table say of their time, and what came of comparing it."""

    report: Report
    said: Sequence[TimeSaid]
    others: list[tuple[TimeSaid, Text]] = field(default_factory=list)
    longer: list[Text] = field(default_factory=list)

    def is_other(self, sheet: str, wanted: Wanted) -> Text | None:
        """Why a figure does not belong into a sheet."""
        ours, time = self._period_of(wanted), self._of_sheet(sheet)
        if ours is None or time is None or time.period is None:
            return None
        said = {"place": _place(time), "words": clean(time.words), "ours": period_text(ours)}
        if _is_longer(time.period, ours):
            self.longer.append(LONGER.format(**said))
        elif _is_other(time.period, ours):
            self.others.append((time, OTHER.format(**said)))
            return self.others[-1][1]
        return None

    def refusal(self, name: str) -> UsageError | None:
        """Where nothing could be filled in because of the time."""
        if not self.others:
            return None
        time, why = self.others[0]
        theirs = period_text(time.period) if time.period is not None else same("")
        return UsageError(REFUSED.format(name=name, why=why, theirs=theirs))

    def notes(self) -> Iterator[Text]:
        """What to look at: figures of a longer time, and a year or month that is hers to write."""
        yield from dict.fromkeys(self.longer)
        ours = joined([period_text(each) for each in periods_of(self.report)], "、", ", ")
        for time in self.said:
            if time.period is None:
                yield LEFT_OPEN.format(place=_place(time), words=clean(time.words), ours=ours)

    def _of_sheet(self, sheet: str) -> TimeSaid | None:
        return next((each for each in self.said if each.place.sheet == sheet and each.period), None)

    def _period_of(self, wanted: Wanted) -> Period | None:
        keys = {asked.indicator for asked in wanted.any_of}
        return next((each.tally.period for each in self.report.scorecard.supplied if each.id in keys), None)


def periods_of(report: Report) -> tuple[Period, ...]:
    """The times of the figures; the tables may hold earlier ones, too."""
    found = {each.tally.period for each in report.scorecard.supplied}
    return tuple(sorted(period for period in found if period is not None))


def _place(time: TimeSaid) -> Text:
    return same(time.place.address) if time.place.address else Text("工作表名", "the name of the sheet")


def _is_other(said: Period, ours: Period) -> bool:
    """A table of a year takes the figures of its months, and one of a month those up to its end."""
    is_within = said.start <= ours.start and ours.end <= said.end
    return not (is_within or said.end == ours.end)


def _is_longer(said: Period, ours: Period) -> bool:
    """Data that name no more than their year may be of the month that the table says: a person has to look."""
    return ours.start <= said.start and said.end <= ours.end and ours != said
