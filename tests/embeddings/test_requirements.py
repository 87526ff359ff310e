"""Requirements learned from lists: likeness by hand, and that each kind of knowledge counts as far as it is right."""

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings import NotTrainableError, RequirementSignals, fit_requirements
from embeddings._likeness import Likeness
from ontology.errors import ShapeError

#: Occupations of the miniature world, skills, and kinds of occupations, each with four skills of its own.
N, M, KINDS = 80, 24, 6
Table = NDArray[np.float64]


def world(*, truth: float, seed: int = 7) -> tuple[RequirementSignals, NDArray[np.bool_]]:
    """Occupations of six kinds: a list holds the kind's four skills and two at random.

    `truth` is the share of the evidence that comes from the list; the rest is noise. Texts name the kind.
    """
    draw = np.random.default_rng(seed)
    kinds = np.arange(N) % KINDS
    lists = np.zeros((N, M), np.bool_)
    for row, kind in enumerate(kinds):
        lists[row, 4 * kind : 4 * kind + 4] = True
        lists[row, draw.choice(M, 2, replace=False)] = True
    evidence = truth * lists + (1 - truth) * draw.random((N, M))
    words = ["焊接金属", "护理病人", "驾驶货车", "讲授课程", "烹饪菜肴", "编写软件"]
    signals = RequirementSignals(
        texts=[words[kind] for kind in kinds], groups=[str(1000 * (kind + 1)) for kind in kinds],
        evidence={"stated": evidence, "noise": draw.random((N, M))},
    )  # fmt: skip
    return signals, lists


def found(probable: Table, lists: NDArray[np.bool_]) -> float:
    """Share of the listed skills, at most six a list, that are among its six most probable."""
    best = np.argsort(-probable, axis=1)[:, :6]
    return float(np.take_along_axis(lists, best, axis=1).sum() / lists.sum())


def test_likeness_of_codes_is_the_share_of_their_common_beginning() -> None:
    """8322 and 8331 begin alike for two of four characters; an unknown code is like none, itself included."""
    signals = RequirementSignals(
        texts=["甲", "乙", "丙"], groups=["8322", "8331", ""], evidence={"stated": np.zeros((3, 2))}
    )

    _, _, groups = Likeness(signals).between(np.arange(3), np.arange(3))

    assert groups.tolist() == [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 0.0]]


def test_likeness_of_evidence_is_the_cosine_of_square_roots() -> None:
    """(1, 0) and (.25, .75): roots (1, 0) and (.5, .866), cosine .5. Nothing known is like nothing."""
    evidence = np.array([[1.0, 0.0], [0.25, 0.75], [0.0, 0.0]])
    signals = RequirementSignals(texts=["甲", "乙", "丙"], groups=["", "", ""], evidence={"stated": evidence})

    text, alike, groups = Likeness(signals).between(np.arange(3), np.arange(3))

    assert alike == pytest.approx(np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 0.0]]), abs=1e-6)
    assert np.diag(text) == pytest.approx(np.ones(3), abs=1e-6)
    assert not groups.any()


def test_lists_of_like_occupations_are_carried_over() -> None:
    """Without evidence a list tells its kind's four skills of six; by chance six of 24 would find a quarter."""
    signals, lists = world(truth=0.0)

    model = fit_requirements(signals, range(60), lists[:60])

    assert found(model.probabilities(range(60, N)), lists[60:]) >= 4 / 6
    assert model.weights["stated"] < 0.5
    assert model.weights["noise"] < 0.5


def test_right_evidence_is_believed_and_noise_is_not() -> None:
    """Evidence that is the list itself but for 40 % noise tells the two skills that no like occupation knows."""
    signals, lists = world(truth=0.6)

    model = fit_requirements(signals, range(60), lists[:60])

    assert found(model.probabilities(range(60, N)), lists[60:]) == pytest.approx(1.0)
    assert model.weights["stated"] > 1.0
    assert model.weights["noise"] < 0.5


def test_probabilities_are_honest() -> None:
    """Sums of probabilities and of listed skills agree within a tenth, over all and over the improbable half."""
    signals, lists = world(truth=0.2)

    probable = fit_requirements(signals, range(60), lists[:60]).probabilities(range(60, N))

    assert ((probable > 0) & (probable < 1)).all()
    assert probable.sum() == pytest.approx(lists[60:].sum(), rel=0.1)


def test_same_lists_give_the_same_model_in_any_process() -> None:
    signals, lists = world(truth=0.2)

    first, second = (fit_requirements(signals, range(60), lists[:60]).probabilities(range(N)) for _ in range(2))

    assert first.tobytes() == second.tobytes()


def test_likeness_to_each_list_is_the_mean_of_all_ways() -> None:
    """Of its own kind, text and group are the same (1 and 1) and evidence is nearly; of another kind group gives 0."""
    signals, lists = world(truth=0.6)

    alike = fit_requirements(signals, range(60), lists[:60]).alike([60])

    assert alike.shape == (1, 60)
    assert alike[0, 60 % KINDS] > 0.9
    assert alike[0, 1 + 60 % KINDS] < 0.6


def test_too_few_lists_are_refused() -> None:
    signals, lists = world(truth=0.2)

    with pytest.raises(NotTrainableError, match="39 occupations have hand-written requirements; 40 are the least"):
        fit_requirements(signals, [*range(39), 38], lists[:40])


@pytest.mark.parametrize(
    ("texts", "evidence"),
    [(["甲"], {"stated": np.zeros((2, 3))}), (["甲", "乙"], {}),
     (["甲", "乙"], {"stated": np.zeros((2, 3)), "other": np.zeros((2, 4))})],
)  # fmt: skip
def test_signals_of_other_shapes_are_refused(texts: list[str], evidence: dict[str, Table]) -> None:
    with pytest.raises(ShapeError, match="all must speak of the same occupations"):
        RequirementSignals(texts=texts, groups=["1"] * len(texts), evidence=evidence)
