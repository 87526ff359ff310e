"""The simulated interviews: truthful answers, an end, and the rules deciding alike whatever the order."""

from collections.abc import Mapping, Sequence
from datetime import date

from benchmarks.score_questions import interview, interviews, lacking
from ontology import Verdict
from policy import Decision, evaluate, load_rule_base, parse_facts

ON = date(2026, 11, 22)
RULES = load_rule_base()
PERSON = {"registered_unemployed": False}


def first(known: Mapping[str, object], decisions: Sequence[Decision]) -> str:
    return min(lacking(known, decisions))


def last(known: Mapping[str, object], decisions: Sequence[Decision]) -> str:
    return max(lacking(known, decisions))


def test_interview_ends_when_the_rules_have_decided() -> None:
    """Not registered: refused in Germany after the one question, whichever is asked before it stays unknown."""
    asked = interview(RULES, PERSON, lambda known, decisions: "registered_unemployed", on=ON, place="DE")

    assert (asked.questions, asked.open) == (1, 0)


def test_interview_ends_when_nothing_is_left_to_ask() -> None:
    """Who knows nothing is asked for every fact once, and stays open."""
    asked = interview(RULES, {}, first, on=ON, place="DE")

    decisions = evaluate(RULES, parse_facts({}, RULES), on=ON, jurisdiction="DE")
    assert asked.questions >= len(decisions[0].unknown_facts)
    assert asked.open == 1


def test_order_changes_the_number_of_questions_and_not_what_stays_open() -> None:
    orders = [interview(RULES, PERSON, choose, on=ON, place="DE") for choose in (first, last)]

    assert orders[0].questions != orders[1].questions
    assert {one.open for one in orders} == {0}


def test_lacking_leaves_out_what_was_asked() -> None:
    decisions = evaluate(RULES, parse_facts({}, RULES), on=ON, jurisdiction="DE")

    assert decisions[0].verdict is Verdict.UNKNOWN
    assert lacking({"seeking_work": None}, decisions) == set(decisions[0].unknown_facts) - {"seeking_work"}


def test_our_order_asks_less_than_chance() -> None:
    ours, by_file, at_random = interviews(RULES, "US-NY", people=12)

    assert ours < at_random
    assert ours < by_file
