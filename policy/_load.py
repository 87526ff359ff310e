"""Reading the rule directory into a `RuleBase`: parse, compile, check every reference, refuse overlaps."""

from collections.abc import Mapping
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from policy._base import RuleBase
from policy._expression import Compiler, Vocabulary
from policy._facts import Contradiction, FactSpec
from policy._operators import BUILDERS
from policy._provisions import ProvisionReader, cite, parse_day
from policy._rules import Benefit, Jurisdiction, Parameter, ParameterRow, Provision, Source, Status
from policy._values import Kind
from policy._yaml import read_yaml
from policy.errors import RuleFileError, RuleOverlapError, RuleReferenceError

_Row = TypeVar("_Row", ParameterRow, Provision)


def load_rule_base(directory: Path | None = None) -> RuleBase:
    """Load the rules.

    Args:
        directory: holds `facts.yaml` and `rules/`; by default the ones that ship with this package.

    Raises:
        RuleFileError, RuleReferenceError, RuleExpressionError, RuleOverlapError: the files are not in order.
    """
    root: Traversable = resources.files("policy") if directory is None else directory
    facts, contradictions = _read_fact_schema(root)
    rules = root.joinpath("rules")
    sources = _read_sources(rules)
    jurisdictions = _read_jurisdictions(rules)
    files = _rule_files(rules, jurisdictions)
    parameters = _read_parameters(files)
    vocabulary = Vocabulary(
        {name: (spec.kind, tuple(spec.words)) for name, spec in facts.items()},
        {name: (Kind.NUMBER, item.shape) for name, item in parameters.items()},
    )
    benefits = _read_benefits(files)
    reader = ProvisionReader(vocabulary, facts, sources, benefits)
    provisions = [
        reader.read(raw, document["jurisdiction"], where)
        for where, document in files
        for raw in document.get("provisions", ())
    ]
    rows = [row for where, document in files for row in _read_rows(document, sources, where)]
    return RuleBase(
        benefits=benefits,
        facts=facts,
        jurisdictions=jurisdictions,
        parameters=parameters,
        rows=_by_date(rows, lambda row: (row.parameter, row.jurisdiction)),
        provisions=_by_date(provisions, lambda item: (item.benefit, item.slot, item.jurisdiction)),
        contradictions=contradictions,
    )


def _read_fact_schema(root: Traversable) -> tuple[dict[str, FactSpec], tuple[Contradiction, ...]]:
    document = read_yaml(root.joinpath("facts.yaml"), schema="facts.schema.json")
    facts: dict[str, FactSpec] = {}
    for raw in document["facts"]:
        if raw["id"] in facts:
            raise RuleFileError(f"facts.yaml: the fact {raw['id']!r} stands twice.", hint="Keep one.", fact=raw["id"])
        facts[raw["id"]] = FactSpec(**{"unit": "", **raw})
    vocabulary = Vocabulary({name: (spec.kind, tuple(spec.words)) for name, spec in facts.items()}, {})
    contradictions: list[Contradiction] = []
    for raw in document["contradictions"]:
        compiler = Compiler(vocabulary, BUILDERS, where=f"facts.yaml {raw['id']}")
        test = compiler.compile(raw["test"])
        compiler.expect(test, Kind.BOOLEAN, "test")
        contradictions.append(Contradiction(raw["id"], test, raw["text"]))
    return facts, tuple(contradictions)


def _read_sources(rules: Traversable) -> dict[str, Source]:
    document = read_yaml(rules.joinpath("sources.yaml"), schema="sources.schema.json")
    return {
        raw["id"]: Source(
            raw["id"], raw["kind"], raw.get("doc_no", ""), raw["title"], raw.get("url", ""),
            date.fromisoformat(raw["retrieved"]) if "retrieved" in raw else None, raw.get("sha256", ""),
        )
        for raw in document["sources"]
    }  # fmt: skip


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
            if not file.name.endswith(".yaml"):
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
                item = Parameter(raw["id"], raw["name"], raw["unit"], raw.get("shape", "value"))
            except KeyError as error:
                raise RuleFileError(f"{where}: the parameter {raw['id']} lacks {error}.", hint="Add it.") from error
            known = found.setdefault(item.id, item)
            if (known.unit, known.shape) != (item.unit, item.shape):
                raise RuleFileError(
                    f"{where}: {item.id} is in {item.unit} here and in {known.unit} elsewhere.", hint="Use one unit."
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


def _read_rows(document: dict[str, Any], sources: Mapping[str, Source], where: str) -> list[ParameterRow]:
    rows: list[ParameterRow] = []
    for parameter in document.get("parameters", ()):
        for raw in parameter["rows"]:
            value: Any = raw["value"]
            is_table = parameter.get("shape", "value") == "table"
            if is_table is not isinstance(value, list):
                raise RuleFileError(f"{where}: {parameter['id']} has a value of the wrong shape.", hint="See `shape`.")
            if is_table and any(a[0] >= b[0] for a, b in pairwise(value)):
                raise RuleFileError(f"{where}: the table {parameter['id']} does not rise.", hint="Sort its bounds.")
            rows.append(
                ParameterRow(
                    parameter=parameter["id"],
                    jurisdiction=document["jurisdiction"],
                    effective_from=parse_day(raw["from"], where),
                    effective_to=parse_day(raw["to"], where) if "to" in raw else None,
                    value=tuple((low, result) for low, result in value) if is_table else value,
                    status=Status(raw["status"]),
                    citation=cite(raw["cite"], sources, where),
                    note=raw.get("note"),
                )
            )
    return rows


def _by_date(items: list[_Row], key: Any) -> dict[Any, tuple[_Row, ...]]:
    """Group rows and sort them by date, refusing two that are valid on one day."""
    groups: dict[Any, list[_Row]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    for name, rows in groups.items():
        rows.sort(key=lambda row: row.effective_from)
        for earlier, later in pairwise(rows):
            if earlier.effective_to is None or earlier.effective_to > later.effective_from:
                raise RuleOverlapError(
                    f"{name}: the row from {earlier.effective_from} runs into the next, {later.effective_from}.",
                    hint="Give the earlier row a `to`.",
                )
        for row in rows:
            if row.effective_to is not None and row.effective_to <= row.effective_from:
                raise RuleOverlapError(f"{name}: a row ends before it begins.", hint="Correct `from` or `to`.")
    return {name: tuple(rows) for name, rows in groups.items()}
