"""Transition scores: held-out moves of the starter data, O*NET Related Occupations, Nesta's skills-based sectors."""

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from benchmarks.full_graph import missing_data, shared_data, sources
from benchmarks.related_occupations import Ranking, RelatedOccupations, fused, rank_new, rank_pairs, read_related
from benchmarks.score_row import ScoreRow, missing
from embeddings import TransitionScorer, load_model
from embeddings._background import occupation_origin
from embeddings._files import read_model
from graph import Snapshot, build_snapshot, ingest, open_store

_SEEDS = (0, 1, 2)
_ONET = "O*NET 30.1 Related Occupations, 879 occupations"
_STARTER = (
    "Pairs held out whole when the shipped model was trained (its card has the split and the ablation); the baseline "
    "is the plain share of importance that the origin's skills cover."
)
_FUSED = (
    "Reciprocal ranks of rated skills and knowledge, titles, tasks, activities; nothing is fitted, but which texts go "
    "in was settled on these data. The baseline is the cosine of rated skills. The best figure known was measured on "
    "another random split of the same pairs."
)
_SCORER = (
    "The shipped content signals and coefficients on a graph of O*NET alone; they were fitted on the starter moves and "
    "never saw O*NET. The baseline is the plain skill overlap."
)
_NESTA = (
    "Sectors that Nesta clustered from skills and work activities, not ratings by people: 2 for the same sub-sector, 1 "
    "for the same sector, 0 for neither; 120 origins, equal numbers of pairs of each kind. The baseline is the plain "
    "skill overlap."
)


def rows() -> list[ScoreRow]:
    """All transition figures that the data here allow."""
    found = [*_starter()]
    data = shared_data()
    if data is None:
        return [*found, missing("related occupations", _ONET, "Hits@10", missing_data())]
    return [*found, *_related(data), _sectors(data)]


def _starter() -> Iterator[ScoreRow]:
    with resources.as_file(resources.files("embeddings") / "shipped") as directory:
        figures = read_model(directory).figures
    n = int(figures["test_moves"])
    for metric, name in (("AUC", "auc"), ("MRR", "mrr"), ("Hits@10", "hits_at_10"), ("NDCG@10", "ndcg_at_10")):
        yield ScoreRow(
            task="moves people make", data="starter moves, held out", n=n, metric=metric,
            ours=figures[f"full_{name}"], baseline=figures[f"overlap_{name}"], note=_STARTER,
        )  # fmt: skip
    yield ScoreRow(
        task="moves people make", data="starter moves, held out", n=n, metric="calibration error",
        ours=figures["full_ece"], note="Lower is better; ten bins of equal size, one move to nine random pairs.",
    )  # fmt: skip


def _related(data: Path) -> Iterator[ScoreRow]:
    task = read_related(data)
    six = [matrix for name, matrix in task.similarities.items() if name not in ("rated skills", "words of description")]
    ours = fused(six, constant=10.0)
    skills = task.similarities["rated skills"]
    yield from _two("related occupations", rank_pairs(task, ours, seeds=_SEEDS),
                    rank_pairs(task, skills, seeds=_SEEDS), (0.766, 0.567), _FUSED)  # fmt: skip
    yield from _two("related occupations, new", rank_new(task, ours, seeds=_SEEDS),
                    rank_new(task, skills, seeds=_SEEDS), (0.775, 0.686), _FUSED)  # fmt: skip
    scores, overlap = _scored(task, _snapshot(data, "onet"))
    yield from _two("related occupations, shipped scorer", rank_pairs(task, scores, seeds=_SEEDS),
                    rank_pairs(task, overlap, seeds=_SEEDS), None, _SCORER)  # fmt: skip


def _two(
    task: str, ours: Ranking, baseline: Ranking, published: tuple[float, float] | None, note: str
) -> Iterator[ScoreRow]:
    best = published or (None, None)
    yield ScoreRow(task=task, data=_ONET, n=ours.n, metric="Hits@10", ours=ours.hits_at_10,
                   baseline=baseline.hits_at_10, published=best[0], note=note)  # fmt: skip
    yield ScoreRow(task=task, data=_ONET, n=ours.n, metric="NDCG@10", ours=ours.ndcg_at_10,
                   baseline=baseline.ndcg_at_10, published=best[1], note=note)  # fmt: skip


def _scored(task: RelatedOccupations, snapshot: Snapshot) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The scorer and the overlap of every pair of the task's occupations."""
    model = load_model(None, snapshot)
    at = np.array([snapshot.occupations.index(f"onet:{code}") for code in task.codes], dtype=np.int32)
    return _matrices(model, snapshot, at, at)


def _sectors(data: Path) -> ScoreRow:
    snapshot = _snapshot(data, "esco")
    path = data / "transitions" / "skills_based_sectors" / "mcc_skills_based_sectors_All_ESCO.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        sectors = {
            row["concept_uri"]: (row["skills_based_sector_code"], row["sub_sector_code"])
            for row in csv.DictReader(lines)
        }
    ids = [occupation for occupation in snapshot.occupations.ids if occupation in sectors]
    at = np.array([snapshot.occupations.index(occupation) for occupation in ids], dtype=np.int32)
    rng = np.random.default_rng(0)
    drawn = np.sort(rng.choice(len(ids), size=120, replace=False))
    scores, overlap = _matrices(load_model(None, snapshot), snapshot, at[drawn], at)
    levels = np.array([
        [-1 if one == other else 2 * (sectors[ids[one]][1] == sectors[ids[other]][1])
         or int(sectors[ids[one]][0] == sectors[ids[other]][0]) for other in range(len(ids))]
        for one in drawn.tolist()
    ])  # fmt: skip
    size = min(int((levels == level).sum()) for level in (0, 1, 2))
    chosen = np.concatenate([rng.choice(np.flatnonzero(levels == level), size, replace=False) for level in (0, 1, 2)])
    truth = levels.ravel()[chosen]
    return ScoreRow(
        task="same skills-based sector", data="ESCO 1.1.1, Nesta's sectors", n=len(chosen), metric="Spearman",
        ours=float(spearmanr(scores.ravel()[chosen], truth).statistic),
        baseline=float(spearmanr(overlap.ravel()[chosen], truth).statistic),
        note=_NESTA,
    )  # fmt: skip


def _matrices(
    model: TransitionScorer, snapshot: Snapshot, origins: NDArray[np.int32], targets: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    scores, overlaps = np.empty((len(origins), len(targets))), np.empty((len(origins), len(targets)))
    for place, row in enumerate(origins.tolist()):
        origin = occupation_origin(snapshot, row)
        scores[place] = model.probabilities(origin)[targets]
        overlaps[place] = model.skill_overlap(origin, targets)
    return scores, overlaps


def _snapshot(data: Path, name: str) -> Snapshot:
    source = next(source for source in sources(data) if source.name == name)
    with open_store("sqlite:///:memory:") as store:
        store.migrate()
        ingest(store, source.records())
        return build_snapshot(store)
