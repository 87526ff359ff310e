"""The answers as frozen records: what the command line prints and the API serves, reasons included.

Rows of a snapshot never leave this room: everything here is ids, labels and plain Python numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ontology import Evidence, Explanation, Money, Verdict
from reasoning.plan_parts import PlanClaim, Relaxation, Shortfall
from reasoning.route_parts import Becoming, StepDeadline, Unlock, WaitingLoss


class SkillStatus(StrEnum):
    """How well a person covers one required skill."""

    MATCHED = "matched"
    PARTIAL = "partial"
    MISSING = "missing"


class MoveKind(StrEnum):
    """Four plain words for a move, by pay and preparation (Lightcast's four)."""

    ADVANCEMENT = "advancement"
    LATERAL_ADVANCEMENT = "lateral_advancement"
    SIMILAR = "similar"
    LATERAL = "lateral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An id with its labels per language."""

    id: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSkill:
    """One required skill and how the person stands to it.

    Attributes:
        importance: in (0, 1], as the target asks for it.
        similarity: in [0, 1]; 1 for matched, the nearest held skill's similarity for partial, 0 for missing.
        covered_by: the held skill that covers it, wholly or in part.
        evidence: where the held skill was found; empty for an occupation's typical skills.
    """

    skill: Named
    status: SkillStatus
    essential: bool
    importance: float
    similarity: float
    covered_by: Named | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """All requirements of an occupation against the skills held; most important first within each status.

    Attributes:
        coverage: share of the importance that is covered (partial ones count by similarity), in [0, 1].
    """

    occupation: Named
    matched: tuple[GapSkill, ...]
    partial: tuple[GapSkill, ...]
    missing: tuple[GapSkill, ...]
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What an occupation pays per month; `statistic` and `year` say what kind of number it is."""

    money: Money
    region: str
    year: int
    statistic: str
    source: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChoice:
    """A course chosen because it teaches skills that are missing."""

    course: Named
    teaches: tuple[Named, ...]
    hours: float
    months: int
    cost: Money
    provider: str
    url: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure before and after a move; None where a source lacks it."""

    figure: str
    before: float | None
    after: float | None
    unit: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One occupation against another: score with reasons, and the gap.

    Attributes:
        score: calibrated probability in [0, 1] that the move is feasible.
        explanation: base + points = score.
        overlap: the plain skill-overlap baseline, in [0, 1].
        model: name of what scored.
    """

    origin: Named | None
    target: Named
    score: float
    explanation: Explanation
    overlap: float
    gap: Gap
    model: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of a path. `months` and `cost` are those of the courses chosen for it (and 1 month of search)."""

    transition: Transition
    kind: MoveKind
    courses: tuple[CourseChoice, ...]
    uncovered: tuple[Named, ...]
    months: int
    cost: tuple[Money, ...]
    pay_before: Pay | None
    pay_after: Pay | None
    changes: tuple[Change, ...]
    benefits_gained: tuple[str, ...] = ()
    benefits_lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Moves one after another.

    Attributes:
        feasibility: product of the steps' scores, in [0, 1].
        utility: what paths are ranked by: documented in `reasoning/weights.toml`; its parts are `utility_parts`.
    """

    steps: tuple[Step, ...]
    feasibility: float
    utility: float
    utility_parts: Mapping[str, float]
    months: int
    cost: tuple[Money, ...]
    pay_end: Pay | None
    counterfactuals: tuple["Counterfactual", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """A small change that changes an answer, verified by computing the answer again.

    Attributes:
        change: machine-readable, for example `{"skill": "starter:skill/excel"}`.
        before, after: the answer's figure (a score) without and with the change.
        texts: per language.
    """

    change: Mapping[str, str]
    before: float
    after: float
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What a person wants paths to respect; None and empty mean: no such wish.

    Attributes:
        pay_floor: per month; occupations whose pay is known to be below are left out, unknown pay is kept and said.
        months: budget of calendar months for the whole path.
        region: region code that pay is looked up in.
        exclude: occupation ids or group ids never to pass through.
        max_exposure: highest acceptable AI exposure (percentile in [0, 1]) of any step's target.
        max_moves: 1 to 4.
    """

    pay_floor: Money | None = None
    months: int | None = None
    region: str = ""
    exclude: tuple[str, ...] = ()
    max_exposure: float | None = None
    max_moves: int = 4
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsAnswer:
    """Best paths first, then diverse alternatives; `considered` counts the paths looked at."""

    origin: Named | None
    best: tuple[Path, ...]
    alternatives: tuple[Path, ...]
    considered: int
    model: str
    warnings: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]
    snapshot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingMatch:
    """A person against a posting: how many of the asked skills are held, with importance and evidence."""

    posting: str
    title: str
    occupation: Named | None
    score: float
    matched: tuple[GapSkill, ...]
    partial: tuple[GapSkill, ...]
    missing: tuple[GapSkill, ...]
    transition: Transition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """One benefit in a route: when it can be claimed first, until when, and what it needs.

    Attributes:
        likelihood: chance that an open benefit turns out eligible, in [0, 1]; 1 or 0 when rules decided.
        lost_by_waiting: what a later claim loses, per language; empty if nothing.
        verdict: on the day `earliest`, which for a benefit that opens later is not today.
        first_payment: earliest day of a payment; None where no rule says.
        deadlines: all of them, the passed ones too; `latest` is the nearest.
        becomes: conditions not met today that are on `earliest`.
        waiting: each day in the next months from which a claim brings less, or more.
        possible_total: what it brings in all, as far as that can be said, also while it is open; never of a loan.
        confidence: of its rules: high, medium or low.  sources: the clauses that took part.
    """

    benefit: Named
    verdict: Verdict
    likelihood: float
    earliest: date | None
    latest: date | None
    documents: tuple[Mapping[str, str], ...]
    channel: tuple[Mapping[str, str], ...]
    after: tuple[str, ...]
    excludes: tuple[str, ...]
    amount_per_month: Money | None
    amount_once: Money | None
    months: int | None
    lost_by_waiting: Mapping[str, str] = field(default_factory=dict)
    first_payment: date | None = None
    deadlines: tuple[StepDeadline, ...] = ()
    becomes: tuple[Becoming, ...] = ()
    waiting: tuple[WaitingLoss, ...] = ()
    possible_total: Money | None = None
    confidence: str = "high"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Benefits in an order that respects prerequisites, exclusions and deadlines.

    Attributes:
        total: the sum that rules have decided.
        possible_total: with the open ones, as if all turned out eligible: the criterion money.
        first_money: earliest payment of a benefit that the rules decided: the criterion speed.
        security: mean over the steps of likelihood times firmness of the rules, in [0, 1].
        decided_share: of the steps, those that the rules have decided, in [0, 1].
        best_at: money, speed, security: where no other route shown is better.
        unlocks: what own steps would open besides; not part of any sum.
    """

    steps: tuple[RouteStep, ...]
    total: Money | None
    open_questions: tuple[str, ...]
    possible_total: Money | None = None
    first_money: date | None = None
    security: float = 0.0
    decided_share: float = 0.0
    best_at: tuple[str, ...] = ()
    unlocks: tuple[Unlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """An amount in a month; `amount` is signed. Source is an id or citation.

    `kind` is wage, benefit, insurance (own contributions), tuition, living, outlay, loan (paid out), repayment (of
    principal) or interest.
    """

    kind: str
    id: str
    labels: Mapping[str, str]
    amount: Money
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMonth:
    """One calendar month.

    Attributes:
        balance: everything from the plan's start to the month's end, a loan and its repayments included, savings not.
        confidence: in [0, 1]; falls with the feasibility of the moves that it rests on.
        income: wage and benefits of the month; a loan is none.
        available: what there is to live on: savings, the balance before and the month's flows, living costs not yet
            taken off.
        debt: principal still owed at the month's end.
        balance_low, balance_high: the band around `balance`; how it is made stands in the plan's caveats.
    """

    month: date
    activity: Mapping[str, str]
    occupation: str
    items: tuple[PlanItem, ...]
    balance: Money
    confidence: float
    income: Money | None = None
    available: Money | None = None
    debt: Money | None = None
    balance_low: Money | None = None
    balance_high: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundedPlan:
    """A path and a benefit route on one monthly timeline. Not a promise: `caveats` say what it rests on.

    Attributes:
        total_cost: all that is spent; of a loan only interest and fees.
        claims: what is claimed when, in the order of the claims.
        delay: months after which the path begins.
        months_without_wage: of the whole plan.
        feasible: whether every wish is kept; if not, this is the plan that comes nearest, `shortfalls` say which wish
            fails when and by how much, and `relaxations` what would do. Where two wishes fail, one of each is needed.
    """

    path: Path
    route: Route
    months: tuple[PlanMonth, ...]
    total_income: Money
    total_benefits: Money
    total_cost: Money
    caveats: tuple[Mapping[str, str], ...]
    claims: tuple[PlanClaim, ...] = ()
    delay: int = 0
    months_without_wage: int = 0
    feasible: bool = True
    shortfalls: tuple[Shortfall, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
