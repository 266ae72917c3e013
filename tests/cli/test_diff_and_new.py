"""From last year's definitions to this year's: copied, filled in, compared."""

import json
import re

from running import ROOT

OWN = ROOT / "indicators"


def changed_copy(healthkpi, tmp_path):
    """A copy of the 2018 definitions in which one target went up and one date moved."""
    ended = healthkpi("new", "云冈区2019", "--from", "yungang-2018")
    assert ended.code == 0, ended.err
    file = tmp_path / "indicators" / "云冈区2019" / "family-doctor.yaml"
    words = file.read_text("utf-8")
    words = words.replace("{by: 2018-12-31, at_least: 50%}", "{by: 2019-12-31, at_least: 55%}")
    file.write_text(
        words.replace("{by: 2018-12-31, at_least: 70%}", "{by: 2019-12-31, at_least: 70%}"), "utf-8"
    )
    return ended


def test_a_copy_has_the_formulas_and_says_what_is_left_to_fill_in(healthkpi, tmp_path):
    ended = changed_copy(healthkpi, tmp_path)
    policy = (tmp_path / "indicators" / "云冈区2019" / "policy.yaml").read_text("utf-8")

    assert "73 项指标" in ended.out
    assert re.search(r"policy\.yaml  \d+ 处", ended.out)
    assert "number: 待填" in policy
    assert 'zh: "待填（沿用自：大同市' in policy
    assert not re.search(r"^issued:", policy, re.MULTILINE)
    assert not (tmp_path / "indicators" / "云冈区2019" / "clauses.csv").exists()


def test_a_copy_gives_the_same_figures_and_names_itself_as_unfilled(healthkpi, tmp_path):
    assert healthkpi("new", "a", "--from", "yungang-2018").code == 0
    sample = ROOT / "sample_data" / "云冈区2018年9月.xlsx"
    ended = healthkpi("check", sample, "--indicator", "signing-coverage", "--no-ask")

    assert "49.64%" in ended.out
    assert "待填" in ended.out


def test_every_shipped_policy_can_be_copied_and_differs_in_nothing(healthkpi, tmp_path):
    policies = sorted(path.parent.name for path in OWN.glob("*/policy.yaml"))
    for policy in policies:
        assert healthkpi("new", f"new-{policy}", "--from", policy, "--indicators", OWN).code == 0
    for policy in policies:
        compared = healthkpi("diff", OWN / policy, f"new-{policy}", "--format", "json")
        data = json.loads(compared.out)
        assert (data["changed"], data["new"], data["gone"], data["parameters"]) == ([], [], [], [])
        assert data["summary"]["unchanged"] == data["before"]["indicators"]


def test_nothing_is_overwritten(healthkpi, tmp_path):
    changed_copy(healthkpi, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    ended = healthkpi("new", "云冈区2019", "--from", "xihu-2017", "--indicators", OWN)

    assert ended.code == 2
    assert "已经有了" in ended.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before


def test_a_copy_that_does_not_load_is_not_written(healthkpi, tmp_path):
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "fields.yaml").write_text(
        "乡镇: {type: unit, en: township, level: township}\n", "utf-8"
    )
    ended = healthkpi("new", "a", "--from", "yungang-2018")

    assert ended.code == 2
    assert "fields.yaml 里没有“常住人口”" in ended.err
    assert [path.name for path in (tmp_path / "indicators").iterdir()] == ["fields.yaml"]


def test_a_name_that_is_a_path_is_refused(healthkpi):
    ended = healthkpi("new", "../a", "--from", "yungang-2018")

    assert ended.code == 2
    assert "编号只用字母" in ended.err


def test_diff_says_the_target_and_the_date_that_changed(healthkpi, tmp_path):
    changed_copy(healthkpi, tmp_path)
    out = healthkpi("diff", "yungang-2018", "云冈区2019").out

    assert "目标变了 1 项" in out
    assert "没有变 71 项" in out
    assert re.search(r"目标值  ≥50% → ≥55%\n  期限  2018-12-31 → 2019-12-31", out)
    assert "只有期限变了 1 项：2018-12-31 → 2019-12-31\n  重点人群家庭医生签约覆盖率" in out


def test_diff_as_json_names_the_part_and_both_sides(healthkpi, tmp_path):
    changed_copy(healthkpi, tmp_path)
    data = json.loads(healthkpi("diff", "yungang-2018", "云冈区2019", "--format", "json").out)
    (coverage,) = [pair for pair in data["changed"] if pair["after"] == "signing-coverage"]

    assert data["schema_version"]
    assert [change["part"] for change in coverage["changes"]] == ["limit", "date"]
    assert coverage["changes"][0] == {
        "part": "limit",
        "before": {"zh": "≥50%", "en": "≥ 50%"},
        "after": {"zh": "≥55%", "en": "≥ 55%"},
    }


def test_a_policy_that_is_not_there_is_told_with_those_that_are(healthkpi):
    ended = healthkpi("diff", "yungang-2018", "yungang-2019")

    assert ended.code == 2
    assert "yungang-2019：不是政策的编号" in ended.err
    assert "xihu-2017" in ended.err
