import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import ALL_SIGNALS, CONTENT_SIGNALS, ModelFileError, graph_fingerprint, load_model
from embeddings._files import SavedModel, read_model, save_model
from embeddings._logistic import Coefficients
from embeddings._settings import settings
from embeddings._vectors import spread
from graph import Snapshot
from ontology.errors import ShapeError
from tests.embeddings.graphs import deliveries, moves, occupation, person

COOK, COURIER, RIDER = 0, 1, 2
ABCD, EFGH, WXYZ = 0, 1, 2
ALL = np.array([0, 1, 2], dtype=np.int32)


def coefficients(signals: tuple[str, ...]) -> Coefficients:
    powers = tuple(settings().scorer.powers[name] for name in signals)
    return Coefficients(signals, powers, (2.0,) * len(signals), (0.3,) * len(signals), 0.1)


def saved_for(snapshot: Snapshot) -> SavedModel:
    """Six unit vectors in the plane: three occupations, three skills."""
    angles = np.array([0.0, 0.5, 1.0, 0.1, 0.6, 1.1])
    return SavedModel(
        fingerprint=graph_fingerprint(snapshot), seed=1, date="2026-01-01",
        content=coefficients(CONTENT_SIGNALS), full=coefficients(ALL_SIGNALS),
        figures={"full_auc": 0.9}, background=None,
        vectors=np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32),
    )  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return deliveries(moves("rider", "courier"), moves("cook", "courier"))


@pytest.fixture
def folder(tmp_path: Path, snapshot: Snapshot) -> Path:
    save_model(saved_for(snapshot), tmp_path, card="# card\n")
    return tmp_path


def test_load_model_uses_vectors_of_this_graph(folder: Path, snapshot: Snapshot) -> None:
    model = load_model(folder, snapshot)

    assert model.trained
    assert model.name == "content+network/1"
    explanation = model.explain(person(ABCD, WXYZ, occupation=RIDER), COOK)
    assert {"network", "shared_moves"} <= {part.signal for part in explanation.contributions}


def test_load_model_scores_another_graph_by_content(folder: Path) -> None:
    model = load_model(folder, deliveries())

    assert not model.trained
    assert model.name == "content-signals/1"
    explanation = model.explain(person(ABCD, WXYZ, occupation=RIDER), COOK)
    assert "network" not in {part.signal for part in explanation.contributions}


def test_load_model_binds_vectors_whatever_lies_beside(folder: Path) -> None:
    """An occupation without requirements shifts every row; the vectors follow the ids."""
    more = deliveries(moves("rider", "courier"), moves("cook", "courier"), occupation("aaa", "Some title"))
    plain = load_model(folder, deliveries(moves("rider", "courier"), moves("cook", "courier")))

    model = load_model(folder, more)

    assert model.trained
    shifted = {
        part.signal: part.value
        for part in model.explain(person(ABCD, WXYZ, occupation=RIDER + 1), COOK + 1).contributions
    }
    straight = {
        part.signal: part.value for part in plain.explain(person(ABCD, WXYZ, occupation=RIDER), COOK).contributions
    }
    assert shifted["network"] == pytest.approx(straight["network"])


def test_score_equals_its_explanation(folder: Path, snapshot: Snapshot) -> None:
    model = load_model(folder, snapshot)
    origin = person(ABCD, WXYZ, occupation=RIDER)

    scores = model.score(origin, ALL)

    assert scores.dtype == np.float32
    for target in ALL.tolist():
        explanation = model.explain(origin, target)
        assert explanation.base == 0.1
        assert explanation.score == pytest.approx(float(scores[target]), abs=1e-6)


def test_score_ranks_the_nearer_occupation_higher(folder: Path, snapshot: Snapshot) -> None:
    scores = load_model(folder, snapshot).score(person(ABCD, WXYZ, occupation=RIDER), ALL)

    assert scores[RIDER] > scores[COURIER] > scores[COOK]


def test_score_follows_the_order_of_targets(folder: Path, snapshot: Snapshot) -> None:
    model = load_model(folder, snapshot)
    origin = person(WXYZ)

    backwards = model.score(origin, ALL[::-1])

    assert backwards.tolist() == model.score(origin, ALL)[::-1].tolist()
    assert model.score(origin, np.array([], dtype=np.int32)).shape == (0,)


def test_score_of_a_blank_person_is_the_base_rate(folder: Path, snapshot: Snapshot) -> None:
    assert load_model(folder, snapshot).score(person(), ALL).tolist() == pytest.approx([0.1] * 3)


def test_score_tells_persons_apart_by_strength(folder: Path, snapshot: Snapshot) -> None:
    """A remembered score must not answer for somebody less sure of the same skill."""
    model = load_model(folder, snapshot)

    sure, unsure = (model.score(person(WXYZ, strengths=[s]), ALL) for s in (1.0, 0.5))

    assert unsure[COURIER] < sure[COURIER]


def test_skill_overlap_is_the_plain_baseline(folder: Path, snapshot: Snapshot) -> None:
    overlap = load_model(folder, snapshot).skill_overlap(person(WXYZ), ALL)

    assert overlap.tolist() == pytest.approx([0.0, 0.6, 1 / 1.5])


def test_similar_skills_answers_from_names(folder: Path, snapshot: Snapshot) -> None:
    model = load_model(folder, snapshot)

    assert model.similar_skills(ABCD, among=np.array([EFGH, ABCD], dtype=np.int32)) == (ABCD, 1.0)
    assert model.similar_skills(ABCD, among=np.array([], dtype=np.int32)) == (-1, 0.0)


def test_network_cosine_of_a_person_without_occupation_is_that_of_their_skills(
    folder: Path, snapshot: Snapshot
) -> None:
    """One skill, wxyz at 1.1 rad, against the rider at 1.0 rad: cos 0.1; float16 keeps 0.001 of it."""
    explanation = load_model(folder, snapshot).explain(person(WXYZ), RIDER)

    value = next(part.value for part in explanation.contributions if part.signal == "network")
    assert value == pytest.approx(np.cos(0.1), abs=2e-3)


def test_saved_model_reads_back(folder: Path, snapshot: Snapshot) -> None:
    saved = read_model(folder)

    assert saved.full == coefficients(ALL_SIGNALS)
    assert saved.content == coefficients(CONTENT_SIGNALS)
    assert saved.figures == {"full_auc": 0.9}
    assert saved.vectors == pytest.approx(saved_for(snapshot).vectors, abs=1e-3)
    assert (folder / "MODEL_CARD.md").read_text("utf-8") == "# card\n"


def test_read_model_names_a_missing_file(folder: Path) -> None:
    (folder / "vectors.npy").unlink()

    with pytest.raises(ModelFileError, match=r"vectors\.npy is missing") as caught:
        read_model(folder)
    assert caught.value.code == "MODEL_FILE"
    assert "pathloom train" in caught.value.hint


def test_read_model_refuses_other_vectors(folder: Path) -> None:
    np.save(folder / "vectors.npy", np.zeros((6, 2), dtype=np.float16))

    with pytest.raises(ModelFileError, match="not the file that"):
        read_model(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}'])
def test_read_model_refuses_another_description(folder: Path, text: str) -> None:
    (folder / "model.json").write_text(text, encoding="utf-8")

    with pytest.raises(ModelFileError):
        read_model(folder)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights", [1.0]),
        ("signals", ["skill_coverage", "salary"]),
        ("powers", None),
        ("base_rate", 1.0),
        ("weights", ["x"]),
    ],
)
def test_read_model_refuses_bad_coefficients(folder: Path, name: str, value: object) -> None:
    document = json.loads((folder / "model.json").read_text("utf-8"))
    document["content"][name] = value
    (folder / "model.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(ModelFileError):
        read_model(folder)


def test_spread_refuses_another_number_of_vectors(snapshot: Snapshot) -> None:
    with pytest.raises(ShapeError, match="6 rows"):
        spread(snapshot, np.zeros((5, 2), dtype=np.float32))


def test_shipped_model_loads_without_torch() -> None:
    code = (
        "import sys; from ontology import read_starter; from graph import open_store, ingest, build_snapshot;"
        "from embeddings import load_model; s = open_store('sqlite:///:memory:'); s.migrate();"
        "ingest(s, read_starter()); m = load_model(None, build_snapshot(s));"
        "print(m.name, m.trained, any(n.split('.')[0].startswith('torch') for n in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)

    assert done.stdout.split() == ["content+network/1", "True", "False"]
