"""The rule base as nodes and edges of the graph, so that researchers see benefits beside the occupations."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import orjson

from ontology.records import (
    Benefit as BenefitNode,
)
from ontology.records import (
    Cites,
    Edge,
    HasProvision,
    LegalSource,
    NeedsDocument,
    Node,
    RequiredDocument,
    Targets,
)
from ontology.records import (
    Parameter as ParameterNode,
)
from ontology.records import (
    Provision as ProvisionNode,
)
from policy._base import RuleBase
from policy._expression import Expression
from policy._rules import Benefit, Citation, ParameterRow, Provision, Status

_SOURCE: Mapping[str, Any] = {"source": "pathloom-rules", "source_version": "2026.1", "licence": "Apache-2.0"}
# How far a statement may be relied on, from its status; the rule files say the status row by row.
_CONFIDENCE = {Status.IN_FORCE: 1.0, Status.DISPUTED: 0.6, Status.UNVERIFIED: 0.5, Status.EXPIRED: 0.0}


def to_records(rule_base: RuleBase) -> Iterator[Node | Edge]:
    """Benefits, provisions, dated parameters, legal sources and documents as records, nodes first.

    Ids: `benefit:<id>`, `provision:<benefit>/<slot>/<place>/<from>`, `parameter:<id>/<place>/<from>`, `law:<source>`,
    `document:<hash of its name>`. Benefits target the region that they exist in.
    """
    benefits = list(rule_base.benefits.values())
    provisions = [row for rows in rule_base.provisions.values() for row in rows]
    parameters = [row for rows in rule_base.rows.values() for row in rows]
    yield from _sources([*(row.citation for row in provisions), *(row.citation for row in parameters)])
    yield from _documents(benefits)
    for benefit in benefits:
        status = [row.status.value for row in provisions if row.benefit == benefit.id and row.slot == "eligibility"]
        yield BenefitNode(
            **_SOURCE,
            id=_benefit(benefit.id),
            labels=benefit.name,
            kind=benefit.kind,
            jurisdiction=benefit.jurisdiction,
            authority=benefit.authority,
            status=status[0] if status else "",
        )
    for provision in provisions:
        yield _provision_node(provision, rule_base.benefits[provision.benefit])
    for row in parameters:
        yield _parameter_node(row, rule_base)
    yield from _edges(benefits, provisions, parameters)


def _edges(
    benefits: Iterable[Benefit], provisions: Iterable[Provision], parameters: Iterable[ParameterRow]
) -> Iterator[Edge]:
    for benefit in benefits:
        yield Targets(**_SOURCE, from_id=_benefit(benefit.id), to_id=f"region:{benefit.jurisdiction}")
        for document in benefit.documents:
            yield NeedsDocument(**_SOURCE, from_id=_benefit(benefit.id), to_id=_document(document["en"]))
    for provision in provisions:
        yield HasProvision(**_SOURCE, from_id=_benefit(provision.benefit), to_id=_provision(provision))
        yield _cites(_provision(provision), provision.citation)
    for row in parameters:
        yield _cites(_parameter(row), row.citation)


def _sources(citations: Iterable[Citation]) -> Iterator[Node]:
    sources = {citation.source.id: citation.source for citation in citations}
    for _, source in sorted(sources.items()):
        yield LegalSource(
            **_SOURCE,
            id=f"law:{source.id}",
            labels=source.title,
            document_number=source.doc_no,
            url=source.url,
            published=source.retrieved.isoformat() if source.retrieved else "",
        )


def _documents(benefits: Iterable[Benefit]) -> Iterator[Node]:
    documents = {document["en"]: document for benefit in benefits for document in benefit.documents}
    for name, labels in sorted(documents.items()):
        yield RequiredDocument(**_SOURCE, id=_document(name), labels=labels)


def _provision_node(row: Provision, benefit: Benefit) -> Node:
    rule = {
        "conditions": [{"id": condition.id, "test": _logic(condition.test)} for condition in row.conditions],
        "value": _logic(row.value) if row.value else None,
        "event": _logic(row.event),
    }
    return ProvisionNode(
        **_SOURCE,
        confidence=_CONFIDENCE[row.status],
        valid_from=row.effective_from,
        valid_to=row.effective_to,
        id=_provision(row),
        labels={language: f"{name}: {row.slot}" for language, name in benefit.name.items()},
        kind=row.kind,
        jurisdiction=row.jurisdiction,
        status=row.status.value,
        ast=orjson.dumps(rule, default=str).decode(),
    )


def _parameter_node(row: ParameterRow, rule_base: RuleBase) -> Node:
    parameter = rule_base.parameters[row.parameter]
    plain = isinstance(row.value, int | float | Decimal) and not isinstance(row.value, bool)
    return ParameterNode(
        **_SOURCE,
        confidence=_CONFIDENCE[row.status],
        valid_from=row.effective_from,
        valid_to=row.effective_to,
        id=_parameter(row),
        labels=parameter.name,
        jurisdiction=row.jurisdiction,
        role=parameter.shape,
        value=float(row.value) if plain else None,  # type: ignore[arg-type]
        unit=parameter.unit,
    )


def _logic(expression: Expression) -> object:
    """The expression as JSONLogic again."""
    if expression.operator == "literal":
        return expression.literal
    if not expression.operands:
        return {expression.operator: expression.name or expression.literal}
    operands = [_logic(operand) for operand in expression.operands]
    names = [part for part in (expression.name, expression.literal) if part]
    return {expression.operator: [*names, *operands]}


def _cites(from_id: str, citation: Citation) -> Edge:
    return Cites(
        **_SOURCE, from_id=from_id, to_id=f"law:{citation.source.id}", article=citation.article, quote=citation.quote
    )


def _benefit(benefit_id: str) -> str:
    return f"benefit:{benefit_id}"


def _provision(row: Provision) -> str:
    return f"provision:{row.benefit}/{row.slot}/{row.jurisdiction}/{row.effective_from}"


def _parameter(row: ParameterRow) -> str:
    return f"parameter:{row.parameter}/{row.jurisdiction}/{row.effective_from}"


def _document(name: str) -> str:
    return f"document:{hashlib.sha256(name.encode()).hexdigest()[:16]}"
