"""What a person wants a funded plan to respect, and what the plan says about claims and about wishes it cannot keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ontology import Money
from reasoning.finance import LoanOffer


@dataclass(frozen=True, slots=True)
class LivingCosts:
    """What is spent on living per month, and who says so, per language; `own` when the person does."""

    money: Money
    source: Mapping[str, str]
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """An own expense, due `month` months (from 0) after the start, or with `with_move` after the first move."""

    amount: Money
    labels: Mapping[str, str]
    month: int = 0
    with_move: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWishes:
    """What a funded plan has to respect; None means: no such wish.

    Attributes:
        at_least_per_month: what there must be to live on in every month: what is left from before, savings included,
            plus the month's wage and benefits, less its tuition, contributions, outlays and instalments.
        most_months_without_wage: in the whole plan, counted from its first month.
        savings: what is there at the start.
        tail: months shown in the last job; None for the figure of `weights.toml`.
        most_delay: months by which the path may begin later, >= 0.
        loan: may be taken once, in one sum, if a month would else fall below the floor; repaid from the month after.
        own_business: the path's last move is into a business of one's own.
        loan_benefit: id of the benefit that grants the loan; it is then open only in months in which that one is.
    """

    at_least_per_month: Money | None = None
    most_months_without_wage: int | None = None
    savings: Money | None = None
    tail: int | None = None
    most_delay: int = 0
    loan: LoanOffer | None = None
    loan_benefit: str = ""
    own_business: bool = False
    outlays: tuple[Outlay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClaim:
    """A benefit that the plan draws.

    Attributes:
        claim: day on which it is claimed.
        first, last: first and last month in which it is paid.
        payments: months with a payment.
        granted: months that the rules grant; None for a single payment and for benefits paid by the week.
        total: what the plan counts of it.
        confidence: of the rules behind it: high, medium or low.
    """

    id: str
    labels: Mapping[str, str]
    claim: date
    first: date
    last: date
    payments: int
    granted: int | None
    total: Money
    confidence: str
    documents: tuple[Mapping[str, str], ...]
    channel: tuple[Mapping[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A wish that no plan keeps, as the nearest plan misses it.

    Attributes:
        wish: at_least_per_month or most_months_without_wage.
        month: the first month that misses it; `worst` the one that misses it most.
        short: how much the worst month lacks; None where months are counted.
        months: how many months miss it, or are too many.
    """

    wish: str
    month: date
    worst: date
    short: Money | None
    months: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """A change of one wish after which a plan keeps all of them; verified by planning again.

    Attributes:
        wish: at_least_per_month, most_months_without_wage, savings, most_delay or path.
        value: the nearest value that works: an amount, a number, or the number of the path (from 1).
    """

    wish: str
    value: str
    texts: Mapping[str, str]
