"""Requirements of CSCO occupations: carried over the crosswalk, found in their texts, and both weighed together."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pathloom.errors import GraphEmptyError

if TYPE_CHECKING:
    from extraction import DerivedSkill, Linker
    from graph import GraphStore
    from ontology import SourceReader, Transfer
    from ontology.records import Matches, Occupation, Requires, Skill

DERIVED_SOURCE = "pathloom-derived"
COMBINED_SOURCE = "pathloom-combined"
#: Unknown ends that are shown, of all that are counted.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class RequirementsImport:
    """What an import of requirements did.

    Attributes:
        version: the store's version afterwards.
        transferred, derived, combined: edges written; combined ones only where the store holds enough written lists.
        lists: hand-written lists in the store whose occupation has a CSCO code, from which to combine is learned.
        occupations: CSCO occupations in the store; with_requirements: how many of them have one of these edges now.
        unknown: matches of the crosswalk with an end that the store does not hold.
        unknown_examples: the first of them, as (from_id, to_id).
        removed: source -> edges of an earlier run, the crosswalk's among them, that this one no longer states.
    """

    version: int
    transferred: int
    derived: int
    combined: int
    lists: int
    occupations: int
    with_requirements: int
    unknown: int
    unknown_examples: tuple[tuple[str, str], ...]
    removed: Mapping[str, int]

    def document(self) -> dict[str, object]:
        """As JSON."""
        return {"source": "requirements", **asdict(self), "unknown_examples": [*map(list, self.unknown_examples)]}


def import_requirements(store: "GraphStore", crosswalk: Path | None = None) -> RequirementsImport:
    """Write the crosswalk and all kinds of requirements of the store's CSCO occupations, in one transaction.

    What an earlier run wrote and this one does not goes in the same transaction.

    Args:
        crosswalk: a table of the form of `ontology.read_csco_esco`; None is the one that ships with Pathloom.
    Raises:
        GraphEmptyError: the store lacks CSCO occupations, ESCO's skills or ESCO's requirements.
        SourceError: the crosswalk cannot be used; the store is as before.
    """
    from graph import ingest
    from ontology import Scheme
    from ontology.records import Matches, Occupation, Requires, Skill

    matches = [edge for edge in read_crosswalk_for(store, crosswalk) if isinstance(edge, Matches)]
    occupations = list(store.nodes(Occupation))
    ours = [occupation for occupation in occupations if occupation.scheme is Scheme.CSCO]
    # A skill that a release retired is nothing to require any more.
    skills = [skill for skill in store.nodes(Skill) if skill.scheme is Scheme.ESCO and skill.valid_to is None]
    transfer = _transferred(store, matches, occupations)
    if not ours or not skills or not transfer.edges:
        lacking = "CSCO occupations" if not ours else "ESCO occupations with requirements that the crosswalk leads to"
        raise GraphEmptyError(
            f"The store holds no {lacking}, from which requirements are worked out.",
            hint="Import both first: pathloom import esco ..., pathloom import csco.",
            hint_zh="请先导入两者：pathloom import esco …，pathloom import csco。",
        )
    essential = frozenset((edge.from_id, edge.to_id) for edge in transfer.edges if edge.essential)
    derived = list(derived_edges(requirement_linker(skills), ours, essential=essential))
    combined, lists = _combined(store, occupations, matches, transfer.edges, derived)
    edges = [*matches, *transfer.edges, *derived, *combined]
    # The texts may have come to say nothing at all, and the lists be gone.
    done = ingest(store, edges, replacing={DERIVED_SOURCE, COMBINED_SOURCE, *(edge.source for edge in edges)})
    return RequirementsImport(
        version=done.version,
        transferred=len(transfer.edges),
        derived=len(derived),
        combined=len(combined),
        lists=lists,
        occupations=len(ours),
        with_requirements=len({edge.from_id for edge in edges if isinstance(edge, Requires)}),
        unknown=len(transfer.unknown),
        unknown_examples=transfer.unknown[:_SHOWN],
        removed=done.removed,
    )


def read_crosswalk_for(store: "GraphStore", file: Path | None) -> "SourceReader":
    """The crosswalk that ships with Pathloom or, checked for codes that nobody knows, one in a file.

    Known are those of our own tables, and what the store holds: of a later release, or added by whoever runs it.
    """
    from ontology import read_csco_esco
    from ontology.records import Occupation, OccupationGroup

    if file is None:
        return read_csco_esco()
    return read_csco_esco(file, known={node.id for kind in (Occupation, OccupationGroup) for node in store.nodes(kind)})


def requirement_linker(skills: "Iterable[Skill]") -> "Linker":
    """A linker of the skills' own names, in all their languages."""
    from extraction import EntryKind, Linker, Vocabulary, VocabularyEntry

    return Linker(
        Vocabulary.build(
            VocabularyEntry(
                id=skill.id, kind=EntryKind.SKILL, scheme=skill.scheme, labels=skill.labels,
                alt_labels=skill.alt_labels, descriptions=skill.descriptions,
            )
            for skill in skills
        )
    )  # fmt: skip


def derived_skills(
    linker: "Linker", occupation: "Occupation", *, scheme: str | None = "esco"
) -> "Sequence[DerivedSkill]":
    """Skills that the Chinese texts of an occupation stand for, surest first; of all schemes where `scheme` is None."""
    from extraction import derive_requirements

    return derive_requirements(
        linker, name=occupation.labels.get("zh", ""), definition=occupation.descriptions.get("zh", ""),
        tasks=occupation.tasks, scheme=scheme,
    )  # fmt: skip


def derived_edges(
    linker: "Linker", occupations: "Iterable[Occupation]", *, essential: "Container[tuple[str, str]]" = ()
) -> "Iterator[Requires]":
    """What the occupations' own texts say, as edges.

    A text does not rank what it names, so essential is what `essential` has as (occupation, skill): what came over the
    crosswalk as such. A reader that takes one of the two edges then learns the same from either.

    The evidence is `name: ...`, `definition: ...` or `task 3: ...` with the words that the skill was found in.
    """
    from ontology.records import Requires

    for occupation in occupations:
        for found in derived_skills(linker, occupation):
            place = {-1: "name", 0: "definition"}.get(found.part, f"task {found.part}")
            yield Requires(
                from_id=occupation.id, to_id=found.id, essential=(occupation.id, found.id) in essential,
                confidence=found.confidence, evidence=f"{place}: {found.text}",
                source=DERIVED_SOURCE, source_version="2", licence="Apache-2.0",
            )  # fmt: skip


def _transferred(store: "GraphStore", matches: "list[Matches]", occupations: "list[Occupation]") -> "Transfer":
    from ontology import believed, transfer_requirements
    from ontology.records import Requires

    holding = (edge for edge in believed(store.edges(Requires)) if edge.valid_to is None)
    return transfer_requirements(matches, holding, occupations)


def _combined(
    store: "GraphStore",
    occupations: "Iterable[Occupation]",
    crosswalk: "Iterable[Matches]",
    transferred: "Iterable[Requires]",
    derived: "Iterable[Requires]",
) -> "tuple[list[Requires], int]":
    """Edges to general skills, none where too few hand-written lists are there to learn from; how many there are."""
    from embeddings import NotTrainableError
    from ontology import Scheme, believed
    from ontology.ids import scheme_of
    from ontology.records import Matches, Requires, Skill
    from pathloom._general_requirements import combined_edges, gather, written_lists
    from pathloom._general_words import GeneralWords

    skills = [skill for skill in store.nodes(Skill) if skill.scheme is Scheme.STARTER and skill.valid_to is None]
    if not skills:
        return [], 0
    requires = [edge for edge in believed(store.edges(Requires)) if edge.valid_to is None]
    ours = [edge for edge in believed(store.edges(Matches)) if scheme_of(edge.from_id) is Scheme.STARTER]
    known = gather(
        occupations, requires, crosswalk,
        transferred=transferred, derived=derived, words=GeneralWords(skills, ours), linker=requirement_linker(skills),
    )  # fmt: skip
    lists = written_lists(requires, ours, known)
    try:
        return list(combined_edges(known, lists)), len(lists)
    except NotTrainableError:
        return [], len(lists)
