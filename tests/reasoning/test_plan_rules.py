"""Whole plans with the rule files themselves, each sum worked out by hand with its clause beside it.

The market is that of `conftest.py`: rider -> dispatcher takes two months (a course of 200, then a month of search),
rider -> courier one; both are then shown for six months. Living costs are 1,000 a month unless a test says otherwise.
An employee pays 8 % + 2 % + 1 % of the wage himself (`contributions.toml`): of 7,500 that is 825, so 5,675 are left.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ontology import Money, Verdict
from policy import AmountTier, evaluate, load_rule_base, parse_facts
from reasoning import LaterDecisions, LivingCosts, Outlay, PlanWishes, benefit_routes, career_paths, funded_plan
from reasoning._amounts import known_total
from reasoning._drawing import payments
from reasoning.answers import Constraints
from reasoning.finance import LoanOffer

EMPLOYED = {"starter:occupation/dispatcher": "employee"}
LAID_OFF = {
    "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
    "seeking_work": True, "receiving_ui": False, "drawing_pension": False,
}  # fmt: skip
ZHENGZHOU = LAID_OFF | {
    "job_end_date": "2026-06-10", "unemployment_registration_date": "2026-06-20", "ui_contribution_months": 30,
    "local_minimum_wage_cny_per_month": 2100,
}  # fmt: skip


def money(amount: int | str, currency: str = "CNY") -> Money:
    return Money(Decimal(str(amount)), currency)


@pytest.fixture(scope="module")
def rules():
    return load_rule_base()


@pytest.fixture
def make_plan(rules, market, model):
    def make(facts, place, on, *, target="dispatcher", kinds=EMPLOYED, region="CN", living=None, **wishes):
        decisions = evaluate(rules, parse_facts(facts, rules), on=on, jurisdiction=place)
        constraints = Constraints(region=region, target=f"starter:occupation/{target}", max_moves=1)
        return funded_plan(
            career_paths(market, model, "starter:occupation/rider", constraints),
            benefit_routes(decisions, {decision.benefit_id: 0.5 for decision in decisions}, on=on),
            decisions,
            on=on,
            living=living or LivingCosts(money(1000), {"zh": "测试", "en": "test"}, own=True),
            wishes=PlanWishes(**wishes),
            later=LaterDecisions(rules, facts, on=on, jurisdiction=place),
            kinds=kinds,
        )

    return make


def drawn(plan, benefit: str) -> list[Decimal | None]:
    return [next((item.amount.amount for item in month.items if item.id == benefit), None) for month in plan.months]


def balances(plan) -> list[Decimal]:
    return [month.balance.amount for month in plan.months]


def caveats(plan) -> str:
    return " ".join(caveat["en"] for caveat in plan.caveats)


def test_zhengzhou_insurance_with_training_subsidy(make_plan):
    """30 months give 2 x 3 months (Zhengzhou art. 24) of 90 % of 2,100 (Henan regulations art. 18): 1,890.

    Paid from the month after registration (art. 22), July, until the new job in September (art. 27(1)). The fee of 500
    comes back, at most 3 months of benefit (art. 30), while it is drawn. July: 1890 + 500 - 200 - 1000 = 1190.
    """
    facts = ZHENGZHOU | {"training_certificate": True, "training_fee_cny": 500}

    plan = make_plan(facts, "CN-410100", date(2026, 7, 1))

    assert drawn(plan, "cn-unemployment-insurance") == [1890, 1890, *[None] * 6]
    assert drawn(plan, "cn-410100-training-subsidy") == [500, *[None] * 7]
    assert balances(plan) == [1190, 2080, 7755, 13430, 19105, 24780, 30455, 36130]
    assert (plan.total_income, plan.total_benefits, plan.total_cost) == (money(45000), money(4280), money(13150))
    assert [(claim.id, claim.granted) for claim in plan.claims] == [
        ("cn-410100-training-subsidy", None), ("cn-unemployment-insurance", 6),
    ]  # fmt: skip
    assert plan.feasible
    assert "rates not confirmed" in caveats(plan)


def test_guangdong_half_of_the_unused_months_after_three_insured_ones(make_plan):
    """Before the amendment of 2025-01-12. 72 months: 4 + 4 half years = 8 months (art. 17) of 90 % of 2,300 = 2,070.

    Claimed on 4 March 2024, decided within 7 working days, paid from April (art. 36); with it 15 % of 6,000 (art. 20).
    The job begins in May, on 1 August three months are insured: half of 8 - 1 months, a started one whole: 4 x 2070.
    """
    facts = LAID_OFF | {
        "job_end_date": "2024-02-29", "unemployment_registration_date": "2024-03-01", "ui_contribution_months": 72,
        "local_minimum_wage_cny_per_month": 2300, "contribution_base_cny_per_month": 6000, "months_to_retirement": 200,
        "new_contract_months": 24,
    }  # fmt: skip

    plan = make_plan(facts, "CN-440100", date(2024, 3, 4))

    assert drawn(plan, "cn-unemployment-insurance") == [None, 2070, *[None] * 6]
    assert drawn(plan, "cn-440000-job-search-allowance") == [None, 900, *[None] * 6]
    assert drawn(plan, "cn-440000-reemployment-lump-sum") == [*[None] * 5, 8280, None, None]
    assert balances(plan) == [-1200, 770, 6445, 12120, 17795, 31750, 37425, 43100]
    # Taken out of the law in 2025: the same question two years later.
    now = make_plan(facts | {"job_end_date": "2026-02-28", "unemployment_registration_date": "2026-03-01"},
                    "CN-440100", date(2026, 3, 4))  # fmt: skip
    assert drawn(now, "cn-440000-reemployment-lump-sum") == [None] * 8


def test_shanghai_rider_keeps_the_subsidy_until_its_rule_ends(make_plan):
    """50 % of 20 % + 10 % of the floor 7,546: 1131.90 a month, 24 months left, but the rule ends with 2026.

    He pays 7546 x 20 % = 1509.20 and 7546 x 10 % = 754.60 himself and goes on to other flexible work, which ends
    nothing. A month: 6000 + 1131.90 - 2263.80 - 1000 = 3868.10; in January 2736.20.
    """
    facts = {
        "employment_status": "flexible", "registered_flexible_employment": True, "hard_to_employ_recognised": True,
        "pays_own_social_insurance": True, "receiving_ui": False, "flexible_subsidy_months_used": 12,
        "months_to_retirement": 120,
    }  # fmt: skip

    plan = make_plan(
        facts, "CN-310000", date(2026, 7, 15), target="courier", kinds={"starter:occupation/courier": "flexible"}
    )

    assert drawn(plan, "cn-flexible-employment-subsidy") == [Decimal("1131.90")] * 6 + [None]
    assert balances(plan) == [Decimal("3868.10") * number for number in range(1, 7)] + [Decimal("25944.80")]
    assert drawn(plan, "pension") == [Decimal("-1509.20")] * 7
    assert "From 2027-01 on no rule in force is known" in caveats(plan)
    employed = make_plan(facts, "CN-310000", date(2026, 7, 15), target="courier",
                         kinds={"starter:occupation/courier": "employee"})  # fmt: skip
    assert drawn(employed, "cn-flexible-employment-subsidy") == [Decimal("1131.90"), *[None] * 6]
    # 8 % of the floor, since 6,000 is below it.
    assert drawn(employed, "pension")[1:] == [Decimal("-603.68")] * 6
    unpaid = make_plan(facts | {"pays_own_social_insurance": False}, "CN-310000", date(2026, 7, 15), target="courier",
                       kinds={"starter:occupation/courier": "flexible"})  # fmt: skip
    assert drawn(unpaid, "pension") == [None] * 7
    assert "contributions" not in caveats(unpaid)


def test_new_york_partial_weeks_beside_a_small_job(make_plan):
    """High quarter 10,400 / 26 = 400 a week; 14 hours a week: three quarters, 300 (P803). After the waiting week.

    Claimed on 1 July, first paid on the 15th: 3 weeks in July, 4 in August; the new job in September ends it. The job
    brings 250 x 52 / 12 = 1083.33 a month. July: 1083.33 + 900 - 1500 = 483.33; August 1083.33 + 1200 - 1500.
    """
    facts = {
        "employment_status": "employee", "separation_reason": "layoff", "us_able_and_available": True,
        "us_prior_benefit_year_open": False, "us_quarters_with_wages": 4, "us_base_period_wages_usd": 41600,
        "us_high_quarter_wages_usd": 10400, "us_hours_worked_in_week": 14, "us_earnings_in_week_usd": 250,
    }  # fmt: skip
    living = LivingCosts(money(1500, "USD"), {"zh": "测试", "en": "test"}, own=True)

    plan = make_plan(facts, "US-NY", date(2026, 7, 1), region="US", living=living)

    assert drawn(plan, "us-unemployment-insurance") == [900, 1200, *[None] * 6]
    assert drawn(plan, "own-earnings") == [Decimal("1083.33")] * 2 + [None] * 6
    assert balances(plan)[:3] == [Decimal("483.33"), Decimal("1266.66"), Decimal("-233.34")]
    assert plan.months_without_wage == 0
    assert "Pay as dispatcher in the region is not known" in caveats(plan)


LOAN = LoanOffer(
    id="loan:bank", name={"zh": "银行贷款", "en": "Bank loan"}, principal=Decimal(12000), currency="CNY",
    annual_rate=Decimal(0), months=12, source="offer",
)  # fmt: skip


def test_loan_and_business_start(make_plan):
    """In September the business starts, 25,000 of equipment are due. At hand: 2,000 + 1,580 of two months' benefit.

    4 of 6 months are left: 4 x 1890 at once (Zhengzhou art. 33). 3580 + 7500 + 7560 - 25000 = -6360 before living
    costs, so the loan of 12,000 at no interest is taken, just then: 5,640. It is debt, 1,000 a month back from October.
    """
    plan = make_plan(
        ZHENGZHOU, "CN-410100", date(2026, 7, 1), kinds={"starter:occupation/dispatcher": "business_owner"},
        savings=money(2000), at_least_per_month=money(500), loan=LOAN,
        outlays=(Outlay(amount=money(25000), labels={"zh": "设备", "en": "Equipment"}, with_move=True),),
    )  # fmt: skip

    assert drawn(plan, "cn-410100-business-start-lump-sum") == [None, None, 7560, *[None] * 5]
    assert [month.available.amount for month in plan.months[:4]] == [3690, 4580, 5640, 11140]
    assert [month.debt.amount for month in plan.months] == [0, 0, 12000, 11000, 10000, 9000, 8000, 7000]
    kinds = [item.kind for item in plan.months[2].items]
    assert "loan" in kinds
    assert plan.total_income == money(45000)
    assert plan.total_benefits == money(3780 + 7560)
    assert plan.total_cost == money(200 + 8 * 1000 + 25000)
    assert balances(plan)[-1] == 45000 + 11340 - 33200 + 7000
    assert plan.feasible
    assert "7,000.00 CNY of the loan is still owed" in caveats(plan)


def test_loan_is_left_alone_where_nothing_needs_it(make_plan):
    plan = make_plan(ZHENGZHOU, "CN-410100", date(2026, 7, 1), savings=money(2000), loan=LOAN,
                     at_least_per_month=money(500))  # fmt: skip

    assert all(month.debt.amount == 0 for month in plan.months)


def test_wishes_that_cannot_be_kept_are_named_with_what_would_do(make_plan):
    """July leaves 500 + 1890 - 200 = 2190 to live on, 810 less than wished; August 500 + 690 + 1890 = 3080.

    Saved must be 500 + 810. A later begin without tuition: 2390 in July, so no delay helps. Two months have no wage.
    """
    plan = make_plan(ZHENGZHOU, "CN-410100", date(2026, 7, 1), savings=money(500), at_least_per_month=money(3000),
                     most_months_without_wage=1)  # fmt: skip

    floor, without = plan.shortfalls
    assert not plan.feasible
    assert (floor.wish, floor.month, floor.short, floor.months) == (
        "at_least_per_month", date(2026, 7, 1), money(810), 1,
    )  # fmt: skip
    assert (without.wish, without.month, without.months) == ("most_months_without_wage", date(2026, 8, 1), 1)
    assert [(one.wish, one.value) for one in plan.relaxations] == [
        ("most_months_without_wage", "2"), ("at_least_per_month", "2190.00"), ("savings", "1310.00"),
    ]  # fmt: skip
    assert "lacks 810.00 CNY" in floor.texts["en"]
    assert "缺810.00" in floor.texts["zh"]
    kept = make_plan(ZHENGZHOU, "CN-410100", date(2026, 7, 1), savings=money(1310), at_least_per_month=money(3000),
                     most_months_without_wage=2)  # fmt: skip
    assert kept.feasible


def test_later_begin_keeps_to_the_wish_where_it_is_allowed(make_plan):
    """Registered in July, so the benefit comes in August (art. 22): 0 saved + 1000 - 200 of the course in July is 800.

    Begun a month later, July has its 1,000. Both keep enough afterwards: August 0 + 1890 - 200.
    """
    facts = ZHENGZHOU | {"unemployment_registration_date": "2026-07-01"}
    given = {"savings": money(1000), "at_least_per_month": money(900)}

    stuck = make_plan(facts, "CN-410100", date(2026, 7, 1), **given)
    moved = make_plan(facts, "CN-410100", date(2026, 7, 1), most_delay=2, **given)

    assert not stuck.feasible
    assert ("most_delay", "1") in [(one.wish, one.value) for one in stuck.relaxations]
    assert (moved.feasible, moved.delay) == (True, 1)
    assert [month.available.amount for month in moved.months[:3]] == [1000, 1690, 2580]
    assert len(moved.months) == len(stuck.months)
    assert drawn(moved, "cn-unemployment-insurance")[:5] == [None, 1890, 1890, None, None]


def test_months_drawn_before_are_not_granted_again(make_plan):
    """Of 6 months 5 are drawn: one is left, and nobody says how many when the number is not known."""
    drawing = ZHENGZHOU | {"receiving_ui": True, "ui_months_granted": 6}

    plan = make_plan(drawing | {"ui_months_drawn": 5}, "CN-410100", date(2026, 7, 1))
    unknown = make_plan(drawing, "CN-410100", date(2026, 7, 1))

    assert drawn(plan, "cn-unemployment-insurance") == [1890, *[None] * 7]
    assert drawn(unknown, "cn-unemployment-insurance") == [None] * 8
    assert "for how many months is not known" in caveats(unknown)


def test_band_lowers_wages_by_the_chance_of_the_move_and_soft_rules(make_plan):
    """Benefit of medium confidence: 10 % off. The move has a score of 1/10 + 8/10 x 1/3 and pay of full confidence.

    July: 1890 x 0.9 - 1200; September: + (7500 - 825) x 0.3667 - 1000 = 1447.72; high is the balance itself.
    """
    plan = make_plan(ZHENGZHOU, "CN-410100", date(2026, 7, 1))

    low = [month.balance_low.amount for month in plan.months]
    assert low[0] == Decimal("501.00")
    assert low[2] - low[1] == Decimal("1447.72")
    assert [month.balance_high for month in plan.months] == [month.balance for month in plan.months]


def test_french_allowance_ends_with_the_new_job(make_plan):
    """57 % of 80 a day is 45.60, more than 40.4 % + 13.18; of 30 days 1,368. Two months pass before the job."""
    facts = {
        "fr_age_at_contract_end": 40, "fr_contract_days": 700, "fr_days_worked": 500, "fr_deferral_days": 0,
        "fr_fit_for_work": True, "fr_full_pension_reached": False, "fr_gap_days": 0, "fr_part_time_ratio": 1,
        "fr_resides_in_france": True, "fr_seasonal_worker": False, "fr_sjr_eur_per_day": 80,
        "job_end_date": "2026-06-20", "registered_unemployed": True, "seeking_work": True,
        "separation_reason": "layoff", "unemployment_registration_date": "2026-06-22",
    }  # fmt: skip
    living = LivingCosts(money(900, "EUR"), {"zh": "测试", "en": "test"}, own=True)

    plan = make_plan(facts, "FR", date(2026, 7, 1), region="US", living=living)

    paid = [amount for amount in drawn(plan, "fr-are") if amount is not None]
    assert set(paid) == {1368}
    assert plan.claims[0].last == date(2026, 8, 1)


def test_days_after_the_last_month_are_paid_by_the_day(decide):
    """75 days at 20: two months of 600 and 15 days of 300; at 12 from the third month on 180."""
    daily = decide("d", amount_per_day=money(20), amount_per_month=money(600), duration_days=75,
                   duration_months=Decimal("2.5"))  # fmt: skip
    falling = replace(daily, tiers=(AmountTier(1, 3, money(600)), AmountTier(3, None, money(360))))

    assert list(payments(daily, date(2026, 7, 1)).values()) == [money(600), money(600), money(300)]
    assert (known_total(daily), known_total(falling)) == (money(1500), money(1380))
    assert payments(falling, date(2026, 7, 1))[date(2026, 9, 1)] == money(180)


def test_benefit_that_excludes_what_is_drawn_already_waits_for_its_end(market, model, decide):
    """A year of months that facts count is fixed first: what excludes it is paid after its two months, or as a whole.

    The rules here would forbid it by their conditions as well; so the decisions are made up.
    """
    hub = decide("cn-unemployment-insurance", amount_per_month=money(500), duration_months=2)
    monthly = decide("m", amount_per_month=money(300), duration_months=9, excludes=("cn-unemployment-insurance",))
    single = decide("s", amount_once=money(700), excludes=("cn-unemployment-insurance",))
    constraints = Constraints(region="CN", target="starter:occupation/dispatcher", max_moves=1)
    paths = career_paths(market, model, "starter:occupation/rider", constraints)
    living = LivingCosts(money(1000), {"zh": "测试", "en": "test"}, own=True)

    def plan_of(*decisions):
        return funded_plan(paths, [], decisions, on=date(2026, 7, 1), living=living, later=MadeUp(decisions))

    with_monthly, with_single = plan_of(hub, monthly), plan_of(hub, single)

    assert drawn(with_monthly, hub.benefit_id)[:3] == [500, 500, None]
    assert drawn(with_monthly, "m")[:3] == [None, None, 300]
    assert with_single.total_benefits == money(1000)
    assert drawn(with_single, "s") == [None] * 8


def test_benefit_ends_with_its_conditions_where_no_event_says_so(market, model, decide):
    """500 a month for nine months, refused to whoever is employed; no rule names an event that ends it."""
    benefit = decide("a", amount_per_month=money(500), duration_months=9)
    constraints = Constraints(region="CN", target="starter:occupation/dispatcher", max_moves=1)
    paths = career_paths(market, model, "starter:occupation/rider", constraints)

    def drawn_by(kinds):
        later = RefusedToEmployees([benefit])
        return drawn(funded_plan(paths, [], [benefit], on=date(2026, 7, 1), later=later, kinds=kinds), "a")

    assert drawn_by(EMPLOYED) == [500, 500, *[None] * 6]
    assert drawn_by({"starter:occupation/dispatcher": "flexible"}) == [500] * 8


class MadeUp(LaterDecisions):
    """The same decisions on every day."""

    def __init__(self, decisions):
        self._given = {decision.benefit_id: decision for decision in decisions}
        self.facts = {}
        self.rule_base = load_rule_base()
        self.jurisdiction = "CN"

    @property
    def benefits(self):
        return tuple(self._given)

    def turns(self, benefit):
        return ()

    def at(self, benefit, day, stage, *, claimed=None):
        return self._given[benefit]


class RefusedToEmployees(MadeUp):
    """The same, but against everybody employed."""

    def at(self, benefit, day, stage, *, claimed=None):
        decision = super().at(benefit, day, stage, claimed=claimed)
        return replace(decision, verdict=Verdict.NOT_ELIGIBLE) if stage.kind == "employee" else decision
