"""The judged results as JUnit XML, for what shows test results: a suite an indicator, a case a unit.

Missed is a failure, what could not be judged is an error, what had no data is skipped. A target whose date is still to
come passes, as it does for the exit code, and says how it stands in system-out.
"""

from xml.etree import ElementTree as ET

from healthkpi.model.judgement import Verdict
from healthkpi.model.scorecard import IndicatorResult, Scorecard, UnitResult
from healthkpi.present._figures import clean, gap_text, target_text
from healthkpi.present._layout import gap_unit, heading, remarks, shown_value
from healthkpi.present._report import Report
from healthkpi.present._writer import Writer
from healthkpi.text import Language, Text, joined

NOT_SUPPLIED = Text("本次没有这张表", "its table was not among the inputs")


def _render(report: Report, language: Language) -> bytes:
    card = report.scorecard
    root = ET.Element("testsuites", name=clean(heading(card).say(language)))
    for result in card.results:
        _add_suite(root, card, result, language)
    for key, count in _counted([case for suite in root for case in suite.iter("testcase")]).items():
        root.set(key, str(count))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_suite(root: ET.Element, card: Scorecard, result: IndicatorResult, language: Language) -> None:
    suite = ET.SubElement(root, "testsuite", name=clean(result.name.say(language)))
    cases = [_add_case(suite, result, unit, language) for unit in result.judged]
    for key, count in _counted(cases).items():
        suite.set(key, str(count))
    if card.as_of is not None:
        # A time from the data: two runs over the same files write the same bytes.
        suite.set("timestamp", f"{card.as_of.isoformat()}T00:00:00")


def _add_case(suite: ET.Element, result: IndicatorResult, unit: UnitResult, language: Language) -> ET.Element:
    case = ET.SubElement(suite, "testcase", classname=result.id, name=clean(unit.value.unit), time="0")
    said = clean(_said(result, unit).say(language))
    if not result.is_supplied:
        ET.SubElement(case, "skipped", message=NOT_SUPPLIED.say(language))
    elif unit.judgement.verdict is Verdict.MISSED:
        ET.SubElement(case, "failure", message=said, type=str(unit.judgement.verdict))
    elif unit.judgement.verdict is Verdict.NOT_JUDGED:
        ET.SubElement(case, "error", message=said, type=str(unit.judgement.verdict))
    elif unit.judgement.verdict is Verdict.NOT_APPLICABLE:
        ET.SubElement(case, "skipped", message=said)
    else:
        ET.SubElement(case, "system-out").text = said
    return case


def _said(result: IndicatorResult, unit: UnitResult) -> Text:
    """49.64%，目标≥50%，未达标，差额 504人."""
    judgement = unit.judgement
    parts = [shown_value(result, unit.value.value, judgement)]
    if judgement.target is not None:
        target = target_text(judgement.target, result.unit)
        parts.append(Text(f"目标{target.zh}", f"target {target.en}"))
    parts.append(judgement.verdict.label)
    gap = gap_text(judgement.gap, gap_unit(result))
    if gap.zh:
        parts.append(Text(f"差额 {gap.zh}", f"gap {gap.en}"))
    note = remarks(result, unit)
    return joined([*parts, *([note] if note.zh else [])], "，", ", ")


def _counted(cases: list[ET.Element]) -> dict[str, int]:
    return {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": sum(case.find("error") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }


WRITER = Writer("junit", (".xml",), _render)
