"""Parts of a benefit route: what opens a benefit later, what waiting loses, what own steps would open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ontology import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Becoming:
    """A condition that is not met now, and is on the day from which a benefit can be claimed.

    Attributes:
        now, then: what the person has, in words.
        source: the clause that asks for it.
    """

    text: Mapping[str, str]
    now: Mapping[str, str]
    then: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLoss:
    """What a claim loses that is made on a day or after it, against one on the first possible day.

    Attributes:
        lost: what it brings less in all; negative for more; None where the amount cannot be said.
        months: months of payment fewer.
        reason: months (fewer are granted), value (another amount), closed (refused then), rule_ends (no rule known
            then), or deadline (it may be refused; the sum is at stake).
        certain: whether the rules decide it; rule_ends and deadline leave it open.
        texts: in words, with the source.
    """

    day: date
    lost: Money | None
    months: int
    reason: str
    certain: bool
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDeadline:
    """Something to be done by a day; `due` is None where the event that starts the clock is not known."""

    text: Mapping[str, str]
    due: date | None
    passed: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """A benefit that is refused now, and the smallest own steps after which it would be granted, verified by deciding.

    Attributes:
        facts: ids of the facts that have to change.
        changes: each change in words.
        amount: what it would bring in all; None where that cannot be said.
    """

    id: str
    labels: Mapping[str, str]
    facts: tuple[str, ...]
    changes: tuple[Mapping[str, str], ...]
    amount: Money | None
