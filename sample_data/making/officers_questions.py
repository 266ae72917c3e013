"""The returns behind the questions that a statistics officer asks: sample_data/officers-questions/README.md says which.

云冈区 from June to September 2018, month by month, with the figures of docs/how-to/thirty-questions.md; then small
returns of three other policies for what 云冈区 does not ask. The figures are invented.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook

from making.sheets import Cell, Row, Sheet, Workbooks, as_percent, new_book
from making.yungang_2018 import (
    APPROVED,
    FILLED_2017,
    HEALTH_CENTRES,
    REGISTERED,
    RESIDENTS,
    RURAL,
    SIGNING_SEPTEMBER,
    STAFF_SEPTEMBER,
    TASKS,
    TOWNSHIPS,
    VILLAGES,
    VISITS_SEPTEMBER,
    write_ledger,
    write_population,
    write_signing,
    write_visits,
)

FOLDER = "officers-questions"
SIGNED_BY = "填表人：张××　　审核人：李××　　负责人（签章）：王××"


# --- 家庭医生签约 ---------------------------------------------------------------------------------------

# Residents under contract, then key groups and the poor, in the order of the townships.
SIGNED_JULY = (14120, 17690, 19650, 8850, 8310, 3987)
SIGNED_AUGUST = (14432, 17807, 19672, 8983, 8378, 4102)
KEY_GROUPS = (9860, 11240, 12940, 5620, 5130, 2910)
KEY_JULY = (6874, 7401, 8377, 3702, 3288, 1912)
KEY_AUGUST = (6990, 7552, 8496, 3790, 3351, 2030)
POOR = (412, 655, 2316, 298, 874, 1033)
POOR_SIGNED = (402, 633, 2248, 297, 858, 1001)
FAMILIES = (12, 21, 37, 9, 11, 4)


def signing_rows(signed: Sequence[int], key_groups: Sequence[int]) -> list[Row]:
    """A month in which all six reported."""
    columns = zip(
        TOWNSHIPS, RESIDENTS, signed, KEY_GROUPS, key_groups, POOR, POOR_SIGNED, FAMILIES, strict=True
    )
    rows: list[Row] = [
        (
            name,
            people,
            f"{part:,}",
            as_percent(part, people),
            key,
            got,
            as_percent(got, key),
            poor,
            done,
            due,
            due,
            None,
        )
        for name, people, part, key, got, poor, done, due in columns
    ]
    sums = [
        sum(column) for column in (RESIDENTS, signed, KEY_GROUPS, key_groups, POOR, POOR_SIGNED, FAMILIES)
    ]
    people, part, key, got, poor, done, due = sums
    return [
        *rows,
        ("合计", people, part, as_percent(part, people), key, got, None, poor, done, due, due, None),
    ]


def signing_book(month: str, day: str, rows: Iterable[Row]) -> Callable[[], Workbook]:
    """The monthly return of one table."""

    def make() -> Workbook:
        book = new_book()
        write_signing(book, month, day, rows)
        return book

    return make


def make_corrections() -> Workbook:
    """What 西韩岭乡 wrote in October about its figure of September, and why a wrong rate may stand."""
    book = new_book()
    sheet = book.create_sheet("更正")
    sheet.append("文件 单元格 单位 栏目 期间 原值 新值 代码 理由 更正人 日期".split())
    letter = [None, None, "西韩岭乡", "签约人数", "2018-09", "1.79万", 17930, None]
    sheet.append([*letter, "乡镇更正函", "王××", "2018-10-08"])
    rate = ["家医签约.xlsx", "E10", None, None, None, "51.2%", None, "HK304"]
    sheet.append([*rate, "率以复算为准", "王××", "2018-10-08"])
    return book


def with_changes(rows: Iterable[Row], changes: dict[tuple[str, int], Cell]) -> list[Row]:
    """The rows with other contents in some cells: township and place in the row."""
    return [[changes.get((str(row[0]), place), cell) for place, cell in enumerate(row)] for row in rows]


# 1.79万 is 17900 and not 17930; the sums of the 合计 row are those before the figure was rounded.
BEFORE_CORRECTION = with_changes(SIGNING_SEPTEMBER, {("西韩岭乡", 2): "1.79万"})
GAOSHAN_AUGUST = next(row for row in signing_rows(SIGNED_AUGUST, KEY_AUGUST) if row[0] == "高山镇")
DOUBTFUL = with_changes(
    SIGNING_SEPTEMBER,
    {
        ("平旺乡", 5): 9960,
        ("西韩岭乡", 2): "1.79万",
        ("云冈镇", 1): 1.8326,
        **{("高山镇", place): cell for place, cell in enumerate(GAOSHAN_AUGUST)},
    },
)


# --- 产前筛查 -----------------------------------------------------------------------------------------

# Women screened each month from January to September; July, August and September are 121 each.
SCREENED_BY_MONTH = (
    (31, 31, 31, 30, 30, 30, 24, 24, 24),
    (37, 36, 36, 36, 36, 36, 28, 28, 28),
    (48, 48, 48, 48, 48, 47, 35, 35, 35),
    (18, 18, 18, 18, 17, 17, 14, 14, 14),
    (16, 16, 16, 15, 15, 15, 13, 12, 13),
    (9, 9, 9, 9, 9, 8, 7, 8, 7),
)


def write_screening(book: Workbook, month: int, townships: Iterable[int] = range(6)) -> None:
    sheet = Sheet(book.create_sheet("产前筛查"), [6, 12, 10, *[7] * 12, 10, 10])
    sheet.title(f"云冈区免费产前筛查与诊断进度月报（2018年{month}月）", "填报单位：妇幼股　　单位：人")
    names = [f"{number}月" for number in range(1, 13)]
    sheet.header("序号", "乡（镇）", "年度任务数", ("各月完成", names), "累计", "完成率")
    rows = [(TOWNSHIPS[place], TASKS[place], SCREENED_BY_MONTH[place][:month]) for place in townships]
    blank: list[Cell] = [None] * (12 - month)
    for number, (township, task, months) in enumerate(rows, start=1):
        done = sum(months)
        sheet.rows([[number, township, task, *months, *blank, done, as_percent(done, task)]])
    if len(rows) > 1:
        tasks, sums = sum(TASKS), [sum(column) for column in zip(*(row[2] for row in rows), strict=True)]
        done = sum(sums)
        sheet.rows([[None, "合计", tasks, *sums, *blank, f"{done:,}", as_percent(done, tasks)]])
    sheet.line(SIGNED_BY)


def screening_book(month: int) -> Callable[[], Workbook]:
    def make() -> Workbook:
        book = new_book()
        write_screening(book, month)
        return book

    return make


# --- 村卫生室台账 ---------------------------------------------------------------------------------------

CLINICS_OF = (24, 38, 44, 26, 32, 22)
# Clinics that fail in each township: 21 lack one thing, 9 lack two, 5 lack three.
LACKING = (
    ("area", "doctor", "rooms area"),
    ("area, claimed", "premises", "equipment", "rooms", "doctor premises", "area rooms equipment"),
    (
        *("area", "rooms", "doctor", "equipment", "drugs", "premises", "blank equipment"),
        *("area rooms", "equipment doctor", "rooms doctor drugs"),
    ),
    ("almost", "rooms", "area premises"),
    ("area", "rooms", "doctor", "first line", "area equipment", "rooms premises", "area doctor equipment"),
    ("doctor", "procedures", "area rooms", "equipment drugs", "rooms doctor first line", "area rooms doctor"),
)
SURNAMES = "张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
ENDINGS = ("家庄村", "家窑村", "家湾村", "家堡村", "家坪村", "家沟村", "家岭村")
VILLAGE_NAMES = [f"{surname}{ending}" for ending in ENDINGS for surname in SURNAMES]
# A clinic of 38 square metres whose own column says that it is up to standard.
CLAIMED = "area, claimed"
FLAGS = ("equipment", "doctor", "drugs", "premises", "procedures", "first line")


def clinic(township: str, village: str, place: int, lacking: str) -> Row:
    """One clinic of the list; the words of `lacking` say what it does not have."""
    people = 240 + place * 37 % 1100
    small = people <= 500
    area = (42 if small else 64) + place % 9
    rooms = ("√√√××", "√√√√×")[not small]
    flags: list[Cell] = ["√", 1 + place % 2, "√", "√", "√", "√"]
    for number, flag in enumerate(FLAGS):
        if flag in lacking:
            flags[number] = 0 if flag == "doctor" else "×"
    if lacking == "blank equipment":
        flags[0] = None
    if lacking == "almost":
        flags[2] = "基本达标"
    if "area" in lacking:
        area = (38 if small else 57) - place % 2 * 2
    if "rooms" in lacking:
        rooms = ("√√×××", "√√√××")[not small]
    if lacking == CLAIMED:
        village, people, area, rooms = "茶坊村", 486, 38, "√√√××"
    written: Cell = f"{area}平米" if place % 11 == 0 else area
    return (township, village, "是" if place % 23 == 5 else "否", people, written, rooms, *flags)


def list_clinics() -> list[tuple[Row, str]]:
    """All 186 with what each of them lacks."""
    names = iter(VILLAGE_NAMES)
    listed = []
    for township, number, lacking in zip(TOWNSHIPS, CLINICS_OF, LACKING, strict=True):
        # The failing ones stand among the others, every third row.
        lacks = {3 * place + 1: words for place, words in enumerate(lacking)}
        for place in range(number):
            words = lacks.get(place, "")
            listed.append((clinic(township, next(names), len(listed), words), words))
    return listed


CLINICS = list_clinics()


def write_clinics(book: Workbook, townships: Iterable[str] = TOWNSHIPS) -> None:
    sheet = Sheet(book.create_sheet("村卫生室台账"), [6, 12, 12, 20, 8, 10, 12, *[8] * 5, 10, 12, *[9] * 5])
    sheet.title(
        "云冈区村卫生室标准化建设情况台账（2018年9月）",
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
        "验收结论",
    )
    first, number = sheet.row + 1, 0
    for (township, village, poverty, people, area, rooms, *flags), lacking in CLINICS:
        if township not in townships:
            continue
        number += 1
        verdict = "达标" if lacking in {"", CLAIMED} else "不达标"
        sheet.rows(
            [
                [
                    number,
                    township,
                    village,
                    f"{village}卫生室",
                    poverty,
                    people,
                    area,
                    *str(rooms),
                    *flags,
                    verdict,
                ]
            ]
        )
    sheet.merge_repeats(2, first)
    sheet.line("注：“基本达标”“在建”不算达标；空白由乡镇卫生院核实后补报。")
    sheet.line(SIGNED_BY)


# --- 传染病 -------------------------------------------------------------------------------------------

MEAN_RESIDENTS = (28500, 34900, 41520, 18150, 16770, 9375)
MEAN_RESIDENTS_BEFORE = (28420, 34800, 41400, 18090, 16720, 9350)
# Tuberculosis and a year earlier; brucellosis, whose return of 2017 was never found.
CASES = ((12, 13, 16, 6, 6, 4), (11, 15, 18, 7, 6, 4), (3, 5, 4, 2, 4, 3))


def write_diseases(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("传染病"), [6, 10, 12, 12, 14, 12, 14])
    sheet.title("云冈区法定传染病分乡镇报告表（2018年1-9月）", "填报单位：区疾控中心　　单位：例、人")
    sheet.header(
        "序号", "病种", "乡（镇）", ("本年", ["累计发病", "常住人口"]), ("上年", ["上年同期", "上年人口"])
    )
    tuberculosis, earlier, brucellosis = CASES
    rows: list[Row] = [
        ("结核病", *row)
        for row in zip(TOWNSHIPS, tuberculosis, MEAN_RESIDENTS, earlier, MEAN_RESIDENTS_BEFORE, strict=True)
    ]
    rows += [("布病", *row, "—", "—") for row in zip(TOWNSHIPS, brucellosis, MEAN_RESIDENTS, strict=True)]
    first = sheet.row + 1
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))
    sheet.merge_repeats(2, first)
    sheet.line("注：人口为年平均常住人口；布病上年同期表未找到。")


# --- 大病救治 -----------------------------------------------------------------------------------------

# Disease, township, treated. Names and numbers are placeholders: nobody has them.
PATIENTS = (
    ("儿童白血病", "平旺乡", "是"),
    ("终末期肾病", "西韩岭乡", "是"),
    ("终末期肾病", "口泉乡", "否"),
    ("胃癌", "口泉乡", "√"),
    ("食道癌", "云冈镇", "是"),
    ("胃癌", "高山镇", "是"),
    ("耐多药结核病", "鸦儿崖乡", None),
    ("食道癌", "鸦儿崖乡", "是"),
)


def write_patients(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("大病救治"), [6, 10, 22, 12, 16, 12, 12])
    sheet.title(
        "云冈区农村贫困人口大病专项救治台账（2018年9月）", "填报单位：区人民医院　　内部资料，注意保密"
    )
    sheet.header("序号", "姓名", "身份证号", "乡（镇）", "病种", "是否应救治", "是否救治")
    sheet.rows(
        [number, f"患者{number:02}", f"00000000000000{number:04}", township, disease, "是", treated]
        for number, (disease, township, treated) in enumerate(PATIENTS, start=1)
    )
    sheet.line(SIGNED_BY)


# --- one file a township ------------------------------------------------------------------------------

# 鸦儿崖乡 sent neither its contracts nor its posts; these two came after the 28th.
NOT_SENT = {("鸦儿崖乡", "signing"), ("鸦儿崖乡", "posts")}
LATE = {("高山镇", "signing"): "2018.10.9", ("口泉乡", "posts"): "2018.10.11"}


def township_book(place: int) -> Callable[[], Workbook]:
    """What one township sent: up to five sheets of one row, and its own clinics."""
    township = TOWNSHIPS[place]

    def make() -> Workbook:
        book = new_book()
        _write_own_population(book, place)
        if (township, "signing") not in NOT_SENT:
            write_signing(
                book, "2018年9月", LATE.get((township, "signing"), "2018.9.26"), [SIGNING_SEPTEMBER[place]]
            )
        write_screening(book, 9, [place])
        if (township, "posts") not in NOT_SENT:
            _write_own_posts(book, place)
        write_clinics(book, [township])
        return book

    return make


def _write_own_population(book: Workbook, place: int) -> None:
    sheet = Sheet(book.create_sheet("人口"), [14, 12, 16, 18, 14])
    sheet.title("云冈区乡镇基础数据表（2018年9月）", f"填报单位：{HEALTH_CENTRES[place]}　　单位：人、个")
    sheet.header("乡（镇）", "行政村数", "常住人口（人）", "农村常住人口", "户籍人口")
    sheet.rows([[TOWNSHIPS[place], VILLAGES[place], RESIDENTS[place], RURAL[place], REGISTERED[place]]])
    sheet.line(SIGNED_BY)


def _write_own_posts(book: Workbook, place: int) -> None:
    day = LATE.get((TOWNSHIPS[place], "posts"), "2018.9.27")
    sheet = Sheet(book.create_sheet("编制"), [18, *[10] * 8])
    sheet.title("云冈区乡镇卫生院编制与人员情况表（2018年9月）", f"填报日期：{day}　　单位：人")
    sheet.header(
        "单位",
        "核定编制",
        "实有在编",
        ("在编专业技术人员", ["医师", "药剂", "医技", "护理"]),
        ("2017年", ["核定编制", "实有在编"]),
    )
    sheet.rows(
        [
            [
                HEALTH_CENTRES[place],
                APPROVED[place],
                *STAFF_SEPTEMBER[place],
                APPROVED[place],
                FILLED_2017[place],
            ]
        ]
    )
    sheet.line(SIGNED_BY)


# --- other policies -----------------------------------------------------------------------------------

STREETS = ("丁公路街道", "西湖街道", "系马桩街道", "桃花镇", "朝阳洲街道", "朝农管理处")
STREET_RESIDENTS = (46000, 41100, 35200, 48500, 43800, 12400)
# 27.4 %, 31.0 % and 45.2 % of 227 000 residents; ten days before 1 June, at the end of June, at the end of August.
CARDS = {
    "2017年5月22日": (13790, 11504, 9152, 12601, 11826, 3325),
    "2017年6月": (15180, 12741, 10560, 15035, 13140, 3714),
    "2017年8月": (21620, 18495, 15488, 22310, 19710, 4981),
}


def cards_book(month: str) -> Callable[[], Workbook]:
    def make() -> Workbook:
        book = new_book()
        sheet = Sheet(book.create_sheet("居民健康卡"), [6, 16, 12, 12, 10, 10])
        sheet.title(f"居民健康卡采集发放进度表（{month}）", "填报单位：区卫计委信息科　　单位：人、张")
        sheet.header("序号", "街道（镇、处）", "常住居民", ("信息采集", ["已采集", "采集率"]), "已发卡")
        rows = list(zip(STREETS, STREET_RESIDENTS, CARDS[month], strict=True))
        sheet.rows(
            [
                number,
                name,
                people,
                f"{got:,}",
                as_percent(got, people),
                "无" if "5月" in month else got // 4,
            ]
            for number, (name, people, got) in enumerate(rows, start=1)
        )
        people, got = sum(STREET_RESIDENTS), sum(CARDS[month])
        sheet.rows([[None, "合计", people, got, as_percent(got, people), None]])
        sheet.line(SIGNED_BY)
        return book

    return make


TEAM_PEOPLE: dict[str, tuple[Cell, ...]] = {
    "市直": (12, 11, 10, 10, 10),
    "安定区": (10, 12, 11, 10, 8),
    "通渭县": (10, 10, 10, 10, 10),
    "陇西县": (15, 12, 10, 10, 11),
    "渭源县": (10, 10, 12, 10, 10),
    "临洮县": (10, 11, "12人", 10, 10),
    "漳县": (10, 10, 11, 10, 10),
    "岷县": (10, 10, 10, 13, 10),
}


def make_teams() -> Workbook:
    book = new_book()
    sheet = Sheet(book.create_sheet("流调队伍"), [6, 12, 12, 10])
    sheet.title("流调队伍名册（2022年6月）", "填报单位：市疾控中心　　单位：人")
    sheet.header("序号", "组建单位", "队伍名称", "人数")
    first = sheet.row + 1
    teams = [
        (county, f"第{ordinal}支", people)
        for county, numbers in TEAM_PEOPLE.items()
        for ordinal, people in zip("一二三四五", numbers, strict=True)
    ]
    sheet.rows([number, *team] for number, team in enumerate(teams, start=1))
    sheet.merge_repeats(2, first)
    sheet.line("注：安定区5支共51人，其中第五支8人。")
    return book


def make_conversion() -> Workbook:
    book = new_book()
    sheet = Sheet(book.create_sheet("事项台账"), [6, 34, 16, 14, 16, 12, 20, 14])
    sheet.title("卫生健康工作要点事项台账（2022年4月）", "填报单位：市直各单位　　填报日期：2022.4.15")
    sheet.header("序号", "事项", "责任单位", "完成时限", "进展情况", "是否完成", "文号/佐证", "完成日期")
    finished = datetime(2022, 3, 18)  # noqa: DTZ001
    sheet.rows(
        [
            [1, "市人民医院救治床位改造", "市人民医院", "2022年4月10日", "在建95%", "否", None, None],
            [2, "完成定点医院改造", "市卫生健康委", "2022年4月10日", "在建95%", "否", None, None],
            [3, "加强流调溯源能力建设", "市疾控中心", "2022年底", "已完成", "是", "总结材料", finished],
            [4, "规范设置发热门诊", "市卫生健康委", "2022年底", "已完成", "是", None, finished],
        ]
    )
    sheet.line("注：完成而无佐证的为“待核”，不算完成。")
    return book


# County, townships, without a centre, without a physician, without service, villages, with a clinic, visited,
# served from next door, blank villages, without a doctor, without service, new this month, closed, open.
GAPS: tuple[Row, ...] = (
    ("沂水县", 18, 0, 0, 0, "1,040", 1012, 28, 0, 0, 1, 0, 1, 1, 1),
    ("沂南县", 16, 0, 0, 0, 560, 546, 14, 0, 0, 1, 0, 0, 0, 1),
    ("费县", 12, "无", 0, "无", 411, 407, 4, 0, "无", 0, "无", 1, 1, 0),
    ("平邑县", 14, 0, 0, 0, 505, 500, 5, 0, 0, 0, 0, None, None, None),
    ("高新区", 2, 0, 0, 0, 40, 40, 0, 0, 0, 0, 0, 0, 0, 0),
)
# Found and closed: 22 days, 38 days, still open after 12 and after 71 days on 30 June 2022.
GAP_LEDGER: tuple[Row, ...] = (
    ("001", "沂水县", "马站镇", "大峪村", "人员", "2022.6.3", "村医辞职", "卫生院派驻", "2022.6.25"),
    ("002", "费县", "马庄镇", "石桥村", "机构", "2022年5月16日", "房屋拆迁", "每周巡诊两次", "2022年6月23日"),
    ("003", "沂水县", "高桥镇", "上岭村", "人员", "2022-6-18", "村医去世", "邻村村医代管", None),
    ("004", "沂南县", "岸堤镇", "柳沟村", "人员", "2022-04-20", "村医去世", "邻村村医代管", None),
)


def make_gaps() -> Workbook:
    book = new_book()
    sheet = Sheet(book.create_sheet("空白点动态监测"), [6, 12, *[11] * 14])
    sheet.title(
        "临沂市乡村医疗卫生机构和人员“空白点”动态监测表（2022年6月）", "实行零报告，没有写0　　单位：个"
    )
    sheet.header(
        "序号",
        "县区",
        ("乡级", ["乡镇数", "无卫生院乡镇数", "无医师卫生院数", "无服务乡镇数"]),
        (
            "村级",
            [
                "行政村数",
                "有卫生室村",
                "巡诊/派驻覆盖村",
                "邻村延伸覆盖村",
                "空白村数",
                "无合格村医的卫生室数",
                "无服务行政村数",
            ],
        ),
        ("动态", ["本月新增空白点", "本月销号", "期末空白点"]),
    )
    sheet.rows([number, *row] for number, row in enumerate(GAPS, start=1))
    sheet.line("注：平邑县动态三栏未填，不是0。")
    ledger = Sheet(book.create_sheet("空白点销号"), [8, 10, 12, 12, 8, 16, 12, 16, 16])
    ledger.title("“空白点”销号台账", "截至2022年6月30日")
    ledger.header("编号", "县区", "乡镇", "行政村", "类型", "发现日期", "原因", "临时措施", "销号日期")
    ledger.rows(GAP_LEDGER)
    return book


# --- the workbooks ------------------------------------------------------------------------------------


def book_of(*writers: Callable[[Workbook], None]) -> Callable[[], Workbook]:
    """A workbook of these sheets."""

    def make() -> Workbook:
        book = new_book()
        for write in writers:
            write(book)
        return book

    return make


WORKBOOKS: Workbooks = {
    f"{FOLDER}/{name}": make
    for name, make in {
        "2018年6月/产前筛查": screening_book(6),
        "2018年7月/家医签约": signing_book("2018年7月", "2018.7.27", signing_rows(SIGNED_JULY, KEY_JULY)),
        "2018年7月/产前筛查": screening_book(7),
        "2018年8月/家医签约": signing_book("2018年8月", "2018.8.28", signing_rows(SIGNED_AUGUST, KEY_AUGUST)),
        "2018年8月/产前筛查": screening_book(8),
        "2018年9月/家医签约": signing_book("2018年9月", "2018.9.28", SIGNING_SEPTEMBER),
        "2018年9月/产前筛查": screening_book(9),
        "2018年9月/人口": book_of(lambda book: write_population(book, "2018年9月", (3, 4, 5, 2, 2, "—"))),
        "2018年9月/村卫生室台账": book_of(write_clinics),
        "2018年9月/诊疗量": book_of(lambda book: write_visits(book, "2018年1-9月", VISITS_SEPTEMBER)),
        "2018年9月/传染病": book_of(write_diseases),
        "2018年9月/大病救治台账": book_of(write_patients),
        "2018年9月/事项台账": book_of(lambda book: write_ledger(book, "2018年9月", december=False)),
        **{f"各乡镇2018年9月/{name}": township_book(place) for place, name in enumerate(TOWNSHIPS)},
        "订正前的表/家医签约": signing_book("2018年9月", "2018.9.28", BEFORE_CORRECTION),
        "2018年10月更正": make_corrections,
        "有疑问的表/家医签约": signing_book("2018年9月", "2018.9.28", DOUBTFUL),
        **{f"xihu-2017/居民健康卡{month}": cards_book(month) for month in CARDS},
        "dingxi-2022/流调队伍": make_teams,
        "dingxi-2022/事项台账": make_conversion,
        "linyi-2021/空白点": make_gaps,
    }.items()
}
