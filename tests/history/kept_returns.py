"""Returns of a small district, scored as they are, ready to be recorded."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from healthkpi.model.run import InputRead, ReturnKey, Run, Scored
from healthkpi.present.json import as_data
from returns import HEADINGS, USUAL, Bureau, write_return

BEGAN = datetime(2018, 10, 8, 22, 0, tzinfo=UTC)


class Office(Bureau):
    """A bureau that scores a month and records it."""

    def __init__(self, folder: Path, **more: str) -> None:
        super().__init__(folder, **more)
        self.runs = 0
        self._written = {}

    def month(self, month: int, rows=USUAL, headings=HEADINGS) -> Path:
        """The return of a month, in a folder of its own; the same rows are the same file, byte for byte."""
        if self._written.get(month) == rows:
            return self.folder / f"2018-{month:02}" / f"签约{month}月.xlsx"
        self._written[month] = rows
        folder = self.folder / f"2018-{month:02}"
        folder.mkdir(exist_ok=True)
        title = f"某区签约情况表（2018年{month}月）"
        return write_return(folder, rows, headings, f"签约{month}月.xlsx", title)

    def scored(self, *files: Path, **more: object) -> Scored:
        """What a run over these files keeps."""
        checked = self.check(*files, **more)
        document = as_data(checked.scorecard)
        correcting = [source.sha256 for source in checked.scorecard.corrections.files]
        sources = [workbook.source for workbook in checked.brought.statistics]
        period = checked.scorecard.periods[-1]
        decides = [*(source.sha256 for source in sources), *correcting, document["definitions"]["version"]]
        return Scored(
            key=ReturnKey(checked.policy.id, checked.policy.words.area.name.zh, str(period)),
            span=period,
            fingerprint=_sha256(*decides, str(sorted(more.items()))),
            inputs=tuple(InputRead(each.name, each.sha256, each.size, 3, 0) for each in sources),
            corrections_sha256=_sha256(*correcting) if correcting else None,
            brief=document,
            document=document,
            sheets=checked.sheets_to_keep,
            seconds=0.5,
        )

    def run(self, *scored: Scored, **more: object) -> Run:
        """A run of these, a day after the one before."""
        self.runs += 1
        started = BEGAN + timedelta(days=self.runs)
        number = f"{started:%Y%m%dT%H%M%SZ}-{self.runs:04}"
        ended = started + timedelta(seconds=30)
        made = Run(number, started, ended, "0.1.0", {"inputs": ["上报"]}, scored, (), 1)
        return replace(made, **more)


def of_unit(scored: Scored, unit: str) -> Scored:
    """The same figures as the return of another unit."""
    return replace(scored, key=replace(scored.key, unit=unit))


def key(month: str = "2018-09") -> ReturnKey:
    """The return of the district for a month."""
    return ReturnKey("plan", "某区", month)


def _sha256(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
