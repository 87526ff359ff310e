"""The RDF export: counts, shapes, and the way back to ids and syntax trees."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, XSD

from policy import RuleBase, load_rule_base
from policy._expression import Compiler
from policy._fact_files import vocabulary_of
from policy._operators import BUILDERS
from policy._records import expression_to_json
from policy._values import Kind
from policy.exchange import cpsv_graph, cpsv_json_ld, cpsv_turtle, rule_expressions
from policy.exchange._concepts import CONCEPTS
from policy.exchange._cpsv import _life_events
from policy.exchange._names import CPSV, CV, DCT, ELI, PL, iri
from tests.policy.small_rules import RULES, write_small_rules


@pytest.fixture(scope="module")
def whole(rules: RuleBase) -> Graph:
    return cpsv_graph(rules)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> RuleBase:
    return load_rule_base(write_small_rules(tmp_path_factory.mktemp("rules")))


@pytest.fixture
def example(small: RuleBase) -> Graph:
    return cpsv_graph(small)


def _shapes() -> Graph:
    return Graph().parse(str(resources.files("policy").joinpath("exchange", "cpsv.shapes.ttl")))


def _conforms(graph: Graph) -> tuple[bool, str]:
    conforms, _, report = validate(graph, shacl_graph=_shapes())
    return bool(conforms), str(report)


def _count(graph: Graph, kind: URIRef) -> int:
    return len(set(graph.subjects(RDF.type, kind)))


def test_the_example_has_what_its_files_say(example: Graph) -> None:
    """Two benefits; six clauses; 4 + 1 conditions on five facts; two papers, one of them for both; six dated values."""
    counts = {
        kind: _count(example, kind)
        for kind in (
            CPSV.PublicService, CPSV.Rule, CV.Criterion, CV.Constraint, CV.InformationConcept, CV.EvidenceType,
            CV.EvidenceTypeList, CV.Output, CV.Channel, CV.PublicOrganisation, PL.Parameter, DCT.Location,
        )
    }  # fmt: skip

    assert counts == {
        CPSV.PublicService: 2, CPSV.Rule: 6, CV.Criterion: 2, CV.Constraint: 5, CV.InformationConcept: 5,
        CV.EvidenceType: 2, CV.EvidenceTypeList: 2, CV.Output: 1, CV.Channel: 1, CV.PublicOrganisation: 1,
        PL.Parameter: 6, DCT.Location: 2,
    }  # fmt: skip
    loan, allowance = iri("benefit", "xx-loan"), iri("benefit", "xx-allowance")
    assert (loan, PL.excludes, allowance) in example
    assert (allowance, PL.feeds, loan) in example
    rule = iri("provision", "xx-allowance/monthly/XX/2020-01-01")
    (article,) = example.objects(rule, CPSV.implements)
    assert example.value(article, ELI.id_local) == Literal("7")
    assert (article, ELI.is_part_of, iri("law", "xx-act")) in example
    assert str(example.value(rule, PL.ruleExpression)) == '{"*":[{"param":"base"},{"param":"share"}]}'
    assert str(example.value(iri("parameter", "share/XX/2020-01-01"), PL.value)) == "0.6"


def test_every_benefit_clause_condition_and_value_is_exported(rules: RuleBase, whole: Graph) -> None:
    provisions = [row for rows in rules.provisions.values() for row in rows]

    assert _count(whole, CPSV.PublicService) == len(rules.benefits)
    assert _count(whole, CPSV.Rule) == len(provisions)
    assert _count(whole, CV.Constraint) == sum(len(row.conditions) for row in provisions)
    assert _count(whole, PL.Parameter) == sum(len(rows) for rows in rules.rows.values())
    read = {fact for row in provisions for rule in row.conditions for fact in rule.test.facts}
    assert _count(whole, CV.InformationConcept) == len(read)
    papers = {paper["en"] for benefit in rules.benefits.values() for paper in benefit.documents}
    assert _count(whole, CV.EvidenceType) == len(papers)


def test_the_export_conforms_to_its_shapes(whole: Graph) -> None:
    conforms, report = _conforms(whole)

    assert conforms, report[:2000]


def _without(graph: Graph, subject: str, predicate: URIRef) -> None:
    graph.remove((URIRef(subject), predicate, None))


_RULE = iri("provision", "xx-allowance/eligibility/XX/2020-01-01")
_SPOILERS: dict[str, Callable[[Graph], Any]] = {
    "rule without its law": lambda graph: _without(graph, _RULE, CPSV.implements),
    "rule without expression": lambda graph: _without(graph, _RULE, PL.ruleExpression),
    "rule without day": lambda graph: _without(graph, _RULE, PL.validFrom),
    "rule that ends first": lambda graph: graph.add((_RULE, PL.validTo, Literal(date(2019, 1, 1)))),
    "title in one language": lambda graph: graph.remove(
        (_RULE, DCT.title, Literal("样例津贴: eligibility", lang="zh"))
    ),
    "two identifiers": lambda graph: graph.add((_RULE, DCT.identifier, Literal("another"))),
    "service without authority": lambda graph: _without(graph, iri("benefit", "xx-loan"), CV.hasCompetentAuthority),
    "value without source": lambda graph: _without(graph, iri("parameter", "share/XX/2020-01-01"), DCT.source),
    "value without value": lambda graph: _without(graph, iri("parameter", "share/XX/2020-01-01"), PL.value),
    "empty list of papers": lambda graph: _without(graph, iri("evidence-list", "xx-loan"), CV.specifiesEvidenceType),
}  # fmt: skip


def test_the_example_conforms(example: Graph) -> None:
    assert _conforms(example)[0]


@pytest.mark.parametrize("name", _SPOILERS)
def test_the_shapes_find_what_is_missing(example: Graph, name: str) -> None:
    before = len(example)
    _SPOILERS[name](example)

    assert len(example) != before
    assert not _conforms(example)[0]


def test_turtle_and_json_ld_say_the_same(example: Graph) -> None:
    turtle = Graph().parse(data=cpsv_turtle(example), format="turtle")
    json_ld = Graph().parse(data=cpsv_json_ld(example), format="json-ld")

    assert isomorphic(turtle, example)
    assert isomorphic(json_ld, example)
    assert json.loads(cpsv_json_ld(example))["@context"]["cpsv"] == str(CPSV)


def test_ids_and_syntax_trees_come_back_from_a_file(rules: RuleBase, whole: Graph) -> None:
    """Each expression read back from Turtle compiles to the very expression of the rule base."""
    found = rule_expressions(Graph().parse(data=cpsv_turtle(whole), format="turtle"))
    vocabulary = vocabulary_of(
        rules.facts, {name: (Kind.NUMBER, item.shape) for name, item in rules.parameters.items()}
    )
    compiler = Compiler(vocabulary, BUILDERS, where="the way back")
    checked = 0
    for rows in rules.provisions.values():
        for row in rows:
            name = f"{row.benefit}/{row.slot}/{row.jurisdiction}/{row.effective_from}"
            tree = found.pop(f"provision:{name}")
            if row.value is not None:
                assert expression_to_json(compiler.compile(tree)) == expression_to_json(row.value), name
            elif row.group is None:
                assert tree is None
            for condition in row.conditions:
                test = found.pop(f"condition:{name}/{condition.id}")
                assert expression_to_json(compiler.compile(test)) == expression_to_json(condition.test), name
                checked += 1
    for values in rules.rows.values():
        for value in values:
            if isinstance(value.value, tuple):
                rows_ = found.pop(f"parameter:{value.parameter}/{value.jurisdiction}/{value.effective_from}")
                assert tuple(tuple(pair) for pair in rows_) == value.value

    assert found == {}
    assert checked > 100


def test_the_tree_of_a_rule_keeps_its_groups(example: Graph) -> None:
    """As the YAML file writes them: all of (paid-enough, any of (not-resigned, with-child), registered)."""
    tree = rule_expressions(example)["provision:xx-allowance/eligibility/XX/2020-01-01"]
    (written,) = [
        item["require"] for item in yaml.safe_load(RULES)["provisions"]
        if (item["benefit"], item["slot"]) == ("xx-allowance", "eligibility")
    ]  # fmt: skip

    def ids(group: Any) -> Any:
        ((mode, members),) = group.items()
        return {mode: [member["id"] if "id" in member else ids(member) for member in members]}

    assert ids(tree) == ids(written)


def test_job_loss_leads_to_unemployment_insurance(whole: Graph) -> None:
    assert (iri("benefit", "cn-unemployment-insurance"), CV.isGroupedBy, iri("event", "job-loss")) in whole
    assert _count(whole, CV.LifeEvent) >= 4


def test_life_events_name_facts_that_exist(rules: RuleBase) -> None:
    named = {fact for event in _life_events().values() for fact in event["facts"]}

    assert named - set(rules.facts) == set()


def test_every_closed_word_of_the_rules_has_a_name(rules: RuleBase) -> None:
    rows = [row for found in rules.provisions.values() for row in found]
    words = {benefit.kind for benefit in rules.benefits.values()} | {row.kind for row in rows}
    words |= {row.status.value for row in rows} | {str(row.details["period"]) for row in rows if row.kind == "amount"}

    assert words - set(CONCEPTS) == set()


def test_the_files_are_the_same_in_every_process(tmp_path: Path) -> None:
    write_small_rules(tmp_path)
    program = (
        "import sys; from pathlib import Path; from policy import load_rule_base; from policy.exchange import *;"
        "g = cpsv_graph(load_rule_base(Path(sys.argv[1]))); sys.stdout.write(cpsv_json_ld(g) + cpsv_turtle(g))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip

    assert len(texts) == 1


@pytest.mark.parametrize(
    ("source", "issued"),
    [
        ("shanghai-ui-standard-2026", Literal("2026-06-30", datatype=XSD.date)),
        ("shenzhen-reemployment-subsidy", Literal("2024", datatype=XSD.gYear)),
    ],
)
def test_source_says_when_it_was_issued_as_far_as_that_is_known(whole: Graph, source: str, issued: Literal) -> None:
    assert set(whole.objects(iri("law", source), DCT.issued)) == {issued}
