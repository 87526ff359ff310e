"""Broken rule files: each refused with its own code and the place of the fault."""

from pathlib import Path

import pytest
import yaml

import policy
from policy import load_rule_base
from policy.errors import PolicyError

ZHENGZHOU = "rules/CN-410100/unemployment_insurance.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        (ZHENGZHOU, "    status: in_force\n", "    stauts: in_force\n", "RULES_FILE", "stauts"),
        (
            ZHENGZHOU,
            "    slot: eligibility\n",
            "    slot: eligibility\n    slot: again\n",
            "RULES_FILE",
            "stands twice",
        ),
        (ZHENGZHOU, "    kind: eligibility\n", "    kind: elegibility\n", "RULES_FILE", "elegibility"),
        (ZHENGZHOU, "from: '2005-05-01'", "from: '2005-02-30'", "RULES_FILE", "2005-02-30"),
        (ZHENGZHOU, "jurisdiction: CN-410100", "jurisdiction: CN-410200", "RULES_REFERENCE", "CN-410200"),
        (ZHENGZHOU, "{var: registered_unemployed}", "{var: registered_umemployed}", "RULES_REFERENCE", "umemployed"),
        (ZHENGZHOU, "{param: ui_benefit_rate}", "{param: ui_benefit_rat}", "RULES_REFERENCE", "ui_benefit_rat"),
        (
            ZHENGZHOU,
            "source: zhengzhou-ui-regulations, article: 第二十二条",
            "source: nowhere, article: 一",
            "RULES_REFERENCE",
            "nowhere",
        ),
        (ZHENGZHOU, "unit: /1", "unit: percent", "RULES_FILE", "percent"),
        (
            ZHENGZHOU,
            "test: {var: registered_unemployed}",
            "test: {var: ui_contribution_months}",
            "RULES_EXPRESSION",
            "boolean",
        ),
        (
            ZHENGZHOU,
            "test: {var: registered_unemployed}",
            "test: {assume: [registered_unemployed, true]}",
            "RULES_EXPRESSION",
            "assume",
        ),
        (ZHENGZHOU, "{'!': {var: drawing_pension}}", "{nicht: {var: drawing_pension}}", "RULES_EXPRESSION", "nicht"),
        (
            ZHENGZHOU,
            "{'!': {var: drawing_pension}}",
            "{'!': [{var: drawing_pension}, true]}",
            "RULES_EXPRESSION",
            "takes 1",
        ),
        (
            ZHENGZHOU,
            "{is: [{var: separation_reason}, other]}",
            "{is: [{var: separation_reason}, ohter]}",
            "RULES_EXPRESSION",
            "ohter",
        ),
        (ZHENGZHOU, "[[0, 0], [12, 3], [24, 6]", "[[0, 0], [24, 3], [12, 6]", "RULES_FILE", "does not rise"),
        (
            ZHENGZHOU,
            "feeds: [cn-skill-upgrade-subsidy]",
            "feeds: [cn-skil-upgrade-subsidy]",
            "RULES_REFERENCE",
            "cn-skil",
        ),
        ("rules/CN-440300/minimum_wage.yaml", "to: '2026-09-01', ", "", "RULES_OVERLAP", "2026-09-01"),
        ("rules/CN-440300/minimum_wage.yaml", "to: '2026-09-01'", "to: '2026-09-02'", "RULES_OVERLAP", "2026-09-01"),
        ("rules/CN-440300/minimum_wage.yaml", "to: '2026-09-01'", "to: '2025-03-01'", "RULES_OVERLAP", "ends before"),
        ("rules/sources.yaml", "    kind: law\n", "    kind: hearsay\n", "RULES_FILE", "hearsay"),
        ("rules/jurisdictions.yaml", "parent: CN-410000", "parent: CN-420001", "RULES_REFERENCE", "CN-420001"),
        ("facts/common.yaml", "    type: boolean\n", "    type: bool\n", "RULES_FILE", "bool"),
        ("facts/common.yaml", "id: seeking_work", "id: receiving_ui", "RULES_FILE", "receiving_ui"),
        (
            "facts/common.yaml",
            "question: {zh: 是否已办理失业登记？, en: 'Are you registered as unemployed?'}",
            "",
            "RULES_FILE",
            "question",
        ),
    ],
)
def test_load_refuses_a_broken_file(copied: Path, file: str, old: str, new: str, code: str, words: str) -> None:
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(PolicyError) as caught:
        load_rule_base(copied)

    assert caught.value.code == code
    assert words in str(caught.value)


def test_load_refuses_what_is_no_yaml(copied: Path) -> None:
    (copied / ZHENGZHOU).write_text("jurisdiction: [CN", encoding="utf-8")

    with pytest.raises(PolicyError, match=r"unemployment_insurance\.yaml is no YAML") as caught:
        load_rule_base(copied)

    assert caught.value.code == "RULES_FILE"


def test_load_refuses_another_encoding(copied: Path) -> None:
    (copied / ZHENGZHOU).write_bytes("jurisdiction: 郑州".encode("gb18030"))

    with pytest.raises(PolicyError, match="cannot be read"):
        load_rule_base(copied)


def test_load_refuses_a_missing_file(copied: Path) -> None:
    for file in (copied / "facts").glob("*.yaml"):
        file.unlink()

    with pytest.raises(PolicyError, match=r"There are no fact files"):
        load_rule_base(copied)


def test_load_refuses_a_directory_without_rules(copied: Path) -> None:
    for file in (copied / "rules").glob("*/*.yaml"):
        file.unlink()

    with pytest.raises(PolicyError, match="There are no rule files"):
        load_rule_base(copied)


def test_load_reads_the_copy_like_the_original(copied: Path) -> None:
    assert set(load_rule_base(copied).benefits) == set(load_rule_base().benefits)


@pytest.mark.parametrize("folder", ["facts", "rules", "examples"])
def test_every_yaml_reads_alike_in_the_plain_and_in_the_c_loader(folder: str) -> None:
    """An unquoted `?}` is read by libyaml and refused by PyYAML's own parser, which is all some systems have."""
    files = sorted((Path(policy.__file__).parent / folder).rglob("*.yaml"))

    assert files
    for file in files:
        plain = [
            (type(event), getattr(event, "value", None))
            for event in yaml.parse(file.read_text("utf-8"), yaml.SafeLoader)
        ]
        quick = [
            (type(event), getattr(event, "value", None))
            for event in yaml.parse(file.read_text("utf-8"), yaml.CSafeLoader)
        ]
        assert plain == quick, file.name
