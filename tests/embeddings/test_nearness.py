from pathlib import Path

import numpy as np
import pytest

from embeddings import SkillNearness
from tests.embeddings.graphs import deliveries, requires, skill, snapshot_of


@pytest.fixture(scope="module")
def nearness() -> SkillNearness:
    """s:a "ride bicycles", s:b "ride motorcycles", s:c "xqzw", s:d a twin of a by another name's spelling."""
    return SkillNearness.build(
        snapshot_of(
            (
                skill("a", "ride bicycles"),
                skill("b", "ride motorcycles"),
                skill("c", "xqzw"),
                skill("d", "RIDE bicycles"),
            )
        )
    )


def rows(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def ones(count: int) -> np.ndarray:
    return np.ones(count, dtype=np.float32)


def test_best_gives_a_held_skill_its_strength(nearness: SkillNearness) -> None:
    best = nearness.best(rows(2), np.array([0.7], dtype=np.float32))

    assert best.tolist() == pytest.approx([0.0, 0.0, 0.7, 0.0])


def test_best_covers_near_names_in_part(nearness: SkillNearness) -> None:
    best = nearness.best(rows(0), ones(1))

    assert best[0] == 1.0
    assert 0.3 < best[1] < 0.9
    assert best[2] == 0.0
    assert best[3] == pytest.approx(0.999)


def test_best_takes_the_best_of_several(nearness: SkillNearness) -> None:
    both = nearness.best(rows(0, 1), ones(2))

    assert both.tolist() == np.maximum(nearness.best(rows(0), ones(1)), nearness.best(rows(1), ones(1))).tolist()


def test_best_of_no_skills_is_nothing(nearness: SkillNearness) -> None:
    assert nearness.best(rows(), ones(0)).tolist() == [0.0] * 4


def test_nearness_is_symmetric(nearness: SkillNearness) -> None:
    assert nearness.nearest(0, rows(1))[1] == pytest.approx(nearness.nearest(1, rows(0))[1])


def test_nearest_of_itself_is_whole(nearness: SkillNearness) -> None:
    assert nearness.nearest(1, rows(0, 1, 2)) == (1, 1.0)


def test_nearest_prefers_the_nearer_name(nearness: SkillNearness) -> None:
    row, similarity = nearness.nearest(3, rows(1, 0))

    assert row == 0
    assert similarity == pytest.approx(0.999)


def test_nearest_among_strangers_is_nothing_near(nearness: SkillNearness) -> None:
    assert nearness.nearest(2, rows(1, 0)) == (0, 0.0)


def test_nearest_among_none_is_none(nearness: SkillNearness) -> None:
    assert nearness.nearest(0, rows()) == (-1, 0.0)


def test_nearness_uses_other_names() -> None:
    built = SkillNearness.build(
        snapshot_of((skill("a", "xqzw", others=("ride bicycles",)), skill("b", "ride bicycles")))
    )

    assert 0.3 < built.nearest(0, rows(1))[1] < 1.0


def test_nearness_is_kept_in_the_cache(tmp_path: Path) -> None:
    snapshot = deliveries(skill("extra", "abcdef"), requires("cook", "extra", 0.2))

    first = SkillNearness.build(snapshot, cache=tmp_path)
    second = SkillNearness.build(snapshot, cache=tmp_path)

    assert len(list(tmp_path.iterdir())) == 1
    row = snapshot.skills.index("s:extra")
    assert first.best(rows(row), ones(1)).tolist() == second.best(rows(row), ones(1)).tolist()


def test_nearness_makes_a_damaged_cache_anew(tmp_path: Path) -> None:
    snapshot = deliveries()
    SkillNearness.build(snapshot, cache=tmp_path)
    kept = next(tmp_path.iterdir())
    kept.write_bytes(kept.read_bytes()[:100])

    again = SkillNearness.build(snapshot, cache=tmp_path)

    assert again.nearest(0, rows(0)) == (0, 1.0)
    assert kept.stat().st_size > 100
