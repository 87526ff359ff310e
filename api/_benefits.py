"""Resolvers about benefits: verdicts, need-sets, routes, the facts that rules ask about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api._ids import key_of
from api._json import dump_text
from api._views import BenefitView, Context, Info, find_benefit
from api.errors import CursorError
from ontology import Money, UnknownIdError
from policy import (
    Decision,
    Form,
    FormField,
    NeedSet,
    Output,
    PossibleIf,
    decision_to_json,
    fact_form,
    form_to_json,
    output_to_json,
)
from reasoning.answers import Route

Texts = Mapping[str, str]
_MOST_QUESTIONS_BY_DEFAULT, _MOST_QUESTIONS = 5, 50


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
    return context.engine.need_sets(
        facts, _known_benefit(context, benefit), on=on or context.today, jurisdiction=jurisdiction
    )


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure of a benefit."""

    name: str
    value: str | None
    money: Money | None
    reason: str | None
    text: Texts | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form with the schema of the document that it yields."""

    form: Form

    @property
    def jurisdiction(self) -> str:
        """Whose rules ask."""
        return self.form.jurisdiction

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The questions."""
        return self.form.fields

    @property
    def schema(self) -> str:
        """JSON Schema as text."""
        return dump_text(form_to_json(self.form)["schema"])


@dataclass(frozen=True, slots=True)
class QuestionGainView:
    """What a question tells about one benefit."""

    benefit_id: str
    gain: float


@dataclass(frozen=True, slots=True)
class NextQuestionView:
    """A fact worth asking for."""

    fact: FactView
    gain: float
    settled: float
    benefits: tuple[QuestionGainView, ...]


def next_questions(
    _source: object,
    info: Info,
    *,
    facts: Mapping[str, object],
    jurisdiction: str,
    on: date | None = None,
    most: int | None = 5,
) -> tuple[NextQuestionView, ...]:
    """`Query.nextQuestions`."""
    context: Context = info.context
    count = _MOST_QUESTIONS_BY_DEFAULT if most is None else most
    if not 1 <= count <= _MOST_QUESTIONS:
        raise CursorError(f"most is {count}, not 1 to {_MOST_QUESTIONS}.", hint="Ask again once some are answered.")
    specs = {view.id: view for view in fact_views(context)}
    found = context.engine.next_questions(facts, on=on or context.today, jurisdiction=jurisdiction, most=count)
    return tuple(
        NextQuestionView(
            specs[item.fact],
            item.gain,
            item.settled,
            tuple(QuestionGainView(benefit, gain) for benefit, gain in item.benefits),
        )
        for item in found
    )


def benefit_figures(
    _source: object,
    info: Info,
    *,
    benefit: str,
    facts: Mapping[str, object],
    jurisdiction: str,
    on: date | None = None,
) -> tuple[FigureView, ...]:
    """`Query.benefitFigures`."""
    context: Context = info.context
    found = context.engine.benefit_outputs(
        facts, _known_benefit(context, benefit), on=on or context.today, jurisdiction=jurisdiction
    )
    return tuple(_figure(name, output) for name, output in found.items())


def possible_if(
    _source: object,
    info: Info,
    *,
    benefit: str,
    facts: Mapping[str, object],
    jurisdiction: str,
    on: date | None = None,
) -> tuple[PossibleIf, ...]:
    """`Query.possibleIf`."""
    context: Context = info.context
    key, day = _known_benefit(context, benefit), on or context.today
    decided = context.engine.benefits(facts, on=day, jurisdiction=jurisdiction)
    # A benefit of another place has no decision here, and nothing would change that.
    return tuple(
        way
        for decision in decided
        if decision.benefit_id == key
        for way in context.engine.possible_if(decision, facts, on=day, jurisdiction=jurisdiction)
    )


def fact_form_view(
    _source: object, info: Info, *, jurisdiction: str, benefits: Sequence[str] = (), on: date | None = None
) -> FormView:
    """`Query.factForm`."""
    context: Context = info.context
    keys = tuple(_known_benefit(context, one) for one in benefits or ())
    return FormView(
        fact_form(context.engine.rule_base, on=on or context.today, jurisdiction=jurisdiction, benefits=keys)
    )


def form_options(field: FormField) -> tuple[FactOptionView, ...]:
    """`FormField.options`."""
    return tuple(FactOptionView(word, label) for word, label in field.options)


def _known_benefit(context: Context, benefit: str) -> str:
    if find_benefit(context, benefit) is None:
        raise UnknownIdError(f"There is no benefit {benefit!r}.", hint="List them with `search(kind: BENEFIT)`.")
    return key_of(benefit)


def _figure(name: str, output: Output) -> FigureView:
    money = output.value if isinstance(output.value, Money) else None
    plain = output_to_json(output)["value"]
    spelt = str(plain).lower() if isinstance(plain, bool) else str(plain)
    value = None if plain is None or money else spelt
    return FigureView(name, value, money, output.reason or None, output.text, output.facts)


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
