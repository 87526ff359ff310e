"""What is still open: how likely each benefit is, and which question would tell most. The rules decide every draw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from logging import getLogger
from typing import TYPE_CHECKING

from ontology import Verdict

if TYPE_CHECKING:
    from embeddings import CohortRules, EligibilityLikelihood, EligibilityModel
    from policy import Decision, RuleBase
    from reasoning import NextQuestion

logger = getLogger("pathloom.open_benefits")


@dataclass(frozen=True, slots=True)
class OpenChances:
    """How likely open benefits are among simulated people; the rules decide, this ranks.

    Attributes:
        chances: benefit id -> in (0, 1).
        drawn: those that were drawn alone, because the trained model does not know them or the rules have changed.
        note: says so, in zh and en; None when the model knew them all.
    """

    chances: Mapping[str, float]
    drawn: tuple[str, ...]
    note: Mapping[str, str] | None


class OpenBenefits:
    """The chances of open benefits: by draws, and by the trained model where it still fits the rules of the day.

    The two together are better than either (decision 0009). Whether the model fits is looked up once for each place
    and day.
    """

    def __init__(self, rule_base: "RuleBase", model: "EligibilityModel | None") -> None:
        self._rule_base = rule_base
        self._model = model
        self._fits: dict[tuple[str, date], frozenset[str]] = {}

    def chances(
        self, facts: Mapping[str, object], decisions: "Sequence[Decision]", *, on: date, jurisdiction: str
    ) -> OpenChances:
        """Of each benefit that missing facts leave open; what is decided has none."""
        undecided = tuple(decision.benefit_id for decision in decisions if decision.verdict is Verdict.UNKNOWN)
        if not undecided:
            return OpenChances({}, (), None)
        known = known_facts(self._rule_base, facts, decisions)
        chain = self._rule_base.chain(jurisdiction)
        place = self._model.place_of(chain) if self._model else None
        expected: dict[str, float] = {}
        if self._model and place:
            fitting = self._fitting(place, on)
            modelled = [benefit for benefit in undecided if benefit in fitting]
            expected = self._model.likelihood(known, modelled, place=place, on=on)
        draws = drawing(self._rule_base, undecided, known, on=on, jurisdiction=jurisdiction)
        found = draws.likelihood(known, undecided, expected=expected)
        drawn = tuple(benefit for benefit in undecided if benefit not in expected)
        return OpenChances(found, drawn, _drawn_note(drawn) if drawn else None)

    def _fitting(self, place: str, on: date) -> frozenset[str]:
        """The benefits on which the rules of the day still say what they said in training."""
        from embeddings import MOST_CHANGED

        key = (place, on)
        if key not in self._fits and self._model:
            benefits = tuple(self._model.probes[place].eligible)
            here = tuple(one for one in benefits if one in {item.id for item in self._rule_base.benefits_in(place)})
            rules = cohort_rules(self._rule_base, here, on=on, jurisdiction=place)
            changed = self._model.changed(place, rules, benefits=here, on=on)
            fitting = frozenset(benefit for benefit, share in changed.items() if share <= MOST_CHANGED)
            if len(fitting) < len(benefits):
                logger.info("the eligibility model no longer fits %s in %s", sorted(set(benefits) - fitting), place)
            self._fits[key] = fitting
        return self._fits.get(key, frozenset())


def _drawn_note(drawn: Sequence[str]) -> dict[str, str]:
    listed = ", ".join(drawn)
    return {
        "zh": f"规则自模型训练以来有变动（或模型未涵盖），仅用随机抽样估计：{listed}。",
        "en": f"The rules have changed since the model was trained, or it does not cover these, so people were drawn "
        f"alone: {listed}.",
    }


def questions_of(
    rule_base: "RuleBase",
    facts: Mapping[str, object],
    decisions: "Sequence[Decision]",
    *,
    on: date,
    jurisdiction: str,
    most: int,
    occupation: str | None = None,
) -> "tuple[NextQuestion, ...]":
    """Questions by how many benefits they are expected to settle, at last those that are not known to tell anything.

    A fact given as null was asked already and is not asked again.
    """
    from reasoning import NextQuestion, next_questions

    declined = {name for name, value in facts.items() if value is None}
    open_ones = [
        replace(item, unknown_facts=tuple(fact for fact in item.unknown_facts if fact not in declined))
        for item in decisions
        if item.verdict is Verdict.UNKNOWN
    ]
    open_ones = [item for item in open_ones if item.unknown_facts]
    if not open_ones:
        return ()
    known = known_facts(rule_base, facts, decisions)
    undecided = tuple(decision.benefit_id for decision in open_ones)
    model = drawing(rule_base, undecided, known, on=on, jurisdiction=jurisdiction, occupation=occupation)
    found = next_questions(open_ones, model.draws(known, undecided), most=most)
    # What tells nothing that could be measured still has to be asked before everything is decided.
    rest: dict[str, list[str]] = {}
    for decision in open_ones:
        for fact in decision.unknown_facts:
            if all(item.fact != fact for item in found):
                rest.setdefault(fact, []).append(decision.benefit_id)
    others = (NextQuestion(fact, 0.0, 0.0, tuple((one, 0.0) for one in benefits)) for fact, benefits in rest.items())
    return (*found, *others)[:most]


def known_facts(
    rule_base: "RuleBase", facts: Mapping[str, object], decisions: "Sequence[Decision]"
) -> dict[str, object]:
    """The given facts with what follows from them; lists only by what follows from them."""
    from policy import parse_facts

    known = {item.fact: item.value for decision in decisions for item in decision.derived}
    known |= parse_facts(facts, rule_base).values
    return {name: value for name, value in known.items() if rule_base.facts[name].type != "list"}


def drawing(
    rule_base: "RuleBase",
    benefits: tuple[str, ...],
    known: Iterable[str],
    *,
    on: date,
    jurisdiction: str,
    occupation: str | None = None,
    draws: int = 2000,
    seed: int = 0,
) -> "EligibilityLikelihood":
    """The simulated population of a place, with the rules of the day deciding it.

    Args:
        benefits: the open ones; people have what these ask.
        known: facts that are known; they weigh the people even where no open benefit asks them (who is known to be
            registered is hardly at work, whether or not a rule that is still open looks at it).
    """
    from embeddings import EligibilityLikelihood
    from policy import fact_form

    form = fact_form(rule_base, on=on, jurisdiction=jurisdiction, benefits=benefits)
    rules = cohort_rules(rule_base, benefits, on=on, jurisdiction=jurisdiction)
    asked = [*(field.id for field in form.fields), *known]
    return EligibilityLikelihood(rules, on=on, draws=draws, seed=seed, asked=asked, occupation=occupation)


def cohort_rules(rule_base: "RuleBase", benefits: tuple[str, ...], *, on: date, jurisdiction: str) -> "CohortRules":
    """The rules of a place as the embeddings room asks for them: people in, who agrees and who is eligible out."""
    from embeddings import FactArray
    from policy import FactColumn, VerdictCode, cohort_verdicts

    def decide(people: Mapping[str, FactArray]):  # type: ignore[no-untyped-def]
        columns = {name: FactColumn(column.values, column.known) for name, column in people.items()}
        found = cohort_verdicts(rule_base, columns, on=on, jurisdiction=jurisdiction, benefits=benefits)
        eligible = {name: codes == VerdictCode.ELIGIBLE for name, codes in found.verdicts.items()}
        return ~found.contradictory, eligible

    return decide
