"""Resolvers about benefits: verdicts, need-sets, routes, the facts that rules ask about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api._ids import key_of
from api._json import dump_text
from api._views import BenefitView, Context, Info, find_benefit
from ontology import UnknownIdError
from policy import Decision, NeedSet, decision_to_json
from reasoning.answers import Route

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactOptionView:
    """A word that a fact can be."""

    value: str
    label: Texts


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact that rules ask about."""

    id: str
    type: str
    unit: str
    question: Texts
    options: tuple[FactOptionView, ...]


def benefit(_source: object, info: Info, *, id: str) -> BenefitView | None:  # noqa: A002 - SDL name
    """`Query.benefit`."""
    return find_benefit(info.context, id)


def benefits(
    _source: object,
    info: Info,
    *,
    facts: Mapping[str, object],
    jurisdiction: str,
    on: date | None = None,
) -> tuple[Decision, ...]:
    """`Query.benefits`."""
    context: Context = info.context
    return context.engine.benefits(facts, on=on or context.today, jurisdiction=jurisdiction)


def need_sets(
    _source: object,
    info: Info,
    *,
    benefit: str,
    facts: Mapping[str, object],
    jurisdiction: str,
    on: date | None = None,
) -> tuple[NeedSet, ...]:
    """`Query.needSets`."""
    context: Context = info.context
    if find_benefit(context, benefit) is None:
        raise UnknownIdError(f"There is no benefit {benefit!r}.", hint="List them with `search(kind: BENEFIT)`.")
    return context.engine.need_sets(facts, key_of(benefit), on=on or context.today, jurisdiction=jurisdiction)


def benefit_routes(
    _source: object,
    info: Info,
    *,
    facts: Mapping[str, object],
    jurisdiction: str,
    on: date | None = None,
) -> tuple[Route, ...]:
    """`Query.benefitRoutes`."""
    context: Context = info.context
    return context.engine.benefit_routes(facts, on=on or context.today, jurisdiction=jurisdiction)


def facts(_source: object, info: Info) -> tuple[FactView, ...]:
    """`Query.facts`."""
    return fact_views(info.context)


def fact_views(context: Context) -> tuple[FactView, ...]:
    """The fact schema, in the order of its file."""
    return tuple(
        FactView(
            spec.id,
            spec.type,
            spec.unit,
            spec.question,
            tuple(FactOptionView(word, label) for word, label in spec.words.items()),
        )
        for spec in context.engine.rule_base.facts.values()
    )


def decision_json(source: Decision, _info: Info) -> str:
    """`BenefitDecision.json`."""
    return dump_text(decision_to_json(source))
