"""The placeholders that become words in any template, Word's or a table's."""

from collections.abc import Callable, Mapping

from healthkpi.present._report import Report
from healthkpi.present._standing import day_said
from healthkpi.text import Text, same


def _year(report: Report) -> Text:
    return same(str(report.scorecard.as_of.year) if report.scorecard.as_of else "")


def _month(report: Report) -> Text:
    return same(str(report.scorecard.as_of.month) if report.scorecard.as_of else "")


PLACEHOLDER_WORDS: Mapping[Text, Callable[[Report], Text]] = {
    Text("截至", "day"): day_said,
    Text("年", "year"): _year,
    Text("月", "month"): _month,
    Text("文件", "policy"): lambda report: report.scorecard.title,
    Text("地区", "area"): lambda report: report.scorecard.area,
    Text("单位", "unit"): lambda report: same(report.unit or ""),
}
