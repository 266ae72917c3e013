"""The charts of the workbook: drawn from its own cells, which hold the figures of the JSON."""

import io
import re
import zipfile
from fractions import Fraction
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.present._charts import Chart, Look, Series, target_charts
from healthkpi.request import Request
from healthkpi.text import Text
from making import COVERAGE, POLICY, indicator
from present.samples_checked import RETURNS, ROOT, figures_in_json, september
from returns import HEADINGS, Bureau, write_return

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def written(checked, language="zh", **more):
    return writers()["xlsx"].render(checked.report(**more), language)


def chart_parts(content):
    parts = zipfile.ZipFile(io.BytesIO(content))
    names = sorted((each for each in parts.namelist() if "charts/chart" in each), key=lambda name: len(name))
    return [ET.fromstring(parts.read(name)) for name in names]


def title_of(part):
    """The words of its title."""
    return "".join(text.text for text in part.find(f"{C}chart/{C}title").iter() if text.tag.endswith("}t"))


def cells_of(book, reference):
    """What stands in the cells that a chart refers to."""
    sheet, area = re.fullmatch(r"'?([^'!]+)'?!(.+)", reference).groups()
    left, top, right, bottom = range_boundaries(area)
    rows = book[sheet].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True)
    return [cell for row in rows for cell in row]


def drawn(content):
    """Each chart by its title: each series by its name, as the cells hold them."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    charts = {}
    for part in chart_parts(content):
        series = charts.setdefault(title_of(part), {})
        for each in part.iter(f"{C}ser"):
            (name,) = cells_of(book, each.find(f"{C}tx//{C}f").text)
            names = cells_of(book, each.find(f"{C}cat//{C}f").text)
            series[name] = dict(zip(names, cells_of(book, each.find(f"{C}val//{C}f").text), strict=True))
    return charts


@pytest.fixture(scope="module")
def content():
    return written(september())


def test_the_units_are_drawn_from_the_first_place_to_the_last(content):
    name = "常住人口家庭医生签约覆盖率"
    chart = drawn(content)[f"{name}（分单位）"]

    bars = {**chart["未达到目标"], **{k: v for k, v in chart["达到目标"].items() if v is not None}}
    assert list(bars) == ["平旺乡", "西韩岭乡", "云冈镇", "高山镇", "口泉乡", "鸦儿崖乡（未报）"]
    figures = figures_in_json()
    for unit, share in bars.items():
        if share is not None:
            assert share * 100 == pytest.approx(float(figures[name, unit]["value"]))
    assert bars["鸦儿崖乡（未报）"] is None
    assert set(chart["目标≥50%"].values()) == {0.5}


def test_each_rate_of_the_whole_stands_beside_its_target(content):
    chart = drawn(content)["各项指标完成值与目标（%）"]

    card = september().scorecard
    for result in card.supplied:
        if result.name.zh in chart["目标"]:
            shares = [chart[name][result.name.zh] for name in ("达到目标", "未达到目标")]
            (share,) = [each for each in shares if each is not None]
            assert share * 100 == pytest.approx(float(result.judged[0].value.value.amount))
            assert (shares[0] is not None) is result.judged[0].judgement.reached
    assert chart["目标"]["常住人口家庭医生签约覆盖率"] == 0.5
    # 2.80 per 100,000 and 1302 people are no per cent.
    assert not {"结核病发病率较上年下降", "免费产前筛查与诊断服务人数"} & set(chart["目标"])


def test_a_chart_has_its_figures_cached_for_viewers_that_do_not_calculate(content):
    for part in chart_parts(content):
        for series in part.iter(f"{C}ser"):
            assert series.find(f"{C}val//{C}numCache/{C}pt/{C}v") is not None


@pytest.mark.parametrize(("language", "font"), [("zh", "宋体"), ("en", "Calibri")])
def test_a_chart_names_its_font_its_axes_and_what_it_shows(language, font):
    content = written(september(), language)
    for part in chart_parts(content):
        fonts = {each.get("typeface") for each in part.iter() if each.tag.endswith("}latin")}
        assert fonts == {font}
        assert len(list(part.iter(f"{C}title"))) == 3
    parts = zipfile.ZipFile(io.BytesIO(content))
    drawing = ET.fromstring(parts.read("xl/drawings/drawing1.xml"))
    told = [each.get("descr") for each in drawing.iter(f"{XDR}cNvPr")]
    assert len(told) == len(chart_parts(content))
    word = "完成值" if language == "zh" else "Value"
    assert all("49.64%" in each or word in each or "%" in each for each in told)


def test_the_axis_of_an_english_chart_says_its_unit_in_english():
    earlier = tuple(RETURNS / month for month in ("2018年7月", "2018年8月"))
    checked = check(Request([RETURNS / "2018年9月"], ROOT / "indicators", baselines=earlier))
    parts = chart_parts(written(checked, "en"))
    words = [text.text for part in parts for text in part.iter() if text.tag.endswith("}t")]

    assert "Value (people)" in words
    assert "Value (人)" not in words


def test_charts_stand_beside_their_figures_and_below_each_other(content):
    parts = zipfile.ZipFile(io.BytesIO(content))
    drawing = ET.fromstring(parts.read("xl/drawings/drawing1.xml"))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["图表"]
    below = 0
    for anchor in drawing.iter(f"{XDR}twoCellAnchor"):
        column, top, bottom = (
            int(anchor.find(f"{XDR}{end}/{XDR}{side}").text)
            for end, side in (("from", "col"), ("from", "row"), ("to", "row"))
        )
        assert column >= sheet.max_column
        assert top > below
        below = bottom
    assert [each.id for each in sheet.row_breaks.brk] == sorted(each.id for each in sheet.row_breaks.brk)
    assert sheet.row_breaks.brk


def test_chance_gives_no_places_and_no_chart_of_them(tmp_path):
    # 2 of 3 and 1 of 3: so few people that chance alone orders the units.
    bureau = Bureau(tmp_path)
    checked = bureau.check(write_return(tmp_path, [["甲乡", 3, 2], ["乙乡", 3, 1], ["丙镇", 3, 1]]))

    assert all(unit.rank is None or unit.rank.place is None for unit in checked.scorecard.results[0].listed)
    assert not [title for title in drawn(written(checked)) if "分单位" in title]


def test_a_workbook_without_anything_to_draw_has_no_sheet_of_charts(tmp_path):
    bureau = Bureau(tmp_path)
    content = written(bureau.check(write_return(tmp_path, [["甲乡", 3, 2]])))

    assert "图表" not in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert not chart_parts(content)


def test_a_report_on_one_unit_draws_no_other(tmp_path):
    content = written(september(), unit="口泉乡")

    words = {name for chart in drawn(content).values() for series in chart.values() for name in series}
    assert not any("平旺乡" in word for word in words)


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "<甲>&乙乡"])
def test_the_name_of_a_unit_is_text_in_a_chart(tmp_path, name):
    units = f'township: {{"{name}": [], 乙乡: [], 丙镇: []}}'
    bureau = Bureau(tmp_path, policy=re.sub(r"township: \{甲乡.*\}", lambda _: units, POLICY))
    rows = [[name, 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 600]]
    path = tmp_path / "签约2018年9月.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in [HEADINGS, *rows]), "utf-8")
    content = written(bureau.check(path))

    (chart,) = (chart for title, chart in drawn(content).items() if "分单位" in title)
    assert chart["达到目标"][name] == 0.5
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = [parts.read(each) for each in parts.namelist() if "worksheets/sheet" in each]
    assert not any(b"<f>" in part for part in sheets)


def test_a_cell_without_a_figure_is_empty_and_no_text(content):
    # A bar chart draws a text as 0, and writes 0.00% on it.
    sheet = openpyxl.load_workbook(io.BytesIO(content))["图表"]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.value == ""]


def test_a_figure_beside_its_target_has_the_decimals_that_tell_them_apart():
    below = Series(Text("", ""), (Fraction("49.996"),), Look.SHORT)
    target = Series(Text("", ""), (Fraction(50),), Look.LIMIT)
    chart = Chart(Text("", ""), (Text("", ""),), (below, target), "%", Text("", ""))

    assert chart.decimals == 3
    assert chart.said(Fraction("49.996")).zh == "49.996%"


def test_many_rates_are_parted_evenly(tmp_path):
    # 13 rates and 10 to a chart: 6 and 7, not 10 and 3.
    many = "\n".join(indicator(COVERAGE, f"coverage-{number}") for number in range(13))
    bureau = Bureau(tmp_path, many)
    checked = bureau.check(
        write_return(tmp_path, [["甲乡", 1000, 500], ["乙乡", 2000, 900], ["丙镇", 1000, 600]])
    )

    assert [len(chart.categories) for chart in target_charts(checked.report())] == [6, 7]


def test_indicators_with_long_names_lie_beside_their_names_with_the_target_as_a_frame(content):
    (part,) = [each for each in chart_parts(content) if title_of(each).startswith("各项指标完成值与目标")]

    assert part.find(f".//{C}barDir").get("val") == "bar"
    assert part.find(f".//{C}lineChart") is None
    # The first indicator stands at the top.
    assert part.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"
    assert part.find(f".//{C}valAx/{C}scaling/{C}orientation").get("val") == "minMax"
    frame = list(part.iter(f"{C}ser"))[-1]
    assert frame.find(f"{C}spPr/{{http://schemas.openxmlformats.org/drawingml/2006/main}}noFill") is not None


def test_units_with_short_names_stand(content):
    (part,) = [
        each for each in chart_parts(content) if title_of(each).startswith("常住人口家庭医生签约覆盖率（分")
    ]

    assert part.find(f".//{C}barDir").get("val") == "col"
    assert part.find(f".//{C}lineChart") is not None
