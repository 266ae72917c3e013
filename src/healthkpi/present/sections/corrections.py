"""Who corrected what and why, what each correction changed, and which findings may stand."""

from collections.abc import Iterator

from healthkpi.present._corrections import accepted_lines, correction_lines
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Line, Section, Tone
from healthkpi.text import Text


def _make(report: Report) -> Iterator[Block]:
    lines = list(correction_lines(report.scorecard))
    lines += [(said, False) for said in accepted_lines(report.scorecard.findings)]
    if not lines:
        yield Line(Text("没有更正，也没有认可的问题", "nothing was corrected or accepted"))
    for said, is_effect in lines:
        if is_effect:
            yield Line(Text(f"  {said.zh}", f"  {said.en}"), Tone.QUIET)
        else:
            yield Line(said)


SECTION = Section(Text("更正", "corrections"), Text("更正与认可", "Corrections and acceptances"), 85, _make)
