"""Reading the fact schema: `facts/*.yaml`, each with facts and the contradictions between them."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import Any

from policy._expression import Compiler, Vocabulary
from policy._facts import Contradiction, FactSpec
from policy._lists import FieldSpec, ItemSpec, ListCompiler
from policy._operators import BUILDERS
from policy._values import Kind
from policy._yaml import read_yaml
from policy.errors import RuleFileError


def read_fact_files(folder: Traversable) -> tuple[dict[str, FactSpec], tuple[Contradiction, ...]]:
    """Read every fact file, `common.yaml` first, then by name.

    Raises:
        RuleFileError: no file, one that breaks the schema, or an id that stands twice.
        RuleExpressionError, RuleReferenceError: a derivation or contradiction does not compile.
    """
    documents = _documents(folder)
    facts: dict[str, FactSpec] = {}
    derive: dict[str, tuple[str, object]] = {}
    for name, document in documents:
        for raw in document["facts"]:
            if raw["id"] in facts:
                raise RuleFileError(f"{name}: the fact {raw['id']!r} stands twice.", hint="Keep one.", fact=raw["id"])
            facts[raw["id"]] = _fact({key: value for key, value in raw.items() if key != "derive"})
            if "derive" in raw:
                derive[raw["id"]] = (name, raw["derive"])
    vocabulary = vocabulary_of(facts, {})
    lists = list_items(facts)
    for fact, (name, raw) in derive.items():
        compiler = ListCompiler(vocabulary, lists, where=f"{name} {fact}")
        value = compiler.compile(raw)
        compiler.expect(value, facts[fact].kind, f"derived value of {fact!r}")
        facts[fact] = replace(facts[fact], derive=value)
    return facts, tuple(_contradictions(documents, vocabulary))


def vocabulary_of(facts: Mapping[str, FactSpec], parameters: Mapping[str, tuple[Kind, str]]) -> Vocabulary:
    """The names that expressions may use."""
    return Vocabulary({name: (spec.kind, tuple(spec.words)) for name, spec in facts.items()}, parameters)


def list_items(facts: Mapping[str, FactSpec]) -> dict[str, ItemSpec]:
    """What the entries of each list fact are."""
    return {name: spec.item for name, spec in facts.items() if spec.item is not None}


def _documents(folder: Traversable) -> list[tuple[str, dict[str, Any]]]:
    try:
        files = [item for item in folder.iterdir() if item.name.endswith(".yaml")]
    except OSError as error:
        raise RuleFileError(f"{folder} cannot be read: {error}.", hint="Restore policy/facts.") from error
    if not files:
        raise RuleFileError("There are no fact files.", hint="Restore policy/facts.", file=str(folder))
    files.sort(key=lambda item: (item.name != "common.yaml", item.name))
    return [(f"facts/{item.name}", read_yaml(item, schema="facts.schema.json")) for item in files]


def _fact(raw: dict[str, Any]) -> FactSpec:
    item = raw.pop("item", None)
    if item is None:
        return FactSpec(**{"unit": "", **raw})
    fields = item["fields"] if item["type"] == "record" else {"": item}
    listed = ItemSpec({name: FieldSpec(name, **field) for name, field in fields.items()})
    return FactSpec(**{"unit": "", **raw}, item=listed)


def _contradictions(documents: list[tuple[str, dict[str, Any]]], vocabulary: Vocabulary) -> list[Contradiction]:
    found: dict[str, Contradiction] = {}
    for name, document in documents:
        for raw in document.get("contradictions", ()):
            if raw["id"] in found:
                raise RuleFileError(f"{name}: the contradiction {raw['id']!r} stands twice.", hint="Keep one.")
            compiler = Compiler(vocabulary, BUILDERS, where=f"{name} {raw['id']}")
            test = compiler.compile(raw["test"])
            compiler.expect(test, Kind.BOOLEAN, "test")
            found[raw["id"]] = Contradiction(raw["id"], test, raw["text"])
    return list(found.values())
