"""A load error is told with file, line and column, whatever stopped the files from loading."""

from pathlib import Path

import pytest

from policy import check_rules

#: What stands in the file, what is put in its place, and the word that the place points at.
FAULTS = {
    "operator that does not exist": ("{param: ui_benefit_rate}", "{parm: ui_benefit_rate}", "parm"),
    "parameter that does not exist": ("{param: ui_benefit_rate}", "{param: ui_benefit_rat}", "ui_benefit_rat"),
    "key that the schema does not know": ("    kind: amount\n", "    kind: amout\n", "amout"),
}
ZHENGZHOU = "rules/CN-410100/unemployment_insurance.yaml"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_load_error_points_at_the_faulty_word(copied: Path, fault: tuple[str, str, str]) -> None:
    old, new, word = fault
    path = copied / ZHENGZHOU
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    (finding,) = check_rules(copied)

    assert (finding.rule, finding.file) == ("unreadable", ZHENGZHOU)
    line = path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line[finding.column - 1 :].startswith(word)
    assert str(finding).startswith(f"{ZHENGZHOU}:{finding.line}:{finding.column}: ")


def test_error_without_a_file_is_found_by_the_name_that_is_wrong(copied: Path) -> None:
    """A benefit feeds another that does not exist: the error knows no file, the word stands in one."""
    path = copied / "rules/CN/unemployment_insurance.yaml"
    text = path.read_text(encoding="utf-8")
    assert "cn-skill-upgrade-subsidy" in text
    path.write_text(text.replace("cn-skill-upgrade-subsidy", "cn-skil-upgrade-subsidy", 1), encoding="utf-8")

    (finding,) = check_rules(copied)

    assert finding.file == "rules/CN/unemployment_insurance.yaml"
    line = path.read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line[finding.column - 1 :].startswith("cn-skil-upgrade-subsidy")


def test_broken_yaml_has_the_place_of_the_parser(copied: Path) -> None:
    """The bracket of the first line is never closed: the parser notices at the end of the file, line 3."""
    path = copied / ZHENGZHOU
    path.write_text("a: [\nb: c\n", encoding="utf-8")

    (finding,) = check_rules(copied)

    assert (finding.file, finding.line) == (ZHENGZHOU, 3)
    assert finding.column > 0
    assert "读" in finding.zh or "有误" in finding.zh
