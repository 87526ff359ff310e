"""The form made from the fact schema, and what an undecided benefit depends on, in words."""

from collections.abc import Callable
from datetime import date

import jsonschema
import pytest

from policy import Facts, RuleBase, evaluate_benefit, fact_form, form_to_json, need_sets, parse_facts, possible_if
from policy.errors import UnknownBenefitError, UnknownJurisdictionError

ON = date(2026, 11, 22)
PLACES = ["CN-410100", "CN-310000", "CN-440300", "US-NY"]


@pytest.mark.parametrize("place", PLACES)
def test_form_asks_every_fact_that_the_rules_of_the_place_lack(rules: RuleBase, place: str) -> None:
    asked = {field.id for field in fact_form(rules, on=ON, jurisdiction=place).fields}

    for benefit in rules.benefits_in(place):
        decision = evaluate_benefit(rules, benefit.id, Facts({}), on=ON, jurisdiction=place)
        assert {*decision.unknown_facts, *decision.amount_unknown_facts} <= asked


def test_form_asks_what_most_benefits_share_first(rules: RuleBase) -> None:
    fields = fact_form(rules, on=ON, jurisdiction="CN-410100").fields

    counts = [len(field.benefits) for field in fields]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1


def test_form_of_one_benefit_asks_only_for_it(rules: RuleBase) -> None:
    form = fact_form(rules, on=ON, jurisdiction="CN-410100", benefits=("cn-unemployment-insurance",))

    assert {benefit for field in form.fields for benefit in field.benefits} == {"cn-unemployment-insurance"}
    by_id = {field.id: field for field in form.fields}
    months = by_id["ui_contribution_months"]
    assert (months.input, months.step, months.minimum, months.maximum) == ("number", 1, 0, 720)
    assert months.unit == {"zh": "个月", "en": "months"}
    # Unknown is an answer: no check box.
    assert by_id["registered_unemployed"].input == "yes_no_unknown"
    assert ("layoff", {"zh": "裁员或单位解除合同", "en": "laid off or terminated by the employer"}) in by_id[
        "separation_reason"
    ].options


@pytest.mark.parametrize("place", PLACES)
def test_schema_of_the_form_takes_what_the_rules_take(rules: RuleBase, place: str) -> None:
    schema = form_to_json(fact_form(rules, on=ON, jurisdiction=place))["schema"]

    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert validator.is_valid(dict.fromkeys(schema["properties"]))
    assert not validator.is_valid({"registered_unemployd": True})
    for name, property_ in schema["properties"].items():
        spec = rules.facts[name]
        if spec.type == "integer":
            assert validator.is_valid({name: int(spec.maximum)})
            assert not validator.is_valid({name: int(spec.maximum) + 1})
            parse_facts({name: int(spec.minimum)}, rules)
        assert property_["title"]


def test_form_has_a_text_in_both_languages_for_everything(rules: RuleBase) -> None:
    for field in fact_form(rules, on=ON, jurisdiction="US-NY").fields:
        for text in (field.label, field.question, field.unit, *(label for _, label in field.options)):
            assert set(text) == {"zh", "en"}


def test_form_of_nowhere_is_refused(rules: RuleBase) -> None:
    with pytest.raises(UnknownJurisdictionError):
        fact_form(rules, on=ON, jurisdiction="XX")
    with pytest.raises(UnknownBenefitError):
        fact_form(rules, on=ON, jurisdiction="US-NY", benefits=("cn-unemployment-insurance",))


LISTS = """
facts:
  - {id: months, type: list, maximum_items: 3, item: {type: integer, unit: month, minimum: 0, maximum: 12},
     question: {zh: 各年月数, en: Months by year}, actionability: fixed, provenance: record}
  - {id: people, type: list, maximum_items: 9, question: {zh: 家人, en: Household}, actionability: fixed,
     provenance: declared, item: {type: record, fields: {age: {type: integer, unit: year, minimum: 0, maximum: 120}}}}
  - {id: paid, type: integer, unit: month, minimum: 0, maximum: 36, derive: {sum: [{var: months}]},
     question: {zh: 合计月数, en: Months}, actionability: fixed, provenance: derived}
"""
RULE = """
jurisdiction: CN
provisions:
  - benefit: grant
    slot: eligibility
    kind: eligibility
    from: '2026-01-01'
    status: in_force
    cite: {source: act, article: '1'}
    require: {all: [{id: c, text: {zh: 月数, en: Months}, test: {'>=': [{var: paid}, 12]},
                     cite: {source: act, article: '1'}}]}
"""


def test_form_offers_the_list_instead_of_what_follows_from_it(written: Callable[..., RuleBase]) -> None:
    form = fact_form(written(facts__more=LISTS, rules__CN__rule=RULE), on=ON, jurisdiction="CN")

    by_id = {field.id: field for field in form.fields}
    assert set(by_id) == {"paid", "months"}
    assert (by_id["months"].input, by_id["months"].instead_of) == ("table", ("paid",))
    schema = form_to_json(form)["schema"]
    assert jsonschema.Draft202012Validator(schema).is_valid({"months": [1, None, 12]})
    assert not jsonschema.Draft202012Validator(schema).is_valid({"months": [1, 2, 3, 4]})
    assert not jsonschema.Draft202012Validator(schema).is_valid({"months": [13]})


def test_possible_if_says_what_has_to_be_so(rules: RuleBase, facts: Callable[..., Facts]) -> None:
    known = facts(
        employment_status="unemployed", separation_reason="layoff", seeking_work=True, drawing_pension=False,
        job_end_date="2026-10-31",
    )  # fmt: skip
    place = {"on": ON, "jurisdiction": "CN-410100"}
    decision = evaluate_benefit(rules, "cn-unemployment-insurance", known, **place)
    needs = need_sets(rules, "cn-unemployment-insurance", known, **place)

    ways = possible_if(rules, decision, needs)

    assert decision.possible
    assert "ui_contribution_months" in ways[0].facts
    assert ways[0].confirm == ways[0].facts
    assert "at least 12 months" in ways[0].text["en"]
    assert "至少 12 个月" in ways[0].text["zh"]
