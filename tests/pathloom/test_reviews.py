"""The four-eyes queue: two different people, every step kept, nothing half-done, and erased when asked."""

import logging
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ontology import PathloomError
from pathloom._reviews import FILE, Opinion, ReviewQueue, State
from pathloom.errors import (
    ConsentMissingError,
    InputFileError,
    ReviewNeedlessError,
    ReviewStateError,
    ReviewStoreError,
    ReviewUnknownError,
    SameReviewerError,
)
from policy import load_rule_base
from policy.errors import RecordAlteredError
from policy.records import DecisionRecord, make_record, read_record
from tests.policy.small_rules import PERSON, write_small_rules

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> DecisionRecord:
    """The allowance (nothing to review) and the loan (discretion, debt, hearsay) of one person."""
    folder = write_small_rules(tmp_path_factory.mktemp("rules"))
    facts: Mapping[str, object] = {**PERSON, "plan_approved": True}
    return make_record(
        load_rule_base(folder), facts, on=NOON.date(), jurisdiction="XX-01", recorded_at=NOON, directory=folder
    )


@pytest.fixture
def queue(tmp_path: Path) -> ReviewQueue:
    return ReviewQueue(tmp_path)


@pytest.fixture
def added(queue: ReviewQueue, record: DecisionRecord) -> str:
    return queue.add(record, "xx-loan", by="Li Hua", consent="form 12", at=NOON).id


@pytest.fixture
def decide(queue: ReviewQueue, added: str) -> Callable[..., State]:
    """Give an opinion on the added review; gives its new state."""

    def given(by: str, opinion: Opinion = Opinion.APPROVE, why: str = "checked") -> State:
        return queue.decide(added, by=by, opinion=opinion, why=why, at=NOON).state

    return given


def test_two_people_agree_and_the_review_is_settled(
    queue: ReviewQueue, added: str, decide: Callable[..., State]
) -> None:
    assert queue.show(added).state is State.OPEN
    assert decide("Wang Min") is State.FIRST_OPINION
    assert decide("Zhao Lei") is State.AGREED

    settled = queue.settle(added, by="Wang Min", why="granted", at=NOON)

    assert (settled.state, settled.outcome) == (State.SETTLED, "approve")
    assert [(step.who, step.what, step.opinion, step.why) for step in settled.steps] == [
        ("Li Hua", "added", None, ""),
        ("Wang Min", "opinion", "approve", "checked"),
        ("Zhao Lei", "opinion", "approve", "checked"),
        ("Wang Min", "settled", "approve", "granted"),
    ]
    assert {step.at for step in settled.steps} == {"2026-04-10T12:00:00Z"}


def test_a_disagreement_is_settled_by_a_third_person(
    queue: ReviewQueue, added: str, decide: Callable[..., State]
) -> None:
    decide("Wang Min")
    assert decide("Zhao Lei", Opinion.REJECT) is State.DISAGREED

    with pytest.raises(SameReviewerError, match="Zhao Lei"):
        queue.settle(added, by="Zhao Lei", opinion=Opinion.REJECT, why="as I said", at=NOON)
    with pytest.raises(ReviewStateError, match="no opinion"):
        queue.settle(added, by="Chen Jie", why="hm", at=NOON)
    settled = queue.settle(added, by="Chen Jie", opinion=Opinion.REJECT, why="no plan seen", at=NOON)

    assert settled.outcome == "reject"


def test_settling_cannot_turn_an_agreement_round(queue: ReviewQueue, added: str, decide: Callable[..., State]) -> None:
    decide("Wang Min")
    decide("Zhao Lei")

    with pytest.raises(ReviewStateError, match="cannot turn"):
        queue.settle(added, by="Chen Jie", opinion=Opinion.REJECT, why="no", at=NOON)


@pytest.mark.parametrize("again", ["Wang Min", "wang  min", " WANG MIN ", "Ｗａｎｇ Ｍｉｎ", "WangMin"])
def test_nobody_gives_both_opinions(decide: Callable[..., State], again: str) -> None:
    decide("Wang Min")

    with pytest.raises(SameReviewerError):
        decide(again)


def test_the_file_itself_refuses_two_opinions_of_one_person(
    queue: ReviewQueue, added: str, decide: Callable[..., State], tmp_path: Path
) -> None:
    decide("Wang Min")
    connection = sqlite3.connect(tmp_path / FILE)

    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        connection.execute(
            "INSERT INTO step (review, at, who, who_key, what, opinion, why) SELECT review, at, who, who_key, what,"
            " opinion, why FROM step WHERE what = 'opinion'"
        )
    with pytest.raises(sqlite3.IntegrityError, match="steps are kept"):
        connection.execute("DELETE FROM step")
    with pytest.raises(sqlite3.IntegrityError, match="steps are kept"):
        connection.execute("UPDATE step SET opinion = 'reject' WHERE what = 'opinion'")
    connection.close()


def test_the_first_opinion_is_hidden_until_the_second(
    queue: ReviewQueue, added: str, decide: Callable[..., State]
) -> None:
    decide("Wang Min", Opinion.REJECT, "income looks wrong")

    blind = queue.show(added).steps[-1]
    decide("Zhao Lei")
    shown = queue.show(added).steps[1]

    assert (blind.who, blind.opinion, blind.why) == ("Wang Min", None, "")
    assert (shown.opinion, shown.why) == ("reject", "income looks wrong")


def test_steps_out_of_turn_are_refused(queue: ReviewQueue, added: str, decide: Callable[..., State]) -> None:
    with pytest.raises(ReviewStateError, match="is open"):
        queue.settle(added, by="Wang Min", why="quick", at=NOON)
    decide("Wang Min")
    with pytest.raises(ReviewStateError, match="is first_opinion"):
        queue.settle(added, by="Zhao Lei", why="quick", at=NOON)
    decide("Zhao Lei")
    with pytest.raises(ReviewStateError, match="is agreed"):
        decide("Chen Jie")
    queue.settle(added, by="Wang Min", why="done", at=NOON)
    with pytest.raises(ReviewStateError, match="is settled"):
        queue.settle(added, by="Wang Min", why="done", at=NOON)


def test_what_may_not_enter_the_queue(queue: ReviewQueue, record: DecisionRecord) -> None:
    altered = read_record(record.to_text().replace("XX-01", "XX-02").encode())
    asked: dict[str, Any] = {"by": "Li Hua", "consent": "form 12", "at": NOON}

    with pytest.raises(ConsentMissingError):
        queue.add(record, "xx-loan", **{**asked, "consent": "  "})
    with pytest.raises(RecordAlteredError):
        queue.add(altered, "xx-loan", **asked)
    with pytest.raises(ReviewUnknownError, match="xx-pension"):
        queue.add(record, "xx-pension", **asked)
    with pytest.raises(ReviewNeedlessError):
        queue.add(record, "xx-allowance", **asked)
    assert queue.list() == ()

    assert queue.add(record, "xx-allowance", **asked, why="asked by the person").concerns == ("asked",)


def test_a_decision_is_reviewed_once(
    queue: ReviewQueue, record: DecisionRecord, added: str, decide: Callable[..., State]
) -> None:
    asked: dict[str, Any] = {"by": "Li Hua", "consent": "form 12", "at": NOON}
    with pytest.raises(ReviewStateError, match="already"):
        queue.add(record, "xx-loan", **asked, why="again")
    decide("Wang Min", Opinion.REJECT)
    decide("Zhao Lei", Opinion.REJECT)
    queue.settle(added, by="Wang Min", why="no", at=NOON)

    with pytest.raises(ReviewStateError, match="settled"):
        queue.add(record, "xx-loan", **asked)

    assert queue.add(record, "xx-loan", **asked, why="new paper").state is State.OPEN


@pytest.mark.parametrize("by", ["", "   ", "x" * 101])
def test_somebody_must_be_named(decide: Callable[..., State], by: str) -> None:
    with pytest.raises(InputFileError, match="person"):
        decide(by)


def test_a_reason_must_be_given(decide: Callable[..., State]) -> None:
    with pytest.raises(InputFileError, match="reason"):
        decide("Wang Min", Opinion.APPROVE, "  ")


def _race(names: list[str], decide: Callable[..., State]) -> list[object]:
    """Everybody decides at the same moment, each over a connection of its own."""
    start, results = threading.Barrier(len(names)), []

    def one(name: str) -> None:
        start.wait()
        try:
            results.append(decide(name))
        except PathloomError as error:
            results.append(error.code)

    threads = [threading.Thread(target=one, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_eight_concurrent_reviewers_two_are_heard(
    queue: ReviewQueue, added: str, decide: Callable[..., State]
) -> None:
    results = _race([f"Reviewer {number}" for number in range(8)], decide)

    assert sorted(map(str, results)) == ["REVIEW_STATE"] * 6 + ["agreed", "first_opinion"]
    assert queue.show(added).state is State.AGREED
    assert len([step for step in queue.show(added).steps if step.what == "opinion"]) == 2


def test_one_reviewer_in_eight_windows_is_heard_once(
    queue: ReviewQueue, added: str, decide: Callable[..., State]
) -> None:
    results = _race(["Wang Min"] * 8, decide)

    assert sorted(map(str, results)) == ["REVIEW_SAME_REVIEWER"] * 7 + ["first_opinion"]
    assert queue.show(added).state is State.FIRST_OPINION


def test_erase_leaves_no_word_of_the_person_in_the_files(
    queue: ReviewQueue, added: str, decide: Callable[..., State], record: DecisionRecord, tmp_path: Path
) -> None:
    decide("Wang Min", Opinion.APPROVE, "knows the person's neighbour")
    # A colleague's window stays open, so that the log is not folded in by the last one to leave.
    window = sqlite3.connect(tmp_path / FILE)
    window.execute("SELECT count(*) FROM review").fetchone()
    words = (b"neighbour", b"form 12", record.digest.encode(), b"paid_months", b"plan_approved")
    before = b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))

    queue.erase(added, by="Li Hua", at=NOON)

    after = b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
    window.close()
    assert [word for word in words if word not in before] == []
    assert [word for word in words if word in after] == []
    left = queue.show(added)
    assert (left.state, left.record, left.digest, left.consent) == (State.ERASED, None, "", "")
    assert [(step.who, step.what, step.why) for step in left.steps] == [
        ("Li Hua", "added", ""), ("Wang Min", "opinion", ""), ("Li Hua", "erased", ""),
    ]  # fmt: skip
    assert queue.list() == ()
    assert [item.id for item in queue.list(state=State.ERASED)] == [added]


def test_what_is_erased_cannot_go_on(queue: ReviewQueue, added: str, decide: Callable[..., State]) -> None:
    queue.erase(added, by="Li Hua", at=NOON)

    with pytest.raises(ReviewUnknownError):
        decide("Wang Min")
    with pytest.raises(ReviewUnknownError):
        queue.erase(added, by="Li Hua", at=NOON)


_CRASH = """
import os, signal, sqlite3, sys
from datetime import UTC, datetime
from pathlib import Path

whole = sqlite3.connect

def fragile(*arguments, **options):
    connection = whole(*arguments, **options)
    connection.set_trace_callback(lambda sql: sql.startswith(sys.argv[3]) and os.kill(os.getpid(), signal.SIGKILL))
    return connection

sqlite3.connect = fragile
from pathloom._reviews import Opinion, ReviewQueue
queue = ReviewQueue(Path(sys.argv[1]))
now = datetime(2026, 4, 10, 12, tzinfo=UTC)
getattr(queue, sys.argv[4])(sys.argv[2], by="Wang Min", at=now, **(
    {"opinion": Opinion.APPROVE, "why": "checked"} if sys.argv[4] == "decide" else {}))
"""


@pytest.mark.parametrize(
    ("statement", "step"), [("UPDATE review", "decide"), ("COMMIT", "decide"), ("UPDATE step", "erase")]
)
def test_a_crash_in_between_leaves_the_review_as_it_was(
    queue: ReviewQueue, added: str, decide: Callable[..., State], tmp_path: Path, statement: str, step: str
) -> None:
    """The process is killed at a statement in the middle of the transaction; the next one finds nothing half-done."""
    before = queue.show(added)

    crashed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_CRASH), str(tmp_path), added, statement, step],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip

    assert crashed.returncode == -9, crashed.stderr.decode()
    assert queue.show(added) == before
    assert decide("Wang Min") is State.FIRST_OPINION


def test_logs_hold_ids_and_states_only(
    queue: ReviewQueue, record: DecisionRecord, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    review = queue.add(record, "xx-loan", by="Li Hua", consent="form 12", at=NOON, why="poor neighbour").id
    queue.decide(review, by="Wang Min", opinion=Opinion.APPROVE, why="income is low", at=NOON)
    queue.erase(review, by="Li Hua", at=NOON)

    assert [entry.getMessage() for entry in caplog.records if entry.name.startswith("pathloom")] == [
        f"review {review}: open", f"review {review}: first_opinion", f"review {review}: erased",
    ]  # fmt: skip


def test_the_file_is_its_owners_only(queue: ReviewQueue, added: str, tmp_path: Path) -> None:
    assert [oct(file.stat().st_mode & 0o077) for file in tmp_path.glob(f"{FILE}*")] == ["0o0"]


def test_a_file_that_is_no_queue_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("not a database, but long enough to look at " * 40)
    with pytest.raises(ReviewStoreError, match="cannot be used"):
        ReviewQueue(tmp_path).list()


def test_a_newer_queue_is_refused(queue: ReviewQueue, added: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 9")
    connection.close()

    with pytest.raises(ReviewStoreError, match="version 9"):
        queue.list()


def test_the_command_line_walks_through_a_review(
    pathloom: Callable[..., Any], record: DecisionRecord, tmp_path: Path
) -> None:
    file = tmp_path / "record.json"
    file.write_text(record.to_text(), "utf-8")

    def reviews(*arguments: str) -> Any:
        return pathloom("reviews", *arguments, PATHLOOM_HOME=str(tmp_path / "home"))

    refused = reviews("add", str(file), "--benefit", "xx-loan", "--by", "Li Hua", "--json")
    added = reviews(
        "add", str(file), "--benefit", "xx-loan", "--by", "Li Hua", "--consent", "form 12", "--json"
    ).document
    first = reviews("decide", added["id"], "--by", "Wang Min", "--opinion", "approve", "--why", "seen", "--json")
    same = reviews("decide", added["id"], "--by", "wang min", "--opinion", "approve", "--why", "seen", "--json")
    second = reviews("decide", added["id"], "--by", "赵磊", "--opinion", "approve", "--why", "看过", "--lang", "zh")
    settled = reviews("settle", added["id"], "--by", "Wang Min", "--why", "granted", "--json")
    shown = reviews("show", added["id"], "--json")
    listed = reviews("list", "--state", "settled", "--json")
    erased = reviews("erase", added["id"], "--by", "Li Hua", "--json")
    unknown = reviews("show", "nothing", "--json")

    assert (refused.status, refused.document["error"]["code"]) == (4, "REVIEW_CONSENT")
    assert added["concerns"] == ["discretion", "gives_up_benefit", "loan", "unverified_rule"]
    assert first.document["state"] == "first_opinion"
    assert (same.status, same.document["error"]["code"]) == (4, "REVIEW_SAME_REVIEWER")
    assert "两人一致" in second.out
    assert settled.document["outcome"] == "approve"
    assert shown.document["record"]["digests"]["record"] == record.digest
    assert [item["id"] for item in listed.document["reviews"]] == [added["id"]]
    assert erased.document["state"] == "erased"
    assert (unknown.status, unknown.document["error"]["code"]) == (3, "REVIEW_UNKNOWN")
