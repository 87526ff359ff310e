"""The rule base as RDF: CPSV-AP 3.2 public services, CCCEV 2.1 requirements and evidence, ELI legal resources.

A benefit is a `cpsv:PublicService`, each of its clauses a `cpsv:Rule` that implements an `eli:LegalResource`, each
condition a `cv:Constraint` on the `cv:InformationConcept`s (facts) that it reads. Neither standard has a language for
rules, so the syntax tree stands beside them as a literal of the type `pl:RuleExpression`.
"""

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS, XSD

from policy._base import RuleBase
from policy._rules import Benefit, Citation, ConditionRule, ParameterRow, Provision, Source
from policy._values import Text
from policy.exchange._ast import expression_text, provision_text
from policy.exchange._concepts import CONCEPTS
from policy.exchange._names import ADMS, CPSV, CV, DCT, ELI, LANGUAGE, PL, PREFIXES, iri, short
from policy.records._canonical import canonical

#: EU codes of the two languages that every text is in.
_LANGUAGES = {"zh": LANGUAGE.ZHO, "en": LANGUAGE.ENG}
#: Type of a date of issue by how many characters are known of it.
_ISSUED = {len("YYYY"): XSD.gYear, len("YYYY-MM"): XSD.gYearMonth, len("YYYY-MM-DD"): XSD.date}


def cpsv_graph(rule_base: RuleBase) -> Graph:
    """The rules as held now, as one graph; corrected rows are left out, and so are costs, which no rule file states."""
    writer = _Writer(rule_base)
    for benefit in rule_base.benefits.values():
        writer.service(benefit)
    for rows in rule_base.provisions.values():
        for row in rows:
            writer.rule(row)
    for values in rule_base.rows.values():
        for value in values:
            writer.parameter(value)
    return writer.graph


def cpsv_turtle(graph: Graph) -> str:
    """The graph as Turtle."""
    return graph.serialize(format="turtle")


def cpsv_json_ld(graph: Graph) -> str:
    """The graph as JSON-LD with our prefixes as context; the same text for the same graph."""
    context = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
    document = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=False))
    return json.dumps(_sorted(document), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def rule_expressions(graph: Graph) -> dict[str, Any]:
    """The way back: id of each provision, condition and table of values -> its syntax tree, decimals exact."""
    from policy.records._canonical import from_text

    found = {}
    for subject, expression in graph.subject_objects(PL.ruleExpression):
        identity = graph.value(subject, DCT.identifier)
        found[str(identity)] = from_text(str(expression).encode())
    return found


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


@cache
def _life_events() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("policy").joinpath("exchange", "life_events.toml").read_text("utf-8"))


class _Writer:
    """Adds one thing after the other to a graph; what several share is added once."""

    def __init__(self, rule_base: RuleBase) -> None:
        self._rules = rule_base
        self.graph = Graph()
        for prefix, namespace in PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self._done: set[URIRef] = set()

    def service(self, benefit: Benefit) -> None:
        """A benefit with its authority, channels, evidence, events and relations."""
        node = self._thing("benefit", benefit.id, CPSV.PublicService, benefit.name)
        self._texts(node, DCT.description, self._description(benefit))
        self._add(node, DCT.spatial, self._place(benefit.jurisdiction))
        self._add(node, CV.hasCompetentAuthority, self._authority(benefit))
        self._add(node, DCT.type, self._concept("benefit-kind", benefit.kind))
        for code in _LANGUAGES.values():
            self._add(code, RDF.type, DCT.LinguisticSystem)
            self._add(node, DCT.language, code)
        for channel in benefit.channel:
            self._add(node, CV.hasChannel, self._channel(channel))
        if benefit.processing_days is not None:
            # Working days; an xsd:duration (cv:processingTime) would read as calendar days.
            self._add(node, PL.processingWorkingDays, Literal(benefit.processing_days, datatype=XSD.integer))
        for document in benefit.documents:
            self._add(node, CV.hasInputType, self._evidence(document))
        for event in self._events(benefit):
            self._add(node, CV.isGroupedBy, event)
        for predicate, others in (
            (DCT.requires, benefit.requires), (PL.excludes, benefit.excludes), (PL.feeds, benefit.feeds),
        ):  # fmt: skip
            for other in others:
                self._add(node, predicate, iri("benefit", other))

    def rule(self, row: Provision) -> None:
        """A clause: what it implements, when it is valid, its expression, and the conditions of an eligibility."""
        name = f"{row.benefit}/{row.slot}/{row.jurisdiction}/{row.effective_from}"
        benefit = self._rules.benefits[row.benefit]
        service = iri("benefit", row.benefit)
        title = {language: f"{text}: {row.slot}" for language, text in benefit.name.items()}
        node = self._thing("provision", name, CPSV.Rule, title)
        self._texts(node, DCT.description, self._says(row, title))
        self._add(service, CPSV.follows, node)
        self._add(node, DCT.type, self._concept("provision-kind", row.kind))
        self._add(node, PL.ruleExpression, Literal(provision_text(row), datatype=PL.RuleExpression))
        self._dated(node, row)
        self._add(node, CPSV.implements, self._article(row.citation))
        for code in _LANGUAGES.values():
            self._add(node, DCT.language, code)
        if row.kind == "amount":
            self._add(service, CPSV.produces, self._output(row, benefit))
        events: Any = row.details.get("events", ())
        for event in events:
            self._add(node, PL.stopEvent, Literal(event))
        if row.group is not None:
            self._criterion(row, name, node, benefit)

    def parameter(self, row: ParameterRow) -> None:
        """A dated value that expressions read by its name."""
        parameter = self._rules.parameters[row.parameter]
        name = f"{row.parameter}/{row.jurisdiction}/{row.effective_from}"
        node = self._thing("parameter", name, PL.Parameter, parameter.name)
        self._add(node, PL.parameter, Literal(row.parameter))
        self._add(node, PL.role, Literal(parameter.role))
        self._add(node, PL.unit, Literal(parameter.unit))
        self._dated(node, row)
        self._add(node, DCT.source, self._article(row.citation))
        if isinstance(row.value, tuple):
            self._add(node, PL.ruleExpression, Literal(canonical(row.value), datatype=PL.RuleExpression))
        else:
            text = canonical(row.value)
            # The canonical form of xsd:decimal has a point; Turtle's own shorthand writes it so.
            decimal = text if "." in text else f"{text}.0"
            self._add(node, PL.value, Literal(decimal, datatype=XSD.decimal))

    # Parts ------------------------------------------------------------------------------------------------------

    def _criterion(self, row: Provision, name: str, rule: URIRef, benefit: Benefit) -> None:
        """The conditions of an eligibility, put together, and the papers that prove them: all of one list."""
        title = {language: f"{text}: {row.slot}" for language, text in benefit.name.items()}
        criterion = self._thing("criterion", name, CV.Criterion, title)
        self._add(criterion, RDF.type, CV.Requirement)
        self._add(criterion, CV.fulfils, rule)
        self._add(iri("benefit", benefit.id), CV.holdsRequirement, criterion)
        self._add(criterion, CV.isDerivedFrom, self._article(row.citation))
        if benefit.documents:
            listed = self._thing("evidence-list", benefit.id, CV.EvidenceTypeList, None)
            self._add(criterion, CV.hasEvidenceTypeList, listed)
            for document in benefit.documents:
                self._add(listed, CV.specifiesEvidenceType, self._evidence(document))
        for condition in row.conditions:
            self._add(criterion, CV.hasRequirement, self._constraint(condition, name, rule))

    def _constraint(self, condition: ConditionRule, provision: str, rule: URIRef) -> URIRef:
        node = self._thing("condition", f"{provision}/{condition.id}", CV.Constraint, condition.text)
        self._add(node, RDF.type, CV.Requirement)
        # CCCEV wants texts without a language tag here; the tagged ones are dct:title.
        self._add(node, SKOS.prefLabel, Literal(condition.text["en"]))
        self._add(node, CV.fulfils, rule)
        self._add(node, CV.isDerivedFrom, self._article(condition.citation))
        self._add(node, PL.ruleExpression, Literal(expression_text(condition.test), datatype=PL.RuleExpression))
        self._add(node, ADMS.status, self._concept("status", condition.status.value))
        self._add(node, PL.leftToOfficial, Literal(condition.caseworker))
        for fact in condition.test.facts:
            self._add(node, CV.constrains, self._information(fact))
            self._add(node, CV.hasConcept, self._information(fact))
        return node

    def _information(self, fact: str) -> URIRef:
        spec = self._rules.facts[fact]
        node = iri("fact", fact)
        if node not in self._done:
            self._thing("fact", fact, CV.InformationConcept, spec.short_name)
            self._add(node, SKOS.prefLabel, Literal(spec.short_name["en"]))
            self._texts(node, PL.question, spec.question)
            self._add(node, PL.factType, Literal(spec.type))
            if spec.unit:
                self._add(node, PL.unit, Literal(spec.unit))
            for word in spec.words:
                self._add(node, PL.word, Literal(word))
        return node

    def _evidence(self, document: Text) -> URIRef:
        name = short(document["en"])
        node = self._thing("document", name, CV.EvidenceType, document)
        self._add(node, CV.evidenceTypeClassification, self._concept("document-type", name, document))
        return node

    def _events(self, benefit: Benefit) -> list[URIRef]:
        """Events whose facts one of the benefit's conditions reads."""
        rows = [row for key, rows in self._rules.provisions.items() if key[0] == benefit.id for row in rows]
        read = {fact for row in rows for condition in row.conditions for fact in condition.test.facts}
        found = []
        for name, event in _life_events().items():
            if read & set(event["facts"]):
                kind = CV.BusinessEvent if event.get("business") else CV.LifeEvent
                node = self._thing("event", name, kind, event["name"])
                self._add(node, RDF.type, CV.Event)
                self._add(node, CV.hasRelatedService, iri("benefit", benefit.id))
                found.append(node)
        return found

    def _output(self, row: Provision, benefit: Benefit) -> URIRef:
        period = str(row.details["period"])
        title = {language: f"{text} ({period}, {row.details['currency']})" for language, text in benefit.name.items()}
        node = self._thing("output", f"{row.benefit}/{row.slot}", CV.Output, title)
        self._add(node, DCT.type, self._concept("payment-period", period))
        return node

    def _channel(self, channel: Text) -> URIRef:
        name = short(channel["en"])
        node = self._thing("channel", name, CV.Channel, None)
        self._texts(node, DCT.description, channel)
        return node

    def _authority(self, benefit: Benefit) -> URIRef:
        name = f"{benefit.jurisdiction}/{short(benefit.authority['en'])}"
        node = self._thing("authority", name, CV.PublicOrganisation, benefit.authority)
        self._texts(node, SKOS.prefLabel, benefit.authority)
        self._add(node, DCT.spatial, self._place(benefit.jurisdiction))
        return node

    def _place(self, code: str) -> URIRef:
        node = iri("region", code)
        if node not in self._done:
            place = self._rules.jurisdictions[code]
            self._thing("region", code, DCT.Location, place.name)
            if place.parent:
                self._add(node, DCT.isPartOf, self._place(place.parent))
        return node

    def _article(self, citation: Citation) -> URIRef:
        """A place in a legal text; also a cv:ReferenceFramework, which requirements are derived from."""
        source = self._source(citation.source)
        name = f"{citation.source.id}/{short(citation.article)}"
        node = iri("law", name)
        if node not in self._done:
            title = {language: f"{text} {citation.article}" for language, text in citation.source.title.items()}
            self._thing("law", name, ELI.LegalResource, title)
            self._add(node, RDF.type, ELI.LegalResourceSubdivision)
            self._add(node, RDF.type, CV.ReferenceFramework)
            self._add(node, ELI.is_part_of, source)
            self._add(node, ELI.id_local, Literal(citation.article))
        if citation.quote:
            self._add(node, PL.quote, Literal(citation.quote))
        return node

    def _source(self, source: Source) -> URIRef:
        node = iri("law", source.id)
        if node in self._done:
            return node
        self._thing("law", source.id, ELI.LegalResource, source.title)
        self._add(node, PL.sourceKind, Literal(source.kind))
        if source.doc_no:
            self._add(node, ELI.id_local, Literal(source.doc_no))
        if source.issued:
            self._add(node, DCT.issued, Literal(source.issued, datatype=_ISSUED[len(source.issued)]))
        if source.url:
            expression = self._thing("law-text", source.id, ELI.LegalExpression, source.title)
            self._add(node, ELI.is_realized_by, expression)
            self._add(expression, ELI.is_embodied_by, URIRef(source.url))
            if source.retrieved:
                self._add(expression, PL.retrieved, Literal(source.retrieved))
            if source.sha256:
                self._add(expression, PL.sha256, Literal(source.sha256))
        for older, _ in source.supersedes:
            self._add(node, ELI.repeals, iri("law", older))
        return node

    def _dated(self, node: URIRef, row: Provision | ParameterRow) -> None:
        self._add(node, DCT.spatial, self._place(row.jurisdiction))
        self._add(node, ADMS.status, self._concept("status", row.status.value))
        self._add(node, PL.validFrom, Literal(row.effective_from))
        if row.effective_to:
            # Exclusive, as everywhere in our rules.
            self._add(node, PL.validTo, Literal(row.effective_to))
        self._add(node, PL.knownFrom, Literal(row.known_from))

    def _description(self, benefit: Benefit) -> Text:
        """The conditions of the widest place in words, else the name."""
        own = self._rules.provisions.get((benefit.id, "eligibility", benefit.jurisdiction), ())
        texts = [condition.text for condition in own[-1].conditions] if own else []
        if not texts:
            return benefit.name
        return {"zh": "；".join(text["zh"] for text in texts), "en": "; ".join(text["en"] for text in texts)}

    def _says(self, row: Provision, otherwise: Text) -> Text:
        said: Any = row.details.get("text") or row.note
        if said:
            return {language: said[language] for language in ("zh", "en")}
        if row.conditions:
            texts = [condition.text for condition in row.conditions]
            return {"zh": "；".join(text["zh"] for text in texts), "en": "; ".join(text["en"] for text in texts)}
        return otherwise

    def _concept(self, scheme: str, name: str, label: Text | None = None) -> URIRef:
        node = self._thing(scheme, name, SKOS.Concept, None)
        for language, text in (label or CONCEPTS[name]).items():
            self._add(node, SKOS.prefLabel, Literal(text, lang=language))
        return node

    # Triples ----------------------------------------------------------------------------------------------------

    def _thing(self, kind: str, name: str, type_: URIRef, title: Text | None) -> URIRef:
        node = iri(kind, name)
        self._done.add(node)
        self._add(node, RDF.type, type_)
        self._add(node, DCT.identifier, Literal(f"{kind}:{name}"))
        if title:
            self._texts(node, DCT.title, title)
            self._texts(node, RDFS.label, title)
        return node

    def _texts(self, node: URIRef, predicate: URIRef, text: Text) -> None:
        for language in ("zh", "en"):
            self._add(node, predicate, Literal(text[language], lang=language))

    def _add(self, subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> None:
        self.graph.add((subject, predicate, value))
