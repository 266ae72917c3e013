"""The sentences of a document and what is done with each: what `clauses` says."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Styled

from healthkpi.definitions.clauses import HEADER, ClauseRow, Disposition
from healthkpi.definitions.policy import Policy
from healthkpi.present.csv import as_text
from healthkpi.present.json import SCHEMA_VERSION, dumped
from healthkpi.text import Language, Text

# Below this a sentence is a block: beside two more columns too little would be left for its words.
NARROW = 60
_STYLES = {
    Disposition.NEEDS_PARAMETER: "yellow",
    Disposition.MONITOR: "dim",
    Disposition.NOT_JUDGED: "magenta",
}
_COLUMNS = (
    Text("编号", "row_id"),
    Text("位置", "clause"),
    Text("原文", "quote"),
    Text("处理", "disposition"),
    Text("指标编号", "indicator"),
    Text("指标", "name"),
    Text("理由", "reason"),
)
Rows = Sequence[ClauseRow]


def summary_line(rows: Rows) -> Text:
    """80 句：按表判定 40，…."""
    counts = Counter(row.disposition for row in rows)
    parts = [(each.label, counts[each]) for each in Disposition if counts[each]]
    zh = "，".join(f"{label.zh} {count}" for label, count in parts)
    en = ", ".join(f"{label.en} {count}" for label, count in parts)
    return Text(f"{len(rows)} 句：{zh}", f"{len(rows)} sentences: {en}")


def page_of_clauses(policy: Policy, rows: Rows, language: Language, width: int) -> Iterator[RenderableType]:
    """The count first, then the sentences in the order of the document, under the heading where they stand."""
    number = f" {policy.words.number}" if policy.words.number else ""
    yield Styled(f"{policy.id}  {policy.title.say(language)}{number}", style="bold", overflow="fold")
    yield Styled(summary_line(rows).say(language), overflow="fold")
    for clause, members in groupby(rows, key=lambda row: row.clause):
        yield Styled()
        yield Styled(clause, style="bold", overflow="fold")
        if width < NARROW:
            for row in members:
                yield from _block(policy, row, language)
        else:
            yield _table(policy, tuple(members), language)


def _table(policy: Policy, rows: Rows, language: Language) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, show_header=False, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, min_width=max(len(row.row_id) for row in rows))
    grid.add_column(no_wrap=True, min_width=_widest_label(language))
    grid.add_column(overflow="fold", ratio=1)
    for row in rows:
        label = Styled(row.disposition.label.say(language), style=_STYLES.get(row.disposition, ""))
        grid.add_row(Styled(row.row_id), label, Styled("\n".join(_said(policy, row, language))))
    return grid


def _widest_label(language: Language) -> int:
    return max(Styled(each.label.say(language)).cell_len for each in Disposition)


def _block(policy: Policy, row: ClauseRow, language: Language) -> Iterator[RenderableType]:
    yield Styled(
        f"{row.row_id}  {row.disposition.label.say(language)}", style=_STYLES.get(row.disposition, "")
    )
    for line in _said(policy, row, language):
        yield Padding(Styled(line, overflow="fold"), (0, 0, 0, 2))


def _said(policy: Policy, row: ClauseRow, language: Language) -> Iterator[str]:
    """The sentence itself, the indicator it became, and why it is treated so."""
    yield Text(f"“{row.quote}”", f'"{row.quote}"').say(language)
    if row.indicator is not None:
        yield f"→ {row.indicator}  {_name(policy, row, language)}"
    if row.reason is not None:
        yield row.reason


def _name(policy: Policy, row: ClauseRow, language: Language) -> str:
    return policy.indicators[row.indicator].name.say(language) if row.indicator is not None else ""


def _as_json(policy: Policy, rows: Rows, _language: Language) -> bytes:
    counts = Counter(row.disposition for row in rows)
    return dumped(
        {
            "schema_version": SCHEMA_VERSION,
            "policy": {"id": policy.id, "title": {"zh": policy.title.zh, "en": policy.title.en}},
            "summary": {
                "sentences": len(rows),
                "dispositions": {str(each): counts[each] for each in Disposition},
            },
            "clauses": [{name: getattr(row, name) for name in HEADER} for row in rows],
        }
    )


def _as_csv(policy: Policy, rows: Rows, language: Language) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.say(language) for column in _COLUMNS])
    for row in rows:
        words = (
            row.row_id,
            row.clause,
            row.quote,
            row.disposition.label.say(language),
            row.indicator or "",
            _name(policy, row, language),
            row.reason or "",
        )
        writer.writerow([as_text(word) for word in words])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


# What the sentences can be written as, besides the page on the screen.
FORMATS: Mapping[str, Callable[[Policy, Rows, Language], bytes]] = {"json": _as_json, "csv": _as_csv}
