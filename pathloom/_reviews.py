"""The four-eyes queue: decisions that two different people must look at before they are used.

States: open -> first_opinion -> agreed | disagreed -> settled. The second opinion must come from somebody else than the
first; a disagreement is settled by a third. Until both opinions are there, nobody is shown the first one. Every step is
kept with who, when and why. A record holds a person's facts, so it is stored with that person's consent only, and
erased when asked. Logs hold ids and states, never a word that somebody wrote.
"""

import json
import logging
import secrets
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pathloom._review_store import opened, writing
from pathloom.errors import (
    ConsentMissingError,
    InputFileError,
    ReviewNeedlessError,
    ReviewStateError,
    ReviewUnknownError,
    SameReviewerError,
)

if TYPE_CHECKING:
    from policy.records import DecisionRecord

logger = logging.getLogger("pathloom.reviews")

#: Name of the file in the home.
FILE = "reviews.sqlite"
_MOST_TEXT = 2000


class State(StrEnum):
    """Where a review stands."""

    OPEN = "open"
    FIRST_OPINION = "first_opinion"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    SETTLED = "settled"
    ERASED = "erased"


class Opinion(StrEnum):
    """What a reviewer holds of the recorded answer: use it, do not, or not before something is cleared up."""

    APPROVE = "approve"
    REJECT = "reject"
    NEEDS_FACTS = "needs_facts"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done; `opinion` is None where there is none, or where it may not be shown yet."""

    at: str
    who: str
    what: str
    opinion: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """One review as it may be shown now.

    Attributes:
        concerns: codes of `policy.records.concerns`, and `asked` where a person asked for it.
        digest: of the decision record; `record` its text, None once erased.
        outcome: the opinion that stands, once settled.
    """

    id: str
    benefit: str
    state: State
    concerns: tuple[str, ...]
    digest: str
    record: str | None
    consent: str
    outcome: str | None
    steps: tuple[Step, ...]


class ReviewQueue:
    """The reviews of one home. Safe for several processes at once; holds no file open between calls."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE

    def add(
        self, record: "DecisionRecord", benefit: str, *, by: str, consent: str, at: datetime, why: str = ""
    ) -> Review:
        """Put one decision of a record into the queue.

        Args:
            by: who adds it.  consent: where the person's consent is kept (a form's number, say).
            why: needed where nothing in the decision itself calls for a review.
        Raises:
            ConsentMissingError: no consent is named.
            RecordAlteredError: the record was changed after it was written.
            ReviewUnknownError: the record has no decision of that benefit.
            ReviewNeedlessError: nothing calls for a review and no reason is given.
            ReviewStateError: this decision is in the queue, or was settled and no reason is given to ask again.
        """
        from policy.errors import RecordAlteredError
        from policy.records import concerns

        if not consent.strip():
            raise ConsentMissingError(
                "A review stores the person's facts, and no consent is named.",
                hint="Ask the person, then name where the consent is kept: --consent TEXT.",
            )
        if record.altered:
            raise RecordAlteredError(
                f"The record was changed after it was written ({', '.join(record.altered)}), so it cannot be reviewed.",
                hint="Make the record again with `pathloom record`.",
                parts=list(record.altered),
            )
        if record.decision(benefit) is None:
            raise ReviewUnknownError(
                f"The record has no decision of {benefit!r}.",
                hint=f"It decides: {', '.join(record.benefits)}.",
                hint_zh=f"它判定的有：{'、'.join(record.benefits)}。",
            )
        codes = [item.code for item in concerns(record, benefit)] + (["asked"] if why.strip() else [])
        if not codes:
            raise ReviewNeedlessError(
                f"Nothing in the decision of {benefit} calls for a second pair of eyes.",
                hint="If it needs one all the same, say why: --why TEXT.",
            )
        name, _ = _person(by)
        review = secrets.token_hex(6)
        with opened(self._file) as connection, writing(connection):
            _refuse_again(connection, record.digest, benefit, why)
            connection.execute(
                "INSERT INTO review VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                (review, benefit, State.OPEN, json.dumps(codes), record.digest, record.to_text(), _said(consent)),
            )
            _note(connection, review, at, name, "added", None, why)
            _log(review, State.OPEN)
            return _read(connection, review)

    def list(self, *, state: State | None = None) -> tuple[Review, ...]:
        """The reviews in the order in which they were added, without the erased ones unless asked for."""
        with opened(self._file) as connection:
            rows = connection.execute("SELECT review AS id FROM step WHERE what = 'added' ORDER BY number").fetchall()
            found = [_read(connection, row["id"]) for row in rows]
        return tuple(item for item in found if (item.state is state if state else item.state is not State.ERASED))

    def show(self, review: str) -> Review:
        """One review.

        Raises:
            ReviewUnknownError: there is none of that id.
        """
        with opened(self._file) as connection:
            return _read(connection, review)

    def decide(self, review: str, *, by: str, opinion: Opinion, why: str, at: datetime) -> Review:
        """Give an opinion; the first and the second one must come from two people.

        Raises:
            SameReviewerError: that person has given one already.
            ReviewStateError: both opinions are there, or the review was erased.
            InputFileError: no reason is given.
        """
        name, key = _person(by)
        with opened(self._file) as connection, writing(connection):
            found = _read(connection, review, blind=False)
            given = _opinions(connection, review)
            if found.state not in (State.OPEN, State.FIRST_OPINION):
                raise _out_of_turn(found, "take another opinion")
            if key in given:
                raise SameReviewerError(
                    f"{name!r} has already given an opinion on {review}; four eyes are two people.",
                    hint="Let a colleague decide.",
                    review=review,
                )
            state = State.FIRST_OPINION if not given else State.AGREED
            if given and opinion.value not in given.values():
                state = State.DISAGREED
            _note(connection, review, at, name, "opinion", opinion, _reason(why))
            connection.execute("UPDATE review SET state = ? WHERE id = ?", (state, review))
            _log(review, state)
            return _read(connection, review)

    def settle(self, review: str, *, by: str, why: str, at: datetime, opinion: Opinion | None = None) -> Review:
        """Close a review: an agreement as agreed, a disagreement by the opinion of a third person.

        Raises:
            ReviewStateError: two opinions are not there yet, or it is closed; or the opinion does not fit the state.
            SameReviewerError: a disagreement is to be settled by one of the two who disagree.
        """
        name, key = _person(by)
        with opened(self._file) as connection, writing(connection):
            found = _read(connection, review, blind=False)
            given = _opinions(connection, review)
            if found.state is State.AGREED:
                agreed = next(iter(given.values()))
                if opinion is not None and opinion.value != agreed:
                    raise ReviewStateError(
                        f"Both reviewers said {agreed!r}; settling cannot turn that into {opinion.value!r}.",
                        hint="Settle without an opinion, or add the decision again for a new review.",
                        review=review,
                    )
                outcome = agreed
            elif found.state is State.DISAGREED:
                if key in given:
                    raise SameReviewerError(
                        f"{name!r} is one of the two who disagree on {review}.",
                        hint="Let a third person settle it.",
                        review=review,
                    )
                if opinion is None:
                    raise ReviewStateError(
                        f"The reviewers of {review} disagree, and no opinion is given that settles it.",
                        hint="Add --opinion.",
                        review=review,
                    )
                outcome = opinion.value
            else:
                raise _out_of_turn(found, "be settled")
            _note(connection, review, at, name, "settled", outcome, _reason(why))
            connection.execute(
                "UPDATE review SET state = ?, outcome = ? WHERE id = ?", (State.SETTLED, outcome, review)
            )
            _log(review, State.SETTLED)
            return _read(connection, review)

    def erase(self, review: str, *, by: str, at: datetime) -> None:
        """Remove the record, its digest, the consent and all that was written; who did what and when stays.

        Raises:
            ReviewUnknownError: there is none of that id, or it is erased already.
        """
        name, _ = _person(by)
        with opened(self._file) as connection:
            with writing(connection):
                _read(connection, review, blind=False)
                # The digest goes too: with few possible facts it could be guessed back.
                connection.execute(
                    "UPDATE review SET state = ?, record = NULL, digest = '', consent = '', concerns = '[]',"
                    " outcome = NULL WHERE id = ?",
                    (State.ERASED, review),
                )
                connection.execute("UPDATE step SET why = '' WHERE review = ?", (review,))
                _note(connection, review, at, name, "erased", None, "")
            # The log still holds the old pages; fold it into the file and cut it off.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _log(review, State.ERASED)


def _refuse_again(connection: sqlite3.Connection, digest: str, benefit: str, why: str) -> None:
    """A second review of one decision would be a way round the first."""
    row = connection.execute(
        "SELECT id, state FROM review WHERE digest = ? AND benefit = ? ORDER BY state = 'settled' LIMIT 1",
        (digest, benefit),
    ).fetchone()
    if row is None or (row["state"] == State.SETTLED and why.strip()):
        return
    raise ReviewStateError(
        f"This decision is in the queue already: review {row['id']} is {row['state']}.",
        hint="A settled one can be reviewed again with a reason: --why TEXT.",
        review=row["id"],
        state=row["state"],
    )


def _read(connection: sqlite3.Connection, review: str, *, blind: bool = True) -> Review:
    row = connection.execute("SELECT * FROM review WHERE id = ?", (review,)).fetchone()
    if row is None or (row["state"] == State.ERASED and not blind):
        raise ReviewUnknownError(
            f"The queue holds no review {review!r}.", hint="List them: pathloom reviews list", review=review
        )
    state = State(row["state"])
    # The second reviewer must not lean on the first one's view.
    hidden = blind and state is State.FIRST_OPINION
    steps = tuple(
        Step(
            step["at"],
            step["who"],
            step["what"],
            None if hidden else step["opinion"],
            "" if hidden and step["what"] == "opinion" else step["why"],
        )
        for step in connection.execute("SELECT * FROM step WHERE review = ? ORDER BY number", (review,))
    )
    return Review(
        row["id"], row["benefit"], state, tuple(json.loads(row["concerns"])), row["digest"], row["record"],
        row["consent"], row["outcome"], steps,
    )  # fmt: skip


def _opinions(connection: sqlite3.Connection, review: str) -> Mapping[str, str]:
    rows = connection.execute("SELECT who_key, opinion FROM step WHERE review = ? AND what = 'opinion'", (review,))
    return {row["who_key"]: row["opinion"] for row in rows}


def _note(
    connection: sqlite3.Connection, review: str, at: datetime, who: str, what: str, opinion: str | None, why: str
) -> None:
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    _, key = _person(who)
    connection.execute(
        "INSERT INTO step (review, at, who, who_key, what, opinion, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (review, moment, who, key, what, opinion, _said(why)),
    )


def _person(name: str) -> tuple[str, str]:
    """A name as it is shown, and as it is compared: width, case and spaces do not make another person."""
    shown = " ".join(unicodedata.normalize("NFKC", name).split())
    if not shown or len(shown) > 100:
        raise InputFileError("No person is named, or by more than 100 signs.", hint="Name who does it: --by NAME.")
    return shown, shown.casefold().replace(" ", "")


def _reason(why: str) -> str:
    if not why.strip():
        raise InputFileError("No reason is given; a review without one says nothing.", hint="Add --why TEXT.")
    return why


def _said(text: str) -> str:
    if len(text) > _MOST_TEXT:
        raise InputFileError(f"The text has {len(text)} signs; at most {_MOST_TEXT} are kept.", hint="Say it shorter.")
    return text.strip()


def _out_of_turn(found: Review, what: str) -> ReviewStateError:
    return ReviewStateError(
        f"The review {found.id} is {found.state.value}, so it cannot {what}.",
        hint="open -> first_opinion -> agreed or disagreed -> settled; see: pathloom reviews show",
        review=found.id,
        state=found.state.value,
    )


def _log(review: str, state: State) -> None:
    logger.info("review %s: %s", review, state.value)
