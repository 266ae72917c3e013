"""What a definition may not say: told with its line, its column and what to write instead, in both languages."""

import pytest

from healthkpi.definitions.load import load_policies, load_policy
from healthkpi.errors import DefinitionError, Several
from making import COVERAGE, POLICY, SIGNING, indicator, write_policy

HERE = "▸"


def refused(root, **files):
    with pytest.raises(Several) as caught:
        load_policy(write_policy(root, **files))
    assert all(isinstance(error, DefinitionError) for error in caught.value.errors)
    return [(error.message.zh, error.message.en) for error in caught.value.errors]


def place_of(text, file="plan/theme.yaml"):
    """The text without its mark, and where the mark stood; lines and columns count from 1."""
    lines = text.split("\n")
    line = next(number for number, words in enumerate(lines) if HERE in words)
    return text.replace(HERE, ""), f"{file}:{line + 1}:{lines[line].index(HERE) + 1}"


def coverage_but(old, new):
    assert old in COVERAGE
    return COVERAGE.replace(old, new)


TARGET = "  - {by: 2018-12-31, at_least: 50%}"

ONE_MISTAKE = {
    "an unknown key": (
        coverage_but("at_least: 50%", "▸at_leest: 50%"),
        "不认识的键“at_leest”；是不是“at_least”？",
        'unknown key "at_leest"; did you mean "at_least"?',
    ),
    "an unknown key of the indicator": (
        coverage_but("denominator:", "▸denominater:"),
        "不认识的键“denominater”；是不是“denominator”？",
        'unknown key "denominater"; did you mean "denominator"?',
    ),
    "a key that is like no other": (
        coverage_but("better: higher", "better: higher\n▸颜色: 红"),
        "不认识的键“颜色”",
        'unknown key "颜色"',
    ),
    "a key twice": (
        coverage_but("better: higher", "better: higher\n▸table: signing"),
        "“table”在第 5 行已经写过；删去一个",
        '"table" stands in line 5 already; remove one',
    ),
    "a kind that does not exist": (
        coverage_but("kind: proportion", "kind: ▸percentage"),
        "“percentage”不能用在这里；可写：proportion, rate, ratio, mean, count, amount, "
        "checklist, change, attested, derived",
        '"percentage" cannot stand here; write one of proportion, rate, ratio, mean, count, '
        "amount, checklist, change, attested, derived",
    ),
    "a key that does not belong to the kind": (
        coverage_but("better: higher", "better: higher\n▸item: 某事"),
        "“item”不用于 proportion（占比），只用于：attested",
        '"item" does not belong to proportion; it is for: attested',
    ),
    "a limit in another unit": (
        coverage_but("at_least: 50%", "at_least: ▸50人"),
        "单位不对：这个指标的值以“%”计；写成 50%",
        'the unit does not fit: values of this indicator are in "%"; write 50%',
    ),
    "a limit of a percentage without its sign": (
        coverage_but("at_least: 50%", "at_least: ▸0.5"),
        "单位不对：这个指标的值以“%”计；写成 50% / 0.5%",
        'the unit does not fit: values of this indicator are in "%"; write 50% / 0.5%',
    ),
    "a table that does not exist": (
        coverage_but("table: signing", "table: ▸signingg"),
        "没有表“signingg”；是不是“signing”？",
        'there is no table "signingg"; did you mean "signing"?',
    ),
    "a parameter that does not exist": (
        coverage_but("at_least: 50%", "at_least: ▸provinse"),
        "没有参数“provinse”；是不是“province”？",
        'there is no parameter "provinse"; did you mean "province"?',
    ),
    "a level that does not exist": (
        coverage_but("better: higher", "better: higher\nlevel: ▸townships"),
        "没有层级“townships”；是不是“township”？",
        'there is no level "townships"; did you mean "township"?',
    ),
    "an each that is neither level nor column": (
        coverage_but("better: higher", "better: higher\neach: [township, ▸村]"),
        "没有层级或列“村”",
        'there is no level or column "村"',
    ),
    "a ready-made rate that no table has": (
        coverage_but("better: higher", "better: higher\nreported: {value: ▸签约律}"),
        "没有字段“签约律”；是不是“签约率”？",
        'there is no field "签约律"; did you mean "签约率"?',
    ),
    "a ready-made numerator of a share without its denominator": (
        coverage_but("better: higher", "better: higher\nreported: {numerator: ▸签约人数}"),
        "现成的分子要有现成的分母：写上 denominator",
        'a ready-made numerator needs its "denominator"',
    ),
    "a range without a direction": (
        coverage_but("better: higher\n", "").replace(TARGET, "  - ▸{by: 2018-12-31, between: [40%, 50%]}"),
        "看不出方向；写 better: higher、lower 或 neither",
        "no direction; write better: higher, lower or neither",
    ),
    "a limit against the direction": (
        coverage_but("better: higher", "better: lower").replace("at_least", "▸at_least"),
        "at_least 与 better: lower 矛盾",
        "at_least contradicts better: lower",
    ),
    "a target without a limit": (
        coverage_but(TARGET, "  - ▸{by: 2018-12-31}"),
        "目标缺限值；写一个：about, at_least, at_most, between, equals, less_than, more_than",
        "the target has no limit; write one of about, at_least, at_most, between, equals, less_than, more_than",
    ),
    "a target with two limits": (
        coverage_but(TARGET, "  - ▸{by: 2018-12-31, at_least: 50%, at_most: 60%}"),
        "一个目标只写一个限值，这里有 at_least、at_most",
        "one limit a target; here are at_least, at_most",
    ),
    "a range of one number": (
        coverage_but(TARGET, "  - ▸{by: 2018-12-31, between: 50%}"),
        "between 要 2 个数",
        "between takes 2 number(s)",
    ),
    "about without a tolerance": (
        coverage_but(TARGET, "  - ▸{by: 2018-12-31, about: 50%}"),
        "“左右”要写 within: 容差（数或参数名）",
        'about needs "within": a tolerance or a parameter',
    ),
    "a tolerance without about": (
        coverage_but("at_least: 50%", "at_least: 50%, ▸within: 2%"),
        "within 只用于 about",
        '"within" is only for about',
    ),
    "a day that does not exist": (
        coverage_but("2018-12-31", "▸2018-11-31"),
        "“2018-11-31”不是日期；写成 2018-12-31，或只写年份",
        '"2018-11-31" is not a date; write 2018-12-31, or a year alone',
    ),
    "dates out of order": (
        coverage_but(TARGET, "  ▸- {by: 2018-12-31, at_least: 50%}\n  - {by: 2017-12-31, at_least: 30%}"),
        "目标按日期先后写，日期不能相同",
        "write the targets in the order of their dates, each date once",
    ),
    "the same date twice": (
        coverage_but(TARGET, "  ▸- {by: 2018-12-31, at_least: 50%}\n  - {by: 2018-12-31, at_least: 30%}"),
        "目标按日期先后写，日期不能相同",
        "write the targets in the order of their dates, each date once",
    ),
    "one of several targets without a date": (
        coverage_but(TARGET, "  ▸- {by: 2018-12-31, at_least: 50%}\n  - {at_least: 60%}"),
        "几个目标并列时每个都要有日期（by）",
        'with several targets each needs its "by"',
    ),
    "a target outside of a list": (
        coverage_but(f"targets:\n{TARGET}", "targets: ▸{by: 2018-12-31, at_least: 50%}"),
        "这里应是列表：[甲, 乙]",
        "a list is wanted here: [a, b]",
    ),
    "score bands with a gap": (
        COVERAGE
        + """\
score:
  full: 10
  rule: bands
  bands:
    - ▸{from: 0%, below: 40%, points: 0}
    - {from: 50%, points: 10}
""",
        "分档之间有空档或重叠；上一档的 below 要等于下一档的 from",
        "a gap or an overlap: each below must equal the next from",
    ),
    "score bands with an overlap": (
        COVERAGE
        + """\
score:
  full: 10
  rule: bands
  bands:
    - {from: 0%, below: 40%, points: 0}
    - ▸{from: 40%, below: 60%, points: 5}
    - {from: 50%, points: 10}
""",
        "分档之间有空档或重叠；上一档的 below 要等于下一档的 from",
        "a gap or an overlap: each below must equal the next from",
    ),
    "a baseline in other words": (
        """
kind: change
table: signing
numerator: 签约人数
rise: {in: percent, since: ▸previous years}
targets:
  - {by: 2018-12-31, at_least: 50%}
""",
        "没有这样的基期“previous years”；是不是“previous year”？",
        'there is no such baseline "previous years"; did you mean "previous year"?',
    ),
    "a sum in a table that does not exist": (
        coverage_but("denominator: 常住人口", "denominator: {table: ▸population, sum: 常住人口}"),
        "没有表“population”",
        'there is no table "population"',
    ),
    "a name in one language and a half": (
        coverage_but("better: higher", "better: higher\nresponsible: ▸{zh: 公卫科}"),
        "名称写成 {zh: 中文, en: English}，或只写中文",
        "write {zh: 中文, en: English}, or the Chinese name alone",
    ),
}


@pytest.mark.parametrize(("body", "zh", "en"), ONE_MISTAKE.values(), ids=ONE_MISTAKE)
def test_it_is_refused_where_it_stands_and_says_what_to_write(tmp_path, body, zh, en):
    text, place = place_of(indicator(body))
    assert refused(tmp_path, indicators=text) == [(f"{place}: {zh}", f"{place}: {en}")]


def test_line_and_column_count_from_one(tmp_path):
    text = "signing-coverage:\n  name: 签约率\n  klause: {at: 一, quote: 达50%}\n  kind: proportion\n"
    assert any(
        en.startswith("plan/theme.yaml:3:3: unknown key") for _, en in refused(tmp_path, indicators=text)
    )


def test_a_proportion_has_one_numerator(tmp_path):
    body = coverage_but("better: higher", "meets: {签了: 签约人数 > 0}\nbetter: higher")
    assert refused(tmp_path, indicators=indicator(body)) == [
        (
            "plan/theme.yaml:1:1: proportion（占比）要写、且只写一个：meets / numerator",
            "plan/theme.yaml:1:1: proportion needs exactly one of: meets / numerator",
        )
    ]


def test_a_missing_key_is_named(tmp_path):
    text = "signing-coverage:\n  name: 签约率\n  kind: attested\n  item: 某事\n"
    assert refused(tmp_path, indicators=text) == [
        ("plan/theme.yaml:2:3: 缺少“clause”", 'plan/theme.yaml:2:3: "clause" is missing')
    ]


TYPING_SLIPS = {
    "a Chinese colon": (
        "signing-coverage:\n  name▸：签约率\n",
        "这里用了中文冒号“：”；请改成英文冒号加空格“: ”",
        "a Chinese colon “：”; write “: ” with a space",
    ),
    "a Chinese colon before English ones": (
        "signing-coverage:\n  clause▸：{at: 一, quote: 达50%}\n",
        "这里用了中文冒号“：”；请改成英文冒号加空格“: ”",
        "a Chinese colon “：”; write “: ” with a space",
    ),
    "a full-width space": (
        "signing-coverage:\n▸　name: 签约率\n",
        "行首有制表符或全角空格；请改用普通空格",
        "a tab or a full-width space at the start of the line; use ordinary spaces",
    ),
    "a tab": (
        "signing-coverage:\n  ▸\tname: 签约率\n",
        "行首有制表符或全角空格；请改用普通空格",
        "a tab or a full-width space at the start of the line; use ordinary spaces",
    ),
    "a merge key": (
        "signing-coverage:\n  ▸<<: {}\n  name: 签约率\n",
        "不支持“<<”合并；请写全",
        '"<<" is not supported; write it out',
    ),
    "a list for a key": ("▸[甲, 乙]: 签约率\n", "键必须是一个词", "a key must be a single word"),
    "a tag": (
        "signing-coverage:\n  name: ▸!secret\n",
        "“!secret”不是这里能用的写法；请加引号",
        '"!secret" cannot be used here; put the text in quotes',
    ),
    "a bracket left open": (
        "signing-coverage:\n  clause: {at: 一, quote: 达50%\n  ▸kind: proportion\n",
        None,
        None,
    ),
}


@pytest.mark.parametrize(("text", "zh", "en"), TYPING_SLIPS.values(), ids=TYPING_SLIPS)
def test_a_slip_of_the_keyboard_is_told_where_it_is(tmp_path, text, zh, en):
    text, place = place_of(text)
    told = refused(tmp_path, indicators=text)[0]
    if zh is None:
        assert told[1].startswith(f"{place.rsplit(':', 2)[0]}:")
        assert "brackets are closed" in told[1]
    else:
        assert told == (f"{place}: {zh}", f"{place}: {en}")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    folder = write_policy(tmp_path)
    (folder / "theme.yaml").write_bytes("签约: 率".encode("gb18030"))
    with pytest.raises(Several) as caught:
        load_policy(folder)
    assert [error.message.en for error in caught.value.errors] == [
        "plan/theme.yaml: not UTF-8; save it as UTF-8"
    ]


EXPRESSIONS = {
    "a field that does not exist": (
        coverage_but("numerator: 签约人数", "numerator: ▸签约人"),
        "第1字：没有名为 签约人 的字段；是不是“签约人数”？\n    签约人\n    ^^^^^^",
        'character 1: there is no field 签约人; did you mean "签约人数"?\n    签约人\n    ^^^^^^',
    ),
    "the caret stands below the name behind Chinese words": (
        coverage_but("numerator: 签约人数", "numerator: ▸签约人数 + signed"),
        "第8字：没有名为 signed 的字段\n    签约人数 + signed\n               ^^^^^^",
        "character 8: there is no field signed\n    签约人数 + signed\n               ^^^^^^",
    ),
    "a name where a number is wanted": (
        coverage_but("numerator: 签约人数", "numerator: ▸乡镇"),
        "第1字：这里要数，而 乡镇 是文字\n    乡镇\n    ^^^^",
        "character 1: a number is wanted here, and 乡镇 is text\n    乡镇\n    ^^^^",
    ),
    "a condition where a number is wanted": (
        coverage_but("numerator: 签约人数", "numerator: ▸签约人数 > 5"),
        "第1字：这里要数，而 签约人数 > 5 是是/否\n    签约人数 > 5\n    ^^^^^^^^^^^^",
        "character 1: a number is wanted here, and 签约人数 > 5 is a yes/no\n    签约人数 > 5\n    ^^^^^^^^^^^^",
    ),
}


@pytest.mark.parametrize(("body", "zh", "en"), EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_a_fault_in_an_expression_is_drawn(tmp_path, body, zh, en):
    text, place = place_of(indicator(body))
    assert refused(tmp_path, indicators=text) == [(f"{place}: {zh}", f"{place}: {en}")]


def test_an_expression_that_does_not_parse_points_at_its_line(tmp_path):
    text, place = place_of(
        indicator(coverage_but("numerator: 签约人数", "numerator: ▸签约人数 / / 常住人口"))
    )
    ((_, en),) = refused(tmp_path, indicators=text)
    assert en.startswith(f"{place}: character 8: ")
    assert en.endswith("\n    签约人数 / / 常住人口\n               ^")


def test_two_errors_in_two_files_are_told_at_once(tmp_path):
    one, place_one = place_of(indicator(coverage_but("at_least", "▸at_leest")))
    other, place_other = place_of(SIGNING.replace("type: percent", "▸typ: percent"), "plan/tables.yaml")
    places = [en.split(": ")[0] for _, en in refused(tmp_path, indicators=one, tables=other)]
    assert {place_one, place_other} <= set(places)


def test_every_mistake_of_one_file_is_told_at_once(tmp_path):
    body = COVERAGE.replace("table: signing", "table: signingg").replace("at_least: 50%", "at_least: 50人")
    assert len(refused(tmp_path, indicators=indicator(body))) == 2


def test_two_policies_are_refused_together(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_policy(tmp_path / name, indicators=indicator(COVERAGE.replace("higher", "hihger")))
        (tmp_path / name / "plan").rename(tmp_path / f"policy-{name}")
        (tmp_path / name).rmdir()
    with pytest.raises(Several) as caught:
        load_policies(tmp_path)
    assert [error.message.en.split(":")[0] for error in caught.value.errors] == [
        "policy-a/theme.yaml",
        "policy-b/theme.yaml",
    ]


def test_an_id_is_used_once_in_a_policy(tmp_path):
    files = {"indicators": indicator(COVERAGE), "zz": indicator(COVERAGE)}
    assert refused(tmp_path, **files) == [
        (
            "plan/zz.yaml:1:1: 指标“signing-coverage”在 plan/theme.yaml:1:1 已有；换一个名字",
            'plan/zz.yaml:1:1: indicator "signing-coverage" stands at plan/theme.yaml:1:1 already; choose another id',
        )
    ]


def test_a_folder_without_definitions_says_what_a_folder_holds(tmp_path):
    with pytest.raises(DefinitionError, match=r"a policy folder holds policy\.yaml"):
        load_policies(tmp_path)


TABLES = {
    "a key that is no field": (
        SIGNING.replace("key: 乡镇", "key: [▸乡]"),
        "没有字段“乡”；是不是“乡镇”？",
        'there is no field "乡"; did you mean "乡镇"?',
    ),
    "a roster of a level that does not exist": (
        SIGNING.replace("key: 乡镇", "key: 乡镇\n  roster: ▸county"),
        "没有层级“county”",
        'there is no level "county"',
    ),
    "a roster in a table that does not exist": (
        SIGNING.replace("key: 乡镇", "key: 乡镇\n  roster: {table: ▸list, field: 乡镇}"),
        "没有表“list”",
        'there is no table "list"',
    ),
    "a unit without its level": (
        SIGNING.replace(
            "乡镇: {type: unit, en: township, level: township}", "▸乡镇: {type: unit, en: township}"
        ),
        "单位列要写 level（层级）",
        'a field of type unit needs its "level"',
    ),
    "an earlier value of a field that does not exist": (
        SIGNING + "    上年签约: {type: number, earlier: {field: ▸签约, at: previous year}}\n",
        "没有字段“签约”；是不是“签约率”？",
        'there is no field "签约"; did you mean "签约率"?',
    ),
    "a cumulative name": (
        SIGNING + "    备注: {type: text, over_time: ▸cumulative}\n",
        "只有数才能累计",
        "only a number can be cumulative",
    ),
    "a field type that does not exist": (
        SIGNING.replace("type: percent", "type: ▸percentage"),
        "“percentage”不能用在这里；可写：number, percent, flag, text, code, date, unit, period；是不是“percent”？",
        '"percentage" cannot stand here; write one of number, percent, flag, text, code, date, '
        'unit, period; did you mean "percent"?',
    ),
    "neither true nor false": (
        SIGNING.replace("optional: true", "optional: ▸maybe"),
        "这里只写 true 或 false",
        "write true or false here",
    ),
}


@pytest.mark.parametrize(("tables", "zh", "en"), TABLES.values(), ids=TABLES)
def test_a_table_is_refused_where_it_is_wrong(tmp_path, tables, zh, en):
    text, place = place_of(tables, "plan/tables.yaml")
    assert refused(tmp_path, tables=text) == [(f"{place}: {zh}", f"{place}: {en}")]


def test_the_level_of_the_area_is_told_with_its_line(tmp_path):
    text, place = place_of(POLICY.replace("level: district", "level: ▸distrikt"), "plan/policy.yaml")
    assert refused(tmp_path, policy=text) == [
        (
            f"{place}: 没有层级“distrikt”；是不是“district”？",
            f'{place}: there is no level "distrikt"; did you mean "district"?',
        )
    ]


def test_a_tolerance_in_another_unit_is_told_at_the_tolerance(tmp_path):
    body = coverage_but(TARGET, "  - {by: 2018-12-31, about: 50%, within: ▸2人}")
    text, place = place_of(indicator(body))
    assert [en.split(": ")[0] for _, en in refused(tmp_path, indicators=text)] == [place]


def test_the_hint_repeats_a_large_number_as_it_was_written(tmp_path):
    body = "kind: count\ntable: signing\nnumerator: 签约人数\nunit: 人\ntargets:\n  - {at_least: 1234567户}"
    assert refused(tmp_path, indicators=indicator(body))[0][1].endswith("write 1234567人")


@pytest.mark.parametrize("step", ["provinse", "30人"])
def test_a_step_of_a_path_is_checked_as_the_target_is(tmp_path, step):
    body = coverage_but("at_least: 50%", f"at_least: 50%, path: [{{by: 2018-06-30, at: {step}}}]")
    assert len(refused(tmp_path, indicators=indicator(body))) == 1


def test_an_indicator_derived_from_itself_is_refused(tmp_path):
    body = "kind: derived\nformula: 「signing-coverage」 + 1\nunit: 人"
    assert len(refused(tmp_path, indicators=indicator(body))) == 1
