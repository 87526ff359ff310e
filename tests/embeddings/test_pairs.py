from collections import Counter

from embeddings._pairs import draw_non_moves, fold_of, listed_moves, unordered
from ontology.vocabulary import MoveBasis
from tests.embeddings.graphs import deliveries, moves, occupation

COOK, COURIER, RIDER = 0, 1, 2


def test_listed_moves_tell_reskilling_apart() -> None:
    snapshot = deliveries(
        moves("rider", "courier"), moves("rider", "cook", MoveBasis.RESKILLING), moves("courier", "rider")
    )

    found = listed_moves(snapshot)

    assert found.near == ((COURIER, RIDER), (RIDER, COURIER))
    assert found.reskilling == ((RIDER, COOK),)
    assert found.occupations == (COOK, COURIER, RIDER)


def test_listed_moves_leave_out_occupations_without_requirements() -> None:
    snapshot = deliveries(occupation("bare", "Bare"), moves("rider", "bare"))

    assert listed_moves(snapshot).near == ()


def test_unordered_joins_both_directions() -> None:
    assert unordered([(2, 1), (1, 2), (0, 3)]) == ((0, 3), (1, 2))


def test_fold_of_deals_equally_and_by_seed() -> None:
    pairs = unordered((a, b) for a in range(10) for b in range(a))

    dealt = fold_of(pairs, folds=5, seed=1)

    assert set(Counter(dealt.values()).values()) == {9}
    assert dealt == fold_of(pairs, folds=5, seed=1)
    assert dealt != fold_of(pairs, folds=5, seed=2)


def test_draw_non_moves_never_draws_a_listed_pair() -> None:
    """The cook's only unlinked occupation is the courier; the rider has none left."""
    found = listed_moves(deliveries(moves("rider", "courier"), moves("rider", "cook", MoveBasis.RESKILLING)))

    drawn = draw_non_moves(found, [COOK, RIDER, COOK], per_origin=9, seed=0)

    assert drawn == ((COOK, COURIER), (COOK, COURIER))
