"""Decision tables: the table of a provision says what the evaluator says, on known and on missing facts."""

import itertools
import random
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from lxml import etree

from policy import Facts, FactSpec, RuleBase, evaluate_benefit, load_rule_base
from policy.errors import ExchangeUnsupportedError, UnknownBenefitError
from policy.exchange import dmn_document
from policy.exchange._cases import Span
from policy.exchange._dmn import NAMESPACE
from tests.policy.feel_reader import FeelReader, unary_test
from tests.policy.small_rules import RULES, write_small_rules

_DAY = date(2026, 11, 22)
_NS = {"dmn": NAMESPACE}


class Table:
    """A decision table read back from its XML; shares nothing with the writer."""

    def __init__(self, document: bytes) -> None:
        root = etree.fromstring(document)
        self.inputs = [item.get("name") for item in root.findall("dmn:inputData", _NS)]
        (table,) = root.findall("dmn:decision/dmn:decisionTable", _NS)
        self.hit_policy = table.get("hitPolicy")
        self.columns = [
            item.findtext("dmn:inputExpression/dmn:text", "", _NS) for item in table.findall("dmn:input", _NS)
        ]
        self.rules = [
            (
                [entry.findtext("dmn:text", "", _NS) for entry in rule.findall("dmn:inputEntry", _NS)],
                rule.findtext("dmn:outputEntry/dmn:text", "", _NS),
                rule.findtext("dmn:annotationEntry/dmn:text", "", _NS),
            )
            for rule in table.findall("dmn:rule", _NS)
        ]

    def verdict(self, facts: dict[str, Any]) -> str:
        """The output; `unknown` where no row holds. Rows that hold must agree: that is the hit policy ANY."""
        values = {name: facts.get(str(name)) for name in self.inputs}
        cells = [FeelReader(column, values).value() for column in self.columns]
        hits = {
            output
            for entries, output, _ in self.rules
            if all(unary_test(entry, cell) for entry, cell in zip(entries, cells, strict=True))
        }
        assert len(hits) <= 1
        return hits.pop().strip('"') if hits else "unknown"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> RuleBase:
    return load_rule_base(write_small_rules(tmp_path_factory.mktemp("rules")))


def _small_table(rules: RuleBase, **options: Any) -> Table:
    return Table(dmn_document(rules, "xx-allowance", **{"on": _DAY, "jurisdiction": "XX", **options}))


def test_the_table_of_the_example_is_the_one_worked_out_by_hand(small: RuleBase) -> None:
    """5(1) and (5(2) or 5(3)) and 5(4): two ways in; its negation has three: 5(1), both of 5(2) and 5(3), or 5(4)."""
    table = _small_table(small)

    assert table.hit_policy == "ANY"
    assert table.columns == ["paid_months", "leaving", "registered", "has_child"]
    assert [(entries, output) for entries, output, _ in table.rules] == [
        ([">= 12", '"dismissed", "ended"', "true", "-"], '"eligible"'),
        ([">= 12", "-", "true", "true"], '"eligible"'),
        (["< 12", "-", "-", "-"], '"not_eligible"'),
        (["-", '"resigned"', "-", "false"], '"not_eligible"'),
        (["-", "-", "false", "-"], '"not_eligible"'),
    ]
    assert table.rules[3][2] == (
        "not-resigned: Did not resign (Example Act 5(2))\nwith-child: Has a child (Example Act 5(3))"
    )


def test_the_table_agrees_with_the_evaluator_on_every_case(small: RuleBase) -> None:
    """All 4 x 4 x 3 x 3 combinations around the threshold of 12 months, unknown included."""
    table, count = _small_table(small), 0
    for months, leaving, child, registered in itertools.product(
        (None, 11, 12, 13), (None, "dismissed", "resigned", "ended"), (None, True, False), (None, True, False)
    ):
        given = {"paid_months": months, "leaving": leaving, "has_child": child, "registered": registered}
        facts = {name: value for name, value in given.items() if value is not None}
        decided = evaluate_benefit(small, "xx-allowance", Facts(facts), on=_DAY, jurisdiction="XX")
        assert table.verdict(facts) == decided.verdict.value, facts
        count += 1
    assert count == 144


def _value(spec: FactSpec, bounds: list[int], chance: random.Random) -> Any:
    """A value around the rule's own thresholds as often as anywhere; None, unknown, for one in five."""
    if chance.random() < 0.2:
        return None
    if spec.type == "boolean":
        return chance.random() < 0.5
    if spec.type == "enum":
        return chance.choice(list(spec.words))
    if spec.type == "date":
        return _DAY + timedelta(days=chance.randint(-900, 90))
    low, high = int(spec.minimum or 0), int(spec.maximum or 1000)
    near = chance.choice(bounds) + chance.choice((-1, 0, 1)) if bounds else low
    return max(low, min(high, chance.choice((chance.randint(low, high), near))))


def _shipped_tables(rules: RuleBase) -> dict[bytes, tuple[str, str]]:
    found: dict[bytes, tuple[str, str]] = {}
    for place in rules.jurisdictions:
        for benefit in rules.benefits_in(place):
            try:
                document = dmn_document(rules, benefit.id, on=_DAY, jurisdiction=place)
            except ExchangeUnsupportedError as error:
                # An eligibility that does not speak on that day; that DMN lacks an operator is no excuse.
                if "operator" in error.details:
                    raise
            else:
                found.setdefault(document, (benefit.id, place))
    return found


@pytest.mark.slow
def test_every_shipped_eligibility_rule_is_a_table_that_agrees_on_random_facts(rules: RuleBase) -> None:
    """Differences of any of about 50 tables x 12 people from the evaluator, half of them made to fit."""
    chance = random.Random(20261122)
    verdicts: dict[str, int] = {}
    tables = _shipped_tables(rules)
    for document, (benefit, place) in tables.items():
        table, plan = Table(document), rules.plan(benefit, place)
        rows = [row for layers in plan.parameters.values() for layer in layers for row in layer]
        bounds = [int(row.value) for row in rows if not isinstance(row.value, tuple)]
        days = {fact for layers in plan.slots.values() for layer in layers for row in layer for fact in row.event.facts}
        names = [name for name in map(str, table.inputs) if name not in days and rules.facts[name].type != "list"]
        for _ in range(12):
            facts = {name: value for name in names if (value := _value(rules.facts[name], bounds, chance)) is not None}
            decided = evaluate_benefit(rules, benefit, Facts(MappingProxyType(facts)), on=_DAY, jurisdiction=place)
            for condition in decided.conditions:
                if condition.met is not True and chance.random() < 0.8:
                    facts = _fitted(rules, benefit, place, facts, condition.id, bounds, chance, names)
            decided = evaluate_benefit(rules, benefit, Facts(MappingProxyType(facts)), on=_DAY, jurisdiction=place)
            completed = {**facts, **{item.fact: item.value for item in decided.derived}}
            assert table.verdict(completed) == decided.verdict.value, (benefit, place, completed)
            verdicts[decided.verdict.value] = verdicts.get(decided.verdict.value, 0) + 1

    assert len(tables) >= 20
    assert min(verdicts[name] for name in ("eligible", "not_eligible", "unknown")) > 40, verdicts


def _fitted(
    rules: RuleBase, benefit: str, place: str, facts: dict[str, Any], condition: str, bounds: list[int],
    chance: random.Random, names: list[str],
) -> dict[str, Any]:  # fmt: skip
    """The facts with one of them changed so that a condition is met, where a few tries find one."""
    wanted = next(rule.facts for rule in _conditions(rules, benefit, place, facts) if rule.id == condition)
    for fact in (name for name in wanted if name in names):
        for _ in range(4):
            value = _value(rules.facts[fact], bounds, chance)
            tried = {**facts, fact: value} if value is not None else facts
            if next(rule.met for rule in _conditions(rules, benefit, place, tried) if rule.id == condition) is True:
                return tried
    return facts


def _conditions(rules: RuleBase, benefit: str, place: str, facts: dict[str, Any]) -> Any:
    return evaluate_benefit(rules, benefit, Facts(MappingProxyType(facts)), on=_DAY, jurisdiction=place).conditions


@pytest.mark.parametrize(("on", "place", "monthly"), [
    (date(2023, 12, 31), "XX", 600), (date(2024, 1, 1), "XX", 720),
    (date(2025, 6, 30), "XX-01", 720), (date(2025, 7, 1), "XX-01", 900),
])  # fmt: skip
def test_a_formula_is_an_expression_with_the_values_of_the_day(
    small: RuleBase, on: date, place: str, monthly: int
) -> None:
    """Article 7: 60 % of 1000, of 1200 from 2024, of the city's 1500 from 2025-07-01."""
    document = dmn_document(small, "xx-allowance", on=on, jurisdiction=place, slot="monthly")
    text = etree.fromstring(document).findtext("dmn:decision/dmn:literalExpression/dmn:text", "", _NS)

    assert FeelReader(text, {}).value() == monthly


@pytest.mark.parametrize(("months", "granted"), [(None, None), (0, 0), (11, 0), (12, 6), (59, 6), (60, 12)])
def test_a_table_parameter_is_an_expression_that_keeps_null(small: RuleBase, months: int | None, granted: Any) -> None:
    document = dmn_document(small, "xx-allowance", on=_DAY, jurisdiction="XX", slot="duration")
    text = etree.fromstring(document).findtext("dmn:decision/dmn:literalExpression/dmn:text", "", _NS)

    assert FeelReader(text, {"paid_months": months}).value() == granted


_TESTS = {
    "strictly": ("{'>': [{var: paid_months}, 12]}", [(12, "not_eligible"), (13, "eligible"), (None, "unknown")]),
    "equal": ("{'==': [{var: paid_months}, 12]}", [(11, "not_eligible"), (12, "eligible"), (None, "unknown")]),
    "unequal": ("{'!=': [{var: paid_months}, 12]}", [(12, "not_eligible"), (13, "eligible"), (None, "unknown")]),
    "between": (
        "{and: [{'>=': [{var: paid_months}, 12]}, {'<': [{var: paid_months}, 60]}]}",
        [(11, "not_eligible"), (12, "eligible"), (59, "eligible"), (60, "not_eligible"), (None, "unknown")],
    ),
    "never": (
        "{and: [{'>=': [{var: paid_months}, 12]}, {'<': [{var: paid_months}, 12]}]}",
        [(11, "not_eligible"), (12, "not_eligible"), (None, "unknown")],
    ),
    "sum": ("{'>=': [{'+': [{var: paid_months}, 1]}, {'*': [{var: paid_months}, 1]}]}",
            [(1, "eligible"), (None, "unknown")]),
    "first known": (
        "{first_known: [{'>=': [{var: paid_months}, 12]}, {var: has_child}]}",
        [(12, "eligible"), (11, "not_eligible"), (None, "unknown")],
    ),
    "agreeing branches": (
        "{if: [{var: has_child}, {'>=': [{var: paid_months}, 12]}, {'>': [{var: paid_months}, 11]}]}",
        [(12, "eligible"), (11, "not_eligible"), (None, "unknown")],
    ),
    "official": ("{if: [{'>=': [{var: paid_months}, 12]}, {undecided: []}, false]}",
                 [(12, "unknown"), (11, "not_eligible"), (None, "unknown")]),
    "days": ("{'<=': [{days_between: [{var: left_on}, {on: []}]}, 60]}", [(None, "unknown")]),
}  # fmt: skip


@pytest.mark.parametrize("name", _TESTS)
def test_each_form_of_test_has_a_table(tmp_path: Path, name: str) -> None:
    test, cases = _TESTS[name]
    rules = RULES.replace("test: {var: plan_approved}, caseworker: true,", f"test: {test},")
    changed = load_rule_base(write_small_rules(tmp_path, rules=rules))
    table = Table(dmn_document(changed, "xx-loan", on=_DAY, jurisdiction="XX"))

    for months, verdict in cases:
        facts = {} if months is None else {"paid_months": months}
        decided = evaluate_benefit(changed, "xx-loan", Facts(facts), on=_DAY, jurisdiction="XX")
        assert (table.verdict(facts), decided.verdict.value) == (verdict, verdict), months


@pytest.mark.parametrize(("days", "verdict"), [(60, "eligible"), (61, "not_eligible")])
def test_days_are_counted_as_the_evaluator_counts_them(tmp_path: Path, days: int, verdict: str) -> None:
    rules = RULES.replace("test: {var: plan_approved}, caseworker: true,", f"test: {_TESTS['days'][0]},")
    changed = load_rule_base(write_small_rules(tmp_path, rules=rules))
    table = Table(dmn_document(changed, "xx-loan", on=_DAY, jurisdiction="XX"))

    assert table.verdict({"left_on": _DAY - timedelta(days=days)}) == verdict


def test_what_dmn_cannot_say_is_a_clear_error(small: RuleBase, tmp_path: Path) -> None:
    working = RULES.replace("{add_days: [{var: left_on}, 60]}", "{add_working_days: [{var: left_on}, 60]}")
    changed = load_rule_base(write_small_rules(tmp_path, rules=working))

    with pytest.raises(ExchangeUnsupportedError, match="add_working_days"):
        dmn_document(changed, "xx-allowance", on=_DAY, jurisdiction="XX", slot="claim")
    with pytest.raises(ExchangeUnsupportedError, match="is a text"):
        dmn_document(small, "xx-allowance", on=_DAY, jurisdiction="XX", slot="stop")
    with pytest.raises(ExchangeUnsupportedError, match="'weekly'"):
        dmn_document(small, "xx-allowance", on=_DAY, jurisdiction="XX", slot="weekly")
    with pytest.raises(ExchangeUnsupportedError, match="no_source"):
        dmn_document(small, "xx-allowance", on=date(2019, 12, 31), jurisdiction="XX")
    with pytest.raises(UnknownBenefitError):
        dmn_document(small, "xx-pension", on=_DAY, jurisdiction="XX")


def test_a_table_that_nobody_can_review_is_refused(tmp_path: Path) -> None:
    """Five alternatives of five thresholds each, all required: 5^5 ways in, none shorter than another."""

    def level(number: int) -> str:
        facts = ("paid_months", "shoe_size")
        tests = [f"{{'>=': [{{'+': [{{var: {facts[at % 2]}}}, {number}]}}, {at}{number}]}}" for at in range(1, 6)]
        return (
            "{or: ["
            + ", ".join(
                f"{{and: [{test}, {{'<': [{{'*': [{{var: shoe_size}}, {at + number * 7}]}}, 9]}}]}}"
                for at, test in enumerate(tests)
            )
            + "]}"
        )

    test = "{and: [" + ", ".join(level(number) for number in range(1, 6)) + "]}"
    rules = RULES.replace("test: {var: plan_approved}, caseworker: true,", f"test: {test},")
    changed = load_rule_base(write_small_rules(tmp_path, rules=rules))

    with pytest.raises(ExchangeUnsupportedError, match="more than 400 cases"):
        dmn_document(changed, "xx-loan", on=_DAY, jurisdiction="XX")


def test_document_has_the_structure_of_dmn(small: RuleBase) -> None:
    root = etree.fromstring(dmn_document(small, "xx-allowance", on=_DAY, jurisdiction="XX", language="zh"))
    ids = [item.get("id") for item in root.iter() if item.get("id")]

    assert root.tag == f"{{{NAMESPACE}}}definitions"
    assert len(ids) == len(set(ids))
    assert {item.get("href", "")[1:] for item in root.iter() if item.get("href")} <= set(ids)
    decision = root.find("dmn:decision", _NS)
    assert decision is not None
    order = [etree.QName(item).localname for item in decision]
    assert order == [
        "description", "variable", *["informationRequirement"] * 4, "authorityRequirement", "decisionTable",
    ]  # fmt: skip
    columns = len(root.findall(".//dmn:input", _NS))
    assert all(len(rule.findall("dmn:inputEntry", _NS)) == columns for rule in root.iter(f"{{{NAMESPACE}}}rule"))
    assert "命中策略" in (decision.findtext("dmn:description", "", _NS))


def test_spans_print_as_unary_tests() -> None:
    assert Span(low=12).feel() == ">= 12"
    assert Span(high=60, with_high=False).feel() == "< 60"
    assert Span(12, 60, True, False).feel() == "[12..60)"
    assert Span(12, 12).feel() == "12"
