"""Small graphs worked out by hand."""

from collections.abc import Sequence

import numpy as np

from graph import Origin, Snapshot, build_snapshot, open_store
from ontology import Scheme
from ontology.records import Edge, MovesTo, Node, Occupation, Requires, Skill
from ontology.vocabulary import MoveBasis

PROVENANCE = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}


def occupation(name: str, title: str, *, isco: str = "", soc: str = "", description: str = "") -> Occupation:
    return Occupation(
        id=f"o:{name}", labels={"en": title}, scheme=Scheme.STARTER, isco_code=isco, soc_code=soc,
        descriptions={"en": description} if description else {}, **PROVENANCE,
    )  # fmt: skip


def skill(name: str, label: str, *, others: tuple[str, ...] = ()) -> Skill:
    return Skill(id=f"s:{name}", labels={"en": label}, alt_labels={"en": others}, scheme=Scheme.STARTER, **PROVENANCE)


def requires(from_name: str, to_name: str, importance: float, *, essential: bool = True) -> Requires:
    return Requires(
        from_id=f"o:{from_name}", to_id=f"s:{to_name}", importance=importance, essential=essential, **PROVENANCE
    )


def moves(from_name: str, to_name: str, basis: MoveBasis = MoveBasis.SKILL_ADJACENT) -> MovesTo:
    return MovesTo(from_id=f"o:{from_name}", to_id=f"o:{to_name}", basis=basis, **PROVENANCE)


def snapshot_of(records: Sequence[Node | Edge]) -> Snapshot:
    with open_store("sqlite:///:memory:") as store:
        store.migrate()
        store.put(records)
        return build_snapshot(store)


def deliveries(*extra: Node | Edge) -> Snapshot:
    """Rows: o:cook 0, o:courier 1, o:rider 2; s:abcd 0, s:efgh 1, s:wxyz 2. No two skill names share a trigram.

    rider: wxyz 1.0, abcd 0.5 (optional); courier: wxyz 0.6, efgh 0.4 (optional); cook: efgh 1.0.
    """
    return snapshot_of(
        (
            occupation("rider", "Food rider", isco="9331"),
            occupation("courier", "Parcel courier", isco="9333"),
            occupation("cook", "Cook", isco="5120"),
            skill("abcd", "abcd"),
            skill("efgh", "efgh"),
            skill("wxyz", "wxyz"),
            requires("rider", "wxyz", 1.0),
            requires("rider", "abcd", 0.5, essential=False),
            requires("courier", "wxyz", 0.6),
            requires("courier", "efgh", 0.4, essential=False),
            requires("cook", "efgh", 1.0),
            *extra,
        )
    )


def person(*skills: int, occupation: int | None = None, strengths: Sequence[float] | None = None) -> Origin:
    held = np.array(skills, dtype=np.int32)
    sure = np.ones(len(held), dtype=np.float32) if strengths is None else np.array(strengths, dtype=np.float32)
    return Origin(occupation, held, sure)
