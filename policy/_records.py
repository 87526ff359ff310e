"""The rule base as nodes and edges of the graph: benefits, provisions, parameters, legal sources, documents."""

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from ontology import Edge, Node
from ontology import records as graph
from policy._base import RuleBase
from policy._expression import Expression
from policy._rules import Citation, Group, ParameterRow, Provision, Status

#: Provenance of every record made here.
_ORIGIN: dict[str, Any] = {"source": "pathloom-rules", "source_version": "2026.1", "licence": "Apache-2.0"}
#: How sure a record of each status is: certain, arguable, unchecked. Our own scale, for sorting only.
_CONFIDENCE = {Status.IN_FORCE: 1.0, Status.DISPUTED: 0.5, Status.UNVERIFIED: 0.5, Status.EXPIRED: 1.0}


def to_records(rule_base: RuleBase) -> Iterator[Node | Edge]:
    """Every benefit with what belongs to it, nodes before the edges that need them.

    Ids: `benefit:<id>`, `provision:<benefit>/<slot>/<jurisdiction>/<from>`, `parameter:<id>/<jurisdiction>/<from>`,
    `law:<source>`, `document:<hash of its name>`. A benefit TARGETS the region `region:<jurisdiction>` it exists in.
    """
    provisions = [row for rows in rule_base.provisions.values() for row in rows]
    parameters = [row for rows in rule_base.rows.values() for row in rows]
    cited = [row.citation for row in provisions] + [row.citation for row in parameters]
    cited += [rule.citation for row in provisions for rule in row.conditions]
    for _, source in sorted({item.source.id: item.source for item in cited}.items()):
        yield graph.LegalSource(
            id=f"law:{source.id}",
            labels=source.title,
            document_number=source.doc_no,
            url=source.url,
            published=source.issued,
            **_ORIGIN,
        )
    yield from _benefits(rule_base)
    for row in provisions:
        yield from _provision(row)
    for value in parameters:
        yield from _parameter(rule_base, value)


def _benefits(rule_base: RuleBase) -> Iterator[Node | Edge]:
    papers = {document["en"]: document for item in rule_base.benefits.values() for document in item.documents}
    for name, labels in sorted(papers.items()):
        yield graph.RequiredDocument(id=_document(name), labels=labels, **_ORIGIN)
    for benefit in rule_base.benefits.values():
        own = rule_base.provisions.get((benefit.id, "eligibility", benefit.jurisdiction), ())
        node = f"benefit:{benefit.id}"
        yield graph.Benefit(
            id=node,
            labels=benefit.name,
            kind=benefit.kind,
            jurisdiction=benefit.jurisdiction,
            authority=benefit.authority,
            status=own[-1].status.value if own else "",
            **_ORIGIN,
        )
        yield graph.Targets(from_id=node, to_id=f"region:{benefit.jurisdiction}", **_ORIGIN)
        for document in benefit.documents:
            yield graph.NeedsDocument(from_id=node, to_id=_document(document["en"]), **_ORIGIN)


def _document(name: str) -> str:
    return f"document:{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _provision(row: Provision) -> Iterator[Node | Edge]:
    node = f"provision:{row.benefit}/{row.slot}/{row.jurisdiction}/{row.effective_from}"
    validity = _validity(row)
    yield graph.Provision(
        id=node,
        kind=row.kind,
        jurisdiction=row.jurisdiction,
        status=row.status.value,
        ast=provision_ast(row),
        **validity,
    )
    yield graph.HasProvision(from_id=f"benefit:{row.benefit}", to_id=node, **validity)
    citations = [row.citation, *(rule.citation for rule in row.conditions)]
    yield from _cites(node, citations, validity)


def _parameter(rule_base: RuleBase, row: ParameterRow) -> Iterator[Node | Edge]:
    node = f"parameter:{row.parameter}/{row.jurisdiction}/{row.effective_from}"
    parameter, validity = rule_base.parameters[row.parameter], _validity(row)
    yield graph.Parameter(
        id=node,
        labels=parameter.name,
        jurisdiction=row.jurisdiction,
        role=parameter.shape,
        # A table has no single value; it stays in the rule files.
        value=float(row.value) if isinstance(row.value, int | Decimal) else None,
        unit=parameter.unit,
        **validity,
    )
    yield from _cites(node, [row.citation], validity)


def _cites(node: str, citations: list[Citation], validity: dict[str, Any]) -> Iterator[Edge]:
    """One edge for each source; the store keeps one edge between two nodes, so articles are listed together."""
    by_source: dict[str, list[Citation]] = {}
    for citation in citations:
        by_source.setdefault(citation.source.id, []).append(citation)
    for source, listed in by_source.items():
        yield graph.Cites(
            from_id=node,
            to_id=f"law:{source}",
            article="; ".join(dict.fromkeys(item.article for item in listed)),
            quote="; ".join(dict.fromkeys(item.quote for item in listed if item.quote)),
            **validity,
        )


def _validity(row: Provision | ParameterRow) -> dict[str, Any]:
    return {
        **_ORIGIN,
        "confidence": _CONFIDENCE[row.status],
        "valid_from": row.effective_from,
        "valid_to": row.effective_to,
    }


def provision_ast(row: Provision) -> str:
    """A provision's conditions or formula as JSON text; `null` for one that only has a text."""
    if row.group is not None:
        return _dump(group_to_json(row.group, row))
    return _dump(expression_to_json(row.value) if row.value else None)


def group_to_json(group: Group, row: Provision) -> dict[str, object]:
    """The JSON form of a group of conditions: each test under its id."""
    members: list[object] = []
    for member in group.members:
        if isinstance(member, int):
            rule = row.conditions[member]
            members.append({"id": rule.id, "test": expression_to_json(rule.test)})
        else:
            members.append(group_to_json(member, row))
    return {group.mode: members}


def expression_to_json(expression: Expression) -> object:
    """The JSON form of an expression, as rule files write it (operands always as a list)."""
    operator = expression.operator
    operands = [expression_to_json(operand) for operand in expression.operands]
    if operator == "literal":
        return expression.literal
    if operator in ("var", "param"):
        return {operator: expression.name}
    if operator == "assume":
        return {operator: [expression.name, expression.literal]}
    if operator == "table":
        return {operator: [expression.name, *operands]}
    if operator == "is":
        return {operator: [*operands, *expression.literal]}
    return {operator: operands}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=float)
