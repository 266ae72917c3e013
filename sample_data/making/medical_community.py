"""The consortia of a province in the middle of 2019: the targets of 2018 are due, those of 2019 are not.

The article names no province, so its counties, hospitals and figures are all invented.
"""

from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook

from making.sheets import Cell, Row, Sheet, Workbooks, as_percent, new_book

MONTH = "2019年6月"
COUNTIES = ("清河县", "石桥县", "云岭县")
CONSORTIA = ("清河县总医院医共体", "石桥县人民医院医共体", "石桥县中医院医共体", "云岭县医共体")
HOSPITALS = ("清河县总医院", "石桥县人民医院", "石桥县中医院", "云岭县医院")
CENTRES = ("柳林乡卫生院", "大桥镇中心卫生院", "云顶乡卫生院")


def write_readme(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("说明"), [90])
    sheet.line(f"全省县域医共体建设统计表（{MONTH}）　填报说明", bold=True)
    for text in (
        "一、本工作簿是 healthkpi 的示例：文件是网上流传的《县域医共体建设的十大要点》，文中没有省名；县名、机构名和数字都是编造的。",
        "二、“—”“/”“未报”“不详”表示没有数，不是零；“推进中”“筹建”不算完成。",
        "三、省定的临床路径标准和基本药物占比的容差不在文件里，用 --set 给出后才判。",
    ):
        sheet.line(text)


# --- 医共体基本情况 -------------------------------------------------------------------------------------

# County, consortium, members, with agreement, three bodies, six matters, three of purchasing, three remote
# services, family-doctor teams, paired. A "·" is a blank cell.
CONSORTIUM_ROWS: tuple[Row, ...] = (
    ("清河县", CONSORTIA[0], 14, 14, "√××", "√√√√√√", "√√√", "√√√", 46, 46),
    ("石桥县", CONSORTIA[1], "１２", 12, "×√×", "√√√√√×", "√√√", "√√×", 38, 37),
    ("石桥县", CONSORTIA[2], 9, 8, "×××", "√√·√√√", "√×√", "√√√", 21, "21个"),
    ("云岭县", CONSORTIA[3], 11, "未报", "·×√", "√√√√√√", "√√推", "√√√", "—", "/"),
)


def marks(signs: Cell) -> list[Cell]:
    """One cell for each sign."""
    return [{"·": None, "推": "推进中"}.get(sign, sign) for sign in str(signs)]


def write_consortia(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("医共体基本情况"), [6, 10, 24, *[8] * 19])
    sheet.line("附件1")
    sheet.title(
        f"全省县域医共体基本情况表（{MONTH}）", "填报单位：省卫生健康委　　单位：家、个　　是打√，否打×"
    )
    sheet.header(
        "序号",
        "县（市）",
        "医共体名称",
        ("成员单位", ["总数", "已签协议"]),
        ("治理机构", ["理事会", "管理委员会", "其他机制"]),
        ("六统一", ["人事", "财务", "资产", "业务", "目录", "配送"]),
        ("药品采购", ["统一采购目录", "统一采购价格", "统一配送结算"]),
        ("远程服务", ["视频会诊", "病理及影像诊断", "专家门诊"]),
        ("家庭医生团队", ["总数", "已结对"]),
    )
    sheet.rows([["甲", "乙", "丙", *(str(number) for number in range(1, 20))]])
    first = sheet.row + 1
    for number, row in enumerate(CONSORTIUM_ROWS, start=1):
        county, name, members, signed, *signs, teams, paired = row
        flags = [mark for group in signs for mark in marks(group)]
        sheet.rows([[number, county, name, members, signed, *flags, teams, paired]])
    sheet.rows([[None, "合计", None, 46, 34, *[None] * 15, 105, 104]])
    sheet.merge_repeats(2, first)
    sheet.line("注：合计不含云岭县医共体未报的数。")


# --- 专科服务团队 ---------------------------------------------------------------------------------------

# Consortium → department, people, of middle grade or higher. 云岭县医共体 has no team at all.
TEAMS: dict[str, tuple[tuple[str, int, Cell], ...]] = {
    CONSORTIA[0]: (
        ("内科", 4, 4),
        ("外科", 3, 3),
        ("妇产科", 3, 3),
        ("儿科", 2, 2),
        ("心血管内科", 3, 3),
        ("内分泌科", 2, 2),
        ("神经内科", 2, 2),
    ),
    CONSORTIA[1]: (
        ("内科", 4, 4),
        ("外科", 3, 3),
        ("妇产科", 3, 3),
        ("儿科", 2, 1),
        ("心内科", 2, 2),
        ("内分泌科", 2, 2),
    ),
    CONSORTIA[2]: (("内科", 3, 3), ("外科", 2, 2), ("妇产科", 2, None)),
}


def write_teams(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("专科服务团队"), [6, 24, 14, 10, 18])
    sheet.title(f"医共体牵头医院专科服务团队名册（{MONTH}）", "填报单位：各牵头医院　　单位：人")
    sheet.header("序号", "医共体", "科室", "团队人数", "其中：中级及以上")
    first, number = sheet.row + 1, 0
    for consortium, teams in TEAMS.items():
        for team in teams:
            number += 1
            sheet.rows([[number, consortium, *team]])
    sheet.merge_repeats(2, first)


# --- 县市情况 -------------------------------------------------------------------------------------------


def write_counties(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("县市情况"), [6, 12, *[10] * 18])
    sheet.title(f"各县（市）医共体工作情况表（{MONTH}）", "填报单位：省卫生健康委、省医保局")
    sheet.header(
        "序号",
        "县（市）",
        ("人才管理", ["县管乡用", "乡管村用"]),
        ("报销比例", ["乡级（%）", "县级（%）"]),
        "县办中医医院数",
        ("中医馆（科）", ["机构总数", "已设机构数"]),
        ("共享中心", ["医学影像", "远程心电", "远程会诊", "检查检验", "病理诊断", "消毒供应", "后勤服务"]),
        ("签约补助", ["本年标准（元/人）", "上年标准（元/人）"]),
        ("有偿签约项目", ["符合规定", "纳入医保"]),
    )
    sheet.rows(
        [
            [1, "清河县", "√", "√", "90%", "75%", 1, 20, 20, *marks("√√√√×√×"), 130, 120, 24, 24],
            [2, "石桥县", "√", "×", 85, 85, "1所", "１８", 15, *marks("√√×√×√√"), 120, 120, 18, 16],
            [3, "云岭县", "√", None, 90, "—", "无", 12, "未报", *marks("√××·×√×"), 125, "不详", 10, 10],
            [None, "合计", None, None, None, None, 2, 50, 35, *[None] * 7, None, None, 52, 50],
        ]
    )
    sheet.line("注：石桥县乡、县两级报销比例相同；云岭县县级比例待医保局核定。")


def write_cities(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("各市"), [6, 14, 22, 30])
    sheet.title(f"各市远程医疗服务体系建设情况表（{MONTH}）", "填报单位：省卫生健康委")
    sheet.header("序号", "市", "是否开展远程医疗", "备注")
    sheet.rows(
        [
            [1, "东江市", "是", None],
            [2, "西岭市", "是", "2018年11月开展"],
            [3, "南屏市", "筹建", "计划年底开展"],
        ]
    )


# --- 转诊、临床路径 -------------------------------------------------------------------------------------

# Each month from January to June: referred down, a year earlier, returned, a year earlier.
REFERRALS: tuple[tuple[Sequence[Cell], ...], ...] = (
    ((30, 25, 32, 28, 35, 30), (25, 24, 27, 24, 28, 22), (10, 8, 9, 11, 12, 10), (9, 8, 9, 8, 8, 8)),
    ((12, 10, 11, 14, 13, 12), (12, 11, 12, 13, 12, 12), (6, 5, 6, 7, 6, 6), (5, 5, 5, 5, 5, 5)),
    ((5, 4, 6, 5, 6, 4), (4, 4, 4, 5, 4, 4), (2, 1, 2, 2, 1, 2), (2, 2, 2, 2, 1, 1)),
    ((3, 2, 0, 2, 1, 2), (2, 3, 3, 2, 2, 1), (1, 1, 0, 1, 1, "未报"), (1, 1, 1, 1, 1, 1)),
)


def write_referrals(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("双向转诊"), [6, 20, 14, 12, 16, 12, 16])
    sheet.title("医共体牵头单位双向转诊月报", "填报单位：各牵头医院　　单位：人次")
    sheet.header("序号", "医共体牵头单位", "月份", "下转人次", "下转上年同期", "转回人次", "转回上年同期")
    first, number = sheet.row + 1, 0
    for hospital, columns in zip(HOSPITALS, REFERRALS, strict=True):
        for month, figures in enumerate(zip(*columns, strict=True), start=1):
            number += 1
            sheet.rows([[number, hospital, f"2019年{month}月", *figures]])
    sheet.merge_repeats(2, first)
    sheet.line("注：转回指县域外治疗后转回县域内继续治疗的患者。")


def write_pathways(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("临床路径"), [6, 20, 10, 12, 10, 12, 10, 10, 10, 14])
    sheet.title(f"县级牵头医院临床路径实施情况表（{MONTH}）", "填报单位：各牵头医院　　单位：种、例、%")
    sheet.header(
        "序号",
        "县级牵头医院",
        "病种数",
        "上年病种数",
        "病例数",
        "应入径数",
        "入径数",
        "出径数",
        "入径率",
        "完成/出径率",
    )
    sheet.rows(
        [
            [1, HOSPITALS[0], 62, 60, "1,204", "1,505", 1204, 1144, "80.00%", "95.02%"],
            [2, HOSPITALS[1], 40, 40, 820, 1000, 820, 738, "82.00%", "90.0"],
            [3, HOSPITALS[2], 18, 15, 260, "—", 260, 247, None, "95.0%"],
            [4, HOSPITALS[3], 22, "不详", 301, 400, 301, 280, "75.25%", "93.02%"],
        ]
    )
    sheet.line("注：出径指完成路径后出径；病例数为本年累计。")


# --- 药品 -----------------------------------------------------------------------------------------------


def write_drugs(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("基本药物"), [6, 22, 12, 10, 10, 10, 14, 14])
    sheet.title("基层机构药品使用与采购月报", "填报单位：各基层医疗卫生机构")
    sheet.header(
        "序号",
        "机构名称",
        "月份",
        ("品种", ["基本药物", "全部药品"]),
        "占比",
        ("采购金额", ["基本药物（元）", "全部药品（元）"]),
    )
    # Kinds of essential drugs, of all drugs, spent on essential drugs, on all drugs.
    months: tuple[tuple[str, int, Cell, Cell, Cell, Cell], ...] = (
        (CENTRES[0], 5, 110, 200, "3.6万元", "90,000"),
        (CENTRES[0], 6, 104, 200, 38000, 88000),
        (CENTRES[1], 5, 150, 310, 52000, 130000),
        (CENTRES[1], 6, 148, 300, 50000, 125000),
        (CENTRES[2], 5, 62, 110, 9000, 20000),
        (CENTRES[2], 6, "未报", "未报", "未报", "未报"),
    )
    for number, (name, month, part, whole, *spent) in enumerate(months, start=1):
        share = as_percent(part, whole) if isinstance(part, int) and isinstance(whole, int) else None
        sheet.rows([[number, name, f"2019年{month}月", part, whole, share, *spent]])


def write_price_talks(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("集中议价"), [6, 26, 18, 16])
    sheet.title(f"集中议价采购药品表（{MONTH}）", "填报单位：石桥县人民医院医共体采购办")
    sheet.header("序号", "药品名称", "中标执行日期", "议价日期")
    sheet.rows(
        [
            [1, "阿莫西林胶囊0.25g", "2017.10.1", datetime(2019, 4, 1)],  # noqa: DTZ001
            [2, "二甲双胍片0.5g", "2018-04-16", datetime(2019, 4, 15)],  # noqa: DTZ001
            [3, "氨氯地平片5mg", "不详", datetime(2019, 4, 15)],  # noqa: DTZ001
        ]
    )


# --- 远程医疗 -------------------------------------------------------------------------------------------

INSTITUTIONS: tuple[Row, ...] = (
    ("清河县", "清河县总医院", "县级公立医院", CONSORTIA[0], "√", "2017.6.30"),
    ("清河县", "清河县妇幼保健院", "县级公立医院", None, "√", "2018.3.1"),
    ("清河县", "柳林乡卫生院", "乡镇卫生院", CONSORTIA[0], "√", "2018.9.28"),
    ("清河县", "北关镇中心卫生院", "中心卫生院", CONSORTIA[0], "√", "2018.9.28"),
    ("清河县", "城关社区卫生服务中心", "社区卫生服务中心", CONSORTIA[0], "√", "2018.10.8"),
    ("石桥县", "石桥县人民医院", "县级公立医院", CONSORTIA[1], "√", "2017.12.1"),
    ("石桥县", "大桥镇中心卫生院", "中心卫生院", CONSORTIA[1], "√", "2018.12.20"),
    ("石桥县", "桥东社区卫生服务中心", "社区卫生服务中心", CONSORTIA[1], "√", "2018.12.20"),
    ("石桥县", "石桥县中医院", "县级公立医院", CONSORTIA[2], "√", "2018.5.4"),
    ("石桥县", "河口乡卫生院", "乡镇卫生院", CONSORTIA[2], "√", "2018.11.15"),
    ("石桥县", "仁和医院", "民营医院", None, "×", None),
    ("云岭县", "云岭县医院", "县级公立医院", CONSORTIA[3], "√", "2018.8.1"),
    ("云岭县", "云顶乡卫生院", "乡镇卫生院", CONSORTIA[3], "×", "网络未通"),
    ("云岭县", "松岗乡卫生院", "乡镇卫生院", CONSORTIA[3], None, None),
)


def write_telemedicine(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("远程医疗"), [6, 10, 24, 20, 24, 10, 14])
    sheet.title(f"医疗机构远程医疗覆盖情况表（{MONTH}）", "填报单位：省远程医疗中心")
    sheet.header("序号", "县（市）", "机构名称", "机构类别", "所属医共体", "是否接通", "接通日期")
    first = sheet.row + 1
    sheet.rows([number, *row] for number, row in enumerate(INSTITUTIONS, start=1))
    sheet.merge_repeats(2, first)


# --- 事项台账 -------------------------------------------------------------------------------------------

# Item → one sign for each who must do it: √ done with evidence, × not done, ? done without evidence.
PROVINCE = {
    "省级医学影像远程会诊中心": "√",
    "省级病理远程会诊中心": "×",
    "基层中医药服务提升工程": "√",
    "县级药品遴选范围下沉基层": "?",
    "县乡村三级远程医学服务体系": "×",
}
BY_COUNTY = {
    "乡村一体化管理": "√√√",
    "总额预算下多元复合式医保支付": "√×?",
    "分级诊疗目录": "√√×",
    "下转转回患者数纳入考核": "√√√",
    "医共体绩效工资政策": "√√√",
}
BY_CONSORTIUM = {
    "医共体章程和制度": "√√√√",
    "人员柔性流动双向交流机制": "√√×",  # 云岭县医共体 has no row
    "结余留用合理超支分担机制": "√√√×",
    "转诊起付线连续计算": "√√√?",
    "双向转诊绿色通道": "√√√√",
    "医共体连续诊疗路径": "√×××",
    "统一医疗质量评价体系": "√√××",
    "长处方延伸处方实施方案": "√√√×",
    "长处方病种和药品目录": "√√××",
    "临床药师指导基层用药": "√√√×",
    "签约慢病患者用药指导": "√√√?",
    "纳入全民健康信息平台": "√√√×",
    "健康档案和电子病历共享": "√×××",
}
BY_HOSPITAL = {"全面推行临床路径": "√√√×", "临床路径执行情况自查": "√√?×"}
BY_CENTRE = {"三基三严培训": "√√×", "室内质控和室间质评": "√××", "有偿签约服务": "√√×"}


def write_ledger(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("事项台账"), [6, 32, 24, 14, 10, 20, 14])
    sheet.title(f"县域医共体建设事项台账（{MONTH}）", "填报单位：省、县卫生健康行政部门和各医共体")
    sheet.header("序号", "事项", "责任单位", "进展情况", "是否完成", "文号/佐证", "完成日期")
    rows = [
        _ledger_row(item, owner, sign)
        for items, owners in (
            (PROVINCE, ("省卫生健康委",)),
            (BY_COUNTY, COUNTIES),
            (BY_CONSORTIUM, CONSORTIA),
            (BY_HOSPITAL, HOSPITALS),
            (BY_CENTRE, CENTRES),
        )
        for item, signs in items.items()
        for owner, sign in zip(owners, signs, strict=False)
    ]
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))
    sheet.line("注：完成而无佐证的为“待核”，不算完成。")


def _ledger_row(item: str, owner: str, sign: str) -> Row:
    if sign == "×":
        return (item, owner, "正在推进", "否", None, None)
    evidence = "文件和记录" if sign == "√" else None
    return (item, owner, "已完成", "是", evidence, "2018年11月20日")


def make_june() -> Workbook:
    book = new_book()
    write_readme(book)
    write_consortia(book)
    write_teams(book)
    write_counties(book)
    write_cities(book)
    write_referrals(book)
    write_pathways(book)
    write_drugs(book)
    write_price_talks(book)
    write_telemedicine(book)
    write_ledger(book)
    return book


WORKBOOKS: Workbooks = {"某省医共体2019年6月": make_june}
