"""A decision record as blocks of headings, sentences and tables in one language; the page and the text print these."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from policy._facts import FactSpec
from policy._values import Text
from policy._wording import fact_words
from policy.records._canonical import canonical
from policy.records._record import DecisionRecord
from policy.records._words import WORDS


@dataclass(frozen=True, slots=True)
class Block:
    """One block: a heading of level 1 to 3, sentences, and a table of texts with its column heads.

    Attributes:
        code: the last column is an expression, set in a fixed font.
    """

    heading: str
    level: int
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    code: bool = False


class Sheet:
    """Makes the blocks of one record in one language (`zh` or `en`)."""

    def __init__(self, record: DecisionRecord, language: str) -> None:
        self._record = record
        self._language = language
        self._documents: Mapping[str, Mapping[str, Any]] = record.document["rules"]["documents"]

    def blocks(self) -> Iterator[Block]:
        """The blocks in the order of the page."""
        yield self._head()
        yield self._facts()
        for decision in self._record.document["decisions"]:
            yield from self._decision(decision)
        yield Block("", 2, (self.word("signature"),))
        yield self._sources()
        yield self._annex()

    def word(self, key: str) -> str:
        """A word of the page."""
        return WORDS[key][self._language]

    def _text(self, text: Text | None) -> str:
        return text[self._language] if text else ""

    def _head(self) -> Block:
        document, question = self._record.document, self._record.document["question"]
        place = self._entry("jurisdictions", "code", question["jurisdiction"])
        rules = document["rule_base"]
        rows = [
            (self.word("on"), question["on"]),
            (self.word("jurisdiction"), f"{self._text(place.get('name'))} {question['jurisdiction']}".strip()),
            (self.word("recorded_at"), document["recorded_at"]),
            (self.word("engine"), f"{document['engine']['name']} {document['engine']['version']}"),
            (self.word("rule_base"), f"{rules['edition']} ({rules['language']}) {rules['digest']}"),
            (self.word("digest"), self._record.digest),
        ]
        if question["known_at"]:
            rows.insert(1, (self.word("known_at"), question["known_at"]))
        if document["case"]:
            rows.insert(0, (self.word("case"), document["case"]["reference"]))
            rows.insert(1, (self.word("recorded_by"), document["case"]["recorded_by"]))
        warning = (self.word("altered"),) if self._record.altered else ()
        return Block(self.word("title"), 1, (*warning, self.word("notice")), (), tuple(rows))

    def _facts(self) -> Block:
        rows = []
        for fact in self._record.document["facts"]:
            spec = self._entry("facts", "id", fact["id"])
            shown = self._quantity(fact["value"], spec.get("unit", ""), spec.get("words", {}))
            told = [self.word(fact["provenance"]), fact.get("by"), fact.get("at"), fact.get("evidence")]
            question = self._text(spec.get("name") or spec.get("question")) or fact["id"]
            rows.append((question, shown, ", ".join(part for part in told if part)))
        if not rows:
            return Block(self.word("facts"), 2, (self.word("no_facts"),))
        return Block(self.word("facts"), 2, (), tuple(map(self.word, ("fact", "value", "provenance"))), tuple(rows))

    def _decision(self, decision: Mapping[str, Any]) -> Iterator[Block]:
        verdict = self.word(decision["verdict"])
        sentences = [self._text(decision.get("reason"))]
        sentences += [self._text(decision.get(f"{what}_note")) for what in ("amount", "duration", "first_payment")]
        if decision.get("needs_caseworker"):
            sentences.append(self.word("official"))
        name = self._text(decision.get("name")) or decision["benefit_id"]
        yield Block(f"{name}: {verdict}", 2, tuple(sentence for sentence in sentences if sentence))
        figures = [
            (self.word(key) if key in WORDS else key, self._value(figure["value"]))
            for key, figure in decision.get("outputs", {}).items()
            if figure["value"] is not None
        ]
        if figures:
            yield Block(self.word("figures"), 3, (), (), tuple(figures))
        yield self._conditions(decision)
        if decision["parameters"]:
            yield self._parameters(decision)
        if decision.get("deadlines"):
            rows = [(self._text(item["text"]), item["due"] or self.word("open")) for item in decision["deadlines"]]
            yield Block(self.word("deadlines"), 3, (), (), tuple(rows))

    def _conditions(self, decision: Mapping[str, Any]) -> Block:
        rows = [
            (
                self._text(item.get("text")),
                self._text(item.get("have_text")) or item["have"],
                self._text(item.get("need_text")) or item["need"],
                self.word({True: "met", False: "not_met", None: "open"}[item["met"]]),
                self._cite(item["citation"]),
            )
            for item in decision["conditions"]
        ]
        columns = tuple(map(self.word, ("condition", "have", "need", "result", "citation")))
        return Block(self.word("conditions"), 3, (), columns, tuple(rows))

    def _parameters(self, decision: Mapping[str, Any]) -> Block:
        rows = []
        for item in decision["parameters"]:
            named = self._entry("parameters", "id", item["id"])
            value = self.word("table") if item["value"] is None else self._quantity(item["value"], item["unit"], {})
            valid = f"{item['effective_from']} – {item['effective_to'] or ''}"
            name = self._text(named.get("name")) or item["id"]
            rows.append((name, value, valid, self.word(item["status"]), self._cite(item["citation"])))
        columns = tuple(map(self.word, ("parameter", "value", "valid", "status", "citation")))
        return Block(self.word("parameters"), 3, (), columns, tuple(rows))

    def _cite(self, citation: Mapping[str, Any]) -> str:
        quote = f" “{citation['quote']}”" if citation.get("quote") else ""
        number = f" {citation['doc_no']}" if citation.get("doc_no") else ""
        return f"{self._text(citation['title'])}{number} {citation['article']}{quote}"

    def _sources(self) -> Block:
        rows = [
            (
                self._text(raw["title"]),
                self._stated(raw, "doc_no"),
                self._stated(raw, "issued"),
                raw.get("retrieved", ""),
                raw.get("url", ""),
            )
            for document in self._documents.values()
            for raw in document.get("sources", ())
        ]
        columns = tuple(map(self.word, ("source_title", "doc_no", "issued", "retrieved", "url")))
        return Block(self.word("sources"), 2, (), columns, tuple(rows))

    def _stated(self, raw: Mapping[str, Any], field: str) -> str:
        """Number or date of a source; the word for none where its file says that the text bears none."""
        written: str = raw.get(field, "")
        return self.word("bears_none") if written == "none" else written

    def _annex(self) -> Block:
        rows = tuple(row for document in self._documents.values() for row in self._rules(document))
        return Block(self.word("annex"), 2, (), (self.word("rule"), self.word("content")), rows, code=True)

    def _rules(self, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Every clause and value of one file: its name, place and span, and its expression, value or text."""
        place = document.get("jurisdiction", "")
        for raw in document.get("provisions", ()):
            formula = raw.get("require", raw.get("value"))
            body = self._text(raw.get("text")) if formula is None else canonical(formula)
            yield f"{raw['benefit']}/{raw['slot']} {place} {self._span(raw)}", body
        for raw in document.get("derivations", ()):
            yield f"{raw['fact']} {place} {self._span(raw)}", canonical(raw["value"])
        for parameter in document.get("parameters", ()):
            for raw in parameter["rows"]:
                yield f"{parameter['id']} {place} {self._span(raw)}", canonical(raw["value"])

    @staticmethod
    def _span(raw: Mapping[str, Any]) -> str:
        return f"{raw['from']} – {raw.get('to', '')}".rstrip()

    def _entry(self, part: str, key: str, name: str) -> Mapping[str, Any]:
        for document in self._documents.values():
            for raw in document.get(part, ()):
                if raw[key] == name:
                    found: Mapping[str, Any] = raw
                    return found
        return {}

    def _quantity(self, value: Any, unit: str, words: Mapping[str, Text]) -> str:
        """A fact or parameter as a person would say it; lists stay as data."""
        if not isinstance(value, bool | int | Decimal | str):
            return canonical(value)
        # A share has the unit /1, which nobody says.
        spec = FactSpec("", "number", unit.removeprefix("/1"), {}, "", "", words=words)
        return self._text(fact_words(spec, value))

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.word("true" if value else "false")
        if isinstance(value, Mapping) and set(value) == {"amount", "currency"}:
            return f"{value['amount']} {value['currency']}"
        if isinstance(value, Decimal | int):
            return canonical(value)
        return value if isinstance(value, str) else canonical(value)
