"""O*NET Related Occupations as a ranking task, and the cheap texts and ratings that any ranker must beat.

The pairs are put together by O*NET from tasks, knowledge and titles, so a ranker that reads those is helped: a
regression test of the signals, no proof that a move is feasible. Nothing is fitted on them.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
from numpy.typing import NDArray
from scipy import sparse
from scipy.stats import rankdata

from embeddings._measures import ndcg_at, ranks_of
from embeddings._ngrams import SparseRows, char_counts, tfidf, word_counts

Square = NDArray[np.float64]
_CODE = "O*NET-SOC Code"


@dataclass(frozen=True, slots=True)
class RelatedOccupations:
    """The task.

    Attributes:
        codes: O*NET-SOC codes of the occupations with rated skills and knowledge, ascending.
        links: (from, to) places in `codes`, as O*NET directs them, ascending.
        similarities: name -> (n, n), of each cheap signal alone; higher is nearer.
    """

    codes: tuple[str, ...]
    links: tuple[tuple[int, int], ...]
    similarities: Mapping[str, Square]


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well the held-out links are ranked: share in the first ten (filtered), and NDCG@10 per occupation."""

    n: int
    hits_at_10: float
    ndcg_at_10: float


def read_related(data: Path) -> RelatedOccupations:
    """Read links, titles, tasks, activities and ratings of O*NET; half a minute, most of it for the Excel form."""
    onet = data / "onet" / "db_30_1_text"
    skills = _ratings(data / "onet" / "db_29_3_excel" / "Skills.xlsx")
    knowledge = _ratings(data / "onet" / "db_29_3_excel" / "Knowledge.xlsx")
    codes = tuple(sorted(set(skills) & set(knowledge)))
    place = {code: number for number, code in enumerate(codes)}
    links = sorted(
        {
            (place[row[_CODE]], place[row["Related O*NET-SOC Code"]])
            for row in _table(onet / "Related Occupations.txt")
            if row[_CODE] in place and row["Related O*NET-SOC Code"] in place
        }
    )
    about = {row[_CODE]: row for row in _table(onet / "Occupation Data.txt")}
    titles = _grouped(onet / "Alternate Titles.txt", "Alternate Title")
    reported = _grouped(onet / "Sample of Reported Titles.txt", "Reported Job Title")
    tasks = _grouped(onet / "Task Statements.txt", "Task")
    activities = _grouped(onet / "Tasks to DWAs.txt", "DWA ID")
    names = [" / ".join([about[code]["Title"], *sorted({*titles[code], *reported[code]})]) for code in codes]
    task_texts = [" ".join(tasks[code]) for code in codes]
    described = [f"{about[code]['Title']} {about[code]['Description']}" for code in codes]
    rated = _cosines_of_ratings([skills[code] for code in codes])
    both = _cosines_of_ratings([{**skills[code], **knowledge[code]} for code in codes])
    similarities = {
        "rated skills": rated,
        "rated skills and knowledge": both,
        "work activities": _cosines(tfidf(_bags([activities[code] for code in codes]))),
        "words of tasks": _cosines(tfidf(word_counts(task_texts))),
        "letters of tasks": _cosines(tfidf(char_counts(task_texts, lengths=(4, 5)))),
        "words of titles": _cosines(tfidf(word_counts(names))),
        "letters of titles": _cosines(tfidf(char_counts(names))),
        "words of description": _cosines(tfidf(word_counts(described))),
    }
    return RelatedOccupations(codes, tuple(links), similarities)


def fused(similarities: Sequence[Square], *, constant: float) -> Square:
    """Reciprocal-rank fusion: sum of 1 / (constant + rank) over the signals (Cormack et al. 2009 use 60)."""
    return np.sum([1.0 / (constant + rankdata(-matrix, axis=1)) for matrix in similarities], axis=0)


def rank_pairs(task: RelatedOccupations, scores: Square, *, seeds: Sequence[int]) -> Ranking:
    """Hold out a tenth of the unordered pairs; both ends are known from their other links."""
    unordered = sorted({(min(link), max(link)) for link in task.links})
    found = []
    for seed in seeds:
        drawn = np.random.default_rng(seed).permutation(len(unordered))[: len(unordered) // 10]
        held = {unordered[number] for number in drawn.tolist()}
        tested = [link for link in task.links if (min(link), max(link)) in held]
        known = [link for link in task.links if (min(link), max(link)) not in held]
        found.append(_rank(scores, tested, known))
    return _mean(found)


def rank_new(task: RelatedOccupations, scores: Square, *, seeds: Sequence[int]) -> Ranking:
    """Hold out all links of a tenth of the occupations."""
    found = []
    for seed in seeds:
        drawn = np.random.default_rng(seed).permutation(len(task.codes))[: len(task.codes) // 10]
        new = set(drawn.tolist())
        found.append(_rank(scores, [link for link in task.links if link[0] in new], []))
    return _mean(found)


def _rank(scores: Square, tested: Sequence[tuple[int, int]], known: Sequence[tuple[int, int]]) -> Ranking:
    wanted: dict[int, set[int]] = defaultdict(set)
    left_out: dict[int, set[int]] = defaultdict(set)
    for origin, target in tested:
        wanted[origin].add(target)
    for origin, target in known:
        left_out[origin].add(target)
        left_out[target].add(origin)
    hits, gains = [], []
    for origin, targets in sorted(wanted.items()):
        right = np.array(sorted(targets), dtype=np.intp)
        others = np.array(sorted((left_out[origin] | {origin}) - targets), dtype=np.intp)
        hits += (ranks_of(scores[origin], right, left_out=others) <= 10).tolist()
        gains.append(ndcg_at(scores[origin], right, left_out=others))
    return Ranking(len(hits), float(np.mean(hits)), float(np.mean(gains)))


def _mean(found: Sequence[Ranking]) -> Ranking:
    return Ranking(
        sum(one.n for one in found),
        float(np.mean([one.hits_at_10 for one in found])),
        float(np.mean([one.ndcg_at_10 for one in found])),
    )


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def _grouped(path: Path, column: str) -> Mapping[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for row in _table(path):
        grouped[row[_CODE]].append(row[column])
    return grouped


def _ratings(path: Path) -> dict[str, dict[str, float]]:
    """Code -> element -> importance."""
    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    place = {name: number for number, name in enumerate(next(rows))}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row[place["Scale ID"]] == "IM":
            found[row[place[_CODE]]][row[place["Element ID"]]] = float(row[place["Data Value"]])
    return dict(found)


def _cosines_of_ratings(ratings: Sequence[Mapping[str, float]]) -> Square:
    """Cosine of z-scored importances: what is usual for all occupations is taken out first."""
    elements = sorted({element for rated in ratings for element in rated})
    table = np.array([[rated.get(element, 0.0) for element in elements] for rated in ratings])
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return table @ table.T


def _bags(lists: Sequence[Sequence[str]]) -> SparseRows:
    names = sorted({name for bag in lists for name in bag})
    column = {name: number for number, name in enumerate(names)}
    at = np.repeat(np.arange(len(lists)), [len(bag) for bag in lists])
    to = np.array([column[name] for bag in lists for name in bag])
    ones = np.ones(len(to), dtype=np.float32)
    counts = sparse.coo_array((ones, (at, to)), shape=(len(lists), len(names))).tocsr()
    counts.sum_duplicates()
    return counts


def _cosines(rows: SparseRows) -> Square:
    return np.asarray((rows @ rows.T).toarray(), dtype=np.float64)
