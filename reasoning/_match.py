"""A person against a job advertisement."""

from graph import Snapshot
from ontology import PostingProfile
from reasoning._gap import Requirement, compare
from reasoning._names import occupation_name
from reasoning._person import Person
from reasoning._ports import TransitionModel
from reasoning._transition import rate
from reasoning._weights import weight
from reasoning.answers import PostingMatch, SkillStatus
from reasoning.errors import EmptyPostingError


def match(snapshot: Snapshot, model: TransitionModel, person: Person, posting: PostingProfile) -> PostingMatch:
    """How many of the asked skills the person has, with importance and evidence.

    `score` is the share of the asked importance that is covered, partial skills counting by similarity; a posting
    whose text names no skill is judged by its occupation's requirements through the transition alone, score = that
    transition's coverage.

    Raises:
        UnknownIdError: the posting names a skill or occupation that this graph does not hold.
        EmptyPostingError: the posting shows neither a skill nor an occupation with requirements.
    """
    asked: dict[int, float] = {}
    for statement in posting.skills:
        if not statement.negated:
            row = snapshot.skills.index(statement.skill)
            asked[row] = max(asked.get(row, 0.0), statement.importance)
    wanted: list[Requirement] = [
        (row, importance, importance >= weight("asked_as_essential")) for row, importance in sorted(asked.items())
    ]
    occupation = None if posting.occupation is None else snapshot.occupations.index(posting.occupation)
    judged = occupation is not None and snapshot.requires.indptr[occupation] < snapshot.requires.indptr[occupation + 1]
    move = rate(snapshot, model, person, occupation) if occupation is not None and judged else None
    entries = compare(snapshot, model, person, wanted)
    if not entries and move is None:
        raise EmptyPostingError(
            f"Posting {posting.document!r} names no skill and no occupation of this graph.",
            hint="Give the full text of the advertisement.",
            document=posting.document,
        )
    if entries:
        total = sum(entry.importance for entry in entries)
        score = sum(entry.importance * entry.similarity for entry in entries) / total
    else:
        score = move.gap.coverage if move else 0.0
    by_status = {status: tuple(e for e in entries if e.status is status) for status in SkillStatus}
    return PostingMatch(
        posting=posting.document,
        title=posting.title,
        occupation=None if occupation is None else occupation_name(snapshot, occupation),
        score=min(1.0, score),
        matched=by_status[SkillStatus.MATCHED],
        partial=by_status[SkillStatus.PARTIAL],
        missing=by_status[SkillStatus.MISSING],
        transition=move,
    )
