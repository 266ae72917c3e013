"""松山新区 at the end of 2018: a small area, where one village or one health centre decides a rate.

The figures and most of the names are invented; the shapes are those in which its offices send their tables.
"""

from openpyxl import Workbook

from making.sheets import Cell, Row, Sheet, Workbooks, new_book

MONTH = "2018年12月"
CENTRES = ("松山卫生院", "巧鸟卫生院", "凌南卫生院", "城南社区卫生服务中心")


def write_readme(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("说明"), [90])
    sheet.line(f"松山新区基层卫生建设年统计表（{MONTH}）　填报说明", bold=True)
    for text in (
        "一、本工作簿是 healthkpi 的示例：政策文件是真的（松山管发〔2018〕34号），村名、机构名和数字是编造的。",
        "二、“—”“/”和空白表示没有数，不是零；“无”是零。",
        "三、预留号源比例、全省健康素养水平、中医药任务数不在文件里，用 --set 给出后才判。",
    ):
        sheet.line(text)


# Sub-district, village, registered residents, clinics, why none, health workers, name, treated as cadres, yuan a month.
VILLAGES: tuple[Row, ...] = (
    ("松山街道", "大岭村", "1,860", 1, None, 1, "张××", "是", 600),
    ("松山街道", "小岭村", 1420, 1, None, 1, "李××", "是", 600),
    ("松山街道", "百官村", 2310, 2, None, 1, "王××", "是", 600),
    ("凌南街道", "何屯村", 980, "无", "征迁", 1, "赵××", "是", 600),
    ("凌南街道", "西关村", 1530, 1, None, 1, "刘××", "否", 300),
    ("巧鸟街道", "巧鸟村", 2640, 1, None, 2, "陈××、杨××", "是", 600),
    ("巧鸟街道", "沟口村", 760, 0, "联建", 1, "黄××", "是", 600),
    ("巧鸟街道", "山东屯村", 1180, 1, None, 1, "周××", "是", 600),
    ("巧鸟街道", "老虎沟村", 640, 1, None, "无", None, "否", None),
    ("果树农场", "一分场", 820, 1, None, 1, "吴××", "是", 600),
    ("果树农场", "二分场", 705, "—", None, 1, "徐××", "是", 600),
    ("果树农场", "三分场", 690, "１", None, "—", None, None, None),
)


def write_villages(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("行政村"), [6, 12, 12, 10, 12, 14, 10, 16, 18, 12])
    sheet.line("附件1")
    sheet.title(
        f"松山新区行政村卫生室设置与专干配备一览表（{MONTH}）",
        "填报单位：各街道（办事处）　　单位：人、所、元",
    )
    sheet.header(
        "序号",
        "街道",
        "行政村",
        "户籍人口",
        "村卫生室数",
        "无卫生室原因",
        "专干人数",
        "专干姓名",
        "是否享受两委待遇",
        "月补贴（元）",
    )
    first = sheet.row + 1
    sheet.rows([number, *row] for number, row in enumerate(VILLAGES, start=1))
    sheet.rows([[None, "合计", None, 15535, 11, None, 11, None, None, None]])
    sheet.merge_repeats(2, first)
    sheet.line("注：联建、征迁的村在“无卫生室原因”里写明；专干姓名不得外传。")


def write_standards(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("标准化建设"), [6, 24, 18, 10, 10, 12, 26])
    sheet.title(f"松山新区标准化建设达标情况台账（{MONTH}）", "填报单位：区社会事业发展局")
    sheet.header("序号", "机构", "类别", "标准总分", "区评分", "是否达标", "否决项")
    clinics = [village for _, village, *_ in VILLAGES if village not in {"何屯村", "沟口村"}]
    rows: list[Row] = [
        ("松山卫生院", "乡镇卫生院", 100, 92, "达标", None),
        ("巧鸟卫生院", "乡镇卫生院", 100, 88, "达标", None),
        ("凌南卫生院", "乡镇卫生院", 100, 79, "基本达标", "业务用房面积"),
        ("城南社区卫生服务中心", "社区卫生服务中心", 100, 90, "达标", None),
        *(
            (
                f"{village}卫生室",
                "村卫生室",
                100,
                86,
                "整改中" if village == "老虎沟村" else "达标",
                "无合格村医" if village == "老虎沟村" else None,
            )
            for village in clinics
        ),
    ]
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))


def write_devices(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("设备"), [6, 24, *[10] * 12])
    sheet.title(f"基层机构设备配备情况表（{MONTH}）", "填报单位：各乡镇卫生院、社区卫生服务中心　　单位：台")
    kinds = ("彩超", "生化", "血球", "尿机", "心电", "X光")
    sheet.header("序号", "机构", *((kind, ["有", "完好"]) for kind in kinds))
    # Owned and working, device by device.
    rows: tuple[tuple[str, tuple[tuple[Cell, Cell], ...]], ...] = (
        (CENTRES[0], ((1, 1), (1, 1), (2, 2), (1, 1), (1, 1), (1, 1))),
        (CENTRES[1], ((1, 1), (1, 1), (1, 1), (1, 1), (1, 0), (1, 1))),
        (CENTRES[2], ((1, "1台（坏）"), (1, 1), (1, 1), (1, 1), (1, 1), ("DR", "1台"))),
        (CENTRES[3], ((1, 1), (1, None), ("无", "无"), (1, 1), (2, 2), (1, 1))),
    )
    for number, (name, devices) in enumerate(rows, start=1):
        sheet.rows([[number, name, *(cell for device in devices for cell in device)]])
    sheet.line("注：“完好”指能正常使用；DR算X光设备。")


def write_departments(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("科室"), [6, 24, 12, 12, 16, 16])
    sheet.title(f"重点科室设置情况表（{MONTH}）", "填报单位：各乡镇卫生院、社区卫生服务中心")
    sheet.header("序号", "机构", "全科医学", "中医", "妇科（妇女保健）", "儿科（儿童保健）")
    signs = ("√√√√", "√√×√", "√·××", "√√√√")
    rows = zip(CENTRES, signs, strict=True)
    for number, (name, marks) in enumerate(rows, start=1):
        sheet.rows([[number, name, *(None if mark == "·" else mark for mark in marks)]])


def write_recruits(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("分流招聘"), [6, 18, 14, 14, 12, 12, 22, 10])
    sheet.title(f"卫生院分流与招聘情况表（{MONTH}）", "填报单位：区人社局　　单位：人")
    sheet.header(
        "序号",
        "卫生院",
        "现有非卫技人数",
        "本年分流人数",
        "招聘计划",
        "招聘到岗",
        "其中全日制专科以上医学",
        "空编数",
    )
    sheet.rows(
        [
            [1, CENTRES[0], 6, 3, 3, 3, 3, 2],
            [2, CENTRES[1], 4, 2, 2, 2, "1人", 4],
            [3, CENTRES[2], 2, "无", 0, 0, "无", "—"],
            [None, "合计", 12, 5, 5, 5, 4, 6],
        ]
    )


def write_trainees(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("转岗培训"), [6, 12, 26, 26, 12])
    sheet.title(f"全科转岗培训人员转注册协议台账（{MONTH}）", "填报单位：区社会事业发展局")
    sheet.header("序号", "姓名", "单位", "培训起止", "是否签协议")
    people = (("孙×明", 0, "是"), ("胡×", 0, "是"), ("朱×华", 1, "√"), ("高×", 2, "否"), ("林×芳", 3, "是"))
    sheet.rows(
        [number, name, CENTRES[place], "2018.4—2018.12", signed]
        for number, (name, place, signed) in enumerate(people, start=1)
    )


def write_offices(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("计生办"), [6, 18, 16, 24])
    sheet.title(f"计划生育办公室人员情况表（{MONTH}）", "填报单位：松山、巧鸟办事处　　单位：人")
    sheet.header("序号", "办事处", "计生办在岗人数", "备注")
    sheet.rows([[1, "松山办事处", 4, None], [2, "巧鸟办事处", "2人", "1人退休未补"]])


def write_transfers(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("上划区管"), [6, 18, 16, 16])
    sheet.title(f"乡镇卫生院上划区管情况表（{MONTH}）", "填报单位：区社会事业发展局")
    sheet.header("序号", "乡镇卫生院", "是否上划区管", "上划日期")
    days = ("2018.7.1", "2018.7.1", "2018年9月")
    rows = zip(CENTRES[:3], days, strict=True)
    sheet.rows([number, name, "是", day] for number, (name, day) in enumerate(rows, start=1))


def write_essential_drugs(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("基药网采"), [6, 24, 18, 18, 10, 14, 14])
    sheet.title(f"基本药物网采与零差率月报（{MONTH}）", "填报单位：各基层医疗卫生机构")
    sheet.header(
        "序号", "机构", "基药采购额（元）", "其中网采额（元）", "网采率", "网采品规数", "零差率品规数"
    )
    sheet.rows(
        [
            [1, CENTRES[0], "52,000", 52000, "100%", 210, 210],
            [2, CENTRES[1], "4万元", 40000, "100%", 180, 178],
            [3, CENTRES[2], 31000, "30,200", "97.42%", 150, 150],
            [4, CENTRES[3], "６１０００", 61000, "100%", 230, 230],
            [None, "合计", 184000, 183200, "99.4%", 770, 768],
        ]
    )


def write_mother_and_child(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("妇幼门诊"), [6, 24, 16, 16])
    sheet.title(f"妇幼保健门诊设置表（{MONTH}）", "填报单位：各乡镇卫生院、社区卫生服务中心")
    sheet.header("序号", "机构", "孕期保健门诊", "儿童保健门诊")
    has_children = ("有", "有", "有", None)
    rows = zip(CENTRES, has_children, strict=True)
    sheet.rows([number, name, "有", children] for number, (name, children) in enumerate(rows, start=1))
    sheet = Sheet(book.create_sheet("妇幼医生"), [6, 18, 14, 14])
    sheet.title(f"乡镇卫生院妇幼医生配备表（{MONTH}）", "填报单位：各乡镇卫生院　　单位：人")
    sheet.header("序号", "卫生院", "儿保医生数", "妇保医生数")
    sheet.rows([[1, CENTRES[0], 1, 2], [2, CENTRES[1], 1, 1], [3, CENTRES[2], "无", 1]])


def write_platforms(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("平台对接"), [6, 24, 14, 14])
    sheet.title(f"信息平台对接进度表（{MONTH}）", "填报单位：区社会事业发展局")
    sheet.header("序号", "机构", "与市平台对接", "与区平台对接")
    marks = (("√", "√"), ("√", "√"), ("√", "×"), ("√", "√"))
    rows = zip(CENTRES, marks, strict=True)
    sheet.rows([number, name, *mark] for number, (name, mark) in enumerate(rows, start=1))


def write_appointments(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("预留号源"), [6, 18, 16, 16])
    sheet.title("协作医院预留号源表（2018年）", "填报单位：各协作医院　　单位：个")
    sheet.header("序号", "协作医院", "预留号源数", "号源总数")
    sheet.rows([[1, "市中心医院", 1200, "12,000"], [2, "市二院", 300, 5000]])


def write_policies(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("部门公共政策"), [6, 24, 16, 34])
    sheet.title(f"部门健康公共政策一览表（{MONTH}）", "填报单位：各相关部门")
    sheet.header("序号", "部门", "是否制定", "政策名称")
    departments = (
        ("区社会事业发展局", "是", "无烟机关管理办法"),
        ("各街道（办事处）", "是", "健康步道管护办法"),
        ("果树农场", "是", "职工健康体检办法"),
        ("区宣传工作部", "是", "健康公益广告管理办法"),
        ("区财政局", "是", "健康促进经费管理办法"),
        ("区公用事业管理局", "否", None),
        ("区市场监督管理局", "是", "餐饮减盐提示办法"),
    )
    sheet.rows([number, *row] for number, row in enumerate(departments, start=1))


def write_literacy(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("健康素养"), [10, 22, 18, 18])
    sheet.title("松山新区居民健康素养监测结果", "填报单位：区社会事业发展局　　单位：人、%")
    sheet.header("年份", "具备健康素养人数（加权）", "调查人数（加权）", "健康素养水平")
    sheet.rows([["2017年", 96, 800, "12.0%"], ["2018年", 145, "1,000", "14.5%"]])


# Indicator, unit of measure, 2017, 2018.
FIGURES: tuple[Row, ...] = (
    ("基层诊疗人次", "人次", 52000, "64,800"),
    ("全部诊疗人次", "人次", 100000, 120000),
    ("委托培养规培人数", "人", 2, 3),
    ("继续教育和村医培训人次", "人次", 300, "320人次"),
    ("助理医师考试人数", "人", 10, 14),
    ("加入医联体的基层机构数", "家", 2, 3),
    ("基层机构总数", "家", 4, 4),
    ("受益人数", "人", 41000, 45000),
    ("目标人数", "人", 60000, 60000),
    ("占用总床日数", None, 16790, 16425),
    ("开放总床日数", None, 36500, 36500),
    ("护理康复床位数", "张", 28, 30),
    ("社区床位总数", "张", 60, 60),
    ("临终关怀养护床位数", "张", "无", "12张"),
    ("签约居民数", "人", 35000, "38,000"),
    ("常住人口", "人", 100000, 100000),
    ("设中医馆的机构数", "家", 2, 3),
    ("乡镇卫生院和社区卫生服务中心总数", "家", 4, 4),
    ("完成任务数", "项", "—", 11),
    ("中医药适宜技术培训人次", "人次", 100, 150),
    ("新增中医药管理人员数", "人", "无", 1),
    ("法律培训医务人员数", "人", 250, 270),
    ("医务人员总数", "人", 290, 300),
    ("查处红包回扣案件数", "件", "无", "无"),
)


def write_figures(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("主要数据"), [36, 12, 14, 14])
    sheet.title("松山新区基层卫生主要数据表（2018年）", "填报单位：区社会事业发展局")
    sheet.header("指标", "计量单位", "2017年", "2018年")
    sheet.rows(FIGURES)


# Item → √ done with evidence, × not done, ? done without evidence; one sign for the area or one for each institution.
OFFICE = "区社会事业发展局"
ITEMS = {
    "全科医生特岗计划": "√",
    "全科医生转岗培训": "√",
    "分级诊疗模式": "√",
    "村医退出机制": "×",
    "基本公共卫生服务项目全面实施": "√",
    "健康干预计划制定": "√",
    "健康干预计划开展": "?",
    "基本公卫考核机制": "√",
    "考核结果与经费挂钩": "×",
    "基本药物合理应用培训": "√",
    "个性化签约服务": "√",
    "签约服务考核方案": "√",
    "信息系统升级": "√",
    "多部门联合健康行动": "√",
    "健康促进综合干预模式": "×",
    "纳入目标管理考核": "√",
    "联合检查组督导考核": "√",
    "领导小组成立": "√",
    "信息系统支撑基本医疗": "√",
    "信息系统支撑基本公共卫生": "√",
    "信息系统支撑健康档案管理": "√",
    "信息系统支撑签约服务": "×",
    "健康社区建设": "√",
    "健康家庭建设": "√",
    "健康促进医院建设": "√",
    "健康促进学校建设": "√",
    "健康促进机关建设": "√",
    "健康促进企业建设": "√",
}
BY_CENTRE = {
    "检查检验互认": "√√×√",
    "规章制度和业务流程": "√√√?",
    "家庭医生签约团队": "√√√√",
    "远程会诊": "√√√√",
    "远程医学影像诊断": "√√×√",
    "远程心电诊断": "√××√",
}


def write_ledger(book: Workbook) -> None:
    sheet = Sheet(book.create_sheet("事项台账"), [6, 34, 24, 14, 10, 20, 16])
    sheet.title(f"基层卫生建设年事项台账（{MONTH}）", "填报单位：区社会事业发展局")
    sheet.header("序号", "事项", "责任单位", "进展情况", "是否完成", "文号/佐证", "完成日期")
    rows = [_ledger_row(item, OFFICE, sign) for item, sign in ITEMS.items()]
    rows += [
        _ledger_row(item, centre, sign)
        for item, signs in BY_CENTRE.items()
        for centre, sign in zip(CENTRES, signs, strict=True)
    ]
    sheet.rows([number, *row] for number, row in enumerate(rows, start=1))
    sheet.line("注：完成而无佐证的为“待核”，不算完成。")


def _ledger_row(item: str, owner: str, sign: str) -> Row:
    if sign == "×":
        return (item, owner, "正在推进", "否", None, None)
    day = "2018年12月31日" if item == "信息系统升级" else "2018.11.20"
    return (item, owner, "已完成", "是", "文件和记录" if sign == "√" else None, day)


def make_december() -> Workbook:
    book = new_book()
    for write in (
        write_readme,
        write_villages,
        write_standards,
        write_devices,
        write_departments,
        write_recruits,
        write_trainees,
        write_offices,
        write_transfers,
        write_essential_drugs,
        write_mother_and_child,
        write_platforms,
        write_appointments,
        write_policies,
        write_literacy,
        write_figures,
        write_ledger,
    ):
        write(book)
    return book


WORKBOOKS: Workbooks = {"松山新区2018年": make_december}
