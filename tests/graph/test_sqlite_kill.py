"""kill -9 of an importing process: the file holds the old version or the new, never something between."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from graph import open_store

from .killing import Killed, assert_whole, delays, generation, import_until_killed

ROUNDS = 50
_SIZE = 300


@pytest.mark.slow
def test_fifty_kills_leave_whole_states_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'graph.sqlite'}"
    with open_store(url) as store:
        store.put(generation(1, size=_SIZE))
    version = 1
    outcomes: list[Killed] = []

    for delay_s in delays(ROUNDS, longest_s=0.12, seed=7):
        killed = import_until_killed(partial(open_store, url), size=_SIZE, delay_s=delay_s)
        with open_store(url) as store:
            reached = assert_whole(store, size=_SIZE)
        # What the child saw committed is there; a commit that it did not live to report may be.
        assert version + killed.done <= reached <= version + killed.begun
        version = reached
        outcomes.append(killed)

    assert sum(killed.midway for killed in outcomes) >= ROUNDS // 2
    assert version > 1
    with closing(sqlite3.connect(tmp_path / "graph.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_state_between_would_be_noticed(tmp_path: Path) -> None:
    """The check above can fail: half of a newer generation, as a torn write would leave it."""
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.put(generation(1, size=_SIZE))
        store.put(list(generation(2, size=_SIZE))[: _SIZE // 2])

        with pytest.raises(AssertionError):
            assert_whole(store, size=_SIZE)
