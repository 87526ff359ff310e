"""The shipped rules keep the house rules, and each house rule finds a fault that is put in."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import policy
from policy import HOUSE_RULES, RuleBase, check_rules, finding_to_json, lint_rules

ZHENGZHOU = "rules/CN-410100/unemployment_insurance.yaml"
CHONGQING = "rules/CN-500000/flexible_employment_subsidy.yaml"
SHENZHEN = "rules/CN-440300/flexible_employment_subsidy.yaml"
BEIJING = "rules/CN-110000/flexible_employment_subsidy.yaml"
FLEXIBLE_FACTS = "facts/cn_flexible.yaml"
LONG_QUOTE = "并足额缴纳失业保险费满一年的" * 12

#: A second amount of Beijing that runs into the one from 2025-07-01.
SECOND_AMOUNT = """provisions:
  - benefit: cn-flexible-employment-subsidy
    slot: monthly
    kind: amount
    from: '2025-01-01'
    status: unverified
    cite: {source: beijing-base-limits-2025, article: 一}
    period: month
    currency: CNY
    value: 1
"""
FIRST_MONTH = """    kind: first_payment
    # Applications before this month are not in the rule.
    from: '2024-01-01'
    status: in_force"""

Seed = tuple[str, str, str, str, str]
#: File, what stands there, what is put in its place, the house rule that finds it, and the place that it names.
SEEDS: dict[str, Seed] = {
    # 3075 / 12 = 256.25.
    "literal that differs from its formula": (
        CHONGQING,
        "value: 256.25",
        "value: 256.26",
        "formula",
        "CN-500000/parameter/medical_grade_1_per_month/2025-01-01",
    ),
    "formula without a value on its first day": (
        CHONGQING,
        "from: '2025-01-01', to: '2026-01-01', value: 3075",
        "from: '2025-01-02', to: '2026-01-01', value: 3075",
        "formula",
        "CN-500000/parameter/medical_grade_1_per_month/2025-01-01",
    ),
    # The cap of 600 as the whole sum, not as a bound.
    "ceiling used as grant": (
        SHENZHEN,
        "        - {min: [{param: flexible_subsidy_monthly_cap}, *pension]}",
        "        - {param: flexible_subsidy_monthly_cap}",
        "ceiling",
        "CN-440300/cn-flexible-employment-subsidy/monthly",
    ),
    "overlapping values": (
        BEIJING,
        "from: '2025-07-01', to: '2026-07-01', value: 7162",
        "from: '2025-07-01', to: '2026-07-02', value: 7162",
        "overlap",
        "CN-110000/parameter/contribution_base_floor/2026-07-01",
    ),
    "overlapping provisions": (
        BEIJING,
        "provisions:\n",
        SECOND_AMOUNT,
        "overlap",
        "CN-110000/cn-flexible-employment-subsidy/monthly/2025-07-01",
    ),
    "value without source": (
        "rules/CN-440300/minimum_wage.yaml",
        ", cite: {source: guangdong-minimum-wage-2025",
        ", note: {zh: 无, en: none}} # {source: guangdong-minimum-wage-2025",
        "no-source",
        "CN-440300/parameter/minimum_wage/2025-03-01",
    ),
    "source that is not listed": (
        BEIJING,
        "cite: {source: beijing-flex-recognition-2024, article: 第六条第（一）项",
        "cite: {source: beijing-flex-recognition-2014, article: 第六条第（一）项",
        "no-source",
        "CN-110000/parameter/flexible_registration_days/2024-10-10",
    ),
    "expired value still resolved": (
        BEIJING,
        "to: '2026-07-01', value: 7162, status: in_force",
        "to: '2026-07-01', value: 7162, status: expired",
        "expired",
        "CN-110000/parameter/contribution_base_floor/2025-07-01",
    ),
    "expired provision without an end": (
        SHENZHEN,
        FIRST_MONTH,
        FIRST_MONTH.replace("in_force", "expired"),
        "expired",
        "CN-440300/cn-flexible-employment-subsidy/start",
    ),
    "fact without question": (
        FLEXIBLE_FACTS,
        "    question: {zh: 灵活就业是否取得劳动收入？, en: 'Does your flexible work bring you an income?'}\n",
        "",
        "question",
        "flexible_work_income",
    ),
    "question in one language": (
        FLEXIBLE_FACTS,
        "{zh: 灵活就业是否取得劳动收入？, en: 'Does your flexible work bring you an income?'}",
        "{zh: 灵活就业是否取得劳动收入？}",
        "question",
        "flexible_work_income",
    ),
    "fact without a name": (
        "facts/common.yaml",
        "    name: {zh: 有求职要求, en: looking for work}\n",
        "",
        "name",
        "seeking_work",
    ),
    "in force on a secondary source": (
        "rules/CN/flexible_employment_subsidy.yaml",
        "value: 36, status: unverified",
        "value: 36, status: in_force",
        "soft-source",
        "CN/parameter/flexible_subsidy_months_cap/2023-12-20",
    ),
    "in force on memory": (
        ZHENGZHOU,
        "2100\n        status: unverified",
        "2100\n        status: in_force",
        "soft-source",
        "CN-410100/parameter/minimum_wage/2024-01-01",
    ),
    "law without quote": (
        ZHENGZHOU,
        ", quote: 并足额缴纳失业保险费满一年的}",
        "}",
        "quote",
        "CN-410100/cn-unemployment-insurance/eligibility/condition/contributed-one-year",
    ),
    "quote of three lines": (
        ZHENGZHOU,
        "quote: 并足额缴纳失业保险费满一年的}",
        'quote: "并足额缴纳\\n失业保险费\\n满一年的"}',
        "quote",
        "CN-410100/cn-unemployment-insurance/eligibility/condition/contributed-one-year",
    ),
    # 12 x 14 characters of two columns are 336 columns, two lines are 240.
    "quote wider than two lines": (
        ZHENGZHOU,
        "quote: 并足额缴纳失业保险费满一年的}",
        f"quote: {LONG_QUOTE}}}",
        "quote",
        "CN-410100/cn-unemployment-insurance/eligibility/condition/contributed-one-year",
    ),
    "quote that the schema refuses": (
        ZHENGZHOU,
        "quote: 并足额缴纳失业保险费满一年的}",
        f"quote: {LONG_QUOTE * 2}}}",
        "quote",
        "CN-410100/cn-unemployment-insurance/eligibility/condition/contributed-one-year",
    ),
    "article that a newer source supersedes": (
        "rules/CN-440300/sources.yaml",
        "  - id: shenzhen-medical-base-2026\n",
        "  - id: shenzhen-medical-base-2026\n    supersedes: [{source: shenzhen-medical-rules-358, article: 第九条}]\n",
        "superseded",
        "CN-440300/parameter/flexible_medical_rate/2026-01-01",
    ),
    "value in force without quote": (
        "rules/CN-120000/flexible_employment_subsidy.yaml",
        "quote: 除距法定退休年龄不足5年的就业困难人员可以延长至退休年龄外，其余人员最长不超过3年}}",
        "}}",
        "quote",
        "CN-120000/parameter/flexible_subsidy_months/2025-01-01",
    ),
    "source without number": (
        "rules/CN-440300/sources.yaml",
        "    doc_no: '深府办规〔2023〕5号'\n",
        "",
        "no-number",
        "source/shenzhen-medical-cut-2023",
    ),
    "source that does not say whether it bears a number": (
        "rules/CN-120000/sources.yaml",
        "    doc_no: none\n",
        "",
        "no-number",
        "source/tianjin-flex-subsidy-2025",
    ),
    "source without date of issue": (
        "rules/CN-440300/sources.yaml",
        "    issued: '2023-11-27'\n",
        "",
        "no-issued",
        "source/shenzhen-medical-cut-2023",
    ),
    "source without address": (
        "rules/CN-440300/sources.yaml",
        "    url: https://fgw.sz.gov.cn/gkmlpt/content/11/11026/post_11026621.html\n",
        "",
        "no-address",
        "source/shenzhen-medical-cut-2023",
    ),
    "source without day of reading": (
        "rules/CN-510100/sources.yaml",
        "    retrieved: '2026-08-11'\n",
        "",
        "no-retrieved",
        "source/sichuan-base-limits-2025",
    ),
    "Chinese text that is not Chinese": (
        ZHENGZHOU,
        "{zh: 已办理失业登记, en: Registered as unemployed}",
        "{zh: registered, en: Registered as unemployed}",
        "language",
        "CN-410100/cn-unemployment-insurance/eligibility/condition/registered-unemployed",
    ),
    "English text with Chinese in it": (
        ZHENGZHOU,
        "en: Registered as unemployed}",
        "en: 已登记}",
        "language",
        "CN-410100/cn-unemployment-insurance/eligibility/condition/registered-unemployed",
    ),
    "file that is no YAML": (BEIJING, "parameters:\n", "parameters: [\n", "unreadable", "(file)"),
}


def test_shipped_rules_are_clean(rules: RuleBase) -> None:
    assert lint_rules(rules) == ()


def test_shipped_files_are_clean() -> None:
    assert check_rules() == ()


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_check_finds_the_seeded_fault_where_it_is(copied: Path, seed: Seed) -> None:
    file, old, new, rule, where = seed
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    findings = check_rules(copied)

    assert all(finding.zh and finding.en for finding in findings)
    # A superseded article is a fault of the row that cites it, wherever the newer source is listed.
    place = (SHENZHEN if rule == "superseded" else file, where)
    assert place in {(finding.file, finding.where) for finding in findings if finding.rule == rule}


def test_every_house_rule_has_a_seeded_fault() -> None:
    # Unused names and examples are tested below: they need more than one line of one file.
    assert {seed[3] for seed in SEEDS.values()} | {"unused", "example"} == set(HOUSE_RULES)


def test_check_finds_an_example_that_comes_out_differently(copied: Path) -> None:
    """Wuhan's flat sum is 673.19; an example that expects 673.20 is a fault, and so are facts that contradict."""
    folder = copied / "examples"
    folder.mkdir()
    shipped = Path(policy.__file__).parent / "examples/cn_flexible_wuhan.yaml"
    text = shipped.read_text(encoding="utf-8")
    (folder / "good.yaml").write_text(text, encoding="utf-8")
    (folder / "wrong.yaml").write_text(text.replace("673.19 CNY}", "673.20 CNY}", 1), encoding="utf-8")
    contradiction = "flexible_pays_pension: false\n  flexible_pension_contribution_cny_per_month: 900\n"
    spoilt = text.replace("flexible_pays_pension: true\n", contradiction, 1)
    (folder / "worse.yaml").write_text(spoilt, encoding="utf-8")

    findings = check_rules(copied)

    assert {finding.rule for finding in findings} == {"example"}
    assert {finding.file for finding in findings} == {"examples/wrong.yaml", "examples/worse.yaml"}
    assert any("expected '673.20 CNY'" in finding.en for finding in findings)


def test_example_without_a_day_is_a_finding(copied: Path) -> None:
    (copied / "examples").mkdir()
    text = (Path(policy.__file__).parent / "examples/cn_flexible_wuhan.yaml").read_text(encoding="utf-8")
    (copied / "examples/wuhan.yaml").write_text(text.replace("on: '2026-08-15'\n", "", 1), encoding="utf-8")

    (finding,) = check_rules(copied)

    assert (finding.rule, finding.file) == ("unreadable", "examples")
    assert "wuhan/retirement-36 has no `on`" in finding.en


def test_lint_finds_an_unused_fact(rules: RuleBase) -> None:
    spare = replace(rules.facts["receiving_ui"], id="shoe_size")

    findings = lint_rules(replace(rules, facts={**rules.facts, "shoe_size": spare}))

    assert [str(finding) for finding in findings if finding.rule == "unused"] == [
        "shoe_size: No rule asks this fact: use or remove it."
    ]


def test_lint_finds_a_fact_that_only_an_unused_one_is_derived_from(rules: RuleBase) -> None:
    """A derivation uses its facts only if its own fact is used."""
    spare = replace(rules.facts["receiving_ui"], id="shoe_size")
    derive = replace(rules.facts["pays_own_social_insurance"], id="foot_length").derive
    assert derive is not None
    chained = replace(spare, id="foot_length", derive=replace(derive, facts=("shoe_size",)))

    findings = lint_rules(replace(rules, facts={**rules.facts, "shoe_size": spare, "foot_length": chained}))

    assert [finding.where for finding in findings if finding.rule == "unused"] == ["shoe_size", "foot_length"]


def test_lint_finds_an_unused_parameter(rules: RuleBase) -> None:
    spare = replace(rules.parameters["minimum_wage"], id="maximum_wage")

    findings = lint_rules(replace(rules, parameters={**rules.parameters, "maximum_wage": spare}))

    assert [str(finding) for finding in findings if finding.rule == "unused"] == [
        "maximum_wage: No rule reads this parameter: use or remove it."
    ]


def test_row_that_has_ended_may_cite_a_superseded_article(copied: Path) -> None:
    """The rate of 2024 and 2025 stands on a source of 2023 that was superseded later: it was the law then."""
    path = copied / "rules/CN-440300/sources.yaml"
    head = "  - id: shenzhen-medical-base-2026\n"
    newer = head + "    supersedes: [{source: shenzhen-medical-cut-2023}, {source: shenzhen-medical-rules-358}]\n"
    path.write_text(path.read_text(encoding="utf-8").replace(head, newer, 1), encoding="utf-8")

    found = {finding.where for finding in check_rules(copied) if finding.rule == "superseded"}

    assert "CN-440300/parameter/flexible_medical_rate/2026-01-01" in found
    assert "CN-440300/parameter/flexible_medical_rate/2024-01-01" not in found


def test_all_faults_that_stop_the_files_from_loading_are_found_at_once(copied: Path) -> None:
    for name in ("overlapping values", "value without source", "fact without question"):
        file, old, new, _, _ = SEEDS[name]
        path = copied / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert [finding.rule for finding in check_rules(copied)] == ["question", "overlap", "no-source"]


def test_file_that_does_not_load_for_another_reason_is_a_finding(copied: Path) -> None:
    path = copied / BEIJING
    path.write_text(
        path.read_text(encoding="utf-8").replace("{param: contribution_base_floor}", "{param: floor}"), "utf-8"
    )

    (finding,) = check_rules(copied)

    assert finding.rule == "unreadable"
    assert "there is no parameter 'floor'" in finding.en


def test_finding_as_json_names_rule_file_and_place(copied: Path) -> None:
    path = copied / CHONGQING
    path.write_text(path.read_text(encoding="utf-8").replace("value: 563.75", "value: 563.5", 1), encoding="utf-8")

    document = finding_to_json(check_rules(copied)[0])

    assert document == {
        "rule": "formula",
        "title": {"zh": "数值与公式不符", "en": "A literal differs from its formula"},
        "file": CHONGQING,
        "line": None,
        "column": None,
        "where": "CN-500000/parameter/medical_grade_2_per_month/2025-01-01",
        "message": "The value is 563.5, but its formula gives 563.75: check both, and their dates.",
        "message_zh": "数值是 563.5，但公式得出 563.75：请核对数值、公式和各参数的日期。",
    }


def test_ceiling_inside_min_or_in_a_test_is_no_grant(written: Callable[..., RuleBase]) -> None:
    found = lint_rules(written(**_with_value("{min: [{var: wage}, {param: most}]}")))

    assert "ceiling" not in {finding.rule for finding in found}
    found = lint_rules(written(**_with_value("{if: [{'<': [{var: wage}, {param: most}]}, {var: wage}, 0]}")))
    assert "ceiling" not in {finding.rule for finding in found}
    found = lint_rules(written(**_with_value("{if: [{'<': [{var: wage}, 10]}, {var: wage}, {param: most}]}")))
    assert "ceiling" in {finding.rule for finding in found}


def _with_value(value: str) -> dict[str, str]:
    """A rule file whose amount is the given expression over a ceiling `most`."""
    return {
        "rules__CN__sums": f"""
jurisdiction: CN
parameters:
  - id: most
    name: {{zh: 上限, en: Most}}
    unit: CNY
    role: ceiling
    rows: [{{from: '2020-01-01', value: 600, status: in_force, cite: {{source: act, article: '1'}}}}]
provisions:
  - benefit: grant
    slot: monthly
    kind: amount
    from: '2020-01-01'
    status: in_force
    cite: {{source: act, article: '2'}}
    period: month
    currency: CNY
    value: {value}
"""
    }
