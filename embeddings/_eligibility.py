"""How likely somebody is to turn out eligible when some facts are still missing. Ranks questions; never decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings._population import FactTable, needed, read_population
from embeddings._population_columns import FactArray, Mask, joined
from embeddings._population_draw import draw_people
from embeddings._population_occupations import Occupations, read_occupations
from embeddings.errors import PopulationError

#: People -> whose facts can be true together, and benefit id -> who is eligible; the rules decide each of them.
CohortRules = Callable[[Mapping[str, FactArray]], tuple[Mask, Mapping[str, Mask]]]
#: Contradictory draws are rare unless the known facts are odd; so many lots bound the time.
_LOTS = 10
#: Enough of one lot to stop at.
_ENOUGH = 0.25
#: Unequal weights tell little; so many lots at most are drawn to bring them to so many people of equal weight.
_LEAST_EFFECTIVE, _LOTS_FOR_WEIGHTS = 100.0, 4
#: Drawn people that the trained model's chance is worth. measured on 6,893 open pairs of people for validation, log
#: loss: draws alone .1873, model alone .1848; both, worth 20 .1832, 50 .1828, 100 .1827, 200 .1827.
EXPECTED_PEOPLE = 100.0


@dataclass(frozen=True, slots=True)
class EligibilityDraws:
    """People who agree with the known facts (`reasoning`'s `Draws`); index i is one person in every array.

    Attributes:
        weights: shape (n,), > 0: how likely each is.
        facts: fact id -> values, shape (n,), object; None where the person has none.
        eligible: benefit id -> verdict by the rules, shape (n,).
        left_out: known numbers and dates that nobody drawn could be made to have; the people share the other facts.
    """

    weights: NDArray[np.float64]
    facts: Mapping[str, NDArray[Any]]
    eligible: Mapping[str, NDArray[np.bool_]]
    left_out: tuple[str, ...] = ()

    @property
    def effective(self) -> float:
        """How many equally likely people tell as much (Kish's effective sample size)."""
        return _effective([self.weights])


class EligibilityLikelihood:
    """Share of a simulated population with the same known facts for whom the rules say eligible.

    The unknown facts are drawn from `population/*.toml`, top to bottom; a known fact is kept and weighs the draw by how
    likely it is there (likelihood weighting, Fung & Chang 1990). Draws that contradict the known facts are thrown away.
    The rules themselves decide each draw.
    """

    def __init__(
        self,
        rules: CohortRules,
        *,
        on: date,
        draws: int = 2000,
        seed: int = 0,
        asked: Iterable[str] | None = None,
        occupation: str | None = None,
        population: tuple[FactTable, ...] | None = None,
        occupations: Occupations | None = None,
    ) -> None:
        """
        Args:
            asked: the facts that the rules of the place ask; only these are drawn. None: all.
            occupation: id in the starter graph, if known; another id counts as unknown.
        """
        tables = read_population() if population is None else population
        self._rules = rules
        self._on = on
        self._size = draws
        self._seed = seed
        # Where no rule asks anything, as of a law that we do not hold, there are people all the same.
        self._tables = tables if asked is None else needed(tables, frozenset(asked)) or tables[:1]
        self._occupation = occupation
        self._occupations = read_occupations() if occupations is None else occupations

    def likelihood(
        self,
        facts: Mapping[str, object],
        benefit_ids: Sequence[str],
        *,
        expected: Mapping[str, float] | None = None,
    ) -> Mapping[str, float]:
        """Chance in (0, 1) per benefit, standard error at most 0.5 / sqrt(effective draws).

        One imaginary person on either side is counted in (Laplace), since a share of a sample never proves 0 or 1.
        The same facts and seed give the same chances.

        Args:
            facts: fact id -> value as in a facts file; facts that the table does not know are passed on as they are.
            expected: benefit id -> chance by the trained model; worth `EXPECTED_PEOPLE` drawn people, so it tells where
                few of those drawn agree with the known facts and fades where many do.
        Raises:
            PopulationError: no draw agrees with the known facts, and there is a benefit of which nothing is expected.
        """
        if not benefit_ids:
            return {}
        try:
            found = self.draws(facts, benefit_ids)
        except PopulationError:
            if expected is None or any(benefit not in expected for benefit in benefit_ids):
                raise
            return {benefit: _counted(0.0, 0.0, expected[benefit]) for benefit in benefit_ids}
        return chances(found, benefit_ids, expected=expected)

    def draws(self, facts: Mapping[str, object], benefit_ids: Sequence[str]) -> EligibilityDraws:
        """People who agree with the known facts, with the rules' verdicts on the benefits.

        Args:
            facts: as for `likelihood`.
            benefit_ids: those that the rules say nothing about are eligible for nobody.
        Raises:
            PopulationError: no draw agrees with the known facts.
        """
        found = self._draws(facts, benefit_ids)
        if found is None:
            # Nobody has just these numbers, as with wages far below what is assumed: people who share the rest.
            numbers = {name for name, value in facts.items() if not isinstance(value, bool | str)}
            rest = {name: value for name, value in facts.items() if name not in numbers}
            found = self._draws(rest, benefit_ids) if numbers else None
            if found is None:
                raise PopulationError(
                    f"None of {_LOTS * self._size} simulated people agrees with the {len(facts)} known facts.",
                    hint="Check the facts against each other with `pathloom benefits`.",
                )
            columns = {name: column for name, column in found.facts.items() if name not in numbers}
            found = replace(found, facts=columns, left_out=tuple(sorted(numbers)))
        return found

    def _draws(self, facts: Mapping[str, object], benefit_ids: Sequence[str]) -> EligibilityDraws | None:
        """None: nobody agrees."""
        rng = np.random.default_rng(self._seed)
        people: list[dict[str, FactArray]] = []
        weights: list[NDArray[np.float64]] = []
        verdicts: list[Mapping[str, Mask]] = []
        held = 0
        for lot in range(1, _LOTS + 1):
            traits = self._occupations.traits(self._occupations.rows(self._occupation, rng, self._size))
            drawn, weight = draw_people(self._tables, facts, traits, rng, on=self._on, size=self._size)
            agree, eligible = self._rules(drawn)
            people.append({name: column.take(agree) for name, column in drawn.items()})
            weights.append(weight[agree])
            verdicts.append({name: mask[agree] for name, mask in eligible.items()})
            held += int(agree.sum())
            if held >= _ENOUGH * self._size and (lot >= _LOTS_FOR_WEIGHTS or _effective(weights) >= _LEAST_EFFECTIVE):
                break
        if not held:
            return None
        nobody = np.zeros(held, dtype=bool)
        found = {
            name: np.concatenate([part[name] for part in verdicts]) if name in verdicts[0] else nobody
            for name in benefit_ids
        }
        columns = {name: column.objects() for name, column in joined(people).items() if name not in facts}
        return EligibilityDraws(np.concatenate(weights), columns, found)


def chances(
    draws: EligibilityDraws, benefit_ids: Sequence[str], *, expected: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The weighted share of eligible people per benefit, with what is expected and one imaginary person on either side.

    Draws that had to leave out known numbers do not count for a benefit of which something is expected.
    """
    total, effective = float(draws.weights.sum()), draws.effective
    found = {}
    for benefit in benefit_ids:
        prior = None if expected is None else expected.get(benefit)
        people = 0.0 if draws.left_out and prior is not None else effective
        found[benefit] = _counted(float(draws.weights @ draws.eligible[benefit]) / total, people, prior)
    return found


def _counted(share: float, people: float, prior: float | None) -> float:
    weight = 0.0 if prior is None else EXPECTED_PEOPLE
    return (share * people + (prior or 0.0) * weight + 1.0) / (people + weight + 2.0)


def _effective(weights: Sequence[NDArray[np.float64]]) -> float:
    squares = sum(float(np.square(lot).sum()) for lot in weights)
    return sum(float(lot.sum()) for lot in weights) ** 2 / squares if squares else 0.0
