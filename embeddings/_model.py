"""The transition model that answers are scored with: numpy only, thread-safe, one snapshot."""

import threading
from collections import OrderedDict
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from embeddings._background import background, rebased
from embeddings._files import SavedModel, read_model
from embeddings._fingerprint import graph_fingerprint
from embeddings._logistic import Coefficients
from embeddings._moves import MoveNetwork
from embeddings._signals import ALL_SIGNALS, Signals, SignalSpace
from embeddings._vectors import spread
from graph import FloatArray, IntArray, Origin, Snapshot
from ontology import Explanation

CONTENT_MODEL = "content-signals/1"
NETWORK_MODEL = "content+network/1"
#: Origins whose scores are kept: 24 kB each on full ESCO.
_REMEMBERED = 1024
#: Origins whose signals are kept, for the explanations that follow a score: 200 kB each on full ESCO.
_TABLES_REMEMBERED = 64


class TransitionScorer:
    """Scores moves by a calibrated logistic regression over named signals (`reasoning`'s `TransitionModel`)."""

    def __init__(self, space: SignalSpace, coefficients: Coefficients, *, name: str, trained: bool) -> None:
        self._space = space
        self._coefficients = coefficients
        self._columns = [ALL_SIGNALS.index(signal) for signal in coefficients.signals]
        self._name = name
        self._trained = trained
        self._scores: OrderedDict[bytes, NDArray[np.float64]] = OrderedDict()
        self._tables: OrderedDict[bytes, Signals] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """`content+network/1` with vectors of this very graph, `content-signals/1` without."""
        return self._name

    @property
    def trained(self) -> bool:
        """Whether vectors trained on this very graph are in use."""
        return self._trained

    @property
    def coefficients(self) -> Coefficients:
        """What the signals are weighed with."""
        return self._coefficients

    def score(self, origin: Origin, targets: IntArray) -> FloatArray:
        """Probability that each move is feasible; float32, shape of `targets`, in [0, 1], higher is more feasible."""
        return np.asarray(self.probabilities(origin)[targets], dtype=np.float32)

    def probabilities(self, origin: Origin) -> NDArray[np.float64]:
        """The scores of all occupations in full precision; float64, shape (n_occupations,)."""
        key = _key(origin)
        with self._lock:
            known = self._scores.get(key)
            if known is not None:
                self._scores.move_to_end(key)
                return known
        found = np.asarray(expit(self._coefficients.log_odds(self._signals(origin))), dtype=np.float64)
        found.setflags(write=False)
        with self._lock:
            self._scores[key] = found
            while len(self._scores) > _REMEMBERED:
                self._scores.popitem(last=False)
        return found

    def explain(self, origin: Origin, target: int) -> Explanation:
        """One score taken apart: the base rate plus points per signal; signals that the graph lacks are left out."""
        return self._coefficients.explain(self._signals(origin)[target])

    def skill_overlap(self, origin: Origin, targets: IntArray) -> FloatArray:
        """The plain baseline: share of the target's importance covered exactly; float32, in [0, 1]."""
        return np.asarray(self._space.overlap(origin)[targets], dtype=np.float32)

    def similar_skills(self, skill: int, *, among: IntArray) -> tuple[int, float]:
        """The nearest of `among` by names and its similarity in [0, 1]; (-1, 0.0) if `among` is empty.

        Names only: in the trained vectors skills of one occupation lie together although none replaces another
        (driving and reading maps), which would show a gap as half closed.
        """
        return self._space.nearness.nearest(skill, among)

    def _signals(self, origin: Origin) -> Signals:
        key = _key(origin)
        with self._lock:
            known = self._tables.get(key)
        if known is not None:
            return known
        found = self._space.signals(origin)[:, self._columns]
        found.setflags(write=False)
        with self._lock:
            self._tables[key] = found
            while len(self._tables) > _TABLES_REMEMBERED:
                self._tables.popitem(last=False)
        return found


def load_model(directory: Path | None, snapshot: Snapshot, *, cache: Path | None = None) -> TransitionScorer:
    """Load a saved model for a snapshot; torch is never imported.

    Where the snapshot is not the graph that the vectors were trained on, the content signals alone score, with their
    own coefficients; `trained` and `name` say so.

    Args:
        directory: as `train` wrote it; None is the model shipped for the starter graph.
        cache: folder that keeps the comparison of all skills (5 s for 14,000) for the next start.
    Raises:
        ModelFileError: the folder holds no usable model.
    """
    if directory is None:
        with resources.as_file(resources.files("embeddings") / "shipped") as shipped:
            saved = read_model(shipped)
    else:
        saved = read_model(directory)
    if saved.fingerprint == graph_fingerprint(snapshot):
        space = SignalSpace.build(
            snapshot, vectors=spread(snapshot, saved.vectors), moves=MoveNetwork.of(snapshot), cache=cache
        )
        return TransitionScorer(space, saved.full, name=NETWORK_MODEL, trained=True)
    space = SignalSpace.build(snapshot, cache=cache)
    return TransitionScorer(space, _for_graph(saved, snapshot, space), name=CONTENT_MODEL, trained=False)


def _for_graph(saved: SavedModel, snapshot: Snapshot, space: SignalSpace) -> Coefficients:
    """The content coefficients, moved to the background of another graph where both graphs have one."""
    powers = np.ones(len(ALL_SIGNALS))
    powers[[ALL_SIGNALS.index(name) for name in saved.content.signals]] = saved.content.powers
    here = background(snapshot, space, powers)
    if saved.background is None or here is None:
        return saved.content
    return rebased(saved.content, np.array(saved.background, dtype=np.float64), here)


def _key(origin: Origin) -> bytes:
    occupation = -1 if origin.occupation is None else origin.occupation
    skills = np.ascontiguousarray(origin.skills, dtype=np.int32).tobytes()
    strengths = np.ascontiguousarray(origin.strengths, dtype=np.float32).tobytes()
    return b"%d:" % occupation + skills + strengths
