"""An indicator over time as a page of its own: the table of all units, then a chart of each; no script."""

from fractions import Fraction

from healthkpi.model.history import Trend
from healthkpi.present._charts import Chart, Look
from healthkpi.present._figures import clean
from healthkpi.present._html.page import environment_of_pages, own_file
from healthkpi.present._html.tables import Tables
from healthkpi.present._html.trend import Trend as Drawn
from healthkpi.present._html.trend import drawn_trend
from healthkpi.present._html.words import PAGE
from healthkpi.present._kept import charts_of, trend_blocks, trend_title
from healthkpi.text import Language, Text

_KEPT = Text("历史库", "From the history")


def render_trend(trend: Trend, language: Language) -> str:
    """One file with everything in it."""
    drawn = ((clean(chart.title.say(language)), _drawn(chart, language)) for chart in charts_of(trend))
    return (
        environment_of_pages()
        .get_template("kept.html")
        .render(
            {
                "language": "zh-CN" if language == "zh" else "en",
                "say": {key: words.say(language) for key, words in {**PAGE, "kept": _KEPT}.items()},
                "style": own_file("report.css"),
                "title": clean(trend_title(trend).say(language)),
                "blocks": Tables(language, {}, is_whole=True).shown(trend_blocks(trend)),
                "charts": [(name, chart) for name, chart in drawn if chart is not None],
            }
        )
    )


def _drawn(chart: Chart, language: Language) -> Drawn | None:
    """The values with the limit of the last time; where it has moved the table says so."""
    values = next(each for each in chart.series if each.look is Look.LINE)
    limit = next((each for each in chart.series if each.look is Look.LIMIT), None)
    bounds: list[Fraction] = (
        [limit.numbers[-1]] if limit is not None and limit.numbers[-1] is not None else []
    )
    words = [
        (time, chart.said(number) if number is not None else Text("—", "-"))
        for time, number in zip(chart.categories, values.numbers, strict=True)
    ]
    return drawn_trend(values.numbers, words, bounds, chart.said(bounds[0]) if bounds else None, language)
