"""Children that import without end, and are killed with SIGKILL while they do.

Generation g of the test data is written by the write that raises the version to g: every node and edge of it says g.
So a store shows one whole state exactly if all its records say its version. One edge of every generation is not in the
next, which replaces it.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graph import GraphStore
from ontology.records import Edge, Node, Occupation, Requires, Skill

from .samples import SOURCE, occupation, requires, skill

_BEGUN, _DONE = b"b", b"d"


def generation(number: int, *, size: int) -> Iterator[Node | Edge]:
    """`size` occupations, as many edges and one skill, all saying `number`; one more of both is only in it."""
    yield skill("s", reuse_level=str(number))
    for index in range(size):
        yield occupation(f"o{index}", soc_code=str(number))
        yield requires(f"o{index}", "s", source_version=str(number))
    yield occupation(f"only-in-{number}", soc_code=str(number))
    yield requires(f"only-in-{number}", "s", source_version=str(number))


def write_generation(store: GraphStore, number: int, *, size: int) -> None:
    """One write that leaves no edge of an earlier generation."""
    store.put(generation(number, size=size), replacing={SOURCE["source"]})


@dataclass(frozen=True)
class Killed:
    """What a child got done: writes begun and writes that it saw committed."""

    begun: int
    done: int

    @property
    def midway(self) -> bool:
        return self.begun > self.done


def import_until_killed(open_it: Callable[[], GraphStore], *, size: int, delay_s: float) -> Killed:
    """Fork a child that writes generation after generation; kill it `delay_s` after its first write has begun."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _import_for_ever(open_it, size, writing)
        finally:
            # Reached only if the import fails; the parent notices that nothing was begun or finished.
            os._exit(1)
    os.close(writing)
    try:
        seen = os.read(reading, 1)
        time.sleep(delay_s)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        while part := os.read(reading, 4096):
            seen += part
    finally:
        os.close(reading)
    assert os.WIFSIGNALED(status), "the child ended by itself"
    return Killed(seen.count(_BEGUN), seen.count(_DONE))


def _import_for_ever(open_it: Callable[[], GraphStore], size: int, pipe: int) -> None:
    store = open_it()
    while True:
        number = store.version() + 1
        os.write(pipe, _BEGUN)
        write_generation(store, number, size=size)
        os.write(pipe, _DONE)


def assert_whole(store: GraphStore, *, size: int) -> int:
    """The version, after checking that every record is of it."""
    version = store.version()
    occupations = {node.id: node.soc_code for node in store.nodes(Occupation)}
    assert {occupations[f"o{index}"] for index in range(size)} == {str(version)}
    assert {node_id for node_id in occupations if node_id.startswith("only")} == {
        f"only-in-{number}" for number in range(1, version + 1)
    }
    assert [node.reuse_level for node in store.nodes(Skill)] == [str(version)]
    edges = list(store.edges(Requires))
    assert len(edges) == size + 1
    assert {edge.source_version for edge in edges} == {str(version)}
    return version


def delays(count: int, *, longest_s: float, seed: int) -> list[float]:
    """Seeded waits in [0, longest_s)."""
    return [random.Random(seed + number).uniform(0, longest_s) for number in range(count)]
