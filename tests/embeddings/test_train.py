import importlib.util
import json
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from embeddings import ModelCard, NotTrainableError, TrainingExtraError, graph_fingerprint, load_model, train
from embeddings._background import occupation_origin
from embeddings._encoder import encode
from embeddings._fingerprint import trained_rows
from graph import Snapshot, build_snapshot, ingest, open_store
from ontology import read_starter
from tests.conftest import skip_or_fail
from tests.embeddings.graphs import deliveries, moves

ON = date(2026, 1, 1)


@pytest.fixture(scope="module")
def needs_torch() -> None:
    if importlib.util.find_spec("torch_geometric") is None:
        skip_or_fail("torch-geometric is not installed (extra `train`).")


@pytest.fixture(scope="module")
def starter() -> Snapshot:
    with open_store("sqlite:///:memory:") as store:
        store.migrate()
        ingest(store, read_starter())
        return build_snapshot(store)


@pytest.fixture(scope="module")
def trained(needs_torch: None, starter: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> tuple[ModelCard, Path]:
    folder = tmp_path_factory.mktemp("model")
    return train(starter, seed=7, directory=folder, on=ON), folder


def test_train_refuses_a_graph_with_too_few_moves(tmp_path: Path) -> None:
    with pytest.raises(NotTrainableError, match="1 pairs") as caught:
        train(deliveries(moves("rider", "courier")), seed=1, directory=tmp_path / "model")

    assert caught.value.code == "NOT_TRAINABLE"
    assert not (tmp_path / "model").exists()


def test_train_without_torch_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)

    with pytest.raises(TrainingExtraError, match="torch") as caught:
        encode(deliveries(), seed=1)
    assert "pathloom[train]" in caught.value.hint


@pytest.mark.train
def test_train_beats_the_skill_overlap(trained: tuple[ModelCard, Path]) -> None:
    rows = trained[0].report.rows
    baseline, content, full = (rows[name] for name in ("skill overlap (baseline)", "content", "full"))

    for figures in (content, full):
        assert figures.auc > baseline.auc
        assert figures.mrr > baseline.mrr
        assert figures.hits_at_10 >= baseline.hits_at_10
        assert figures.ndcg_at_10 > baseline.ndcg_at_10


@pytest.mark.train
def test_train_is_calibrated_on_held_out_moves(trained: tuple[ModelCard, Path]) -> None:
    rows = trained[0].report.rows

    assert rows["full"].ece < 0.02
    assert rows["content"].ece < 0.02


@pytest.mark.train
def test_train_binds_to_its_graph(trained: tuple[ModelCard, Path], starter: Snapshot) -> None:
    card, folder = trained

    assert card.fingerprint == graph_fingerprint(starter)
    assert load_model(folder, starter).trained
    assert not load_model(folder, deliveries()).trained


@pytest.mark.train
def test_train_writes_a_card_with_its_figures(trained: tuple[ModelCard, Path]) -> None:
    card, folder = trained
    page = (folder / "MODEL_CARD.md").read_text("utf-8")

    assert "on 2026-01-01, seed 7" in page
    assert f"| full | {card.report.rows['full'].auc:.3f} |" in page
    assert card.fingerprint in page
    assert "| starter" in page or "pathloom-review-2026" in page
    assert "/tmp" not in page


@pytest.mark.train
def test_train_with_the_same_seed_gives_the_same_model(
    trained: tuple[ModelCard, Path], starter: Snapshot, tmp_path: Path
) -> None:
    train(starter, seed=7, directory=tmp_path, on=ON)

    for name in ("vectors.npy", "model.json", "MODEL_CARD.md"):
        assert (tmp_path / name).read_bytes() == (trained[1] / name).read_bytes(), name


def test_shipped_model_is_of_this_starter_graph(starter: Snapshot) -> None:
    """When this fails the starter data changed: run `pathloom train` and commit `embeddings/shipped`."""
    model = load_model(None, starter)

    assert model.trained


@pytest.mark.train
def test_encode_gives_unit_vectors_that_keep_like_occupations_together(needs_torch: None, starter: Snapshot) -> None:
    vectors = encode(starter, seed=1)

    occupations, skills = trained_rows(starter)
    assert vectors.shape == (len(occupations) + len(skills), 64)
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * len(vectors), abs=1e-5)
    rider, courier, coder = (
        int(np.searchsorted(occupations, starter.occupations.index(f"starter:occupation/{name}")))
        for name in ("food-delivery-rider", "courier", "accountant")
    )
    assert vectors[rider] @ vectors[courier] > vectors[rider] @ vectors[coder]


def test_occupation_origin_has_the_required_skills() -> None:
    origin = occupation_origin(deliveries(), 2)

    assert origin.occupation == 2
    assert origin.skills.tolist() == [0, 2]
    assert origin.strengths.tolist() == [1.0, 1.0]


def test_shipped_figures_are_those_of_the_card() -> None:
    shipped = resources.files("embeddings") / "shipped"
    figures = json.loads((shipped / "model.json").read_text("utf-8"))["figures"]

    assert f"| full | {figures['full_auc']:.3f} |" in (shipped / "MODEL_CARD.md").read_text("utf-8")
