"""鸡西市 halfway through its 14th five-year plan, at the end of 2023, and at its end, 2025.

The figures of 2020 are those the plan prints; the later ones are invented. Each office sends a sheet with the indicators on the
left and the years across, as a statistics yearbook has them.
"""

from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook

from making.sheets import Cell, Sheet, Workbooks, new_book

BASE = 2020
# Indicator → unit of measure, then the years from 2020 to 2025.
Rows = Mapping[str, tuple[str, Sequence[Cell]]]

ECONOMY: Rows = {
    "地区生产总值": ("亿元", (572.4, 621.3, 669.0, 690.5, 705.0, 730.0)),
    "地区生产总值（不变价）": ("亿元", (572.4, 606.7, 640.1, 678.5, 715.8, "752.4")),
    "工业增加值": ("亿元", (125.4, 143.1, 160.6, 179.5, 197.4, 219.0)),
    "非公有制经济增加值": ("亿元", ("—", 400, 440, 462, 478.2, 496.4)),
    "县域经济增加值": ("亿元", (388.1, 424.0, 456.3, 470.2, 485.0, 503.7)),
    "数字经济增加值": ("亿元", ("—", "—", 96.3, 118.1, 140.2, 182.5)),
    "全社会从业人员数": ("万人", (82.0, 81.0, 80.0, 79.0, 78.2, 78.0)),
    "全社会研发经费投入": ("亿元", (2.0, 2.3, 2.6, 3.0, 3.2, 3.2)),
    "进出口总额": ("亿元", (46.1, 48.0, 45.2, 47.9, 51.3, 50.2)),
    "居民人均可支配收入": ("元", ("22,500", "24,300", "25,500", "27,000", "28,400", "29,900")),
    "常住人口": ("万人", (150.2, 148.0, 145.9, 142.0, 141.0, 140.0)),
    "城镇常住人口": ("万人", (99.1, 98.3, 97.6, 96.6, 95.9, 95.2)),
    "高价值发明专利拥有量": ("件", (16, 18, 20, 24, "26件", 28)),
    "营商环境全省位次": ("位", ("—", 8, 7, 6, 5, 5)),
}
LIVELIHOOD: Rows = {
    "城镇调查失业人数": ("万人", (3.19, 3.30, 3.05, 2.90, 2.80, 2.75)),
    "城镇劳动力": ("万人", (55.0, 54.0, 53.0, 52.0, 51.0, 50.0)),
    "基本养老保险实际参保人数": ("万人", (98, 98.6, 99.1, "９９.５", 99.8, 100.2)),
    "劳动年龄人口平均受教育年限": ("年", ("—", 11.2, 11.4, 11.6, 11.8, 11.95)),
    "中等收入群体人数": ("人", ("未统计", "未统计", "未统计", "未统计", "未统计", "41.2万")),
}
HEALTH: Rows = {
    "常住人口": ("人", ("1,502,000", 1480000, 1459000, 1420000, 1410000, 1400000)),
    "执业（助理）医师数": ("人", (4251, 4230, 4240, 4230, 4220, 4199)),
    "3岁以下婴幼儿托位数": ("个", (80, 300, 620, "900个", 1200, 1450)),
    "人均预期寿命": ("岁", (78.26, 78.5, 78.7, 78.95, 79.2, 79.43)),
}
ENVIRONMENT: Rows = {
    "能源消费总量（万吨标准煤）": ("", (640, 650, 655, 660, 662, 665)),
    "二氧化碳排放量（万吨）": ("", ("—", 1510, 1520, 1530, 1525, 1520)),
    "地区生产总值（不变价）": ("亿元", (572.4, 606.7, 640.1, 678.5, 715.8, 752.4)),
    "优良天数": ("天", (351, 350, 349, "347天", 350, 349)),
    "有效监测天数": ("天", (366, 365, 365, 365, 366, 365)),
    "Ⅲ类及以上断面数": ("个", (3, 3, 4, 4, 4, 5)),
    "监测断面总数": ("个", (7, 7, 7, 7, 7, 7)),
    "森林面积（万公顷）": ("", (65.025, 65.1, 65.2, 65.3, 65.45, 65.5875)),
    "国土面积（万公顷）": ("", (225, 225, 225, 225, 225, 225)),
    "土壤有机质含量": ("%", (3.20, 3.22, 3.24, 3.27, 3.28, 3.29)),
}
PRODUCTION: Rows = {
    "粮食综合生产能力（万吨）": ("", (575, 577, 579, 580.1, 575, 575)),
    "煤炭（万吨标准煤）": ("", (1350, 1500, 1700, 1900, 2100, 2290)),
    "石油（万吨标准煤）": ("", (0, 0, 0, 0, 0, 0)),
    "天然气（万吨标准煤）": ("", (9, 9, 10, 10, 12, 13)),
    "非化石能源（万吨标准煤）": ("", (70, 90, 120, 160, 200, 230)),
}
# Year → pollutant, the year before, this year.
POLLUTANTS: dict[int, Sequence[tuple[str, Cell, int]]] = {
    2023: (
        ("化学需氧量", "10,800", 10500),
        ("氨氮", 615, 620),
        ("氮氧化物", 15400, 15000),
        ("挥发性有机物", "—", 3300),
    ),
    2025: (
        ("化学需氧量", "10,000", 9800),
        ("氨氮", 610, 610),
        ("氮氧化物", "不详", 14200),
        ("挥发性有机物", 3120, 3050),
    ),
}
SCHOOLING = {2023: (1363.2, 142.0), 2025: (1358.0, 140.0)}
# The plan office's own sheet: indicator, nature, 2020, 2025, yearly, this year's figure by year.
PLAN_SHEET: tuple[tuple[str, str, float, float, str, dict[int, float]], ...] = (
    ("每千人口拥有执业（助理）医师数（人）", "预期性", 2.83, 3, "—", {2023: 2.98, 2025: 3.0}),
    ("每千人口拥有3岁以下婴幼儿托位数（个）", "预期性", 0.053, 1, "—", {2023: 0.63, 2025: 1.04}),
    ("人均预期寿命（岁）", "预期性", 78.26, 79.43, "—", {2023: 78.95, 2025: 79.43}),
)


def write_readme(book: Workbook, year: int) -> None:
    sheet = Sheet(book.create_sheet("说明"), [90])
    sheet.line(f"鸡西市“十四五”规划主要指标（2020—{year}年）　填报说明", bold=True)
    for text in (
        "一、本工作簿是 healthkpi 的示例：规划文件是真的，2020年取规划表所列，以后各年的数字是编造的。",
        "二、各部门各报一张表，指标在左、年份在上；“—”“未统计”“不详”表示没有数，不是零。",
        "三、省下达的目标、“左右”的容差和待核对的格子不在文件里，用 --set 给出后才判。",
        "四、末一张是规划办的调度表，只供对照，各数以部门的表为准。",
    ):
        sheet.line(text)


def write_years(book: Workbook, name: str, title: str, office: str, rows: Rows, year: int) -> None:
    """Indicators on the left, years across."""
    count = year - BASE + 1
    sheet = Sheet(book.create_sheet(name), [34, 12, *[12] * count])
    sheet.title(f"鸡西市{title}（2020—{year}年）", f"填报单位：{office}")
    sheet.header("指标", "计量单位", *(f"{BASE + number}年" for number in range(count)))
    sheet.rows([indicator, unit or None, *figures[:count]] for indicator, (unit, figures) in rows.items())


def write_pollutants(book: Workbook, year: int) -> None:
    sheet = Sheet(book.create_sheet("污染物"), [6, 20, 18, 18])
    sheet.title(f"鸡西市主要污染物排放总量表（{year}年）", "填报单位：市生态环境局　　单位：吨")
    sheet.header("序号", "污染物", "上年排放总量", "排放总量")
    sheet.rows([number, *row] for number, row in enumerate(POLLUTANTS[year], start=1))


def write_schooling(book: Workbook, year: int) -> None:
    sheet = Sheet(book.create_sheet("受教育程度"), [12, 24, 18])
    sheet.title(f"鸡西市全民受教育程度表（{year}年）", "填报单位：市教育局")
    sheet.header("年份", "受教育总年限", "人口数（万人）")
    sheet.rows([[f"{year}年", *SCHOOLING[year]]])


def write_plan_sheet(book: Workbook, year: int) -> None:
    sheet = Sheet(book.create_sheet("规划指标调度"), [38, 10, 12, 12, 12, 12, 10])
    sheet.title("鸡西市“十四五”规划指标调度表", "填报单位：市发改委规划科")
    sheet.header("指标", "属性", "2020基期", "2025目标", "年均/累计", "本年实际", "年份")
    sheet.rows([*row, actual[year], year] for *row, actual in PLAN_SHEET)


def make_year(year: int) -> Callable[[], Workbook]:
    def make() -> Workbook:
        book = new_book()
        write_readme(book, year)
        write_years(book, "经济", "主要经济指标表", "市统计局", ECONOMY, year)
        write_years(book, "民生", "就业、社保和教育指标表", "市人社局、市教育局", LIVELIHOOD, year)
        write_schooling(book, year)
        write_years(book, "卫生健康", "卫生健康指标表", "市卫生健康委", HEALTH, year)
        write_years(book, "绿色生态", "绿色生态指标表", "市生态环境局、市林草局", ENVIRONMENT, year)
        write_pollutants(book, year)
        write_years(book, "安全保障", "安全保障指标表", "市农业农村局、市发改委", PRODUCTION, year)
        write_plan_sheet(book, year)
        return book

    return make


WORKBOOKS: Workbooks = {"鸡西市2023年": make_year(2023), "鸡西市2025年": make_year(2025)}
