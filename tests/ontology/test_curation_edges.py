"""What is left of a store's edges once curation is believed first."""

from datetime import date

from ontology import believed
from ontology.records import Matches, Requires
from ontology.vocabulary import MatchKind

ORIGIN = {"source_version": "1", "licence": "l"}


def match(
    start: str, end: str, kind: MatchKind = MatchKind.EXACT, *, source: str = "s", ended: date | None = None
) -> Matches:
    return Matches(from_id=start, to_id=end, kind=kind, source=source, valid_to=ended, **ORIGIN)


def requires(start: str, end: str, importance: float | None = None, *, source: str = "s") -> Requires:
    return Requires(from_id=start, to_id=end, essential=True, importance=importance, source=source, **ORIGIN)


def test_matches_that_curation_speaks_about_are_as_it_says() -> None:
    kept, removed, corrected = match("a", "x"), match("b", "x"), match("c", "x")
    removal = match("x", "b", source="curation", ended=date(2026, 11, 20))
    correction = match("c", "x", MatchKind.CLOSE, source="curation")

    assert list(believed([removal, kept, removed, corrected, correction])) == [kept, correction]


def test_a_removed_requirement_is_left_out_and_a_corrected_one_keeps_what_the_sources_say() -> None:
    kept, removed, corrected = requires("o", "a"), requires("o", "b", 0.5), requires("o", "c", 0.5)
    removal = requires("o", "b", 0.0, source="curation")
    correction = requires("o", "c", source="curation")

    assert list(believed([kept, removed, removal, corrected, correction])) == [kept, corrected, correction]
