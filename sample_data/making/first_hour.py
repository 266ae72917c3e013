"""The workbook of docs/tutorial/first-hour.md: a bureau's own words for two columns and for three of its townships."""

from openpyxl import Workbook

from making.sheets import Sheet, Workbooks, new_book

ROWS = (
    (1, "平旺乡", 28640, "14,812", 9860, 7102, 1520, 1520, 21, 21, None),
    (2, "西韩岭乡", 21350, "10,893", 7210, 5198, 980, 980, 15, 15, None),
    (3, "口泉镇", 41875, "1.96万", 12940, "８６１０", 2316, 2275, 37, 37, "含上窝寨"),
    (4, "云岗镇", 32186, "16,250", 10730, 7698, 1105, 1105, 26, 26, None),
    (5, "高山镇", 16904, "8449", 5640, 3989, 870, 870, 12, 12, None),
    (6, "鸦崖乡", 9450, "4,731", 3160, 2215, 640, 638, 8, 8, None),
    (None, "合计", 150405, "74,735", 49540, 34812, 7431, 7388, 119, 119, None),
)


def make_return() -> Workbook:
    """One sheet, as the office for primary care sent it."""
    book = new_book()
    sheet = Sheet(book.create_sheet("9月"), (6, 12, 11, 11, 10, 10, 10, 10, 10, 10, 14))
    sheet.title(
        "云冈区家庭医生签约工作进展情况表（2018年9月）",
        "填报单位：区卫计局基层股    填报日期：2018.9.28    单位：人、户",
    )
    sheet.header(
        "序号",
        "乡（镇）",
        "辖区人口数",
        "已签约人数",
        ("重点人群", ("人数", "已签数")),
        ("建档立卡贫困人口", ("应签", "已签")),
        ("计生特殊家庭", ("应签户数", "已签户数")),
        "备注",
    )
    sheet.rows(ROWS)
    sheet.line("注：辖区人口数以2017年底公安数为准。")
    return book


WORKBOOKS: Workbooks = {"first-hour/签约9月": make_return}
