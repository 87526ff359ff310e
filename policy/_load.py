"""Reading the rule directory into a `RuleBase`: parse, compile, check every reference, refuse overlaps."""

from collections.abc import Mapping
from datetime import timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any

from policy._base import RuleBase, grouped
from policy._expression import Compiler, Vocabulary
from policy._fact_files import list_items, read_fact_files, vocabulary_of
from policy._lists import ListCompiler
from policy._operators import BUILDERS
from policy._provisions import ProvisionReader, cite, parse_day, parse_known
from policy._rules import (
    Benefit,
    Derivation,
    Edition,
    Jurisdiction,
    Parameter,
    ParameterRow,
    Provision,
    Source,
    Status,
)
from policy._sources import read_sources
from policy._values import Kind
from policy._yaml import digest_of, read_yaml
from policy.errors import RuleFileError, RuleReferenceError


def load_rule_base(directory: Path | None = None) -> RuleBase:
    """Load the rules.

    Args:
        directory: holds `facts/` and `rules/`; by default the ones that ship with this package.

    Raises:
        RuleFileError, RuleReferenceError, RuleExpressionError, RuleOverlapError: the files are not in order.
    """
    root: Traversable = resources.files("policy") if directory is None else directory
    facts, contradictions = read_fact_files(root.joinpath("facts"))
    rules = root.joinpath("rules")
    sources = read_sources(rules)
    edition = _read_edition(rules, digest_of(root.joinpath("facts"), rules))
    jurisdictions = _read_jurisdictions(rules)
    files = _rule_files(rules, jurisdictions)
    parameters = _read_parameters(files)
    vocabulary = vocabulary_of(facts, {name: (Kind.NUMBER, item.shape) for name, item in parameters.items()})
    benefits = _read_benefits(files)
    reader = ProvisionReader(vocabulary, facts, sources, benefits, edition)
    rows: list[ParameterRow | Provision | Derivation] = []
    for where, document in files:
        place = document["jurisdiction"]
        rows += [reader.read(raw, place, where) for raw in document.get("provisions", ())]
        rows += _read_rows(document, vocabulary, sources, edition, where)
        for raw in document.get("derivations", ()):
            compiler = ListCompiler(vocabulary, list_items(facts), where=f"{where} derivation of {raw['fact']}")
            rows.append(_read_derivation(raw, compiler, sources, edition, place, where))
    rule_base = RuleBase(
        benefits=benefits,
        facts=facts,
        jurisdictions=jurisdictions,
        parameters=parameters,
        contradictions=contradictions,
        edition=edition,
        corrected=tuple(row for row in rows if row.known_to is not None),
        sources=sources,
        **grouped([row for row in rows if row.known_to is None]),
    )
    for day in {row.known_to for row in rows if row.known_to is not None}:
        # The last day of the corrected knowledge: a fault in it must not wait for an auditor.
        rule_base.known_at(day - timedelta(days=1))
    return rule_base


def _read_edition(rules: Traversable, digest: str) -> Edition:
    raw = read_yaml(rules.joinpath("edition.yaml"), schema="sources.schema.json")["edition"]
    return Edition(raw["version"], parse_day(raw["recorded"], "edition.yaml"), raw["language"], digest)


def _read_derivation(
    raw: dict[str, Any],
    compiler: ListCompiler,
    sources: Mapping[str, Source],
    edition: Edition,
    jurisdiction: str,
    where: str,
) -> Derivation:
    fact = compiler.known(compiler.vocabulary.facts, raw["fact"], "fact")
    value = compiler.compile(raw["value"])
    compiler.expect(value, compiler.vocabulary.facts[fact][0], f"derived value of {fact!r}")
    citation = cite(raw["cite"], sources, where)
    return Derivation(
        fact,
        jurisdiction,
        parse_day(raw["from"], where),
        parse_day(raw["to"], where) if "to" in raw else None,
        value,
        citation,
        *parse_known(raw, citation, edition, where),
    )


def _read_jurisdictions(rules: Traversable) -> dict[str, Jurisdiction]:
    document = read_yaml(rules.joinpath("jurisdictions.yaml"), schema="sources.schema.json")
    listed = [Jurisdiction(raw["code"], raw.get("parent"), raw["name"]) for raw in document["jurisdictions"]]
    found = {item.code: item for item in listed}
    for item in found.values():
        if item.parent is not None and item.parent not in found:
            raise RuleReferenceError(f"{item.code} lies in {item.parent!r}, which is not listed.", hint="List it.")
    return found


def _rule_files(rules: Traversable, jurisdictions: Mapping[str, Jurisdiction]) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for folder in sorted((item for item in rules.iterdir() if item.is_dir()), key=lambda item: item.name):
        for file in sorted(folder.iterdir(), key=lambda item: item.name):
            if not file.name.endswith(".yaml") or file.name == "sources.yaml":
                continue
            where, document = f"{folder.name}/{file.name}", read_yaml(file, schema="rules.schema.json")
            if document["jurisdiction"] != folder.name or folder.name not in jurisdictions:
                raise RuleReferenceError(
                    f"{where}: the jurisdiction {document['jurisdiction']!r} is not the folder's or not listed.",
                    hint="Name the folder after a code of rules/jurisdictions.yaml.",
                )
            found.append((where, document))
    if not found:
        raise RuleFileError("There are no rule files.", hint="Restore policy/rules.", file=str(rules))
    return found


def _read_parameters(files: list[tuple[str, dict[str, Any]]]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for where, document in files:
        for raw in document.get("parameters", ()):
            try:
                item = Parameter(
                    raw["id"], raw["name"], raw["unit"], raw.get("shape", "value"), raw.get("role", "value")
                )
            except KeyError as error:
                raise RuleFileError(f"{where}: the parameter {raw['id']} lacks {error}.", hint="Add it.") from error
            known = found.setdefault(item.id, item)
            for what in ("unit", "shape", "role"):
                if getattr(known, what) != getattr(item, what):
                    raise RuleFileError(
                        f"{where}: {item.id} has the {what} {getattr(item, what)!r} here and"
                        f" {getattr(known, what)!r} elsewhere.",
                        hint=f"Use one {what}.",
                    )
    return found


def _read_benefits(files: list[tuple[str, dict[str, Any]]]) -> dict[str, Benefit]:
    found: dict[str, Benefit] = {}
    for where, document in files:
        for raw in document.get("benefits", ()):
            if raw["id"] in found:
                raise RuleFileError(f"{where}: the benefit {raw['id']!r} stands twice.", hint="Keep one.")
            found[raw["id"]] = Benefit(
                raw["id"], raw["name"], raw["kind"], document["jurisdiction"], raw["authority"], tuple(raw["channel"]),
                tuple(raw["documents"]), raw.get("processing_days"), tuple(raw.get("excludes", ())),
                tuple(raw.get("requires", ())), tuple(raw.get("feeds", ())),
            )  # fmt: skip
    for benefit in found.values():
        for other in (*benefit.excludes, *benefit.requires, *benefit.feeds):
            if other not in found:
                raise RuleReferenceError(f"{benefit.id} names {other!r}, which is no benefit.", hint="Correct it.")
    return found


def _read_rows(
    document: dict[str, Any], vocabulary: Vocabulary, sources: Mapping[str, Source], edition: Edition, where: str
) -> list[ParameterRow]:
    parameters_only = Vocabulary({}, vocabulary.parameters)
    rows: list[ParameterRow] = []
    for parameter in document.get("parameters", ()):
        for raw in parameter["rows"]:
            value: Any = raw["value"]
            is_table = parameter.get("shape", "value") == "table"
            if is_table is not isinstance(value, list):
                raise RuleFileError(f"{where}: {parameter['id']} has a value of the wrong shape.", hint="See `shape`.")
            if is_table and any(a[0] >= b[0] for a, b in pairwise(value)):
                raise RuleFileError(f"{where}: the table {parameter['id']} does not rise.", hint="Sort its bounds.")
            citation = cite(raw["cite"], sources, where)
            known_from, known_to = parse_known(raw, citation, edition, where)
            compiler = Compiler(parameters_only, BUILDERS, where=f"{where} {parameter['id']} formula")
            rows.append(
                ParameterRow(
                    parameter=parameter["id"],
                    jurisdiction=document["jurisdiction"],
                    effective_from=parse_day(raw["from"], where),
                    effective_to=parse_day(raw["to"], where) if "to" in raw else None,
                    value=tuple((low, result) for low, result in value) if is_table else value,
                    status=Status(raw["status"]),
                    citation=citation,
                    known_from=known_from,
                    known_to=known_to,
                    note=raw.get("note"),
                    formula=compiler.compile(raw["formula"]) if "formula" in raw else None,
                )
            )
    return rows
