"""careerPaths on the full graph over random people, beside NetworkX and Cypher on the same graph of moves."""

import itertools
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bench_row import BenchRow, missing
from benchmarks.bench_snapshot import ensure_snapshot
from benchmarks.bench_stores import STORE
from benchmarks.full_graph import missing_data, shared_data
from benchmarks.measure import percentile, seconds_of
from embeddings import load_model
from graph import Snapshot, open_snapshot
from ontology import Evidence, ExperienceStatement, Profile, SkillStatement
from ontology.ids import DocumentId, OccupationId, SkillId
from reasoning import PathFinder, person_from_profile
from reasoning._person import typical_skills
from reasoning.answers import Constraints, PathsAnswer
from tests.graph import neo4j_server

if TYPE_CHECKING:
    import networkx as nx

SEED = 20261122
_WISHES = Constraints(months=24, region="CN-410100")
_PATHS = 8
#: Peers answer a smaller question for fewer people; enough for their median, and their slowest take seconds.
_PEER_PEOPLE = 100


def rows(neo4j_url: str | None, *, people: int) -> Iterator[BenchRow]:
    """Answer for random people; then the peers, on the first of them.

    Args:
        neo4j_url: a running server, whose database gets the moves under a label of their own; None if there is none.
        people: how many.
    """
    if shared_data() is None:
        yield missing("careerPaths on the full graph", missing_data())
        return
    snapshot = open_snapshot(ensure_snapshot())
    model = load_model(None, snapshot, cache=STORE.with_name("model-cache"))
    finder = PathFinder(snapshot, model)
    crowd = list(random_people(snapshot, count=people, seed=SEED))
    cold = seconds_of(lambda: _answer(finder, crowd[0]))
    prepare = seconds_of(finder.prepare)
    answers: list[PathsAnswer] = []
    times = [seconds_of(lambda person=person: answers.append(_answer(finder, person))) for person in crowd]
    graph = move_graph(finder)
    subject = "careerPaths on the full graph"
    what = "with gaps, courses, pay and reasons; none of that is in the peers' answers"
    yield BenchRow(
        subject="careerPaths, first answer of a process", n=1, unit="ms", ours=cold * 1000,
        note=f"then {prepare:.1f} s once for the moves of all {len(finder.moves.target_rows):,} targets; {model.name}",
    )  # fmt: skip
    peer = _networkx_times(graph, finder, crowd[:_PEER_PEOPLE], answers)
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        yield BenchRow(
            subject=f"{subject}, {name}", n=len(times), unit="ms", ours=percentile(times, share) * 1000,
            peer=f"NetworkX shortest_simple_paths, {_PATHS} paths to one given target, n={len(peer)}",
            peer_value=percentile(peer, share) * 1000, note=what,
        )  # fmt: skip
    if neo4j_url is None:
        yield missing(f"{subject}, beside Cypher", "no Neo4j here, or left out (--quick)")
        return
    cypher = _cypher_times(neo4j_url, graph, finder, crowd[:_PEER_PEOPLE])
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        yield BenchRow(
            subject=f"{subject}, {name}", n=len(times), unit="ms", ours=percentile(times, share) * 1000,
            peer=f"Cypher over Bolt, best {_PATHS} paths of at most 2 moves, n={len(cypher)}",
            peer_value=percentile(cypher, share) * 1000, note="ours: up to 4 moves",
        )  # fmt: skip


def random_people(snapshot: Snapshot, *, count: int, seed: int) -> Iterator[Profile]:
    """People with one job and between a third of its skills and all of them, and up to five skills from elsewhere."""
    draw = random.Random(seed)
    jobs = [row for row in range(len(snapshot.occupations)) if len(typical_skills(snapshot, row))]
    for number in range(count):
        row = draw.choice(jobs)
        own = typical_skills(snapshot, row).tolist()
        held = draw.sample(own, math.ceil(len(own) * draw.uniform(1 / 3, 1)))
        held += draw.sample(range(len(snapshot.skills)), draw.randint(0, 5))
        yield _profile(snapshot, f"person-{number}", row, sorted(set(held)))


def _profile(snapshot: Snapshot, name: str, job: int, skills: Sequence[int]) -> Profile:
    evidence = (Evidence(DocumentId(name), 0, 0, "", 0.9, "benchmark/1"),)
    return Profile(
        document=DocumentId(name),
        language="en",
        skills=tuple(
            SkillStatement(skill=SkillId(snapshot.skills.ids[row]), label="", evidence=evidence) for row in skills
        ),
        experiences=(
            ExperienceStatement(
                title="",
                current=True,
                occupation=OccupationId(snapshot.occupations.ids[job]),
                occupation_confidence=0.9,
                evidence=evidence,
            ),
        ),
    )


def _answer(finder: PathFinder, person: Profile) -> PathsAnswer:
    return finder.paths(person_from_profile(finder.snapshot, person), _WISHES)


def move_graph(finder: PathFinder) -> "nx.DiGraph[int]":
    """The candidate moves of every occupation, an edge's cost being the negative logarithm of its probability."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    rows = finder.moves.target_rows
    moves = finder.moves.from_occupations(rows)
    for row, targets, scores in zip(rows.tolist(), moves.targets, moves.scores, strict=True):
        _add_moves(graph, row, targets, scores)
    return graph


def _add_moves(graph: "nx.DiGraph[int]", row: int, targets: np.ndarray, scores: np.ndarray) -> None:
    for target, score in zip(targets.tolist(), scores.tolist(), strict=True):
        if target >= 0 and score > 0:
            graph.add_edge(row, target, cost=-math.log(score))


def _first_moves(finder: PathFinder, person: Profile) -> tuple[np.ndarray, np.ndarray]:
    origin = person_from_profile(finder.snapshot, person).origin
    moves = finder.moves.from_origin(origin, finder.moves.score_all(origin))
    return moves.targets[0], moves.scores[0]


def _networkx_times(
    graph: "nx.DiGraph[int]", finder: PathFinder, crowd: Sequence[Profile], answers: Sequence[PathsAnswer]
) -> list[float]:
    """Seconds for the cheapest paths from a person to where our best path ends."""
    import networkx as nx

    times: list[float] = []
    for person, answer in zip(crowd, answers, strict=False):
        if not answer.best:
            continue
        end = finder.snapshot.occupations.index(answer.best[0].steps[-1].transition.target.id)
        _add_moves(graph, -1, *_first_moves(finder, person))
        started = time.perf_counter()
        found = list(itertools.islice(nx.shortest_simple_paths(graph, -1, end, weight="cost"), _PATHS))
        times.append(time.perf_counter() - started)
        graph.remove_node(-1)
        if not found:
            raise RuntimeError("NetworkX finds no path that we found; the graphs differ.")
    return times


_LOAD_NODES = "UNWIND $rows AS row CREATE (:BenchPlace {row: row})"
_LOAD_MOVES = (
    "UNWIND $rows AS row MATCH (a:BenchPlace {row: row[0]}) MATCH (b:BenchPlace {row: row[1]}) "
    "CREATE (a)-[:BENCH_MOVE {cost: row[2]}]->(b)"
)
_QUERY = (
    "MATCH (a:BenchPlace {row: $row})-[first:BENCH_MOVE]->(b:BenchPlace) "
    "CALL (a, b) { RETURN [b.row] AS path, 0.0 AS more "
    "UNION ALL MATCH (b)-[second:BENCH_MOVE]->(c:BenchPlace) WHERE c <> a "
    "RETURN [b.row, c.row] AS path, second.cost AS more } "
    "RETURN path, first.cost + more AS cost ORDER BY cost LIMIT $paths"
)


def _cypher_times(url: str, graph: "nx.DiGraph[int]", finder: PathFinder, crowd: Sequence[Profile]) -> list[float]:
    """Seconds for the best paths from a person's occupation, one indexed query each."""
    edges = [[start, end, cost] for start, end, cost in graph.edges(data="cost")]
    with neo4j_server.connect(url) as driver:
        driver.execute_query("CREATE CONSTRAINT bench_row IF NOT EXISTS FOR (p:BenchPlace) REQUIRE p.row IS UNIQUE")
        driver.execute_query(_LOAD_NODES, rows=sorted(graph.nodes))
        for start in range(0, len(edges), 10_000):
            driver.execute_query(_LOAD_MOVES, rows=edges[start : start + 10_000])

        def ask(row: int) -> Callable[[], object]:
            return lambda: driver.execute_query(_QUERY, row=row, paths=_PATHS)

        origins = [finder.snapshot.occupations.index(str(person.experiences[0].occupation)) for person in crowd]
        asked = [row for row in origins if row in graph]
        seconds_of(ask(asked[0]))
        return [seconds_of(ask(row)) for row in asked]
