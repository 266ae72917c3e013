"""clauses.csv of a policy: every sentence of the document that could be checked, and what is done with it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from healthkpi.definitions.policy import Policy
from healthkpi.definitions.problems import did_you_mean
from healthkpi.errors import DefinitionError, HealthKpiError, Several
from healthkpi.text import Text, same

CLAUSES_FILE = "clauses.csv"
HEADER = ("row_id", "clause", "quote", "disposition", "indicator", "reason")


class Disposition(StrEnum):
    """What is done with a sentence of the document."""

    COMPUTED = "computed"
    ATTESTED = "attested"
    NEEDS_PARAMETER = "needs_parameter"
    MONITOR = "monitor"
    NOT_JUDGED = "not_judged"

    @property
    def label(self) -> Text:
        """The disposition in the words of the page."""
        return _LABELS[self]

    @property
    def needs_reason(self) -> bool:
        """Whatever is not plainly judged says why."""
        return self not in {Disposition.COMPUTED, Disposition.ATTESTED}


_LABELS = {
    Disposition.COMPUTED: Text("按表判定", "computed"),
    Disposition.ATTESTED: Text("按台账认定", "attested"),
    Disposition.NEEDS_PARAMETER: Text("需给参数", "needs a parameter"),
    Disposition.MONITOR: Text("只记录", "recorded"),
    Disposition.NOT_JUDGED: Text("不判", "not judged"),
}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One sentence: where it stands, its exact words, what is done with it and by which indicator."""

    row_id: str
    clause: str
    quote: str
    disposition: Disposition
    indicator: str | None
    reason: str | None


def load_clauses(policy: Policy) -> tuple[ClauseRow, ...]:
    """The sentences of a policy in the order of the file; raises all that is wrong with it at once."""
    path = policy.folder / CLAUSES_FILE
    shown = f"{policy.id}/{CLAUSES_FILE}"
    if not path.is_file():
        raise DefinitionError(
            Text(
                f"{shown}：没有这个文件；写一个，表头为 {','.join(HEADER)}，原文每一句一行",
                f"{shown}: there is no such file; write one with the header {','.join(HEADER)} and a line for each sentence",
            )
        )
    loader = _Loader(policy, shown)
    rows = tuple(loader.read(path))
    if loader.errors:
        raise Several(loader.errors)
    return rows


class _Loader:
    """Reads the lines of one file, collecting mistakes as it goes."""

    def __init__(self, policy: Policy, shown: str) -> None:
        self.policy = policy
        self.shown = shown
        self.errors: list[HealthKpiError] = []
        self.seen: dict[str, int] = {}

    def read(self, path: Path) -> Iterator[ClauseRow]:
        lines = self._lines(path)
        number, header = next(lines, (1, []))
        if self.errors:
            return
        if tuple(header) != HEADER:
            wanted = ",".join(HEADER)
            self._complain(
                number,
                Text(f"表头不对；第一行要写 {wanted}", f"wrong header; the first line must be {wanted}"),
            )
            return
        for number, cells in lines:
            row = self._row(number, [cell.strip() for cell in cells])
            if row is not None:
                yield row

    def _lines(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it begins in; a quoted cell may go over several."""
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            self._complain(1, Text("不是 UTF-8 编码；请另存为 UTF-8", "not UTF-8; save it as UTF-8"))
            return
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        begins = 1
        try:
            for cells in reader:
                if cells:
                    yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            self._complain(
                begins,
                Text(f"引号没有成对（{error}）", f"a quotation mark is not closed ({error})"),
            )

    def _row(self, number: int, cells: list[str]) -> ClauseRow | None:
        if len(cells) != len(HEADER):
            self._complain(
                number,
                Text(
                    f"有 {len(cells)} 格，应有 {len(HEADER)} 格；内容里有逗号的格要加引号",
                    f"{len(cells)} cells, {len(HEADER)} are wanted; put a cell that holds a comma in quotes",
                ),
            )
            return None
        row_id, clause, quote, word, indicator, reason = cells
        told = len(self.errors)
        self._check_words(number, row_id, clause, quote)
        self._check_indicator(number, indicator)
        if word not in set(Disposition):
            self._refuse_disposition(number, word)
            return None
        disposition = Disposition(word)
        self._check_treatment(number, disposition, indicator, reason)
        if len(self.errors) > told:
            return None
        return ClauseRow(row_id, clause, quote, disposition, indicator or None, reason or None)

    def _check_words(self, number: int, row_id: str, clause: str, quote: str) -> None:
        for name, word in (("row_id", row_id), ("clause", clause), ("quote", quote)):
            if not word:
                self._complain(number, Text(f"{name} 是空的；请填上", f'"{name}" is empty; fill it in'))
        if row_id and self.seen.setdefault(row_id, number) != number:
            first = self.seen[row_id]
            self._complain(
                number,
                Text(
                    f"编号“{row_id}”在第 {first} 行已经用过；换一个编号",
                    f'the id "{row_id}" stands in line {first} already; choose another',
                ),
            )

    def _check_indicator(self, number: int, indicator: str) -> None:
        if indicator and indicator not in self.policy.indicators:
            hint = did_you_mean(indicator, self.policy.indicators)
            self._complain(
                number,
                Text(
                    f"没有指标“{indicator}”{hint.zh or '；改正编号，或写出这个指标'}",
                    f'there is no indicator "{indicator}"{hint.en or "; correct the id, or write the indicator"}',
                ),
            )

    def _check_treatment(self, number: int, disposition: Disposition, indicator: str, reason: str) -> None:
        if not indicator and disposition is not Disposition.NOT_JUDGED:
            self._complain(
                number,
                Text(
                    f"{disposition} 要写指标编号（indicator）；没有指标的写 not_judged，并说明理由",
                    f"{disposition} needs its indicator; a sentence without one is not_judged, with the reason",
                ),
            )
        if not reason and disposition.needs_reason:
            self._complain(
                number,
                Text(f"{disposition} 要写理由（reason）", f"{disposition} needs a reason"),
            )

    def _refuse_disposition(self, number: int, word: str) -> None:
        known, hint = ", ".join(Disposition), did_you_mean(word, list(Disposition))
        self._complain(
            number,
            Text(
                f"disposition 不能写“{word}”；可写：{known}{hint.zh}",
                f'"{word}" cannot stand in disposition; write one of {known}{hint.en}',
            ),
        )

    def _complain(self, number: int, message: Text) -> None:
        place = same(f"{self.shown}:{number}: ")
        self.errors.append(DefinitionError(Text(place.zh + message.zh, place.en + message.en)))
