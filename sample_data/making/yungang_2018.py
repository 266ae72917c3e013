"""云冈区 at the end of September and at the end of 2018.

The figures are invented; the shapes are those in which townships send their tables: merged two-row headers,
a 栏次 row, 合计 rows with a wrong rate, thousands separators typed as text, full-width digits, dashes, notes.
"""

from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook

from making.sheets import Cell, Row, Sheet, Workbooks, as_percent, new_book, wrong_mean

TOWNSHIPS = ("平旺乡", "西韩岭乡", "口泉乡", "云冈镇", "高山镇", "鸦儿崖乡")
HEALTH_CENTRES = tuple(f"{name}卫生院" for name in TOWNSHIPS)


# --- 说明 ---------------------------------------------------------------------------------------------


def write_readme(book: Workbook, month: str, remark: str) -> None:
    sheet = Sheet(book.create_sheet("说明"), [90])
    sheet.line(f"云冈区健康乡村建设统计表（{month}）　填报说明", bold=True)
    for text in (
        "一、本工作簿是 healthkpi 的示例：政策文件是真的（云政办发[2018]46号），数字和部分村名、机构名是编造的。",
        "二、各乡镇卫生院每月25日前报送；“—”“/”“未报”“未统计”表示没有数，不是零。",
        "三、合计行的签约率由各乡镇签约率平均而来（常见的错误算法），请勿采用。",
        f"四、{remark}",
    ):
        sheet.line(text)


# --- 人口 ---------------------------------------------------------------------------------------------

RESIDENTS = (28640, 35210, 41875, 18326, 16904, 9450)
RURAL = (18200, 29800, 31000, 12100, 13900, 9100)
REGISTERED = (27410, 36020, 43180, 17950, 18020, 11240)
VILLAGES = (14, 26, 31, 15, 22, 19)


def write_population(book: Workbook, month: str, sites: Row) -> None:
    sheet = Sheet(book.create_sheet("人口"), [6, 14, 12, 16, 18, 14, 24])
    sheet.title(f"云冈区乡镇基础数据表（{month}）", "填报单位：云冈区卫计局　　单位：人、个")
    sheet.header(
        "序号",
        "乡（镇）",
        "行政村数",
        "常住人口（人）",
        "农村常住人口",
        "户籍人口",
        "饮用水和环境卫生监测点数",
    )
    rows = zip(TOWNSHIPS, VILLAGES, RESIDENTS, RURAL, REGISTERED, sites, strict=True)
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))
    known = [value for value in sites if isinstance(value, int)]
    total = [None, "合计", *(sum(column) for column in (VILLAGES, RESIDENTS, RURAL, REGISTERED, known))]
    sheet.rows([total])
    sheet.line("注：常住人口以2017年底公安数为准。")


# --- 家庭医生签约 ---------------------------------------------------------------------------------------

# One row: township, residents, signed, rate, key groups, signed, rate, poor due, signed, families due, signed, remark.
SIGNING_SEPTEMBER = (
    ("平旺乡", "28,640", 14812, "51.72%", "9860", 7102, "72.03%", 412, 405, 12, 12, None),
    ("西韩岭乡", 35210, "17,930", 17930 / 35210, 11240, 7688, 7688 / 11240, 655, 640, 21, 20, None),
    ("口泉乡卫生院", 41875, 19620, "46.9", "１２９４０", "8,610", 0.6654, 2316, "2,275", 37, 37, "含上窝寨"),
    ("云冈镇", 18326, 9163, "51.2%", 5620, 3871, "68.88%", 298, 298, 9, 9, "签约率待核对"),
    ("高山镇", 16904, 8449, "50.0%", 5130, 3402, "66.32%", 874, 861, None, None, None),
    ("鸦儿崖", 9450, "未报", None, "未统计", "/", None, "—", "—", "—", "—", "未上报"),
    (
        "合计",
        150405,
        69974,
        wrong_mean((51.72, 50.92, 46.85, 50.0, 49.98)),
        44790,
        30673,
        None,
        4555,
        4479,
        79,
        78,
        None,
    ),
)
SIGNING_DECEMBER = (
    ("平旺乡", "28,640", 15010, "52.41%", 9860, 7302, "74.06%", 412, 412, 12, 12, None),
    ("西韩岭乡", 35210, "18,120", 18120 / 35210, 11240, 7950, 7950 / 11240, 655, 655, 21, 21, None),
    ("口泉乡卫生院", 41875, 20410, "48.7", "１２９４０", "8,870", "68.55%", 2316, "2,311", 37, 37, "5人外出"),
    ("云冈镇", 18326, 9240, "50.42%", 5620, 3990, "71.00%", 298, 298, 9, 9, None),
    ("高山镇", 16904, 8452, "50.0%", 5130, 3600, "70.18%", 874, 874, 11, 11, None),
    ("鸦儿崖", 9450, 3941, "41.7%", 2910, 2150, "73.88%", 1033, 1033, "无", "无", None),
    (
        "合计",
        150405,
        75173,
        wrong_mean((52.41, 51.46, 48.74, 50.42, 50.0, 41.7)),
        47700,
        33862,
        None,
        5588,
        5583,
        90,
        90,
        None,
    ),
)


def write_signing(book: Workbook, month: str, day: str, rows: Iterable[Row]) -> None:
    sheet = Sheet(book.create_sheet("家庭医生签约"), [6, 14, 10, 10, 10, 10, 10, 10, 9, 9, 10, 10, 14])
    sheet.line("附件2")
    sheet.title(
        f"云冈区家庭医生签约服务进展情况统计表（{month}）",
        f"填报单位（盖章）：云冈区卫计局　　填报人：张××　　填报日期：{day}　　单位：人、户、%",
    )
    sheet.header(
        "序号",
        "乡（镇）",
        ("常住人口", ["常住人口", "签约人数", "签约率"]),
        ("重点人群", ["重点人数", "签约人数", "签约率"]),
        ("建档立卡贫困人口", ["应签", "已签"]),
        ("计生特殊家庭", ["应签户数", "已签户数"]),
        "备注",
    )
    sheet.rows([["甲", "乙", "1", "2", "3=2/1", "4", "5", "6=5/4", "7", "8", "9", "10", "丙"]])
    numbered = ([None if row[0] == "合计" else number, *row] for number, row in enumerate(rows, start=1))
    sheet.rows(numbered, percent=(5, 8))
    sheet.line(
        "注：1.本表每月25日前报送；2.常住人口以2017年底公安数为准；3.重点人群含贫困人口，同一人只计一次。"
    )
    sheet.line("　　4.空白、“—”、“/”为未报，不得按零处理。")


# --- 村卫生室台账 ---------------------------------------------------------------------------------------

# Township, village, poverty village, people, area, five rooms, equipment, doctors, drug use, premises,
# procedures, first-line care, Chinese medicine.
CLINICS: tuple[Row, ...] = (
    ("平旺乡", "王家园村", "否", 1120, 66, "√√√√×", "是", 2, "是", "是", "是", "是", "是"),
    ("平旺乡", "拖皮村", "否", 486, "42平米", "√√√××", "是", 1, "是", "是", "是", "是", "是"),
    ("西韩岭乡", "东韩岭村", "否", 900, 72, "√√√√√", "√", 2, "√", "√", "√", "√", "√"),
    ("西韩岭乡", "茶坊村", "否", 500, 42, "√√√××", "√", 1, "√", "√", "√", "√", "√"),
    ("西韩岭乡", "南村", "否", "1,350", 60.5, "√√√√×", "√", 1, "√", "√", "√", "√", "√"),
    ("西韩岭乡", "东肖河村", "否", 620, 58, "√√√√×", "√", 1, "√", "√", "√", "√", "×"),
    ("西韩岭乡", "肥村", "否", 320, 40, "√√√××", "√", 1, "√", "√", "√", "√", "√"),
    ("西韩岭乡", "太善村", "否", 760, 60, "√√√√×", "√", 1, "√", "√", "√", "√", "√"),
    ("口泉乡", "上窝寨村", "是", 410, 45, "√√√××", "是", 1, "是", "是", "是", "是", "是"),
    ("口泉乡", "榆林村", "是", 300, 45, "√√√√×", "是", 1, "是", "是", "是", "是", "是"),
    ("口泉乡", "窑子坡村", "是", 280, 41, "√√√××", None, 1, "是", "是", "是", "是", None),
    ("口泉乡", "大路辛庄村", "否", 980, 64, "√√√√√", "是", 2, "是", "是", "是", "是", "是"),
    ("口泉乡", "郊城村", "否", 1120, 60.5, "√√√××", "是", 1, "是", "是", "是", "是", "是"),
    ("口泉乡", "高庄村", "否", 880, 66, "√√√√×", "是", 0, "是", "是", "是", "是", "否"),
    ("云冈镇", "竹林寺村", "否", 450, 48, "√√√××", "√", 1, "√", "√", "√", "√", "√"),
    ("云冈镇", "荣华皂村", "否", 530, 61, "√√√√×", "√", 1, "基本达标", "√", "√", "√", "√"),
    ("高山镇", "高山村", "否", 1480, 88, "√√√√√", "是", 3, "是", "是", "是", "是", "是"),
    ("高山镇", "潘家窑村", "否", 390, 39.5, "√√√××", "是", 1, "是", "是", "是", "是", "否"),
    ("鸦儿崖乡", "鸦儿崖村", "是", 470, 52, "√√√××", "是", 1, "是", "是", "是", "是", "是"),
    ("鸦儿崖乡", "贾家窑村", "是", 210, 40, "√√√××", "是", 1, "是", "是", "是", "是", "是"),
)
# What was still different in September: village, place in the row above, value.
CLINICS_IN_SEPTEMBER = (
    ("南村", 9, "×"),  # premises
    ("大路辛庄村", 5, "√√√××"),
    ("郊城村", 12, "否"),  # Chinese medicine
    ("贾家窑村", 7, 0),  # doctors
    ("贾家窑村", 12, "否"),
)


def clinics_in_september() -> tuple[Row, ...]:
    rows = {str(row[1]): list(row) for row in CLINICS}
    for village, place, value in CLINICS_IN_SEPTEMBER:
        rows[village][place] = value
    return tuple(rows.values())


def write_clinics(book: Workbook, month: str, clinics: Iterable[Row]) -> None:
    sheet = Sheet(book.create_sheet("村卫生室台账"), [6, 12, 12, 20, 8, 10, 12, *[8] * 5, 10, 12, *[9] * 5])
    sheet.title(
        f"云冈区村卫生室标准化建设情况台账（{month}）",
        "填报单位：各乡镇卫生院　　单位：人、平方米　　是打√，否打×",
    )
    sheet.header(
        "序号",
        "乡（镇）",
        "行政村",
        "村卫生室名称",
        "是否贫困村",
        "服务人口",
        "房屋面积（平方米）",
        ("功能室", ["诊断室", "治疗室", "药房", "公卫室", "观察室"]),
        "常用诊疗设备",
        "合格乡村医生或执业医师数",
        "用药规范",
        "环境整洁",
        "操作规范",
        "常见病初诊",
        "中医药服务能力",
    )
    first = sheet.row + 1
    for number, clinic in enumerate(clinics, start=1):
        township, village, poverty, people, area, rooms, *flags = clinic
        sheet.rows(
            [[number, township, village, f"{village}卫生室", poverty, people, area, *str(rooms), *flags]]
        )
    sheet.merge_repeats(2, first)
    sheet.line("注：“基本达标”“在建”不算达标；空白由乡镇卫生院核实后补报。")


# --- 示范村 -------------------------------------------------------------------------------------------

MODEL_VILLAGES = {
    "平旺乡": "王家园村 拖皮村",
    "西韩岭乡": "东韩岭村 茶坊村 南村 东肖河村 肥村 太善村 冯庄村 马辛庄村",
    "口泉乡": "上窝寨村 榆林村 窑子坡村 大路辛庄村 郊城村 高庄村 赵家小村 张留庄村 落里湾村 羊坊村",
    "鸦儿崖乡": "鸦儿崖村 贾家窑村",
}
POVERTY_VILLAGES = {"上窝寨村", "榆林村", "窑子坡村", "鸦儿崖村", "贾家窑村"}
UNFINISHED = {"落里湾村": ("主体完工", "完成90%"), "羊坊村": ("否", "资金未到位")}
LATE_IN_YEAR = {"冯庄村": "2018年12月31日", "南村": "2018.12.20", "高庄村": "2018/11/30"}


def write_model_villages(book: Workbook, month: str) -> None:
    sheet = Sheet(book.create_sheet("示范村"), [6, 12, 14, 10, 12, 16, 16])
    sheet.title(f"健康乡村首批示范村建设进度表（{month}）", "填报单位：各乡镇人民政府")
    sheet.header("序号", "乡（镇）", "村", "是否贫困村", "是否完成", "完成日期", "存在问题")
    first, number = sheet.row + 1, 0
    for township, villages in MODEL_VILLAGES.items():
        for village in villages.split():
            number += 1
            done, problem = UNFINISHED.get(village, ("是", None))
            day: Cell = LATE_IN_YEAR.get(village, datetime(2018, 10, 9 + number))  # noqa: DTZ001
            poverty = "是" if village in POVERTY_VILLAGES else "否"
            sheet.rows([[number, township, village, poverty, done, None if problem else day, problem]])
    sheet.merge_repeats(2, first)


# --- 中医药、培训 ---------------------------------------------------------------------------------------


def write_chinese_medicine(book: Workbook, month: str) -> None:
    sheet = Sheet(book.create_sheet("中医药"), [6, 24, 8, 12, 14, 14, 12, 12, 10, 16])
    sheet.title(f"云冈区基层中医药服务能力台账（{month}）", "填报单位：中医股　　单位：人、人次、%")
    sheet.header(
        "序号",
        "机构名称",
        "级别",
        "中医类别医师数",
        "是否具备中医药服务能力",
        "中医馆、国医堂",
        "中医诊疗人次",
        "总诊疗人次",
        "占比",
        "2015年中医诊疗人次",
    )
    names = (*HEALTH_CENTRES, "平泉路社区卫生服务中心", "新胜社区卫生服务中心")
    able = ("√", "√", "√", "√", "√", "×", "√", "√")
    hall = ("有", "有", "有", "有", "有", "无", "有", "无")
    doctors = (2, 2, 3, 1, 1, 0, 2, 1)
    visits = (9200, 10100, 14800, 6500, 6900, 3900, 5600, 4300)
    all_visits = (30500, 34200, 45900, 22300, 23400, 15100, 18200, 15400)
    before = (7100, 8000, 11900, 5200, 5400, 3300, 4100, 3500)
    for number, row in enumerate(
        zip(names, doctors, able, hall, visits, all_visits, before, strict=True), start=1
    ):
        name, count, can, has, part, whole, old = row
        level = "社区" if "社区" in name else "乡级"
        sheet.rows([[number, name, level, count, can, has, part, whole, as_percent(part, whole), old]])
    sheet.rows(
        [
            [
                None,
                "合计",
                None,
                12,
                None,
                None,
                sum(visits),
                sum(all_visits),
                as_percent(sum(visits), sum(all_visits)),
                sum(before),
            ]
        ]
    )
    sheet.line("注：诊疗人次为本年累计；不含村卫生室。")


COURSES = (
    ("2018.3.20", "针刺、艾灸", "乡村医生", "60人次"),
    ("2018.5.18", "推拿、拔罐", "乡镇卫生院医师", 72),
    ("2018.8.22", "刮痧、敷贴", "乡村医生", 68),
    ("2018.9.14", "中药熏洗", "乡村医生", 60),
    ("2018.11.9", "针刺、艾灸", "乡镇卫生院医师", 52),
)


def write_courses(book: Workbook, month: str, count: int) -> None:
    sheet = Sheet(book.create_sheet("适宜技术培训"), [6, 14, 20, 18, 12])
    sheet.title(f"中医药适宜技术培训班次表（{month}）", "填报单位：中医股")
    sheet.header("序号", "日期", "内容", "对象", "人次")
    sheet.rows([number, *course] for number, course in enumerate(COURSES[:count], start=1))


# --- 编制 ---------------------------------------------------------------------------------------------

APPROVED = (32, 30, 34, 20, 26, 18)
FILLED_2017 = (27, 24, 23, 16, 19, 11)
# Posts filled, then physicians, pharmacists, technicians, nurses.
STAFF_DECEMBER = (
    (29, 12, 3, 4, 9),
    (26, 11, 2, 4, 8),
    (24, 10, 3, 3, 6),
    (17, 8, 2, 2, 5),
    (20, 8, 2, 3, 6),
    (12, 5, 1, 2, "/"),
)
STAFF_SEPTEMBER = (
    (28, 12, 3, 3, 9),
    (25, 11, 2, 3, 8),
    (24, 10, 3, 3, 6),
    (17, 8, 2, 2, 5),
    (19, 8, 2, 3, 5),
    (12, 5, 1, 2, "/"),
)


def write_posts(book: Workbook, month: str, staff: Iterable[Row]) -> None:
    sheet = Sheet(book.create_sheet("编制"), [6, 18, 10, 10, 10, *[8] * 5, 10, 10])
    sheet.title(f"云冈区乡镇卫生院编制与人员情况表（{month}）", "填报单位：人事股　　单位：人、%")
    sheet.header(
        "序号",
        "单位",
        "核定编制",
        "实有在编",
        "到位率",
        ("在编专业技术人员", ["医师", "药剂", "医技", "护理", "小计"]),
        ("2017年", ["核定编制", "实有在编"]),
    )
    filled_all = 0
    rows = zip(HEALTH_CENTRES, APPROVED, staff, FILLED_2017, strict=True)
    for number, (name, approved, (filled, *groups), before) in enumerate(rows, start=1):
        filled_all += int(str(filled))
        together = None if "/" in groups else sum(int(str(group)) for group in groups)
        rate = as_percent(int(str(filled)), approved)
        sheet.rows([[number, name, approved, filled, rate, *groups, together, approved, before]])
    total = [None, "合计", sum(APPROVED), filled_all, as_percent(filled_all, sum(APPROVED))]
    sheet.rows([[*total, *[None] * 5, sum(APPROVED), sum(FILLED_2017)]])
    sheet.line("注：在编不含编外聘用和借调人员；鸦儿崖乡卫生院护理人数待核。")


# --- 诊疗量、医保结算 -----------------------------------------------------------------------------------

# Institution, level, member of the medical group, all visits, outpatient and emergency visits, a year earlier.
VISITS_SEPTEMBER: tuple[Row, ...] = (
    ("区人民医院", "区级", "是", 150200, "142,000", 136500),
    ("区中医院", "区级", "是", 54600, 51310, 49806),
    ("区妇幼保健院", "区级", "否", 21300, 19800, 19500),
    ("平旺乡卫生院", "乡级", "是", 22400, 16500, 15800),
    ("西韩岭乡卫生院", "乡级", "是", 25100, 18200, 17300),
    ("口泉乡卫生院", "乡级", "是", 33600, 24100, 22900),
    ("云冈镇卫生院", "乡级", "是", 16200, 11800, 11400),
    ("高山镇卫生院", "乡级", "是", 17100, 12400, 11500),
    ("鸦儿崖乡卫生院", "乡级", "是", 10900, 8000, 6600),
    ("各村卫生室", "村级", "否", 210400, "—", "—"),
)
VISITS_DECEMBER: tuple[Row, ...] = (
    ("区人民医院", "区级", "是", 162400, "153,800", 150900),
    ("区中医院", "区级", "是", 58900, 54600, 54100),
    ("区妇幼保健院", "区级", "否", 23500, 21900, 21600),
    ("平旺乡卫生院", "乡级", "是", 30500, 22600, 21700),
    ("西韩岭乡卫生院", "乡级", "是", 34200, 24900, 23900),
    ("口泉乡卫生院", "乡级", "是", 45900, 33000, 31500),
    ("云冈镇卫生院", "乡级", "是", 22300, 16100, 15700),
    ("高山镇卫生院", "乡级", "是", 23400, 16900, 16000),
    ("鸦儿崖乡卫生院", "乡级", "是", 15100, 11000, 9200),
    ("各村卫生室", "村级", "否", 303800, "—", "—"),
)


def write_visits(book: Workbook, months: str, rows: Iterable[Row]) -> None:
    sheet = Sheet(book.create_sheet("诊疗量"), [6, 20, 8, 12, 14, 14, 14])
    sheet.title(f"云冈区医疗机构诊疗量月报（{months}）", "填报单位：医政股　　单位：人次")
    sheet.header("序号", "机构", "级别", "是否医疗集团成员", "总诊疗人次", "其中：门急诊", "上年同期")
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))
    sheet.line("注：均为本年累计数；上年同期指门急诊人次；村卫生室不统计门急诊。")


def write_settlement(book: Workbook, months: str) -> None:
    sheet = Sheet(book.create_sheet("医保结算"), [16, 14, 14, 14, 14, 14, 12])
    sheet.title(f"云冈区医保结算情况表（{months}）", "填报单位：区医保中心　　单位：人次、万元")
    sheet.header(
        "险种", "总就诊人次", "区内就诊人次", "区外就诊人次", "总费用（万元）", "个人自付（万元）", "自付比例"
    )
    sheet.rows(
        [
            ["职工医保", "212,400", "190,900", 21500, 18250.4, 5310.2, "29.10%"],
            ["居民医保", "588,300", "531,700", 56600, 26480.6, 8901.3, "33.61%"],
            ["合计", 800700, 722600, 78100, 44731.0, 14211.5, "31.4%"],
        ]
    )


# --- 产前筛查 -----------------------------------------------------------------------------------------

TASKS = (350, 430, 520, 230, 220, 125)
# Women screened from January to June, July to September, October to December.
SCREENED = ((183, 72, 97), (217, 84, 130), (287, 105, 113), (106, 42, 84), (93, 38, 88), (53, 22, 46))


def spread(total: int, months: int) -> list[int]:
    """A total over months, the first ones one higher where it does not divide."""
    return [total // months + (number < total % months) for number in range(months)]


def write_screening(book: Workbook, month: str, quarters: int) -> None:
    sheet = Sheet(book.create_sheet("产前筛查"), [6, 12, 10, *[7] * 12, 10, 10])
    sheet.title(f"云冈区免费产前筛查与诊断进度月报（{month}）", "填报单位：妇幼股　　单位：人")
    sheet.header(
        "序号", "乡（镇）", "年度任务数", *[f"{number}月" for number in range(1, 13)], "累计", "完成率"
    )
    total = [0] * 13
    for number, (township, task, screened) in enumerate(
        zip(TOWNSHIPS, TASKS, SCREENED, strict=True), start=1
    ):
        parts = [spread(screened[0], 6), spread(screened[1], 3), spread(screened[2], 3)][:quarters]
        months = [value for part in parts for value in part]
        done = sum(months)
        total = [
            old + new for old, new in zip(total, [*months, *[0] * (12 - len(months)), done], strict=True)
        ]
        blank: list[Cell] = [None] * (12 - len(months))
        sheet.rows([[number, township, task, *months, *blank, done, as_percent(done, task)]])
    shown: list[Cell] = [value or None for value in total[:12]]
    sheet.rows([[None, "合计", sum(TASKS), *shown, f"{total[12]:,}", as_percent(total[12], sum(TASKS))]])


# --- 养老机构、医疗机构绿色通道 ---------------------------------------------------------------------------


def write_care_homes(book: Workbook, month: str) -> None:
    sheet = Sheet(book.create_sheet("养老机构"), [6, 24, 10, 20, 14])
    sheet.title(f"云冈区养老机构医养结合台账（{month}）", "填报单位：区民政局、老龄股")
    sheet.header("序号", "养老机构名称", "类型", "能否提供医疗卫生服务", "方式")
    sheet.rows(
        [
            [1, "云冈区敬老院", "公办", "是", "内设医务室"],
            [2, "口泉乡敬老院", "公办", "是", "签约"],
            [3, "平旺康养中心", "民办", "是", "签约"],
            [4, "西韩岭乡敬老院", "公办", "否", None],
            [5, "高山镇敬老院", "公办", "否", None],
            [6, "晋华宫养老服务中心", "民办", "筹备中", "拟签约"],
        ]
    )


def write_green_lanes(book: Workbook, month: str) -> None:
    sheet = Sheet(book.create_sheet("医疗机构绿色通道"), [6, 26, 10, 14, 22, 18])
    sheet.title(f"云冈区医疗机构老年人绿色通道台账（{month}）", "填报单位：医政股、区医保中心")
    sheet.header("序号", "医疗机构名称", "类型", "是否医疗集团成员", "是否开通绿色通道", "实行医保打包付费")
    lanes = ("√", "√", "√", "√", "×", None)
    centres = [[name, "卫生院", "是", lane, "是"] for name, lane in zip(HEALTH_CENTRES, lanes, strict=True)]
    rows: list[list[Cell]] = [
        ["区人民医院", "医院", "是", "是", "是"],
        ["区中医院", "医院", "是", "是", "是"],
        ["区妇幼保健院", "保健院", "否", "是", "否"],
        *centres,
        ["平泉路社区卫生服务中心", "社区", "否", "是", "否"],
        ["新胜社区卫生服务中心", "社区", "否", "是", "否"],
        ["恒安新区医院", "民营", "否", "否", "否"],
    ]
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))


# --- 事项台账 -----------------------------------------------------------------------------------------

SIX = ("行政", "人员", "资金", "业务", "绩效", "药械")
EIGHT = (
    "人力资源",
    "财务管理",
    "医学检验",
    "放射影像",
    "消毒供应",
    "药品供应保障",
    "公共卫生管理",
    "信息管理",
)
FIVE = ("维护管理", "人员管理", "服务内容", "工作规范", "业绩考核")
# Item, office, done on, evidence; "未完成" stands for an item not done.
ITEMS_DECEMBER: tuple[tuple[str, str, str, str | None], ...] = (
    ("区级医疗服务价格第二次调整", "区发改局", "2018-12-20", "云发改发〔2018〕88号"),
    ("区级配套经费及时到位", "区财政局", "2018-07-30", "拨款凭证"),
    ("基层中医药服务能力提升行动", "区卫计局", "2018-05-10", "云卫发〔2018〕21号"),
    ("大病患者动态管理台帐", "区卫计局", "2018-09-20", "台账"),
    ("单病种付费制度", "区医保中心", "2018-11-05", None),
    ("健康村指标评价体系", "区爱卫办", "未完成", None),
    ("三级卫生健康信息综合平台", "区卫计局", "未完成", None),
    ("紧密型医疗集团", "区卫计局", "2018-08-30", "批复"),
    ("医疗卫生服务管理信息一体化", "区卫计局", "未完成", None),
    ("三级医院帮扶医联体", "区医疗集团", "2018-06-28", "协议书"),
    ("医养结合政策体系", "区民政局", "2018-12-28", "云政办发〔2018〕71号"),
    ("健康促进区创建", "区卫计局", "2018-10-30", "申报书"),
    ("区领导小组成立", "区政府", "2018-09-04", "云政办发[2018]46号"),
    ("纳入政府年度目标责任", "区政府", "2018-12-29", "云政发〔2018〕90号"),
)
NOT_YET_IN_SEPTEMBER = {
    "区级医疗服务价格第二次调整",
    "单病种付费制度",
    "医养结合政策体系",
    "健康促进区创建",
    "纳入政府年度目标责任",
    "医疗集团药械统一管理",
    "放射影像中心建立",
    "信息管理中心建立",
    "放射影像中心正常运行",
    "信息管理中心正常运行",
    "医学检验中心正常运行",
    "消毒供应中心正常运行",
}
NOT_DONE_AT_ALL = {"信息管理中心正常运行", "巡回医疗专业考核"}


def list_items() -> list[tuple[str, str, str, str | None]]:
    """The district's items at the end of the year, the lists of six, eight and five included."""
    named = [f"医疗集团{name}统一管理" for name in SIX]
    named += [f"{name}中心建立" for name in EIGHT] + [f"{name}中心正常运行" for name in EIGHT]
    named += [f"巡回医疗车统一{name}" for name in FIVE]
    named += ["巡回医疗专款管理", "巡回医疗专人负责", "巡回医疗专业考核"]
    later = {name: "2018-11-20" if name in NOT_YET_IN_SEPTEMBER else "2018-08-15" for name in named}
    listed = [
        (
            name,
            "区医疗集团",
            "未完成" if name in NOT_DONE_AT_ALL else later[name],
            None if name in NOT_DONE_AT_ALL else "验收单",
        )
        for name in named
    ]
    return [*ITEMS_DECEMBER, *listed]


# Township items: not done, done without evidence, or not even listed.
TOWNSHIP_ITEMS = ("乡镇明确负责人", "乡镇成立领导小组", "乡镇制定工作方案")
OPEN_DECEMBER = {("乡镇成立领导小组", "鸦儿崖乡"): "not done", ("乡镇明确负责人", "高山镇"): "no evidence"}
OPEN_SEPTEMBER = {
    ("乡镇明确负责人", "高山镇"): "no evidence",
    ("乡镇明确负责人", "鸦儿崖乡"): "not done",
    ("乡镇成立领导小组", "口泉乡"): "not done",
    ("乡镇成立领导小组", "高山镇"): "not done",
    ("乡镇成立领导小组", "鸦儿崖乡"): "not done",
    ("乡镇制定工作方案", "口泉乡"): "not done",
    ("乡镇制定工作方案", "鸦儿崖乡"): "not listed",
}
# Done only after September, so that the two workbooks tell one story.
LATER_DAYS = {
    ("乡镇明确负责人", "鸦儿崖乡"): "2018-10-12",
    ("乡镇成立领导小组", "口泉乡"): "2018-10-15",
    ("乡镇成立领导小组", "高山镇"): "2018-11-02",
    ("乡镇制定工作方案", "口泉乡"): "2018-12-31",
    ("乡镇制定工作方案", "鸦儿崖乡"): "2018-11-26",
}


def write_ledger(book: Workbook, month: str, *, december: bool) -> None:
    sheet = Sheet(book.create_sheet("事项台账"), [6, 34, 16, 14, 16, 12, 26, 14])
    sheet.title(f"健康乡村建设事项台账（{month}）", "填报单位：各股室、各乡镇")
    sheet.header("序号", "事项", "责任单位", "完成时限", "进展情况", "是否完成", "文号/佐证", "完成日期")
    rows: list[Row] = []
    for item, office, day, evidence in list_items():
        done = day != "未完成" and (december or item not in NOT_YET_IN_SEPTEMBER)
        rows.append(_ledger_row(item, office, day if done else None, evidence))
    for item in TOWNSHIP_ITEMS:
        for township in TOWNSHIPS:
            state = (OPEN_DECEMBER if december else OPEN_SEPTEMBER).get((item, township))
            if state == "not listed":
                continue
            day = LATER_DAYS.get((item, township), "2018-09-20")
            evidence = None if state == "no evidence" else "会议纪要" if item == TOWNSHIP_ITEMS[0] else "文件"
            rows.append(_ledger_row(item, township, None if state == "not done" else day, evidence))
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))
    sheet.line("注：完成而无佐证的为“待核”，不算完成。")


def _ledger_row(item: str, office: str, day: str | None, evidence: str | None) -> Row:
    if day is None:
        return (item, office, "2018年底", "正在推进", "否", None, None)
    return (item, office, "2018年底", "已完成", "是", evidence, datetime.fromisoformat(day))


# --- the workbooks ------------------------------------------------------------------------------------


def make_september() -> Workbook:
    book = new_book()
    month = "2018年9月"
    write_readme(book, month, "鸦儿崖乡签约数据未按时报送。")
    write_population(book, month, (3, 4, 5, 2, 2, "—"))
    write_signing(book, month, "2018.9.28", SIGNING_SEPTEMBER)
    write_clinics(book, month, clinics_in_september())
    write_courses(book, month, 4)
    write_posts(book, month, STAFF_SEPTEMBER)
    write_visits(book, "2018年1-9月", VISITS_SEPTEMBER)
    write_screening(book, month, 2)
    write_ledger(book, month, december=False)
    return book


def make_december() -> Workbook:
    book = new_book()
    month = "2018年12月"
    write_readme(book, month, "各乡镇均已报送；大病救治、经费、改厕、派驻人员各表另行报送。")
    write_population(book, month, (3, 4, 5, 2, 2, 1))
    write_signing(book, month, "2018.12.26", SIGNING_DECEMBER)
    write_clinics(book, month, CLINICS)
    write_model_villages(book, month)
    write_chinese_medicine(book, "2018年")
    write_courses(book, "2018年", 5)
    write_posts(book, month, STAFF_DECEMBER)
    write_visits(book, "2018年1-12月", VISITS_DECEMBER)
    write_settlement(book, "2018年1-12月")
    write_screening(book, month, 3)
    write_care_homes(book, month)
    write_green_lanes(book, month)
    write_ledger(book, month, december=True)
    return book


WORKBOOKS: Workbooks = {"云冈区2018年9月": make_september, "云冈区2018年": make_december}
