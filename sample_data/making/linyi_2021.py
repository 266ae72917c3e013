"""临沂市 at the end of 2025, the day on which most of its targets fall due, and at the middle of 2022.

The figures and the names below the county are invented, and only five of its counties are shown. The shapes are those of
TABLES: a title that alone names the time, two-row headers, 栏次, a 合计 row, 无 that means none beside “/” that means no report.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

from making.sheets import Cell, Row, Sheet, Workbooks, as_percent, new_book, wrong_mean

COUNTIES = ("沂水县", "沂南县", "费县", "平邑县", "高新区")
YEAR_END, MID_YEAR = "2025年12月", "2022年6月"


def write_readme(book: Workbook, month: str) -> None:
    sheet = Sheet(book.create_sheet("说明"), [90])
    sheet.line(f"临沂市巩固拓展健康扶贫成果统计表（{month}）　填报说明", bold=True)
    for text in (
        "一、本工作簿是 healthkpi 的示例：政策文件是真的（临沂市，2021年8月13日），只列五个县区，数字和机构名是编造的。",
        "二、“空白点”实行零报告：没有写0或“无”；空白、“/”“—”“未报”表示没有数，不是零。",
        "三、四病规范管理率的分母是已签约患者数。",
    ):
        sheet.line(text)


def sheet_of(book: Workbook, name: str, title: str, below: str, widths: Sequence[int]) -> Sheet:
    sheet = Sheet(book.create_sheet(name), widths)
    sheet.title(title, below)
    return sheet


def numbered(rows: Iterable[Row]) -> Iterable[Row]:
    return ([number, *row] for number, row in enumerate(rows, start=1))


# County, residents, key county, aided persons, monitored, funds of the year, funds of 2020.
BASIC: tuple[Row, ...] = (
    ("沂水县", "1,012,300", "否", 52310, 52310, "1,200", 1180),
    ("沂南县", 832000, "否", "40,120", 40120, 980, 1000),
    ("费县", "79.5万", "是", "4.1万", 40988, 1500, 1450),
    ("平邑县", 884000, "是", 47200, 47200, 1620, 1600),
    ("高新区", "２１０５００", "否", 0, 0, 60, 55),
    ("合计", 3733800, None, 180630, 180618, 5360, 5285),
)


def write_counties(book: Workbook) -> None:
    sheet = sheet_of(
        book,
        "县区基础情况",
        f"临沂市县区基础情况表（{YEAR_END}）",
        "填报单位：市卫生健康委　　单位：人、万元",
        [6, 12, 14, 12, 14, 14, 18, 24],
    )
    sheet.header(
        "序号",
        "县（区）",
        "常住人口（人）",
        "市重点帮扶县",
        "帮扶对象总数",
        "纳入监测人数",
        "健康帮扶资金（万元）",
        "2020年卫生健康帮扶资金（万元）",
    )
    sheet.rows(numbered(BASIC[:-1]))
    sheet.rows([[None, *BASIC[-1]]])


# County, townships, without centre, centres without staff, without service, villages, with clinic, outreach,
# next village, without clinic, without staff, without service, gaps open.
GAPS_2025: tuple[Row, ...] = (
    ("沂水县", 18, 0, 0, 0, "1,040", 1010, 20, 10, 0, 0, 0, 0),
    ("沂南县", 16, 0, 0, 0, 560, 540, 12, 8, 0, 1, 0, 1),
    ("费县", 12, "无", "无", "无", 411, 405, 4, 2, "无", 0, "无", "无"),
    ("平邑县", 14, 0, "/", 0, 900, 890, 6, 4, 0, 0, 0, 0),
    ("高新区", 2, 0, 0, "—", 40, 40, 0, 0, 0, 0, 0, 0),
)
GAPS_2022: tuple[Row, ...] = (
    ("沂水县", 18, 0, 0, 0, "1,040", 1002, 28, 8, 2, 3, 0, 5),
    ("沂南县", 16, 0, 0, 0, 560, 536, 14, 9, 1, 1, 1, 3),
    ("费县", 12, "无", 1, "无", 411, 404, 4, 3, "无", 0, "无", 1),
    ("平邑县", 14, 0, 0, 0, "未报", "未报", "未报", "未报", "未报", "未报", "未报", "未报"),
    ("高新区", 2, 0, 0, 0, 40, 40, 0, 0, 0, 0, 0, 0),
)


def write_gaps(book: Workbook, month: str, rows: Sequence[Row]) -> None:
    sheet = sheet_of(
        book,
        "空白点动态监测",
        f"临沂市乡村医疗卫生机构和人员“空白点”动态监测表（{month}）",
        "实行零报告　　单位：个",
        [6, 12, *([11] * 12)],
    )
    sheet.header(
        "序号",
        "县区",
        "乡镇数",
        "无卫生院乡镇数",
        "无医师卫生院数",
        "无服务乡镇数",
        "行政村数",
        "有卫生室村",
        "巡诊/派驻覆盖村",
        "邻村延伸覆盖村",
        "空白村数",
        "无合格村医的卫生室数",
        "无服务行政村数",
        "期末空白点",
    )
    sheet.rows([["甲", "乙", *map(str, range(1, 13))]])
    sheet.rows(numbered(rows))
    sheet.line("注：有则写数，没有写0；空白视为未报。")


def write_gap_ledger(book: Workbook) -> None:
    sheet = sheet_of(
        book, "空白点销号", "“空白点”销号台账", f"截至{YEAR_END}", [8, 10, 12, 12, 8, 12, 16, 16, 12]
    )
    sheet.header("编号", "县区", "乡镇", "行政村", "类型", "发现日期", "原因", "临时措施", "销号日期")
    sheet.rows(
        [
            ["001", "沂水县", "马站镇", "大峪村", "人员", "2025.3.11", "村医辞职", "卫生院派驻", "2025.4.2"],
            [
                "002",
                "费县",
                "马庄镇",
                "石桥村",
                "机构",
                "2025年7月1日",
                "房屋拆迁",
                "每周巡诊两次",
                "2025年9月30日",
            ],
            ["003", "沂南县", "岸堤镇", "柳沟村", "人员", "2025-12-08", "村医去世", "邻村村医代管", None],
        ]
    )


def write_centres(book: Workbook) -> None:
    sheet = sheet_of(
        book,
        "卫生院达标",
        f"乡镇卫生院达标与中医药综合服务区台账（{YEAR_END}）",
        "“基本达标”不算达标",
        [12, 20, 20, 20, 12, 16],
    )
    sheet.header(
        "县区", "乡镇卫生院", "是否达到国家基本标准", "设置中医药综合服务区", "中医医师数", "开通远程医疗"
    )
    first = sheet.row + 1
    sheet.rows(
        [
            ["沂水县", "马站镇卫生院", "是", "√", 3, "是"],
            ["沂水县", "高桥镇卫生院", "是", "√", "1人", "是"],
            ["沂南县", "岸堤镇卫生院", "基本达标", "√", 2, "否"],
            ["费县", "马庄镇卫生院", "是", "√", "无", "是"],
            ["平邑县", "地方镇卫生院", "是", None, 1, "是"],
            ["高新区", "马厂湖镇卫生院", "是", "√", "/", "否"],
        ]
    )
    sheet.merge_repeats(1, first)


def write_clinics(book: Workbook) -> None:
    sheet = sheet_of(
        book,
        "村卫生室",
        f"村卫生室设置与服务能力台账（{YEAR_END}）",
        "填报单位：沂水县卫生健康局",
        [12, 22, 16, 12, 12, 18, 16],
    )
    sheet.header(
        "乡镇", "村卫生室名称", "是否中心村卫生室", "规划设置", "服务能力", "配置中医药设备", "开通远程医疗"
    )
    sheet.rows(
        [
            ["马站镇", "上岩峪村卫生室", "是", "是", "是", "√", "是"],
            ["马站镇", "大峪村卫生室", "否", "是", "否", "√", "否"],
            ["马站镇", "柳沟村卫生室", "否", "是", "是", "×", "是"],
            ["马站镇", "石桥村卫生室", "是", "是", "待验收", "√", "否"],
            ["高桥镇", "南庄村卫生室", "否", "是", "是", "√", "否"],
            ["高桥镇", "东岭村卫生室", "否", "是", "是", None, "否"],
            ["高桥镇", "北王村卫生室", "是", "是", "是", "√", "是"],
            ["高桥镇", "西屯村卫生室", "否", "是", "是", "√", "否"],
        ]
    )


# Township, disease, patients, under contract, managed, rate as it was typed.
DISEASES_2025: tuple[Row, ...] = (
    ("马站镇", "高血压", 486, 471, 428, as_percent(428, 471)),
    ("高桥镇", "高血压", 310, 300, 268, "89.33%"),
    ("马站镇", "糖尿病", 205, "２００", 181, "90.5"),
    ("高桥镇", "2型糖尿病", 110, 100, 88, 0.88),
    ("马站镇", "肺结核", 9, 9, 9, "100%"),
    ("高桥镇", "肺结核", 4, "无", "无", None),
    ("马站镇", "严重精神障碍", 62, 60, 55, "91.7%"),
    ("高桥镇", "严重精神障碍", 41, 40, "未统计", None),
)
DISEASES_2022: tuple[Row, ...] = (
    ("马站镇", "高血压", 470, 400, 352, as_percent(352, 400)),
    ("马站镇", "糖尿病", 190, 160, 147, as_percent(147, 160)),
    ("马站镇", "肺结核", 7, 6, 5, as_percent(5, 6)),
    ("马站镇", "严重精神障碍", 60, 50, 45, "90%"),
)


def write_diseases(book: Workbook, month: str, rows: Sequence[Row]) -> None:
    sheet = sheet_of(
        book,
        "四病规范管理",
        f"农村低收入人口四病签约与规范管理表（{month}）",
        "单位：人、%",
        [6, 12, 16, 22, 14, 14, 14],
    )
    sheet.header("序号", "乡镇", "病种", "农村低收入人口患者数", "已签约患者数", "规范管理人数", "规范管理率")
    sheet.rows(numbered(rows), percent=(7,))
    rates = (90.87, 89.33, 90.5, 88.0, 100.0, 91.7)
    if month == YEAR_END:
        sheet.rows([[None, "合计", None, 1227, 1180, 1029, wrong_mean(rates)]])


SERIOUS_DISEASES = (
    "儿童白血病 儿童先天性心脏病 食管癌 胃癌 结肠癌 直肠癌 终末期肾病 肺癌 肝癌 乳腺癌 宫颈癌 急性心肌梗死 白内障 尘肺 "
    "神经母细胞瘤 儿童淋巴瘤 骨肉瘤 血友病 地中海贫血 唇腭裂 尿道下裂 耐多药结核病 脑卒中 慢性阻塞性肺气肿 艾滋病机会性感染 "
    "膀胱癌 卵巢癌 肾癌 重性精神疾病 风湿性心脏病"
).split()


def write_serious_diseases(book: Workbook) -> None:
    sheet = sheet_of(
        book, "大病专项救治", f"大病专项救治病种及进展表（{YEAR_END}）", "单位：人", [22, 12, 20, 20, 10, 10]
    )
    sheet.header("病种", "县区", "定点医院", "2020年定点医院", "确诊数", "救治数")
    rows: list[Row] = [
        [name, "沂水县", "沂水县人民医院", "沂水县人民医院", 12, 12] for name in SERIOUS_DISEASES
    ]
    rows.append(["胃癌", "费县", "费县中医医院", "费县人民医院", 41, 40])
    sheet.rows(rows)


def write_mental(book: Workbook) -> None:
    sheet = sheet_of(
        book, "四应四必", f"严重精神障碍患者“四应四必”表（{YEAR_END}）", "单位：人", [6, 12, *([10] * 8)]
    )
    sheet.header(
        "序号",
        "县区",
        ("应管", ["人数", "在管"]),
        ("应收", ["人数", "已收"]),
        ("应治", ["人数", "已治"]),
        ("应免", ["人数", "已免"]),
    )
    sheet.rows(
        numbered(
            [
                ["沂水县", "3,200", 3200, 61, 61, 2900, 2880, 500, 500],
                ["沂南县", 2400, 2400, 30, 30, 2150, 2150, 380, 380],
                ["费县", 2300, 2299, "无", "无", 2100, 2080, 300, None],
                ["平邑县", 2700, 2700, 44, 44, 2500, 2500, 410, 410],
                ["高新区", 310, 310, 5, 5, 290, 290, 20, 20],
            ]
        )
    )


def write_literacy(book: Workbook) -> None:
    sheet = sheet_of(
        book, "健康素养监测", "临沂市居民健康素养监测结果表", "基期数据为补录", [10, 12, 12, 12, 12]
    )
    sheet.header("年度", "监测点", "监测人数", "具备人数", "水平")
    sheet.rows(
        [
            ["2020年", "沂水县", 1000, 205, "20.5%"],
            ["2020年", "费县", 1000, 195, "19.5%"],
            ["2025年", "沂水县", "1,200", 306, "25.5%"],
            ["2025年", "费县", "1,200", 294, "24.5%"],
        ]
    )


def write_centres_shared(book: Workbook) -> None:
    sheet = sheet_of(
        book, "共享中心", f"县域共享中心建设表（{YEAR_END}）", "已建成打√", [6, 12, 10, 10, 12, 12]
    )
    sheet.header("序号", "县区", ("共享中心", ["影像", "心电", "病理诊断", "医学检验"]))
    sheet.rows(
        numbered(
            [
                ["沂水县", "√", "√", "√", "√"],
                ["沂南县", "√", "√", "√", "√"],
                ["费县", "√", "√", "在建", "√"],
                ["平邑县", "√", "√", "√", None],
            ]
        )
    )


def write_consortia(book: Workbook) -> None:
    sheet = sheet_of(
        book,
        "医共体总额付费",
        f"紧密型县域医共体总额付费表（{YEAR_END}）",
        "填报单位：市医保局",
        [12, 24, 14, 14],
    )
    sheet.header("县区", "医共体名称", "是否符合条件", "实行总额付费")
    sheet.rows(
        [
            ["沂水县", "沂水县人民医院医共体", "是", "是"],
            ["沂水县", "沂水县中医医院医共体", "否", "否"],
            ["费县", "费县人民医院医共体", "是", "是"],
            ["平邑县", "平邑县人民医院医共体", "是", "推进中"],
        ]
    )


def write_pay(book: Workbook) -> None:
    sheet = sheet_of(
        book,
        "收入对照",
        f"基层与县级医院同职级人员收入对照表（{YEAR_END}）",
        "单位：人、万元",
        [12, 14, 18, 18],
    )
    sheet.header("职级", "基层人数", "基层平均收入（万元）", "县级平均收入（万元）")
    sheet.rows([["初级", 120, 6, 6], ["中级", 80, 8.1, 8], ["高级", 20, 10, 10.5]])


def write_general_practitioners(book: Workbook) -> None:
    sheet = sheet_of(
        book, "全科医生", f"全科医生继续教育与转岗培训表（{YEAR_END}）", "单位：人", [6, 12, 14, 22, 16]
    )
    sheet.header("序号", "县区", "全科医生总数", "参加继续医学教育人数", "全科转岗培训人数")
    sheet.rows(
        numbered(
            [
                ["沂水县", 420, 420, 36],
                ["沂南县", 300, 300, 12],
                ["费县", 350, 347, 20],
                ["平邑县", 380, 380, "无"],
                ["高新区", 60, 60, 3],
            ]
        )
    )


def write_rural_doctors(book: Workbook) -> None:
    sheet = sheet_of(
        book, "乡村医生", f"乡村医生队伍建设表（{YEAR_END}）", "单位：人、万元", [6, 12, *([13] * 10)]
    )
    sheet.header(
        "序号",
        "县区",
        "乡村医生总数",
        "上年乡村医生人数",
        ("补助总额", ["本年", "上年"]),
        "参加考试人数",
        "招用大专以上毕业生数",
        "免试发证人数",
        "符合条件的乡村医生数",
        "参加职工养老保险人数",
        "参加基本养老保险人数",
    )
    sheet.rows(
        numbered(
            [
                ["沂水县", 1100, 1000, 1320, 1200, 96, 12, 12, 400, 310, 1080],
                ["沂南县", 900, 950, 1100, 1045, 40, 5, 5, 350, 200, 880],
                ["费县", 950, 1000, 1197, 1200, 54, 8, 8, 380, 300, 940],
                ["平邑县", 1000, 1005, 1230, 1218, 60, "无", "无", 300, 240, 990],
                ["高新区", 100, None, 120, None, 5, 1, 1, 50, 45, 100],
            ]
        )
    )


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number)  # noqa: DTZ001 # a day of a ledger has no zone


# Item, unit, state, day, evidence.
LEDGER_2025: tuple[tuple[Cell, ...], ...] = (
    ("摘帽不摘责任", "沂水县", "是", day(2022, 3, 1), "责任书"),
    ("摘帽不摘政策", "沂水县", "是", day(2022, 3, 1), "政策清单"),
    ("摘帽不摘帮扶", "沂水县", "是", day(2022, 5, 9), "结对名册"),
    ("摘帽不摘监管", "沂水县", "是", day(2022, 6, 30), "督导通报"),
    ("摘帽不摘责任", "费县", "是", day(2022, 3, 4), "责任书"),
    ("摘帽不摘政策", "费县", "是", day(2022, 3, 4), "政策清单"),
    ("摘帽不摘帮扶", "费县", "是", day(2022, 4, 1), None),
    ("摘帽不摘监管", "费县", "是", day(2022, 4, 1), "督导通报"),
    ("健康帮扶对象调整", "市卫生健康委", "是", "2021年11月5日", "临卫发〔2021〕18号"),
    ("门诊“两免两减半”", "沂水县人民医院", "√", "2025.12.1", "结算单抽查"),
    ("门诊“两免两减半”", "费县人民医院", "×", None, None),
    ("基层能力提升三年行动", "市卫生健康委", "已完成", day(2024, 12, 20), "总结报告"),
    ("城乡医院对口支援工作方案", "市卫生健康委", "是", "2022-03-18", "临卫发〔2022〕9号"),
    ("预约诊疗", "沂水县人民医院医共体", "是", day(2023, 1, 10), "平台截图"),
    ("双向转诊", "沂水县人民医院医共体", "是", day(2023, 1, 10), "转诊台账"),
    ("远程医疗", "沂水县人民医院医共体", "是", day(2023, 8, 2), "会诊记录"),
    ("全科医学继续教育方案", "市卫生健康委", "推进中", None, None),
    ("农村人居环境整治提升五年行动", "市农业农村局", None, None, None),
    ("制订具体方案", "沂水县", "是", "2021.10.8", "沂卫字〔2021〕30号"),
    ("制订具体方案", "沂南县", "是", "2021年10月", "沂南卫发〔2021〕22号"),
    ("制订具体方案", "费县", "√", day(2025, 12, 31), "费卫字〔2025〕41号"),
    ("制订具体方案", "平邑县", "否", None, None),
    ("制订具体方案", "高新区", "是", day(2021, 12, 1), None),
    ("建设任务纳入“十四五”规划", "市发展改革委", "是", day(2021, 12, 20), "规划文本"),
    ("纳入有效衔接规划", "市乡村振兴局", "是", day(2022, 1, 5), None),
    ("农副产品进医院", "市卫生健康委", "是", day(2025, 12, 31), "签到表和照片"),
)
LEDGER_2022: tuple[tuple[Cell, ...], ...] = (
    ("健康帮扶对象调整", "市卫生健康委", "是", "2021年11月5日", "临卫发〔2021〕18号"),
    ("基层能力提升三年行动", "市卫生健康委", "推进中", None, None),
    ("制订具体方案", "沂水县", "是", "2021.10.8", "沂卫字〔2021〕30号"),
    ("制订具体方案", "平邑县", "否", None, None),
    ("全科医学继续教育方案", "市卫生健康委", "推进中", None, None),
)


def write_ledger(book: Workbook, month: str, rows: Sequence[tuple[Cell, ...]]) -> None:
    sheet = sheet_of(
        book, "事项台账", f"政策延续与方案事项台账（{month}）", "完成须附佐证", [6, 30, 24, 10, 14, 22]
    )
    sheet.header("序号", "事项", "责任单位", "是否完成", "完成日期", "佐证")
    sheet.rows(numbered(rows))


def make_year_end() -> Workbook:
    book = new_book()
    write_readme(book, YEAR_END)
    write_counties(book)
    write_gaps(book, YEAR_END, GAPS_2025)
    write_gap_ledger(book)
    write_centres(book)
    write_clinics(book)
    write_diseases(book, YEAR_END, DISEASES_2025)
    write_serious_diseases(book)
    write_mental(book)
    write_literacy(book)
    write_centres_shared(book)
    write_consortia(book)
    write_pay(book)
    write_general_practitioners(book)
    write_rural_doctors(book)
    write_ledger(book, YEAR_END, LEDGER_2025)
    return book


def make_mid_year() -> Workbook:
    book = new_book()
    write_readme(book, MID_YEAR)
    write_gaps(book, MID_YEAR, GAPS_2022)
    write_diseases(book, MID_YEAR, DISEASES_2022)
    write_ledger(book, MID_YEAR, LEDGER_2022)
    return book


WORKBOOKS: Workbooks = {"临沂市2025年": make_year_end, "临沂市2022年6月": make_mid_year}
