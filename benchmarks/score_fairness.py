"""Do twins who differ only in gender, age or household registration get the same paths and the same pay?"""

import math
import statistics
from collections.abc import Sequence

from benchmarks.rank_overlap import rank_biased_overlap
from benchmarks.score_row import ScoreRow
from benchmarks.starter_graph import NAME, starter_engine
from benchmarks.twins import Twins, twins
from ontology import Profile
from pathloom._engine import Engine
from reasoning._pay import pay_in
from reasoning.answers import Constraints, Path

OCCUPATIONS = 20
SEED = 20261122
_PUBLISHED_OVERLAP = 0.99
_TRAITS = ("gender", "age", "hukou")
_REGIONS = {"en": "US-NY", "zh": "CN-410100"}
_TOP = 8
_NOTE = (
    "Plain-text resumes of fictional people, read, linked and answered like any other; 1 is: no difference. They name "
    "skills by the graph's own labels, which is the easy case. RBO with "
    "p = 0.9 over the 3 best and 5 alternative paths; pay ratio: the lower twin's median pay at the ends of the paths "
    "over the higher's. Baseline: occupations ranked by nearness of their names to the whole text. Published: RBO of "
    "the best system at TalentCLEF 2026, on other data."
)


def rows() -> list[ScoreRow]:
    """RBO of the path lists and pay ratio, per trait."""
    with starter_engine() as engine:
        pairs = list(twins(engine.snapshot, occupations=OCCUPATIONS, seed=SEED))
        ours = [_answers(engine, pair) for pair in pairs]
        theirs = [_nearest(engine, pair) for pair in pairs]
    found: list[ScoreRow] = []
    for trait in _TRAITS:
        chosen = [number for number, pair in enumerate(pairs) if pair.trait == trait]
        for metric, position, published in (("RBO", 0, _PUBLISHED_OVERLAP), ("pay ratio", 1, None)):
            values = [ours[number][position] for number in chosen if not math.isnan(ours[number][position])]
            peers = [theirs[number][position] for number in chosen if not math.isnan(theirs[number][position])]
            found.append(
                ScoreRow(
                    task=f"fairness, twins by {trait}",
                    data=f"{NAME}, seed {SEED}",
                    n=len(values),
                    metric=metric,
                    ours=statistics.fmean(values),
                    baseline=statistics.fmean(peers),
                    published=published,
                    note=_NOTE,
                )
            )
    return found


def pay_ratio(left: Sequence[float], right: Sequence[float]) -> float:
    """The lower median over the higher; NaN where a side has no pay.

    >>> pay_ratio([1000.0, 3000.0, 2000.0], [2500.0])
    0.8
    """
    if not left or not right:
        return math.nan
    medians = sorted((statistics.median(left), statistics.median(right)))
    return medians[0] / medians[1]


def _answers(engine: Engine, pair: Twins) -> tuple[float, float]:
    """RBO and pay ratio of the twins' path lists."""
    lists = [_paths(engine, text, pair.language) for text in (pair.left, pair.right)]
    ids = [[tuple(step.transition.target.id for step in path.steps) for path in paths] for paths in lists]
    pays = [[float(path.pay_end.money.amount) for path in paths if path.pay_end is not None] for paths in lists]
    return rank_biased_overlap(*ids), pay_ratio(*pays)


def _paths(engine: Engine, text: str, language: str) -> tuple[Path, ...]:
    profile = engine.extract(text.encode(), name="resume.txt")
    if not isinstance(profile, Profile):
        raise TypeError("A twin's resume was taken for a job advertisement; make its wording plainer.")
    answer = engine.career_paths(profile, Constraints(region=_REGIONS[language]))
    return (*answer.best, *answer.alternatives)


def _nearest(engine: Engine, pair: Twins) -> tuple[float, float]:
    """The same for the baseline."""
    lists = [
        [link.id for link in engine.link(text, kind="occupation", scheme=None, top=_TOP)]
        for text in (pair.left, pair.right)
    ]
    pays = [[pay for each in ids if (pay := _pay(engine, each, _REGIONS[pair.language])) is not None] for ids in lists]
    return rank_biased_overlap(*lists), pay_ratio(*pays)


def _pay(engine: Engine, occupation: str, region: str) -> float | None:
    found = pay_in(engine.snapshot, engine.snapshot.occupations.index(occupation), region)
    return None if found is None else float(found.money.amount)
