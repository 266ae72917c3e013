import pytest

from healthkpi.errors import Several
from healthkpi.expression import ExpressionError, ValueType, check, parse
from healthkpi.expression.tree import Name

NUMBER, TEXT, FLAG, DATE = ValueType.NUMBER, ValueType.TEXT, ValueType.FLAG, ValueType.DATE

NAMES = {
    "签约人数": NUMBER,
    "常住人口": NUMBER,
    "服务人口": NUMBER,
    "面积": NUMBER,
    "签约率(%)": NUMBER,
    "县区": TEXT,
    "是否贫困村": FLAG,
    "出生日期": DATE,
    "就诊日期": DATE,
}


def kind_of(text, **options):
    return check(parse(text), NAMES, text=text, **options)


def faults_of(text, **options):
    with pytest.raises((ExpressionError, Several)) as caught:
        kind_of(text, **options)
    return getattr(caught.value, "errors", [caught.value])


def fault_of(text, **options):
    (fault,) = faults_of(text, **options)
    return fault


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("签约人数 / 常住人口", NUMBER),
        ("300 <= 服务人口 < 500", FLAG),
        ("县区 属于 ('甲', '乙')", FLAG),
        ("是否贫困村 = 是", FLAG),
        ("是否贫困村 且 非 (面积 > 40)", FLAG),
        ("出生日期 < '2018-12-31'", FLAG),
        ("出生日期 in ('2018-12-31')", FLAG),
        ("月数(出生日期, '2018-12-31') >= 24", FLAG),
        ("min_of(出生日期, 就诊日期)", DATE),
        ("首个非空(县区, '无')", TEXT),
        ("当 是否贫困村 则 签约人数 否则 0 完", NUMBER),
        ("满足数(是否贫困村, 面积 > 40)", NUMBER),
        ("为空(县区)", FLAG),
        ("年份(出生日期)", NUMBER),
    ],
)
def test_every_expression_has_a_kind(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("合计(签约人数) / 合计(常住人口)", NUMBER),
        ("计数() > 0", FLAG),
        ("最少(面积) >= 40 且 全部(是否贫困村)", FLAG),
        ("最多(出生日期)", DATE),
        ("合计(签约人数 + 1) * 2", NUMBER),
        ("不同数(县区)", NUMBER),
    ],
)
def test_over_rows_every_field_stands_inside_a_sum(text, kind):
    assert kind_of(text, aggregates=True) == kind


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("县区 > 3", "第1字：县区 是文字，3 是数，不能放在一起比较", "character 1: 县区 is text and 3 is a number; they cannot be compared"),
        ("县区 + 1", "第1字：这里要数，而 县区 是文字", "character 1: a number is wanted here, and 县区 is text"),
        ("1 + 是否贫困村", "第5字：这里要数，而 是否贫困村 是是/否", "character 5: a number is wanted here, and 是否贫困村 is a yes/no"),
        ("就诊日期 - 出生日期", "第1字：日期不能相减", "character 1: dates are not subtracted"),
        ("县区 < '甲'", "第1字：文字没有大小，只能用 = 或 !=", "character 1: text has no order; only = and != can be used"),
        ("非 面积", "第3字：这里要是/否，而 面积 是数", "character 3: a yes/no is wanted here, and 面积 is a number"),
        ("abs()", "第1字：绝对值 要1个参数，这里有0个", "character 1: abs takes 1 arguments, here are 0"),
        ("coalesce(1)", "第1字：首个非空 要≥2个参数，这里有1个", "character 1: coalesce takes ≥2 arguments, here are 1"),
        ("年份(面积)", "第4字：年份 要日期，而 面积 是数", "character 4: year_of takes a date, and 面积 is a number"),
        ("合计(面积)", "第1字：合计 汇总多行，只能写在 gather 的 make 里", "character 1: sum reads many rows, which only “make” under “gather” may"),
    ],
)  # fmt: skip
def test_a_fault_is_named_in_both_languages(text, zh, en):
    message = fault_of(text).message
    assert (message.zh, message.en) == (zh, en)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("常住人囗 > 5", "是不是“常住人口”？", 'did you mean "常住人口"?'),
        ("服务人口 < 500人", "数字后面不要写单位", "write no unit after a number"),
        ("服务人口且面积 > 1", "“且”两边要有空格", "put spaces around 且"),
        ("签约率(%) > 5", "有括号的列名写在「」里", "a name with brackets stands in 「」"),
        ("coalesc(面积, 1)", "是不是“coalesce”？", 'did you mean "coalesce"?'),
        ("小时(面积, 1)", "是不是“小时数”？", 'did you mean "小时数"?'),
        ("平均(面积)", "不求平均：先合计，再相除", "no averages: sum first, divide last"),
        (
            "就诊日期 - 出生日期",
            "用 天数、小时数 或 月数",
            "use days_between, hours_between or months_between",
        ),
        ("面积 > '40'", "数字不要加引号", "write a number without quotation marks"),
        ("是否贫困村 = 1", "写成 = 是 或 = 否", "write = true or = false"),
        ("是否贫困村 = '是'", "是、否不要加引号", "write 是/true and 否/false without quotation marks"),
        ("县区 = 3", "文字要加引号", "text stands in quotation marks"),
        ("出生日期 > '2018/1/1'", '日期写成 "2018-12-31"', 'write a date as "2018-12-31"'),
    ],
)
def test_the_hint_says_what_to_write_instead(text, zh, en):
    hint = fault_of(text).hint
    assert (hint.zh, hint.en) == (zh, en)


def test_a_bare_field_beside_a_sum_is_refused_with_what_to_write():
    fault = fault_of("合计(签约人数) / 常住人口", aggregates=True)
    assert fault.message.en == "character 12: 常住人口 is a value of each row"
    assert fault.hint.zh == "写成 合计(常住人口)"
    assert fault.hint.en == "write sum(常住人口)"


def test_an_awkward_name_is_quoted_in_the_hint():
    assert fault_of("「签约率(%)」", aggregates=True).hint.en == "write sum(「签约率(%)」)"


def test_a_sum_of_sums_is_refused():
    assert "cannot stand inside another" in fault_of("sum(1 + sum(面积))", aggregates=True).message.en


def test_all_faults_come_in_one_pass_in_the_order_written():
    faults = faults_of("常住人囗 > 1 且 县区 > 3 且 没有这个(面积) = 1")
    assert [fault.span.start for fault in faults] == [0, 11, 20]


def test_a_fault_causes_no_second_one():
    assert fault_of("1 + (没有 + 2) * 没有函数吗ABC".replace("没有函数吗ABC", "3")).message.en.endswith(
        "there is no field 没有"
    )


def test_the_wanted_kind_is_demanded():
    assert kind_of("签约人数 > 1", wanted=FLAG) == FLAG
    assert "a yes/no is wanted here" in fault_of("签约人数", wanted=FLAG).message.en


def test_an_iso_text_is_a_date_where_a_date_is_wanted():
    assert kind_of("'2018-12-31'", wanted=DATE) == DATE
    assert fault_of("'2018-02-30'", wanted=DATE).hint.en == 'write a date as "2018-12-31"'


@pytest.mark.parametrize("text", ["__import__('os')", "eval('1')", "open('x')"])
def test_a_function_outside_the_list_is_refused(text):
    assert "there is no function" in fault_of(text).message.en


def test_a_tree_without_positions_is_shown_as_it_would_be_written():
    with pytest.raises(ExpressionError, match="签约人数 is a number"):
        check(Name("签约人数"), NAMES, text="", wanted=FLAG)
