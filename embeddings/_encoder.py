"""Vectors of occupations and skills: text features spread over the requirements; torch is imported here only.

Parameter-free propagation (APPNP, Gasteiger et al. 2019; the "inductive, seconds to compute" choice): every hop makes
an occupation the mean of its skills, weighed by importance and rarity, and a skill the mean of its occupations, and
keeps a share of each node's own text. There is nothing to fit, so held-out moves cannot leak into it.
"""

import numpy as np
from numpy.typing import NDArray

from embeddings._fingerprint import trained_rows
from embeddings._ngrams import SparseRows, char_counts, tfidf
from embeddings._settings import settings
from embeddings._texts import occupation_titles, skill_names
from embeddings._weights import skill_weights
from embeddings.errors import TrainingExtraError
from graph import FloatArray, Snapshot


def encode(snapshot: Snapshot, *, seed: int) -> FloatArray:
    """Compute unit vectors for the trained rows of a snapshot (occupations, then skills, ids ascending).

    Returns:
        float32, shape (trained occupations + trained skills, d), d = `settings().network.dimensions` or less.
    Raises:
        TrainingExtraError: torch or torch-geometric is not installed.
    """
    occupation_rows, skill_rows = trained_rows(snapshot)
    titles, names = occupation_titles(snapshot), skill_names(snapshot)
    texts = [titles[row] for row in occupation_rows] + [names[row] for row in skill_rows]
    counts = char_counts(texts)
    features = _reduce(tfidf(counts), seed=seed)
    return _propagate(snapshot, features)


def _reduce(rows: SparseRows, *, seed: int) -> FloatArray:
    """Unit rows of the first left singular directions (randomised range finder, Halko et al. 2011, algorithm 4.4)."""
    figures = settings().network
    rng = np.random.default_rng(seed)
    width = min(figures.dimensions, *rows.shape)
    sample = rng.standard_normal((rows.shape[1], min(width + 10, *rows.shape))).astype(np.float32)
    basis = np.linalg.qr(rows @ sample)[0]
    for _ in range(figures.power_iterations):
        basis = np.linalg.qr(rows @ np.linalg.qr(rows.T @ basis)[0])[0]
    left, values, _ = np.linalg.svd((rows.T @ basis).T, full_matrices=False)
    reduced = (basis @ left[:, :width]) * values[:width]
    # A singular vector's sign is arbitrary; the largest entry is made positive so that machines agree.
    signs = np.sign(reduced[np.abs(reduced).argmax(axis=0), np.arange(width)])
    return _unit(np.asarray(reduced * np.where(signs == 0, 1.0, signs), dtype=np.float32))


def _propagate(snapshot: Snapshot, features: FloatArray) -> FloatArray:
    try:
        import torch
        from torch_geometric.nn import SimpleConv
    except ImportError as error:
        raise TrainingExtraError(
            f"Training needs {error.name}, which is not installed.",
            hint="Install the extra: pip install 'pathloom[train]'. Scoring works without it.",
        ) from error
    occupation_rows, skill_rows = trained_rows(snapshot)
    skill_place = np.full(len(snapshot.skills), -1, dtype=np.int64)
    skill_place[skill_rows] = np.arange(len(skill_rows))
    degree = np.diff(snapshot.requires.indptr)[occupation_rows]
    at = np.repeat(np.arange(len(occupation_rows)), degree)
    to = skill_place[snapshot.requires.indices]
    importance = snapshot.requires.columns["importance"].astype(np.float32)
    weighed = importance * skill_weights(snapshot).rarity[snapshot.requires.indices]
    to_occupations = torch.from_numpy(np.stack([to, at]))
    to_skills = torch.from_numpy(np.stack([at, to]))
    gather = torch.from_numpy(_shares(weighed, at, len(occupation_rows)))
    scatter = torch.from_numpy(_shares(importance, to, len(skill_rows)))

    figures = settings().network
    convolution = SimpleConv(aggr="sum")
    own_occupations = torch.from_numpy(features[: len(occupation_rows)])
    own_skills = torch.from_numpy(features[len(occupation_rows) :])
    occupations, skills = own_occupations, own_skills
    with torch.no_grad():
        for _ in range(figures.hops):
            from_skills = convolution((skills, occupations), to_occupations, gather)
            from_occupations = convolution((occupations, skills), to_skills, scatter)
            occupations = figures.restart * own_occupations + (1.0 - figures.restart) * from_skills
            skills = figures.restart * own_skills + (1.0 - figures.restart) * from_occupations
    stacked = np.concatenate([occupations.numpy(), skills.numpy()])
    # What all have in common tells none apart: take the mean out of each kind before scaling.
    parts = (stacked[: len(occupation_rows)], stacked[len(occupation_rows) :])
    return _unit(np.concatenate([part - part.mean(axis=0) for part in parts]))


def _shares(weights: FloatArray, receivers: NDArray[np.int64], count: int) -> FloatArray:
    """Weights that add up to 1 at each receiver."""
    totals = np.bincount(receivers, weights=weights, minlength=count)
    return np.asarray(weights / totals[receivers], dtype=np.float32)


def _unit(matrix: NDArray[np.floating]) -> FloatArray:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
