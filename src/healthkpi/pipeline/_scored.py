"""A check as what the history keeps of a return."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from healthkpi.errors import UsageError
from healthkpi.json_line import json_line
from healthkpi.model.packed import Packed
from healthkpi.model.period import Period, find_period, time_of_return
from healthkpi.model.run import InputRead, ReturnKey, Scored
from healthkpi.model.tool import tool_version
from healthkpi.pipeline._checked import Checked
from healthkpi.present._figures import without_identity
from healthkpi.present.json import as_brief, printed
from healthkpi.request import Request
from healthkpi.text import Text

_NO_PERIOD = Text(
    "看不出这份报送是哪一期的，不能记入历史库；用 --period 2018-09 写明",
    "the files do not say which period they are for, so they cannot be recorded; give --period 2018-09",
)


def scored_of(checked: Checked, request: Request, seconds: float) -> Scored:
    """The return of the policy's area for the period of its files."""
    span, policy = _span(checked, request), checked.policy
    key = ReturnKey(policy.id, policy.words.area.name.zh, str(span))
    document = printed(checked.scorecard)  # without identity numbers
    return scored_as(key, span, checked, document, _fingerprint(checked, request), seconds)


def scored_as(
    key: ReturnKey,
    span: Period | None,
    checked: Checked,
    document: bytes,
    fingerprint: str,
    seconds: float,
    names: Mapping[Path, str] | None = None,
) -> Scored:
    """A return by the name that it is given, with its result, the document, as `--format json` prints it; `names` are what its files are called, by their paths."""
    # As it will be read again, and without identity numbers.
    brief = json.loads(without_identity(json_line(as_brief(checked.scorecard)).decode()))
    corrected = [source.sha256 for source in checked.scorecard.corrections.files]
    return Scored(
        key=key,
        span=span,
        fingerprint=fingerprint,
        inputs=tuple(_inputs(checked, names or {})),
        corrections_sha256=hashlib.sha256("".join(corrected).encode()).hexdigest() if corrected else None,
        brief=brief,
        document=Packed.printed(document, {"summary": brief["summary"]}),
        sheets=tuple(Packed.of(each, "table", "of") for each in checked.sheets_to_keep),
        seconds=seconds,
    )


def _span(checked: Checked, request: Request) -> Period:
    """As batch tells it: the names of folders and files win over titles; the newest time, of two that end on a day the shorter."""
    asked = [request.period] if request.period is not None else []
    periods = asked or [*_said_by_names(checked, request)] or [*checked.scorecard.periods]
    if not periods:
        raise UsageError(_NO_PERIOD)
    return time_of_return(max(periods, key=lambda each: (each.end, each.start)))


def _said_by_names(checked: Checked, request: Request) -> Iterator[Period]:
    folders = {path.resolve() for path in request.files if path.is_dir()}
    for workbook in checked.brought.statistics:
        path = workbook.source.path.resolve()
        names = ([path.parent.name] if path.parent in folders else []) + [path.stem]
        period = next((found for name in names if (found := find_period(name)) is not None), None)
        if period is not None:
            yield period


def _fingerprint(checked: Checked, request: Request) -> str:
    """Over all that decides the result; where files lie and what the form is called does not."""
    blank = Path()
    asked = replace(request, files=(), definitions=blank, baselines=(), units=(), password=None)
    asked = replace(asked, confirmed=None, corrections=None, recall=None, compared=frozenset())
    brought = checked.brought
    answered = [each for each in brought.asked if not each.is_open]
    workbooks = (*brought.listed, *brought.rosters, *brought.baselines, *brought.corrections)
    earlier = {
        origin.matched.grid.source.sha256
        for stat in checked.tables.values()
        for origin in stat.origins
        if origin.matched.is_recalled
    }
    decides = [
        tool_version(),
        checked.scorecard.definitions_version,
        repr(asked),
        repr(sorted((each.source.name, each.source.sha256) for each in workbooks)),
        repr(sorted(request.compared)),
        repr(sorted((*each.question.key, each.tick, each.instead) for each in answered)),
        repr(sorted(earlier)),
    ]
    return hashlib.sha256("\n".join(decides).encode()).hexdigest()


def _inputs(checked: Checked, names: Mapping[Path, str]) -> Iterator[InputRead]:
    """Every file of figures with the rows that became rows of a table, and those that its sheets have beside them."""
    rows: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    for stat in checked.tables.values():
        rows.update(origin.matched.grid.source.name for origin in stat.origins)
        for sheet in {id(origin.matched): origin.matched for origin in stat.origins}.values():
            beside[sheet.grid.source.name] += len(sheet.rows) + len(sheet.total_rows)
    for workbook in checked.brought.listed:
        source = workbook.source
        left_out = max(0, beside[source.name] - rows[source.name])
        name = names.get(source.path, source.name)
        yield InputRead(name, source.sha256, source.size, rows[source.name], left_out)
