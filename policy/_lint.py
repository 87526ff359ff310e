"""House rules for rule files that a schema cannot express; each finding says where and what to do."""

import re
from collections.abc import Iterator
from typing import Any

from policy._base import RuleBase
from policy._expression import Expression
from policy._rules import Citation, Provision, Status
from policy._values import Text

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Source kinds that a rule in force may rest on.
_FIRM = frozenset(("law", "data"))


def lint_rules(rule_base: RuleBase) -> tuple[str, ...]:
    """Check a loaded rule base; an empty tuple when nothing is wrong.

    Checked: what is in force rests on a law or an official publication; a law is quoted; an expired row has an end;
    every fact and parameter is used; every text is Chinese under `zh` and not under `en`.
    """
    return (*_citations(rule_base), *_expired(rule_base), *_unused(rule_base), *_languages(rule_base))


def _citations(rule_base: RuleBase) -> Iterator[str]:
    for where, status, citation in _cited(rule_base):
        if status is Status.IN_FORCE and citation.source.kind not in _FIRM:
            yield f"{where} is in_force on {citation.source.id} ({citation.source.kind}): mark it unverified."
        if citation.source.kind == "law" and not citation.quote and "/condition/" in where:
            yield f"{where} cites {citation.article} without a quote: copy the clause."


def _cited(rule_base: RuleBase) -> Iterator[tuple[str, Status, Citation]]:
    for (parameter, jurisdiction), rows in rule_base.rows.items():
        for row in rows:
            yield f"{jurisdiction}/parameter/{parameter}/{row.effective_from}", row.status, row.citation
    for provision in _provisions(rule_base):
        where = f"{provision.jurisdiction}/{provision.benefit}/{provision.slot}"
        yield where, provision.status, provision.citation
        for rule in provision.conditions:
            yield f"{where}/condition/{rule.id}", rule.status, rule.citation


def _expired(rule_base: RuleBase) -> Iterator[str]:
    for rows in rule_base.rows.values():
        for row in rows:
            if row.status is Status.EXPIRED and row.effective_to is None:
                yield f"{row.jurisdiction}/{row.parameter} is expired but open: give it a `to`."
    for provision in _provisions(rule_base):
        if provision.status is Status.EXPIRED and provision.effective_to is None:
            yield f"{provision.jurisdiction}/{provision.benefit}/{provision.slot} is expired but open: give it a `to`."


def _unused(rule_base: RuleBase) -> Iterator[str]:
    facts: set[str] = set()
    parameters: set[str] = set()
    for provision in _provisions(rule_base):
        for expression in _expressions(provision):
            facts.update(expression.facts)
            parameters.update(expression.parameters)
    for fact in rule_base.facts:
        if fact not in facts:
            yield f"The fact {fact} is asked by no rule: use or remove it."
    for parameter in rule_base.parameters:
        if parameter not in parameters:
            yield f"The parameter {parameter} is read by no rule: use or remove it."


def _expressions(provision: Provision) -> Iterator[Expression]:
    yield provision.event
    if provision.value is not None:
        yield provision.value
    yield from (rule.test for rule in provision.conditions)
    waiting = provision.details.get("waiting_weeks")
    if isinstance(waiting, Expression):
        yield waiting


def _languages(rule_base: RuleBase) -> Iterator[str]:
    for where, text in _texts(rule_base):
        if not _CHINESE.search(text["zh"]):
            yield f"{where}: the Chinese text {text['zh']!r} is not Chinese."
        if _CHINESE.search(text["en"]):
            yield f"{where}: the English text {text['en']!r} has Chinese in it."


def _texts(rule_base: RuleBase) -> Iterator[tuple[str, Text]]:
    for benefit in rule_base.benefits.values():
        yield benefit.id, benefit.name
        yield from ((benefit.id, text) for text in (*benefit.documents, *benefit.channel, benefit.authority))
    for fact in rule_base.facts.values():
        yield fact.id, fact.question
        yield from ((fact.id, text) for text in (*fact.words.values(), fact.short_name))
    yield from ((item.code, item.name) for item in rule_base.jurisdictions.values())
    yield from ((item.id, item.name) for item in rule_base.parameters.values())
    yield from ((item.id, item.text) for item in rule_base.contradictions)
    for provision in _provisions(rule_base):
        where = f"{provision.jurisdiction}/{provision.benefit}/{provision.slot}"
        yield from ((f"{where}/{rule.id}", rule.text) for rule in provision.conditions)
        read = [provision.interpretation, *(rule.interpretation for rule in provision.conditions)]
        yield from ((where, item.rationale) for item in read if item)
        details: Any = provision.details
        yield from ((where, text) for text in (provision.note, details.get("text")) if text)
    for rows in rule_base.rows.values():
        yield from ((f"{row.jurisdiction}/{row.parameter}", row.note) for row in rows if row.note)


def _provisions(rule_base: RuleBase) -> Iterator[Provision]:
    for rows in rule_base.provisions.values():
        yield from rows
