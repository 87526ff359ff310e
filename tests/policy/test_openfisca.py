"""OpenFisca YAML tests: invented ones about Exampleland, run against its rules through a mapping."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policy import RuleBase, load_rule_base, parse_facts
from policy._outputs import outputs
from policy.errors import ExchangeFormatError, ExchangeMappingError, UnknownJurisdictionError
from policy.exchange import CaseResult, OpenFiscaReport, read_mapping, run_openfisca_tests
from policy.exchange._foreign_yaml import number
from policy.exchange._mapping import OUTPUT_NAMES
from policy.exchange._periods import parse_period
from tests.policy.small_rules import FACTS, write_small_rules

MAPPING = """
format: pathloom-openfisca-mapping
version: 1
jurisdiction: XX-01
persons: [persons, person]
groups: {households: household}
assume:
  - {fact: registered, value: true, because: their model knows registered people only}
inputs:
  years_insured: {fact: paid_months, multiply: 12}
  months_insured: {fact: paid_months}
  end_of_contract: {fact: leaving, words: {FIRED: dismissed, QUIT: resigned}}
  parent: {fact: has_child}
  salary: {ignore: the allowance does not depend on it}
outputs:
  allowance: {benefit: xx-allowance, output: amount_per_month, refused: 0}
  yearly_allowance: {benefit: xx-allowance, output: amount_per_month, multiply: 12}
  allowance_months: {benefit: xx-allowance, output: duration_months}
  gets_allowance: {benefit: xx-allowance, output: verdict}
  housing: {ignore: no rule of ours}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> RuleBase:
    return load_rule_base(write_small_rules(tmp_path_factory.mktemp("rules")))


@pytest.fixture
def run(small: RuleBase, tmp_path: Path) -> Callable[..., OpenFiscaReport]:
    """Run one invented file through a mapping."""

    def done(tests: str, mapping: str = MAPPING, rules: RuleBase = small) -> OpenFiscaReport:
        (tmp_path / "mapping.yaml").write_text(mapping, "utf-8")
        (tmp_path / "tests.yaml").write_text(tests, "utf-8")
        return run_openfisca_tests(rules, [tmp_path / "tests.yaml"], read_mapping(tmp_path / "mapping.yaml", rules))

    return done


def _short(report: OpenFiscaReport) -> list[tuple[str, str, str, Any]]:
    return [(item.person, item.variable, item.status, item.found) for item in report.results]


def test_a_flat_test_passes(run: Callable[..., OpenFiscaReport]) -> None:
    """60 % of the city's 1500 is 900; 30 months give 6."""
    report = run("""
        name: dismissed after two and a half years
        period: 2026-04
        input: {months_insured: 30, end_of_contract: FIRED}
        output: {allowance: 900, yearly_allowance: 900 * 12, allowance_months: 6, gets_allowance: true}
    """)

    assert _short(report) == [
        ("person", "allowance", "pass", 900), ("person", "yearly_allowance", "pass", 10800),
        ("person", "allowance_months", "pass", 6), ("person", "gets_allowance", "pass", True),
    ]  # fmt: skip


def test_a_wrong_value_fails_and_says_what_we_found(run: Callable[..., OpenFiscaReport]) -> None:
    (result,) = run("""
        - name: off by one
          period: 2026-04
          input: {months_insured: 30, end_of_contract: FIRED}
          output: {allowance: 901}
    """).results

    assert result == CaseResult(
        "tests.yaml", "off by one", "person", "allowance", "2026-04", "fail", 901, 900,
        {"zh": "数值不同。", "en": "Another value."},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("margins", "expected", "status"),
    [
        ("", "900.01", "fail"),
        ("absolute_error_margin: 0.01", "900.01", "pass"),
        ("absolute_error_margin: 0.01", "900.02", "fail"),
        ("absolute_error_margin: {default: 5}", "905", "pass"),
        ("absolute_error_margin: {default: 5, allowance: 1}", "905", "fail"),
        # A hundredth of the expected 909 is 9.09; of 910 it is 9.1.
        ("relative_error_margin: 0.01", "909", "pass"),
        ("relative_error_margin: 0.01", "910", "fail"),
        ("absolute_error_margin: 20\nrelative_error_margin: 0.01", "910", "fail"),
    ],
)
def test_margins_are_openfiscas(run: Callable[..., OpenFiscaReport], margins: str, expected: str, status: str) -> None:
    report = run(
        "period: 2026-04\ninput: {months_insured: 30, end_of_contract: FIRED}\n"
        f"output: {{allowance: {expected}}}\n{margins}\n"
    )

    assert [item.status for item in report.results] == [status]


def test_persons_and_groups_are_read(run: Callable[..., OpenFiscaReport]) -> None:
    """A group's variable holds for each member; a group's output is asked through its first person."""
    report = run("""
        period: 2026-04
        input:
          persons:
            ann: {months_insured: 11, end_of_contract: FIRED}
            bob: {years_insured: 5, end_of_contract: QUIT}
          households:
            home: {parents: [bob, ann], parent: true, salary: 1}
        output:
          persons:
            ann: {allowance: 0}
            bob: {allowance: 900}
          households:
            home: {allowance_months: 12}
    """)

    assert _short(report) == [
        ("ann", "allowance", "pass", 0), ("bob", "allowance", "pass", 900), ("bob", "allowance_months", "pass", 12),
    ]  # fmt: skip


def test_a_group_says_nothing_of_those_outside_it(run: Callable[..., OpenFiscaReport]) -> None:
    """The counterpart: the child of the household is what lets bob in (article 5(3)); outside it, none is known."""
    report = run("""
        period: 2026-04
        input:
          persons:
            ann: {months_insured: 30, end_of_contract: FIRED}
            bob: {years_insured: 5, end_of_contract: QUIT}
          household: {parents: [ann], parent: true}
        output:
          persons: {bob: {gets_allowance: true}}
    """)

    assert [(item.status, item.found) for item in report.results] == [("fail", None)]
    assert "has_child" in (report.results[0].why or {})["en"]


def test_values_are_those_of_the_period(run: Callable[..., OpenFiscaReport]) -> None:
    """The city's base is 1500 from 2025-07: 900. In June it was the nation's 1200: 720."""
    report = run("""
        period: 2025
        input:
          months_insured: {2025-06: 12, 2025-07: 60}
          end_of_contract: {ETERNITY: FIRED}
        output:
          allowance: {2025-06: 720, "2025-07": 900}
          allowance_months: {2025-06: 6, 2025-07: 12, 2025-08: 12}
    """)

    assert [item.status for item in report.results] == ["pass"] * 4 + ["unmapped"]
    assert "months_insured (2025-08-01)" in (report.results[-1].why or {})["en"]


def test_the_last_day_may_be_asked(run: Callable[..., OpenFiscaReport]) -> None:
    tests = "period: 2025\ninput: {months_insured: 12, end_of_contract: FIRED}\noutput: {allowance: 900}"

    assert run(tests).count("fail") == 1
    assert run(tests, MAPPING + "day: last\n").count("pass") == 1


def test_what_is_not_mapped_is_said_not_guessed(run: Callable[..., OpenFiscaReport]) -> None:
    report = run("""
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: FIRED, sign: LEO}, output: {allowance: 900}}
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: FIRED}, output: {pension: 1, housing: 2}}
    """)

    assert [(item.variable, item.status) for item in report.results] == [
        ("allowance", "unmapped"), ("pension", "unmapped"), ("housing", "unmapped"),
    ]  # fmt: skip
    assert [(item.why or {})["en"] for item in report.results] == [
        "Not mapped, or no value on that day: sign.",
        "The mapping does not know the output pension.",
        "The mapping leaves out housing: no rule of ours",
    ]


def test_a_missing_fact_is_no_zero(run: Callable[..., OpenFiscaReport]) -> None:
    """OpenFisca would take 0 months for granted; to us they are unknown."""
    (result,) = run("{period: 2026-04, input: {end_of_contract: FIRED}, output: {allowance: 0}}").results

    assert (result.status, result.found) == ("fail", None)
    assert (result.why or {})["en"] == "Our rules cannot say; missing: paid_months."


def test_a_refused_fact_is_an_error_of_that_case(run: Callable[..., OpenFiscaReport]) -> None:
    report = run("""
        - {period: 2026-04, input: {months_insured: 9000, end_of_contract: FIRED}, output: {allowance: 0}}
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: EATEN}, output: {allowance: 0}}
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: FIRED}, output: {allowance: 900}}
    """)

    assert [item.status for item in report.results] == ["error", "error", "pass"]
    assert "9000" in (report.results[0].why or {})["en"]


def test_the_place_may_be_a_variable(run: Callable[..., OpenFiscaReport]) -> None:
    """Next City has no base of its own: 60 % of the nation's 1200 is 720."""
    places = "places: {variable: town, codes: {HERE: XX-01, NEXT: XX-02}}"
    report = run(
        """
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: FIRED, town: NEXT}, output: {allowance: 720}}
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: FIRED, town: HERE}, output: {allowance: 900}}
        - {period: 2026-04, input: {months_insured: 30, end_of_contract: FIRED, town: MARS}, output: {allowance: 0}}
        """,
        MAPPING.replace("jurisdiction: XX-01", places),
    )

    assert [item.status for item in report.results] == ["pass", "pass", "unmapped"]


def test_members_of_a_group_become_a_list(run: Callable[..., OpenFiscaReport], tmp_path: Path) -> None:
    """Their child of 7 makes `has_child` true: it is derived from the people in the household."""
    folder = write_small_rules(tmp_path / "listed")
    household = """
  - {id: people, type: list, minimum_items: 0, maximum_items: 9, actionability: fixed, provenance: declared,
     question: {zh: 家里有谁？, en: Who lives there?}, item: {type: record, fields: {
       age: {type: integer, unit: year, minimum: 0, maximum: 120},
       kind: {type: enum, words: {child: {zh: 孩子, en: child}, other: {zh: 其他, en: other}}}}}}
  - {id: has_child, type: boolean, actionability: fixed, provenance: declared,
     question: {zh: 有孩子吗？, en: Is there a child?},
     derive: {'>=': [{count: [{var: people}, {and: [{is: [{item: kind}, child]}, {'<': [{item: age}, 18]}]}]}, 1]}}
"""
    start = FACTS.index("  - {id: has_child")
    end = FACTS.index("  - {id: registered")
    (folder / "facts" / "xx.yaml").write_text(FACTS[:start] + household.lstrip("\n") + FACTS[end:], "utf-8")
    mapping = MAPPING + (
        "members: {fact: people, group: households, fields: {age: age},"
        " relation: {field: kind, roles: {children: child, parents: other}}}\n"
    )
    tests = """
        period: 2026-04
        input:
          persons: {bob: {months_insured: 30, end_of_contract: QUIT}, cid: {age: AGE}}
          households: {home: {parents: [bob], children: [cid]}}
        output: {persons: {bob: {gets_allowance: EXPECTED}}}
    """
    for age, expected in ((7, "true"), (18, "false")):
        report = run(tests.replace("AGE", str(age)).replace("EXPECTED", expected), mapping + "", load_rule_base(folder))
        assert [item.status for item in report.results] == ["pass"], report.results


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ("- 5", "no mapping"),
        ("{period: 2026-04, input: {}, output: {allowance: 0}, expect: 1}", "'expect'"),
        ("{period: 2026-04, input: {}}", "no output"),
        ("{input: {}, output: {allowance: 0}}", "no period"),
        ("{period: soon, input: {}, output: {allowance: 0}}", "'soon'"),
        ("{period: 2026-13, input: {}, output: {allowance: 0}}", "'2026-13'"),
        ("{period: 2026-04, input: {tribes: {a: {b: 1}}}, output: {allowance: 0}}", "'tribes'"),
        ("{period: 2026-04, input: {persons: 3}, output: {allowance: 0}}", "'persons'"),
        ("{period: 2026-04, input: {persons: {a: {}, b: {}}}, output: {allowance: 0}}", "'person'"),
        ("{period: 2026-04, input: *, output: {allowance: 0}, absolute_error_margin: wide}", "'wide'"),
        ("{period: 2026-04, period: 2026-05}", "stands twice"),
        ("{period: 2026-04, input: [", "YAML"),
    ],
)
def test_a_file_of_another_form_is_a_clear_error(run: Callable[..., OpenFiscaReport], tests: str, said: str) -> None:
    with pytest.raises(ExchangeFormatError, match=said):
        run(tests.replace("*", "{months_insured: 1, end_of_contract: FIRED}"))


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("fact: has_child", "fact: has_dog", ExchangeMappingError, "has_dog"),
        ("FIRED: dismissed", "FIRED: fried", ExchangeMappingError, "fried"),
        (
            "benefit: xx-allowance, output: verdict",
            "benefit: xx-pension, output: verdict",
            ExchangeMappingError,
            "xx-pension",
        ),
        ("output: duration_months", "output: months", ExchangeMappingError, "'months'"),
        ("jurisdiction: XX-01", "jurisdiction: YY", UnknownJurisdictionError, "YY"),
        ("version: 1", "version: 2", ExchangeFormatError, "version"),
        ("multiply: 12}\n  months", "times: 12}\n  months", ExchangeFormatError, "inputs/years_insured"),
        ("jurisdiction: XX-01\n", "", ExchangeFormatError, "top"),
    ],
)
def test_a_wrong_mapping_is_a_clear_error(
    run: Callable[..., OpenFiscaReport], old: str, new: str, error: type[Exception], said: str
) -> None:
    assert old in MAPPING
    with pytest.raises(error, match=said):
        run("{period: 2026-04, input: {}, output: {allowance: 0}}", MAPPING.replace(old, new))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (2026, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-04-10", date(2026, 4, 10), date(2026, 4, 10)),
        ("month:2025-11:3", date(2025, 11, 1), date(2026, 1, 31)),
        ("year:2026-04", date(2026, 4, 1), date(2027, 3, 31)),
        ("day:2026-02-27:3", date(2026, 2, 27), date(2026, 3, 1)),
    ],
)
def test_periods_are_openfiscas(text: object, first: date, last: date) -> None:
    found = parse_period(text)

    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["", "26", "2026-4-31", "month:2026-01:0", "week:2026-01", True, "2026-01-01-01"])
def test_what_is_no_period_is_refused(text: object) -> None:
    with pytest.raises(ExchangeFormatError):
        parse_period(text)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (12, 12), ("1200 * 12", 14400), ("(1000 + 200) * 0.6", 720), ("-5", -5), ("1 / 0", None), ("abs(1)", None),
        ("2 ** 9", None), ("2026-04-01", None), (True, None), ("", None), (None, None), ("1 +", None),
    ],
)  # fmt: skip
def test_sums_written_as_text_are_read_and_nothing_else(value: object, found: object) -> None:
    assert number(value) == found
    assert not isinstance(number(value), float)
    assert number("0.1 + 0.2") == Decimal("0.3")


def test_the_mapping_knows_every_output(rules: RuleBase) -> None:
    facts = parse_facts({}, rules)

    assert set(OUTPUT_NAMES) == set(
        outputs(rules, "cn-unemployment-insurance", facts, on=date(2026, 11, 22), jurisdiction="CN")
    )
