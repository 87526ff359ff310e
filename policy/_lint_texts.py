"""Lint of texts and names: both languages where they belong, and nothing that no rule uses."""

import re
from collections.abc import Iterator
from typing import Any

from policy._base import RuleBase
from policy._expression import Expression
from policy._findings import Finding
from policy._lint_sources import provisions
from policy._rules import Provision
from policy._values import Text

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def lint_unused(rule_base: RuleBase) -> Iterator[Finding]:
    """Every fact and every parameter takes part in a rule, itself or through a fact or value that does."""
    expressions = [expression for provision in provisions(rule_base) for expression in _expressions(provision)]
    facts = _facts_used(rule_base, expressions)
    parameters = {name for expression in expressions for name in expression.parameters}
    for rows in rule_base.derivations.values():
        parameters.update(name for row in rows for name in row.value.parameters)
    for found in rule_base.rows.values():
        parameters.update(name for row in found if row.formula for name in row.formula.parameters)
    for fact in rule_base.facts:
        if fact not in facts:
            yield Finding(
                "unused", fact, "没有规则用到这个事实：请使用或删除。", "No rule asks this fact: use or remove it."
            )
    for parameter in rule_base.parameters:
        if parameter not in parameters:
            yield Finding(
                "unused",
                parameter,
                "没有规则用到这个参数：请使用或删除。",
                "No rule reads this parameter: use or remove it.",
            )


def _facts_used(rule_base: RuleBase, expressions: list[Expression]) -> set[str]:
    """Facts that rules and contradictions read, and those from which such facts are derived."""
    waiting = [fact for expression in expressions for fact in expression.facts]
    used: set[str] = set()
    while waiting:
        fact = waiting.pop()
        if fact in used:
            continue
        used.add(fact)
        derive = rule_base.facts[fact].derive
        if derive is not None:
            waiting.extend(derive.facts)
        for (derived, _), rows in rule_base.derivations.items():
            if derived == fact:
                waiting.extend(name for row in rows for name in row.value.facts)
    used.update(fact for item in rule_base.contradictions for fact in item.test.facts)
    # A fact for routing chooses the place; the claim date chooses the derivation, even where no rule names it.
    used.update(name for name, spec in rule_base.facts.items() if spec.routing)
    return used | ({"claim_date"} if rule_base.derivations else set())


def _expressions(provision: Provision) -> Iterator[Expression]:
    yield provision.event
    if provision.value is not None:
        yield provision.value
    yield from (rule.test for rule in provision.conditions)
    yield from (item.value for item in provision.alternatives)
    yield from (item for item in provision.details.values() if isinstance(item, Expression))


def lint_names(rule_base: RuleBase) -> Iterator[Finding]:
    """Every fact has a name: in a sentence its question reads as if somebody were asked in the middle of it."""
    for fact in rule_base.facts.values():
        if fact.name is None:
            yield Finding(
                "name",
                fact.id,
                "这个事实没有 `name`：请写出可用在句子里的中英文短语。",
                "This fact has no `name`: give a few words for sentences, in Chinese and English.",
            )


def lint_languages(rule_base: RuleBase) -> Iterator[Finding]:
    """Every text is Chinese under `zh` and not under `en`."""
    for where, text in _texts(rule_base):
        if not _CHINESE.search(text["zh"]):
            yield Finding(
                "language",
                where,
                f"中文文字 {text['zh']!r} 不是中文。",
                f"The Chinese text {text['zh']!r} is not Chinese.",
            )
        if _CHINESE.search(text["en"]):
            yield Finding(
                "language",
                where,
                f"英文文字 {text['en']!r} 里有中文。",
                f"The English text {text['en']!r} has Chinese in it.",
            )


def _texts(rule_base: RuleBase) -> Iterator[tuple[str, Text]]:
    for benefit in rule_base.benefits.values():
        yield benefit.id, benefit.name
        yield from ((benefit.id, text) for text in (*benefit.documents, *benefit.channel, benefit.authority))
    for fact in rule_base.facts.values():
        yield fact.id, fact.question
        yield from ((fact.id, text) for text in (*fact.words.values(), fact.short_name))
        for field in fact.item.fields.values() if fact.item else ():
            yield from ((f"{fact.id}/{field.id}", text) for text in field.words.values())
            if field.name:
                yield f"{fact.id}/{field.id}", field.name
    yield from ((item.code, item.name) for item in rule_base.jurisdictions.values())
    yield from ((item.id, item.name) for item in rule_base.parameters.values())
    yield from ((item.id, item.text) for item in rule_base.contradictions)
    for provision in provisions(rule_base):
        where = f"{provision.jurisdiction}/{provision.benefit}/{provision.slot}"
        yield from ((f"{where}/condition/{rule.id}", rule.text) for rule in provision.conditions)
        read = [provision.interpretation, *(rule.interpretation for rule in provision.conditions)]
        yield from ((where, item.rationale) for item in read if item)
        yield from ((where, item.rationale) for item in provision.alternatives)
        details: Any = provision.details
        yield from ((where, text) for text in (provision.note, details.get("text")) if text)
    for rows in rule_base.rows.values():
        yield from (
            (f"{row.jurisdiction}/parameter/{row.parameter}/{row.effective_from}", row.note) for row in rows if row.note
        )
