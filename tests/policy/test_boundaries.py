"""Every threshold of every rule set has a worked example at it, one just under and one just over.

`tests.policy.thresholds` says what a threshold is and what "just" means; the values that the examples expect are
worked out by hand in `policy/examples`. Where no case can exist, `boundaries/*.yaml` says why: one entry a threshold,
with the sides that are missing (`at`, `under`, `over`) and the reason. An entry that is no longer needed fails.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from policy import RuleBase, read_examples
from tests.policy.thresholds import SIDES, Threshold, sides_seen

Seen = Mapping[Threshold, frozenset[str]]


def _impossible() -> list[dict[str, Any]]:
    folder = Path(__file__).with_name("boundaries")
    return [entry for file in sorted(folder.glob("*.yaml")) for entry in yaml.safe_load(file.read_text("utf-8"))]


#: Sides on which no case can exist, by place and label.
IMPOSSIBLE: Mapping[tuple[str, str], frozenset[str]] = {
    (entry["place"], entry["threshold"]): frozenset(entry["sides"]) for entry in _impossible()
}


@pytest.fixture(scope="module")
def seen(rules: RuleBase) -> Seen:
    """For each threshold the sides on which an example stands."""
    return sides_seen(rules, read_examples())


def _lacking(seen: Seen, *kinds: str) -> dict[str, list[str]]:
    """By place: the thresholds of these kinds without a case on a side where there can be one."""
    found: dict[str, list[str]] = {}
    for threshold, sides in seen.items():
        if threshold.kind not in kinds:
            continue
        needed = frozenset(SIDES) - IMPOSSIBLE.get((threshold.place, threshold.label), frozenset())
        if missing := [side for side in SIDES if side in needed - sides]:
            found.setdefault(threshold.place, []).append(f"{threshold.label} lacks {', '.join(missing)}")
    return found


def test_every_threshold_has_a_case_at_it_just_under_and_just_over(seen: Seen) -> None:
    assert _lacking(seen, "comparison", "bound") == {}


def test_every_limit_has_a_case_at_it_just_under_and_just_over(seen: Seen) -> None:
    assert _lacking(seen, "limit") == {}


def test_every_value_that_a_threshold_has_had_has_its_cases(seen: Seen) -> None:
    assert _lacking(seen, "dated") == {}


def test_every_impossible_side_is_still_unseen_and_has_a_reason(seen: Seen) -> None:
    found = {(threshold.place, threshold.label): sides for threshold, sides in seen.items()}

    unneeded = [
        f"{place} {label}: {', '.join(sorted(sides))}"
        for (place, label), sides in IMPOSSIBLE.items()
        if not sides or not sides <= set(SIDES) - found.get((place, label), frozenset(SIDES))
    ]

    assert unneeded == []
    assert [entry["threshold"] for entry in _impossible() if len(entry["why"]) < 20] == []


def test_a_case_that_is_taken_away_is_missed(rules: RuleBase) -> None:
    """Pennsylvania asks for 18 credit weeks; without the examples that have 18 and 17 both sides are unseen."""
    examples = [example for example in read_examples() if example.jurisdiction == "US-PA"]
    kept = [example for example in examples if example.facts.get("us_credit_weeks") not in (17, 18)]

    sides = sides_seen(rules, kept)

    (found,) = [sides[item] for item in sides if item.label.endswith("us_credit_weeks >= pa_credit_weeks_required")]
    assert not found & {"at", "under"}


def test_far_from_a_threshold_is_not_just_under(rules: RuleBase) -> None:
    """25 credit weeks are seven from the 18 that Pennsylvania asks for."""
    example = next(item for item in read_examples() if item.id == "us_pa_ui/credit-weeks-25")

    sides = sides_seen(rules, [example])

    (found,) = [sides[item] for item in sides if item.label.endswith("us_credit_weeks >= pa_credit_weeks_required")]
    assert found == frozenset()
