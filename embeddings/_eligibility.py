"""How likely somebody is to turn out eligible when some facts are still missing. Ranks questions; never decides."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from embeddings._population import FactTable, FactValue, read_population
from embeddings.errors import PopulationError
from ontology import ErrorKind, PathloomError

#: Facts -> benefit id -> whether eligible by the rules; raises a `BAD_INPUT` error on facts that contradict each other.
Verdicts = Callable[[Mapping[str, object]], Mapping[str, bool]]


class EligibilityLikelihood:
    """Share of a simulated population with the same known facts for whom the rules say eligible.

    The unknown facts are drawn from `population.toml`, top to bottom; a known fact is kept and weighs the draw by how
    likely it is there (likelihood weighting, Fung & Chang 1990), so that knowing "registered as unemployed" makes
    "unemployed" likelier. Draws that contradict the known facts are thrown away. The rules themselves decide each draw.
    """

    def __init__(
        self,
        verdicts: Verdicts,
        *,
        on: date,
        draws: int = 200,
        seed: int = 0,
        population: tuple[FactTable, ...] | None = None,
    ) -> None:
        self._verdicts = verdicts
        self._on = on
        self._draws = draws
        self._seed = seed
        self._population = read_population() if population is None else population

    def likelihood(self, facts: Mapping[str, object], benefit_ids: Sequence[str]) -> Mapping[str, float]:
        """Chance in (0, 1) per benefit, standard error at most 0.5 / sqrt(draws).

        One imaginary person on either side is counted in (Laplace), since a share of a sample never proves 0 or 1.
        The same facts and seed give the same chances.

        Args:
            facts: fact id -> value as in a facts file; facts that the table does not know are passed on as they are.
        Raises:
            PopulationError: no draw agrees with the known facts.
        """
        if not benefit_ids:
            return {}
        rng = np.random.default_rng(self._seed)
        weights: list[float] = []
        decided: list[Mapping[str, bool]] = []
        # Contradictions are rare unless the known facts are odd; ten tries a draw bounds the time.
        for _ in range(10 * self._draws):
            person, weight = self._draw(facts, rng)
            try:
                verdict = self._verdicts(person)
            except PathloomError as error:
                if error.kind is not ErrorKind.BAD_INPUT:
                    raise
                continue
            weights.append(weight)
            decided.append(verdict)
            if len(weights) == self._draws:
                break
        total = float(np.sum(weights))
        if total <= 0.0:
            raise PopulationError(
                f"None of {10 * self._draws} simulated people agrees with the {len(facts)} known facts.",
                hint="Check the facts against each other with `pathloom benefits`.",
            )
        # Unequal weights are worth fewer draws (Kish's effective sample size).
        effective = total**2 / float(np.sum(np.square(weights)))
        chances = {}
        for benefit in benefit_ids:
            share = (
                sum(weight for weight, verdict in zip(weights, decided, strict=True) if verdict.get(benefit)) / total
            )
            chances[benefit] = (share * effective + 1.0) / (effective + 2.0)
        return chances

    def _draw(self, facts: Mapping[str, object], rng: np.random.Generator) -> tuple[dict[str, object], float]:
        person: dict[str, object] = dict(facts)
        weight = 1.0
        for table in self._population:
            if table.id in facts:
                case = table.case(person)
                weight *= 1.0 if case is None else case.chance(facts[table.id])
                continue
            value: FactValue | None = table.draw(person, rng, on=self._on)
            if value is not None:
                person[table.id] = value
        return person, weight
