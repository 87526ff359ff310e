"""How many questions it takes until every benefit is decided: ours against file order and random order.

Simulated people answer truthfully; a fact that they do not have (an end date of a job that has not ended) is answered
with "I do not know". The interview ends when the rules have decided every benefit or nothing is left that could help.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.partly_filled import PEOPLE as PARTLY_FILLED
from benchmarks.partly_filled import chances, distance
from benchmarks.score_row import ScoreRow
from embeddings import PlaceRules, load_eligibility_model
from embeddings._eligibility_compare import BesideDraws, Outcome, beside_draws, figures_over, tables_of
from embeddings._eligibility_people import Lot, simulate, simulate_whole
from ontology import Verdict
from pathloom._eligibility_places import as_json, place_rules
from pathloom._open_benefits import questions_of
from policy import Decision, RuleBase, evaluate, load_rule_base, parse_facts

PLACES = {"CN-410100": "Zhengzhou", "CN-310000": "Shanghai", "US-NY": "New York"}
PEOPLE = 200
#: People of the interviews and of the calibration: another seed than training's.
SEED = 20261122
#: People of each place for whom draws are made beside the model.
PEOPLE_DRAWN = 40
_INTERVIEW = (
    "Mean number of questions until the rules have decided every benefit, or nothing is left to ask; fewer is better. "
    "Simulated people of assumed facts (embeddings/population), held out from training. Baseline: the fact that comes "
    "first in the fact files among those that an open benefit lacks; "
)
_CALIBRATION = (
    "Pairs of a person and a benefit still open given the facts shown, people of a seed that training never saw; ECE "
    "over 15 bins of equal size, fewer is better. Calibrated against our own assumptions, not against applicants. "
    "Baseline: logistic regression on the same facts, on the people held out in training."
)
_BESIDE_DRAWS = (
    "Nats, fewer is better; the first people of each place with an open benefit. Ours: draws and model together, as "
    "the engine uses them. Baseline: 2,000 draws that agree with the known facts, decided by the rules. "
)

Choose = Callable[[Mapping[str, object], Sequence[Decision]], str]


@dataclass(frozen=True, slots=True)
class Interview:
    """Questions of one person until the end, and how many decisions stayed open at the end."""

    questions: int
    open: int


def rows() -> list[ScoreRow]:
    """Calibration of the shipped model, the model beside draws, then interviews of each place."""
    rule_base = load_rule_base()
    found = [*_chances(rule_base), _partly_filled(rule_base)]
    for code, name in PLACES.items():
        ours, by_file, at_random = interviews(rule_base, code)
        found.append(
            ScoreRow(
                task=f"next question, {name}",
                data=f"simulated people, {code}",
                n=PEOPLE,
                metric="questions until decided",
                ours=ours,
                baseline=by_file,
                note=_INTERVIEW + f"asking at random among those takes {at_random:.1f}.",
            )
        )
    return found


def interviews(rule_base: RuleBase, place: str, *, people: int = PEOPLE) -> tuple[float, float, float]:
    """Mean questions: ours, file order, random order."""
    day = rule_base.edition.recorded
    rules = place_rules(rule_base, place, on=day)
    persons = _persons(rules, day, people)
    rng = np.random.default_rng(SEED)
    order = {name: number for number, name in enumerate(rule_base.facts)}

    def ours(known: Mapping[str, object], decisions: Sequence[Decision]) -> str:
        return questions_of(rule_base, known, decisions, on=day, jurisdiction=place, most=1)[0].fact

    def by_file(known: Mapping[str, object], decisions: Sequence[Decision]) -> str:
        return min(lacking(known, decisions), key=order.__getitem__)

    def at_random(known: Mapping[str, object], decisions: Sequence[Decision]) -> str:
        return str(rng.choice(sorted(lacking(known, decisions))))

    means = [
        float(np.mean([interview(rule_base, person, choose, on=day, place=place).questions for person in persons]))
        for choose in (ours, by_file, at_random)
    ]
    return means[0], means[1], means[2]


def interview(rule_base: RuleBase, person: Mapping[str, object], choose: Choose, *, on: date, place: str) -> Interview:
    """Ask one person."""
    known: dict[str, object] = {}
    while True:
        decisions = evaluate(rule_base, parse_facts(known, rule_base), on=on, jurisdiction=place)
        if not lacking(known, decisions):
            return Interview(len(known), sum(one.verdict is Verdict.UNKNOWN for one in decisions))
        fact = choose(known, decisions)
        known[fact] = person.get(fact)


def lacking(known: Mapping[str, object], decisions: Sequence[Decision]) -> set[str]:
    """What open benefits lack and nobody has asked for yet."""
    return {
        fact for one in decisions if one.verdict is Verdict.UNKNOWN for fact in one.unknown_facts if fact not in known
    }


def _persons(rules: PlaceRules, on: date, size: int) -> list[dict[str, object]]:
    columns = simulate_whole(rules, np.random.default_rng(SEED), on=on, size=size)
    return [
        {name: as_json(column.values[row].item()) for name, column in columns.items() if column.known[row]}
        for row in range(len(next(iter(columns.values())).values))
    ]


def _chances(rule_base: RuleBase) -> list[ScoreRow]:
    """Calibration of the shipped model on new people of all places, and its log loss beside draws on some of them."""
    model = load_eligibility_model()
    held: dict[str, list[Lot]] = {}
    for number, place in enumerate(model.probes):
        rules = place_rules(rule_base, place, on=model.on)
        lot = simulate(rules, np.random.default_rng([SEED, number]), on=model.on, size=1500)
        held.setdefault(rules.country, []).append(lot)
    outcomes = {
        code: Outcome({"model": country.network.probabilities(tables.features)}, tables, country.benefits)
        for code, lots in held.items()
        for country in [model.countries[code]]
        for tables in [tables_of(lots, country.space, country.benefits, None, model.on)]
    }
    figures = figures_over(outcomes, "model")
    beside = beside_draws(held, outcomes, "model", on=model.on, people=PEOPLE_DRAWN, seed=SEED)
    data = "simulated people of all places with rules"
    return [
        ScoreRow(
            task="chance of an open benefit",
            data=data,
            n=figures.pairs,
            metric="calibration error (ECE)",
            ours=figures.ece,
            baseline=model.figures["logistic on facts.ece"],
            note=_CALIBRATION,
        ),
        ScoreRow(
            task="chance of an open benefit, beside draws",
            data=data,
            n=beside.figures["both"].pairs,
            metric="log loss",
            ours=beside.figures["both"].log_loss,
            baseline=beside.figures["draws"].log_loss,
            note=_BESIDE_DRAWS + _beside_note(beside),
        ),
    ]


def _beside_note(beside: BesideDraws) -> str:
    rows = "; ".join(f"{name} {row.log_loss:.4f} (ECE {row.ece:.3f})" for name, row in beside.figures.items())
    less = "; ".join(f"{name} {change:+.4f} (s.e. {error:.4f})" for name, (change, error) in beside.against.items())
    return f"{rows}. Less draws: {less}. Draws take {beside.seconds * 1000:.0f} ms a person, the model 0.2."


def _partly_filled(rule_base: RuleBase) -> ScoreRow:
    """The fictional people of `partly_filled`, ours beside draws."""
    day = rule_base.edition.recorded
    found = [(person, chance) for person in PARTLY_FILLED for chance in chances(rule_base, person, on=day)]
    ours = [abs(chance.ours - chance.reference) for _, chance in found]
    draws = [abs(chance.draws - chance.reference) for _, chance in found]
    alone = [distance(chance) for _, chance in found]
    widest = {person.label: max((c for p, c in found if p is person), key=distance) for person, _ in found}
    return ScoreRow(
        task="chance of an open benefit, partly filled people",
        data=f"{len(PARTLY_FILLED)} fictional people, benchmarks/partly_filled.py",
        n=len(found),
        metric="mean distance from 20,000 draws",
        ours=float(np.mean(ours)),
        baseline=float(np.mean(draws)),
        note=f"Fewer is better; baseline: 2,000 draws; the model alone {np.mean(alone):.3f}. Widest of all: ours "
        f"{max(ours):.3f}, draws {max(draws):.3f}, model {max(alone):.3f}. Where the model is widest, of each person: "
        "ours (model; 2,000 draws; 20,000 draws): "
        + "; ".join(
            f"{label}, {c.benefit}: {c.ours:.2f} ({c.model:.2f}; {c.draws:.2f}; {c.reference:.2f})"
            for label, c in widest.items()
        )
        + ".",
    )
