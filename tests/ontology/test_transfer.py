"""Requirements carried over a crosswalk, each confidence worked out by hand.

Factors: exact 1, close 0.8, broad and narrow 0.6; strength: essential 1, optional 0.5; nothing below 0.15 is written.
"""

import pytest

from ontology import MatchKind, Scheme, transfer_requirements
from ontology.records import Matches, Occupation, Requires

ORIGIN = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}
ESCO = "http://data.europa.eu/esco/occupation/"
GROUP = "http://data.europa.eu/esco/isco/C8332"
RIDER = "csco:4-02-07-10"


def esco(name: str, isco: str = "") -> Occupation:
    return Occupation(id=ESCO + name, scheme=Scheme.ESCO, labels={"en": name}, isco_code=isco, **ORIGIN)


def csco(code: str = RIDER) -> Occupation:
    return Occupation(id=code, scheme=Scheme.CSCO, labels={"zh": code}, **ORIGIN)


def match(target: str, kind: MatchKind, confidence: float, *, subject: str = RIDER) -> Matches:
    return Matches(from_id=subject, to_id=target, kind=kind, confidence=confidence, **ORIGIN)


def needs(name: str, skill: str, *, essential: bool) -> Requires:
    return Requires(from_id=ESCO + name, to_id=skill, essential=essential, **ORIGIN)


def test_one_target_hands_on_its_requirements_at_its_weight() -> None:
    """Close at 0.9: 0.9 x 0.8 = 0.72 for the essential one, half of it, 0.36, for the optional one."""
    found = transfer_requirements(
        [match(ESCO + "a", MatchKind.CLOSE, 0.9)],
        [needs("a", "optional", essential=False), needs("a", "essential", essential=True)],
        [esco("a"), csco()],
    )

    assert [(edge.to_id, edge.confidence, edge.essential) for edge in found.edges] == [
        ("essential", 0.72, True),
        ("optional", 0.36, False),
    ]
    assert {edge.from_id for edge in found.edges} == {RIDER}
    assert found.edges[0].source == "pathloom-transferred"
    assert found.edges[0].evidence == f"{ESCO}a (close 0.90)"


@pytest.mark.parametrize(("kind", "confidence"), [("exact", 0.5), ("close", 0.4), ("broad", 0.3), ("narrow", 0.3)])
def test_each_kind_of_match_has_its_factor(kind: str, confidence: float) -> None:
    """A match of confidence 0.5 times 1, 0.8, 0.6, 0.6."""
    found = transfer_requirements(
        [match(ESCO + "a", MatchKind(kind), 0.5)], [needs("a", "s", essential=True)], [esco("a"), csco()]
    )

    assert [edge.confidence for edge in found.edges] == [confidence]


def test_several_targets_share_and_essential_needs_the_greater_part_of_the_weight() -> None:
    """Weights 1.0 (exact), 0.6 and 0.6 (narrow at 1), 2.2 in all; the greatest is 1.0.

    `both`: essential in a, optional in b: (1 + 0.3) / 2.2 = 0.590909; essential by 1.0 of 2.2, less than half.
    `most`: essential in b and c: 1.2 / 2.2 = 0.545455; more than half of the weight.
    `one`: essential in c alone: 0.6 / 2.2 = 0.272727. `faint`: optional in c: 0.136364, below 0.15, so not there.
    """
    found = transfer_requirements(
        [
            match(ESCO + "a", MatchKind.EXACT, 1.0),
            match(ESCO + "b", MatchKind.NARROW, 1.0),
            match(ESCO + "c", MatchKind.NARROW, 1.0),
        ],
        [
            needs("a", "both", essential=True), needs("b", "both", essential=False),
            needs("b", "most", essential=True), needs("c", "most", essential=True),
            needs("c", "one", essential=True), needs("c", "faint", essential=False),
        ],
        [esco("a"), esco("b"), esco("c"), csco()],
    )  # fmt: skip

    assert [(edge.to_id, edge.confidence, edge.essential) for edge in found.edges] == [
        ("both", 0.590909, False),
        ("most", 0.545455, True),
        ("one", 0.272727, False),
    ]
    assert found.edges[0].evidence == f"{ESCO}a (exact 1.00); {ESCO}b (narrow 1.00)"


def test_group_stands_for_its_occupations_where_no_occupation_is_matched() -> None:
    """Broad at 1: weight 0.6, each of two members 0.3. `all`: 0.6 x 0.6 / 0.6 = 0.6; `half`: 0.6 x 0.3 / 0.6 = 0.3."""
    requires = [
        needs("a", "all", essential=True), needs("b", "all", essential=True), needs("b", "half", essential=True)
    ]  # fmt: skip
    occupations = [esco("a", "8332"), esco("b", "8332"), esco("c", "1111"), csco()]
    found = transfer_requirements([match(GROUP, MatchKind.BROAD, 1.0)], requires, occupations)

    assert [(edge.to_id, edge.confidence, edge.essential) for edge in found.edges] == [
        ("all", 0.6, True),
        ("half", 0.3, False),
    ]
    assert found.edges[0].evidence == f"{GROUP} (broad 1.00)"


def test_group_is_passed_over_beside_a_matched_occupation() -> None:
    matches = [match(ESCO + "a", MatchKind.EXACT, 1.0), match(GROUP, MatchKind.BROAD, 1.0)]
    requires = [needs("a", "own", essential=True), needs("b", "group", essential=True)]

    found = transfer_requirements(matches, requires, [esco("a"), esco("b", "8332"), csco()])

    assert [(edge.to_id, edge.confidence) for edge in found.edges] == [("own", 1.0)]


def test_matches_with_unknown_ends_are_listed_and_the_others_kept() -> None:
    matches = [
        match(ESCO + "a", MatchKind.EXACT, 1.0),
        match(ESCO + "gone", MatchKind.EXACT, 1.0),
        match(ESCO + "a", MatchKind.EXACT, 1.0, subject="csco:9-99-99-99"),
        match("http://data.europa.eu/esco/isco/C9999", MatchKind.BROAD, 1.0),
    ]

    found = transfer_requirements(matches, [needs("a", "s", essential=True)], [esco("a"), csco()])

    assert [edge.to_id for edge in found.edges] == ["s"]
    assert found.unknown == (
        (RIDER, "http://data.europa.eu/esco/isco/C9999"),
        (RIDER, ESCO + "gone"),
        ("csco:9-99-99-99", ESCO + "a"),
    )


def test_occupation_whose_targets_require_nothing_is_named() -> None:
    found = transfer_requirements([match(ESCO + "a", MatchKind.EXACT, 1.0)], [], [esco("a"), csco()])

    assert found.edges == ()
    assert found.empty == (RIDER,)


def test_edges_of_other_schemes_are_passed_over() -> None:
    own = Requires(from_id="starter:occupation/x", to_id="s", essential=True, **ORIGIN)
    other = match(ESCO + "a", MatchKind.EXACT, 1.0, subject="starter:occupation/x")

    found = transfer_requirements([other], [own], [esco("a"), csco()])

    assert (found.edges, found.unknown, found.empty) == ((), (), ())
