"""The documented language: schema, compiler and page know the same operators; every shipped expression fits."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policy import RuleBase
from policy._expression import Vocabulary
from policy._lists import LIST_BUILDERS, FieldSpec, ItemSpec, ListCompiler
from policy._values import Kind
from policy._yaml import read_yaml
from policy.errors import PolicyError
from tests.policy.random_rules import BINARY, DECIMAL, RuleMaker

SCHEMA: Mapping[str, Any] = json.loads(
    resources.files("policy").joinpath("schema", "expression.schema.json").read_text("utf-8")
)
PAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"
ROOT = resources.files("policy")
_VALUES = {"first_payment": "date", "deadline": "date"}


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    """A validator of expressions of one kind."""
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})


def fits(raw: object, kind: str | None = None) -> bool:
    """Whether an expression fits the schema, of one kind or of any."""
    kinds = [kind] if kind else ["number", "boolean", "date"]
    return any(validator(one).is_valid(raw) for one in kinds)


def expressions_of_facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    kinds = {"number": "number", "integer": "number", "boolean": "boolean", "date": "date"}
    for fact in document["facts"]:
        if "derive" in fact:
            yield fact["id"], kinds[fact["type"]], fact["derive"]
    for contradiction in document.get("contradictions", ()):
        yield contradiction["id"], "boolean", contradiction["test"]


def expressions_of_rules(document: Mapping[str, Any], rules: RuleBase) -> Iterator[tuple[str, str, object]]:
    for parameter in document.get("parameters", ()):
        for row in parameter["rows"]:
            if "formula" in row:
                yield parameter["id"], "number", row["formula"]
    for derivation in document.get("derivations", ()):
        yield derivation["fact"], str(rules.facts[derivation["fact"]].kind), derivation["value"]
    for provision in document.get("provisions", ()):
        where = f"{provision['benefit']}/{provision['slot']}"
        value = _VALUES.get(provision["kind"], "number")
        if "event" in provision:
            yield where, "date", provision["event"]
        if "value" in provision:
            yield where, value, provision["value"]
        for name in ("waiting_weeks", "claimed_weeks"):
            if name in provision:
                yield where, "number", provision[name]
        for other in provision.get("alternatives", ()):
            yield where, value, other["value"]
        for test in conditions_in(provision.get("require", {})):
            yield where, "boolean", test


def conditions_in(group: Mapping[str, Any]) -> Iterator[object]:
    for members in group.values():
        for member in members:
            if "test" in member:
                yield member["test"]
            else:
                yield from conditions_in(member)


def rule_files() -> list[Any]:
    folders = [folder for folder in ROOT.joinpath("rules").iterdir() if folder.is_dir()]
    return [file for folder in folders for file in folder.iterdir() if file.name != "sources.yaml"]


def test_every_expression_that_ships_fits_the_schema(rules: RuleBase) -> None:
    found = 0
    for file in rule_files():
        for where, kind, raw in expressions_of_rules(read_yaml(file, schema="rules.schema.json"), rules):
            assert fits(raw, kind), (file, where, raw)
            found += 1
    for file in ROOT.joinpath("facts").iterdir():
        for where, kind, raw in expressions_of_facts(read_yaml(file, schema="facts.schema.json")):
            assert fits(raw, kind), (file, where, raw)
            found += 1

    assert found > 300


VAR, FACTS = {"var": "n"}, {"n": Kind.NUMBER, "b": Kind.BOOLEAN, "d": Kind.DATE, "w": Kind.WORD, "l": Kind.LIST}
TYPOS = [
    {"vars": "n"}, {"=": [1, 2]}, {"=>": [VAR, 1]}, {"and": [True]}, {"and": True}, {"or": [True, 1]}, {"!": 1},
    {"!": [True, False]}, {"<": [1]}, {"<": [1, 2, 3]}, {"<": [1, True]}, {"if": [True, 1]}, {"if": [1, 1, 1]},
    {"if": [True, 1, 2, 3]}, {"param": 5}, {"param": ["p", 1]}, {"table": ["t"]}, {"table": ["t", True]},
    {"table": [VAR, "t"]}, {"is": [{"var": "w"}]}, {"is": ["w", "one"]}, {"is": [{"var": "w"}, 1]}, {"var": ["n", "b"]},
    {"var": "N"}, {"var": 1}, {}, {"var": "n", "param": "p"}, [], [1], None, "n", {"on": 1}, {"undecided": True},
    {"largest": [{"var": "l"}, 0]}, {"largest": [{"var": "l"}, Decimal("1.5")]}, {"largest": [{"var": "l"}]},
    {"sum": [1]}, {"sum": []}, {"sum": [{"var": "l"}, 1, 2]}, {"count": [{"var": "l"}]}, {"count": [{"var": "l"}, 1]},
    {"floor": [1, 2]}, {"floor": True}, {"+": [1]}, {"+": 1}, {"+": [True, 1]}, {"-": [1, 2, 3]}, {"/": [1]},
    {"round": [1]}, {"round": [1, 2, 3]}, {"assume": ["n"]}, {"assume": [VAR, 0]}, {"assume": ["n", {"param": "p"}]},
    {"item": [1]}, {"item": ["a", "b"]}, {"days_between": [{"on": []}]}, {"add_days": [1, {"on": []}]},
    {"first_of_next_month": 1}, {"first_known": [1]}, {"min": []}, {"var": "n", "comment": "x"},
]  # fmt: skip


@pytest.mark.parametrize("raw", TYPOS, ids=str)
def test_typo_is_refused_by_schema_and_compiler(raw: object) -> None:
    facts = {name: (kind, ("one", "two") if kind is Kind.WORD else ()) for name, kind in FACTS.items()}
    parameters = {"p": (Kind.NUMBER, "value"), "t": (Kind.NUMBER, "table")}
    entries = ItemSpec({"": FieldSpec("", "number")})
    compiler = ListCompiler(Vocabulary(facts, parameters), {"l": entries}, where="typo")

    assert not fits(raw)
    if raw == {"assume": ["n", {"param": "p"}]} or isinstance(raw, str):
        return  # the compiler reads a text as a word, and asks for a literal by the name alone
    with pytest.raises(PolicyError):
        compiler.compile(raw)


def test_kinds_are_told_apart() -> None:
    assert fits({">": [VAR, 1]}, "boolean")
    assert not fits({">": [VAR, 1]}, "number")
    assert not fits({"on": []}, "number")
    assert fits({"add_days": [{"on": []}, VAR]}, "date")
    assert not fits({"add_days": [{"on": []}, VAR]}, "boolean")


@pytest.mark.parametrize("style", [BINARY, DECIMAL], ids=["binary", "decimal"])
def test_random_expressions_fit_the_schema(style: Any) -> None:
    for seed in range(100):
        maker = RuleMaker(random.Random(seed), style)
        assert fits(maker.boolean(4), "boolean")
        assert fits(maker.number(4), "number")
        assert fits(maker.day(3), "date")


def test_schema_is_a_schema_of_the_language_in_use(rules: RuleBase) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$id"] == f"urn:pathloom:rule-language:expression:{rules.edition.language}"


def test_schema_knows_the_compilers_operators() -> None:
    found: set[str] = set()
    for kind in ("number", "boolean", "date"):
        definition = SCHEMA["$defs"][kind]
        branches = definition.get("anyOf", [definition])
        found |= {name for branch in branches for name in branch.get("properties", {})}

    assert found == set(LIST_BUILDERS)


@pytest.mark.checkout
def test_page_explains_the_compilers_operators(rules: RuleBase) -> None:
    page = PAGE.read_text("utf-8")
    table = page[page.index("| operator |") : page.index("`sum`, `count`, `largest` and `item` stand only")]
    explained = {name for row in table.strip().splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])}
    grammar = page[page.index("```ebnf") : page.index("```\n", page.index("```ebnf") + 3)]

    assert explained == set(LIST_BUILDERS)
    assert f"# The rule language, version {rules.edition.language}" in page
    assert SCHEMA["$id"] in page
    assert {name for name in LIST_BUILDERS if f'"{name}:' not in grammar} == set()
