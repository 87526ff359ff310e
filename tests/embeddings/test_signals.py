"""Values worked out by hand on `deliveries`: rows o:cook 0, o:courier 1, o:rider 2; s:abcd 0, s:efgh 1, s:wxyz 2."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import ALL_SIGNALS
from embeddings._groups import group_levels, group_nearness
from embeddings._moves import MoveNetwork
from embeddings._signals import SignalSpace
from embeddings._weights import skill_weights
from graph import Snapshot
from ontology import Scheme
from ontology.records import Requires, Skill
from tests.embeddings.graphs import PROVENANCE, deliveries, moves, occupation, person, requires, skill, snapshot_of

COOK, COURIER, RIDER = 0, 1, 2
ABCD, EFGH, WXYZ = 0, 1, 2


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return deliveries()


@pytest.fixture(scope="module")
def space(snapshot: Snapshot) -> SignalSpace:
    return SignalSpace.build(snapshot)


def value(space: SignalSpace, origin, signal: str, target: int) -> float:
    return float(space.signals(origin)[target, ALL_SIGNALS.index(signal)])


def test_skill_coverage_is_the_share_of_importance_held(space: SignalSpace) -> None:
    """Holding wxyz covers 0.6 of the courier's 0.6 + 0.4, 1.0 of the rider's 1.5, nothing of the cook's."""
    origin = person(WXYZ)

    assert value(space, origin, "skill_coverage", COURIER) == pytest.approx(0.6)
    assert value(space, origin, "skill_coverage", RIDER) == pytest.approx(1 / 1.5)
    assert value(space, origin, "skill_coverage", COOK) == 0.0


def test_skill_coverage_is_directed(space: SignalSpace) -> None:
    """A cook covers 0.4 of the courier's needs, a courier all of the cook's."""
    assert value(space, person(EFGH, occupation=COOK), "skill_coverage", COURIER) == pytest.approx(0.4)
    assert value(space, person(EFGH, WXYZ, occupation=COURIER), "skill_coverage", COOK) == pytest.approx(1.0)


def test_skill_coverage_counts_doubt_once(space: SignalSpace) -> None:
    """A skill that we are 0.8 sure of covers 0.8 of 0.6."""
    assert value(space, person(WXYZ, strengths=[0.8]), "skill_coverage", COURIER) == pytest.approx(0.48)


def test_essential_coverage_leaves_optional_skills_out(space: SignalSpace) -> None:
    """The courier's only essential skill is wxyz."""
    assert value(space, person(EFGH), "essential_coverage", COURIER) == 0.0
    assert value(space, person(WXYZ), "essential_coverage", COURIER) == pytest.approx(1.0)


def test_skill_weights_of_rare_and_common_skills(snapshot: Snapshot) -> None:
    """Three occupations; abcd is used by one: ln(4/2) + 1; efgh and wxyz by two: ln(4/3) + 1.

    Mean importance over the three: 0.5/3, (0.4 + 1.0)/3, (1.0 + 0.6)/3.
    """
    weights = skill_weights(snapshot)

    assert weights.rarity.tolist() == pytest.approx([np.log(2) + 1, np.log(4 / 3) + 1, np.log(4 / 3) + 1])
    assert weights.usual.tolist() == pytest.approx([0.5 / 3, 1.4 / 3, 1.6 / 3])
    assert weights.telling.tolist() == [1.0, 1.0, 1.0]


def test_skill_weights_of_a_skill_that_all_require_tell_nothing() -> None:
    """A fourth skill that all three require: ln(4/4) = 0."""
    snapshot = deliveries(skill("zz", "all"), *(requires(name, "zz", 0.7) for name in ("rider", "courier", "cook")))

    assert skill_weights(snapshot).telling.tolist() == [1.0, 1.0, 1.0, 0.0]


def test_skill_weights_count_within_the_scheme() -> None:
    """An O*NET skill that its only O*NET-rated occupation requires tells nothing, however many ESCO ones there are."""
    onet = Skill(id="x:all", labels={"en": "all"}, scheme=Scheme.ONET, **PROVENANCE)
    link = Requires(from_id="o:cook", to_id="x:all", importance=0.7, essential=True, **PROVENANCE)

    assert skill_weights(deliveries(onet, link)).telling.tolist() == [1.0, 1.0, 1.0, 0.0]


def test_skill_reuse_is_the_share_of_rarity_used_again(space: SignalSpace) -> None:
    """A rider's skills weigh (ln 2 + 1) + (ln(4/3) + 1); the courier uses wxyz of them."""
    origin = person(ABCD, WXYZ, occupation=RIDER)
    abcd, wxyz = np.log(2) + 1, np.log(4 / 3) + 1

    assert value(space, origin, "skill_reuse", COURIER) == pytest.approx(wxyz / (abcd + wxyz))
    assert value(space, origin, "skill_reuse", RIDER) == pytest.approx(1.0)


def test_skill_profile_is_a_cosine_of_what_stands_out(space: SignalSpace) -> None:
    """wxyz alone against the rider's distinctive importance: (1 - 1.6/3)(ln(4/3) + 1), (0.5 - 0.5/3)(ln 2 + 1)."""
    wxyz, abcd = (1 - 1.6 / 3) * (np.log(4 / 3) + 1), (0.5 - 0.5 / 3) * (np.log(2) + 1)

    assert value(space, person(WXYZ), "skill_profile", RIDER) == pytest.approx(wxyz / np.hypot(wxyz, abcd))


def test_skill_profile_of_an_occupation_weighs_skills_as_it_does(space: SignalSpace) -> None:
    assert value(space, person(ABCD, WXYZ, occupation=RIDER), "skill_profile", RIDER) == pytest.approx(1.0)
    assert value(space, person(ABCD, WXYZ), "skill_profile", RIDER) < 0.99


def test_signals_without_occupation_know_no_titles(space: SignalSpace) -> None:
    table = space.signals(person(WXYZ))

    for signal in ("title_similarity", "description_similarity", "occupation_group", "shared_moves", "network"):
        assert np.isnan(table[:, ALL_SIGNALS.index(signal)]).all()


def test_signals_without_skills_know_titles_only(space: SignalSpace) -> None:
    table = space.signals(person(occupation=RIDER))

    assert np.isnan(table[:, ALL_SIGNALS.index("skill_coverage")]).all()
    assert table[RIDER, ALL_SIGNALS.index("title_similarity")] == pytest.approx(1.0)
    assert table[COURIER, ALL_SIGNALS.index("title_similarity")] < 0.5


def test_signals_of_an_occupation_without_requirements_are_unknown() -> None:
    snapshot = deliveries(occupation("zz", "Unknown work"))
    table = SignalSpace.build(snapshot).signals(person(WXYZ))

    row = snapshot.occupations.index("o:zz")
    assert np.isnan(table[row, : ALL_SIGNALS.index("title_similarity")]).all()


def test_occupation_group_counts_shared_levels(space: SignalSpace) -> None:
    """9331 and 9333 share three of four digits, 9331 and 5120 none."""
    origin = person(occupation=RIDER)

    assert value(space, origin, "occupation_group", COURIER) == 0.75
    assert value(space, origin, "occupation_group", COOK) == 0.0
    assert value(space, origin, "occupation_group", RIDER) == 1.0


def test_occupation_group_falls_back_to_soc() -> None:
    """53-3031.00 and 53-3032.00 share major, minor and broad group (53, 53-3, 53-303); ISCO knows only one of them."""
    snapshot = snapshot_of(
        (
            occupation("a", "A", isco="9331", soc="53-3031.00"),
            occupation("b", "B", soc="53-3032.00"),
            occupation("c", "C"),
        )
    )

    nearness = group_nearness(group_levels(snapshot), 0)

    assert nearness[:2].tolist() == [1.0, 0.75]
    assert np.isnan(nearness[2])


def test_overlap_counts_exact_skills_only() -> None:
    """A near twin of wxyz covers the courier softly, but not in the baseline."""
    snapshot = deliveries(skill("zz", "wxyzz"))
    space = SignalSpace.build(snapshot)
    origin = person(snapshot.skills.index("s:zz"))

    assert space.overlap(origin).tolist() == [0.0, 0.0, 0.0]
    assert 0.0 < value(space, origin, "skill_coverage", COURIER) < 0.6
    assert space.overlap(person(WXYZ)).tolist() == pytest.approx([0.0, 0.6, 1 / 1.5])


def test_shared_moves_is_adamic_adar_without_the_direct_move() -> None:
    """0-2, 1-2, 0-1: 0 and 1 share the neighbour 2 of degree 2: x = 1/ln 2, squeezed x/(1+x)."""
    network = MoveNetwork([(0, 2), (1, 2), (0, 1)], n_occupations=4)

    shared = network.shared(0)

    x = 1 / np.log(2)
    assert shared[1] == pytest.approx(x / (1 + x))
    assert np.isnan(shared[3])
    assert np.isnan(network.shared(3)).all()


def test_shared_moves_reads_both_directions() -> None:
    snapshot = deliveries(moves("rider", "cook"), moves("courier", "cook"))
    table = SignalSpace.build(snapshot, moves=MoveNetwork.of(snapshot)).signals(person(occupation=RIDER))

    assert table[COURIER, ALL_SIGNALS.index("shared_moves")] > 0.5


@given(held=st.sets(st.integers(0, 2), max_size=3), more=st.integers(0, 2))
def test_another_skill_never_lowers_coverage(space: SignalSpace, held: set[int], more: int) -> None:
    before = np.nan_to_num(space.signals(person(*sorted(held)))[:, :2])
    after = space.signals(person(*sorted({*held, more})))[:, :2]

    assert (after >= before - 1e-7).all()
    assert (after <= 1.0).all()
