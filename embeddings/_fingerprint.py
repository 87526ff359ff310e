"""Which graph a model was trained on, whatever store it lies in."""

import hashlib

import numpy as np

from graph import IntArray, Snapshot


def trained_rows(snapshot: Snapshot) -> tuple[IntArray, IntArray]:
    """Rows that vectors exist for: occupations with requirements, and the skills that they require; ascending."""
    occupations = np.flatnonzero(np.diff(snapshot.requires.indptr)).astype(np.int32)
    skills = np.unique(snapshot.requires.indices).astype(np.int32)
    return occupations, skills


def graph_fingerprint(snapshot: Snapshot) -> str:
    """SHA-256 over what training reads: every requirement with its weight, and every move, by id.

    Neither the store's id nor its version goes in, and occupations without requirements do not either: the starter
    graph has the same fingerprint on every machine, with or without the Chinese titles beside it.
    """
    digest = hashlib.sha256(b"pathloom-graph/1\n")
    skill_ids, occupation_ids = snapshot.skills.ids, snapshot.occupations.ids
    links = snapshot.requires
    importance = np.round(links.columns["importance"].astype(np.float64), 4)
    essential = links.columns["essential"]
    for row in trained_rows(snapshot)[0]:
        span = links.row(int(row))
        parts = [occupation_ids[row]]
        for column, weight, must in zip(
            links.indices[span].tolist(), importance[span].tolist(), essential[span].tolist(), strict=True
        ):
            parts.append(f"{skill_ids[column]} {weight:.4f} {int(bool(must))}")
        digest.update("\n".join(parts).encode())
        digest.update(b"\n\n")
    for row in np.flatnonzero(np.diff(snapshot.moves.indptr)).tolist():
        targets = snapshot.moves.indices[snapshot.moves.row(row)].tolist()
        digest.update(f"{occupation_ids[row]} -> {' '.join(occupation_ids[target] for target in targets)}\n".encode())
    return digest.hexdigest()
