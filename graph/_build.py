"""From a store to a snapshot, through the port's reads alone, so that equal stores give equal arrays."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

import numpy as np

from graph._links import compress, first_of_each
from graph._membership import groups_by_code, membership
from graph._merge import merged_occupation, merged_skill
from graph._pay import collect_pay
from graph._port import GraphStore
from graph._reading import Reader, Rows, ended
from graph._retired import read_concepts
from graph._snapshot import Links, Snapshot
from graph._table import Table
from graph.errors import StoreBusyError
from ontology.records import (
    Broader,
    Course,
    Matches,
    MovesTo,
    Occupation,
    OccupationGroup,
    Region,
    Related,
    Requires,
    Skill,
    SkillGroup,
    Teaches,
)
from ontology.vocabulary import CURATION, MatchKind, MoveBasis, RelatedTier

#: How often the store may change under a reader before it gives up.
_TRIES = 3
#: Sorts after every rank that a source gives.
_NO_RANK = np.iinfo(np.int32).max


def build_snapshot(store: GraphStore) -> Snapshot:
    """Read the reference graph (occupations, skills, courses, regions) into arrays. O(edges · log edges).

    Raises:
        SnapshotError: an importance or level is out of its range.
        StoreBusyError: the store was written to during each of three tries.
    """
    for _ in range(_TRIES):
        version = store.version()
        snapshot = _build(Reader(store), store.store_id, version)
        if store.version() == version:
            return snapshot
    raise StoreBusyError(
        f"The store changed {_TRIES} times while it was being read.", hint="Try again when the import has finished."
    )


def _build(reader: Reader, store_id: str, version: int) -> Snapshot:
    defaults = tomllib.loads(files("graph").joinpath("defaults.toml").read_text("utf-8"))
    exact = _exact_matches(reader)
    all_occupations, all_skills = read_concepts(reader, Occupation, exact), read_concepts(reader, Skill, exact)
    occupation_groups, skill_groups = all_occupations.groups, all_skills.groups
    merged = [merged_occupation(group) for group in occupation_groups]
    courses, regions = list(reader.nodes(Course)), list(reader.nodes(Region))
    occupations, skills = all_occupations.rows, all_skills.rows
    occupation_group_ids = tuple(group.id for group in reader.store.nodes(OccupationGroup) if not ended(group.valid_to))
    skill_group_ids = tuple(group.id for group in reader.store.nodes(SkillGroup) if not ended(group.valid_to))
    broader = _broader(reader)
    in_groups = membership(all_occupations.living, occupation_group_ids, broader, groups_by_code(merged))
    return Snapshot(
        store_id=store_id,
        version=version,
        occupations=Table.of(Occupation, list(zip(merged, all_occupations.members, strict=True))),
        skills=Table.of(Skill, list(zip(map(merged_skill, skill_groups), all_skills.members, strict=True))),
        courses=Table.of(Course, [(course, (course,)) for course in courses]),
        regions=Table.of(Region, [(region, (region,)) for region in regions]),
        moves=_moves(reader, occupations, count=len(occupation_groups)),
        related=_related(reader, occupations, count=len(occupation_groups), with_rank=True),
        skill_related=_related(reader, skills, count=len(skill_groups), with_rank=False),
        teaches=_teaches(
            reader,
            {course.id: (row, 0) for row, course in enumerate(courses)},
            skills,
            shape=(len(courses), len(skill_groups)),
        ),
        skill_groups=membership(all_skills.living, skill_group_ids, broader, {}),
        skill_group_ids=skill_group_ids,
        occupation_groups=in_groups,
        occupation_group_ids=occupation_group_ids,
        pay=collect_pay(
            reader, occupations, in_groups, occupation_group_ids, group_region=defaults["pay"]["group_region"]
        ),
        # Last, since they point into the sources.
        requires=_requires(
            reader, occupations, skills, defaults["requirement"], shape=(len(occupation_groups), len(skill_groups))
        ),
        sources=reader.sources,
    )


def _exact_matches(reader: Reader) -> list[tuple[str, str]]:
    """The pairs that are one thing; of a pair that curation speaks about, only what it says counts."""
    exact: dict[tuple[str, str], None] = {}
    curated: dict[frozenset[str], bool] = {}
    for start, end, kind, valid_to, source, *_ in reader.edges(Matches, ("kind", "valid_to")):
        pair, is_exact = (str(start), str(end)), kind == MatchKind.EXACT.value
        if source == CURATION:
            curated[frozenset(pair)] = is_exact and valid_to is None
        if is_exact:
            exact[pair] = None
    return [pair for pair in exact if curated.get(frozenset(pair), True)] if curated else list(exact)


def _broader(reader: Reader) -> Mapping[str, list[str]]:
    parents: dict[str, list[str]] = {}
    for edge in reader.edges(Broader, ("valid_to",)):
        if not ended(edge[2]):
            parents.setdefault(str(edge[0]), []).append(str(edge[1]))
            reader.note(edge)
    return parents


def _requires(
    reader: Reader, occupations: Rows, skills: Rows, defaults: Mapping[str, float], *, shape: tuple[int, int]
) -> Links:
    pairs = reader.pairs(Requires, occupations, skills, ("essential", "importance", "level", "confidence"))
    importance, level = pairs.numbers("importance"), pairs.numbers("level")
    confidence = pairs.numbers("confidence")
    essential = np.array(pairs.values["essential"], np.bool_)
    # A source that rates a requirement with 0 says that it is none; where curation says so, it is none at all.
    none = importance == 0
    refused = none & (pairs.rank < 0)
    if refused.any():
        place = pairs.rows.astype(np.int64) * shape[1] + pairs.columns
        none |= np.isin(place, place[refused])
    # Without a rating, what nobody believes at all would weigh nothing.
    none |= np.isnan(importance) & (confidence == 0)
    kept = np.flatnonzero(~none)
    rows, columns, rank = pairs.rows[kept], pairs.columns[kept], pairs.rank[kept]
    importance, level, essential, confidence = importance[kept], level[kept], essential[kept], confidence[kept]
    # Where the schemes are the same, as in what we derived and what we transferred, the surer statement counts.
    belief = (rank, -confidence)
    best = first_of_each(rows, columns, *belief)
    essential_best = essential[best]
    # The most believed source that gives a number, which need not be the most believed of all.
    importance_best = importance[first_of_each(rows, columns, np.isnan(importance), *belief)]
    level_best = level[first_of_each(rows, columns, np.isnan(level), *belief)]
    # A number that a source gives holds as it is; one that we assume counts as far as its statement is believed.
    assumed = confidence[best] * np.where(
        essential_best,
        np.float32(defaults["essential_importance"]),
        np.float32(defaults["optional_importance"]),
    )
    values = {
        "importance": np.where(np.isnan(importance_best), assumed, importance_best).astype(np.float32),
        "essential": essential_best,
        "level": level_best,
        "confidence": confidence[best],
        "source": reader.noted()[pairs.said[kept][best]].astype(np.int16),
    }
    return compress(rows[best], columns[best], values, shape=shape)


def _moves(reader: Reader, occupations: Rows, *, count: int) -> Links:
    pairs = reader.pairs(MovesTo, occupations, occupations, ("basis",))
    best = first_of_each(pairs.rows, pairs.columns, pairs.rank)
    basis = pairs.words("basis", list(MoveBasis))[best]
    return compress(pairs.rows[best], pairs.columns[best], {"basis": basis}, shape=(count, count))


def _related(reader: Reader, concepts: Rows, *, count: int, with_rank: bool) -> Links:
    pairs = reader.pairs(Related, concepts, concepts, ("tier", "rank"))
    tier = pairs.words("tier", list(RelatedTier))
    rank = np.array([_NO_RANK if rank is None else rank for rank in pairs.values["rank"]], np.int32)
    best = first_of_each(pairs.rows, pairs.columns, tier, rank, pairs.rank)
    values = {"tier": tier[best]}
    if with_rank:
        ranks = np.where(rank[best] == _NO_RANK, np.int32(-1), rank[best]).astype(np.int32)
        return compress(pairs.rows[best], pairs.columns[best], {**values, "rank": ranks}, shape=(count, count))
    return compress(pairs.rows[best], pairs.columns[best], values, shape=(count, count))


def _teaches(reader: Reader, courses: Rows, skills: Rows, *, shape: tuple[int, int]) -> Links:
    pairs = reader.pairs(Teaches, courses, skills, ("level",))
    level = pairs.numbers("level")
    best = first_of_each(pairs.rows, pairs.columns, -level)
    return compress(pairs.rows[best], pairs.columns[best], {"level": level[best]}, shape=shape)
