"""No month of a plan breaks a rule: random people under the rule files, checked without any of the planner's code."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from ontology import Money, Verdict
from policy import evaluate, evaluate_benefit, load_rule_base, parse_facts
from reasoning import LaterDecisions, LivingCosts, PlanWishes, benefit_routes, career_paths, funded_plan
from reasoning.answers import Constraints
from reasoning.finance import LoanOffer

UI, SUBSIDY, LUMP, SEARCH = (
    "cn-unemployment-insurance", "cn-flexible-employment-subsidy", "cn-440000-reemployment-lump-sum",
    "cn-440000-job-search-allowance",
)  # fmt: skip
RIDER = "starter:occupation/rider"
PLACES = {
    "CN-410100": date(2026, 7, 1), "CN-440100": date(2024, 3, 4), "CN-310000": date(2026, 9, 10),
    "CN-440300": date(2024, 1, 20),
}  # fmt: skip


def random_person(draw: random.Random, on: date) -> dict[str, object]:
    registered = on - timedelta(days=draw.randint(1, 40))
    facts: dict[str, object] = {
        "employment_status": draw.choice(["unemployed", "unemployed", "unemployed", "flexible"]),
        "separation_reason": draw.choice(["layoff", "contract_expired", "resigned"]),
        "registered_unemployed": True, "unemployment_registration_date": registered.isoformat(),
        "job_end_date": (registered - timedelta(days=draw.randint(0, 20))).isoformat(), "seeking_work": True,
        "receiving_ui": False, "drawing_pension": False, "ui_contribution_months": draw.randint(0, 200),
        "months_to_retirement": draw.choice([8, 30, 200]), "hard_to_employ_recognised": draw.random() < 0.6,
        "pays_own_social_insurance": True, "flexible_subsidy_months_used": draw.choice([0, 12, 34]),
        "local_minimum_wage_cny_per_month": draw.choice([2100, 2300]), "contribution_base_cny_per_month": 6000,
        "new_contract_months": draw.choice([6, 24]), "training_certificate": True,
        "training_fee_cny": draw.choice([300, 9000]), "tax_certificate": True,
    }  # fmt: skip
    if facts["employment_status"] == "flexible":
        for name in ("unemployment_registration_date", "job_end_date", "separation_reason"):
            del facts[name]
        facts |= {"registered_unemployed": False, "registered_flexible_employment": True}
    return {name: value for name, value in facts.items() if draw.random() > 0.04}


def random_wishes(draw: random.Random) -> PlanWishes:
    loan = LoanOffer(
        id="loan:x", name={"zh": "贷", "en": "Loan"}, principal=Decimal(8000), currency="CNY",
        annual_rate=Decimal("0.05"), months=10, source="offer",
    )  # fmt: skip
    return PlanWishes(
        at_least_per_month=draw.choice([None, Money(Decimal(600), "CNY"), Money(Decimal(2500), "CNY")]),
        most_months_without_wage=draw.choice([None, None, 1, 4]),
        savings=draw.choice([None, Money(Decimal(1500), "CNY")]),
        most_delay=draw.choice([0, 0, 2]),
        loan=draw.choice([None, loan]),
    )


@pytest.fixture(scope="module")
def rules():
    return load_rule_base()


@pytest.mark.parametrize("place", PLACES)
def test_no_month_of_a_plan_breaks_a_rule_of_law(rules, market, model, place):
    on = PLACES[place]
    draw = random.Random(f"plans {place}")
    drawn_something = unkept = 0
    for _ in range(25):
        facts, wishes = random_person(draw, on), random_wishes(draw)
        moves = draw.randint(1, 2)
        kinds = {
            f"starter:occupation/{slug}": draw.choice(["employee", "flexible", "business_owner"])
            for slug in ("dispatcher", "courier", "manager", "analyst")
        }
        decisions = evaluate(rules, parse_facts(facts, rules), on=on, jurisdiction=place)
        paths = career_paths(market, model, RIDER, Constraints(region="CN", max_moves=moves))
        chances = {decision.benefit_id: 0.5 for decision in decisions}

        def plan_for(wishes, facts=facts, paths=paths, decisions=decisions, kinds=kinds, chances=chances):
            return funded_plan(
                paths, benefit_routes(decisions, chances, on=on), decisions, on=on,
                living=LivingCosts(Money(Decimal(1000), "CNY"), {"zh": "测", "en": "t"}), wishes=wishes,
                later=LaterDecisions(rules, facts, on=on, jurisdiction=place), kinds=kinds,
            )  # fmt: skip

        plan = plan_for(wishes)

        check_sums(plan, wishes)
        check_law(plan, rules, facts, on, place, kinds)
        check_wishes(plan, wishes, plan_for)
        drawn_something += bool(plan.claims)
        unkept += not plan.feasible
    assert drawn_something >= 5
    assert unkept >= 3


def check_sums(plan, wishes: PlanWishes) -> None:
    savings = wishes.savings.amount if wishes.savings else Decimal(0)
    running = owed = Decimal(0)
    for month in plan.months:
        kinds = {kind: Decimal(0) for kind in ("wage", "benefit", "living", "loan", "repayment")}
        for item in month.items:
            kinds[item.kind] = kinds.get(item.kind, Decimal(0)) + item.amount.amount
            assert item.source
        running += sum(kinds.values())
        owed += kinds["loan"] + kinds["repayment"]
        assert month.balance.amount == running
        assert month.debt.amount == owed >= 0
        assert month.income.amount == kinds["wage"] + kinds["benefit"]
        assert month.available.amount == savings + running - kinds["living"]
        assert month.balance_low.amount <= month.balance.amount <= month.balance_high.amount
    assert plan.total_income.amount + plan.total_benefits.amount - plan.total_cost.amount == running - owed
    for claim in plan.claims:
        paid = [item.amount.amount for month in plan.months for item in month.items if item.id == claim.id]
        assert (sum(paid), len(paid)) == (claim.total.amount, claim.payments)
    assert sum(claim.total.amount for claim in plan.claims) == plan.total_benefits.amount


def check_law(plan, rules, facts, on, place, kinds) -> None:
    """Each claim is granted on its day by the facts of that day, and no rule of stopping or stacking is broken."""
    moves = []
    for number, (before, month) in enumerate(pairwise(plan.months), start=1):
        if month.occupation != before.occupation and month.occupation in kinds:
            moves.append((number, kinds[month.occupation]))
    paid = {
        claim.id: [n for n, month in enumerate(plan.months) if any(item.id == claim.id for item in month.items)]
        for claim in plan.claims
    }
    for claim in plan.claims:
        known = dict(facts)
        start = next(n for n, month in enumerate(plan.months) if month.month >= claim.claim.replace(day=1))
        if claim.claim > on:
            known["claim_date"] = claim.claim.isoformat()
            known |= grown(facts, start)
        begun = [move for move in moves if move[0] <= start]
        if begun:
            known = after_move(known, *begun[-1], start, facts)
        if UI in paid and claim.id != UI:
            before = sum(n < start for n in paid[UI])
            if before or start in paid[UI]:
                granted = next(one.granted for one in plan.claims if one.id == UI)
                known |= {"ui_months_granted": granted, "ui_months_drawn": before, "receiving_ui": start in paid[UI]}
        decision = evaluate_benefit(rules, claim.id, parse_facts(known, rules), on=claim.claim, jurisdiction=place)
        assert decision.verdict is Verdict.ELIGIBLE, (claim.id, claim.claim, known)
        assert decision.first_payment is None or claim.first >= decision.first_payment.replace(day=1)
        assert claim.granted is None or claim.payments <= claim.granted
        for rival in decision.excludes:
            assert not set(paid.get(rival, ())) & set(paid[claim.id])
        if decision.amount_once is None:
            for need in decision.requires:
                assert need not in paid or set(paid[claim.id]) <= set(paid[need])
        for number, kind in moves:
            ends = {"employee": {"re_employed", "employed_by_company"}, "flexible": {"re_employed"},
                    "business_owner": {"re_employed", "business_registered"}}[kind]  # fmt: skip
            if ends & set(decision.stops) and number > start:
                assert max(paid[claim.id]) < number
    if LUMP in paid and UI in paid:
        granted = next(claim.granted for claim in plan.claims if claim.id == UI)
        rate = next(i.amount.amount for m in plan.months for i in m.items if i.id == UI)
        lump = next(claim.total.amount for claim in plan.claims if claim.id == LUMP)
        assert len(paid[UI]) + lump / rate <= granted


def grown(facts, months: int) -> dict[str, object]:
    left = facts.get("months_to_retirement")
    return {} if left is None else {"months_to_retirement": max(0, left - months)}


def after_move(known, number: int, kind: str, start: int, facts) -> dict[str, object]:
    dropped = ("unemployment_registration_date", "job_end_date", "separation_reason")
    changed = {name: value for name, value in known.items() if name not in dropped}
    changed |= {"employment_status": kind, "receiving_ui": False, "registered_unemployed": False}
    if kind == "employee":
        changed |= {"registered_flexible_employment": False, "new_job_insured_months": start - number}
        if "ui_contribution_months" in facts:
            changed["ui_contribution_months"] = facts["ui_contribution_months"] + start - number
    if kind == "business_owner":
        changed |= {"registered_flexible_employment": False, "business_licence": True}
    return changed


def check_wishes(plan, wishes: PlanWishes, plan_for) -> None:
    floor, limit = wishes.at_least_per_month, wishes.most_months_without_wage
    kept = (floor is None or all(month.available >= floor for month in plan.months)) and (
        limit is None or plan.months_without_wage <= limit
    )
    assert plan.feasible is kept
    assert bool(plan.shortfalls) is not kept
    both = {one.wish: one.value for one in plan.relaxations}
    eased = wishes
    if "most_months_without_wage" in both:
        eased = replace(eased, most_months_without_wage=int(both["most_months_without_wage"]))
    if "at_least_per_month" in both:
        eased = replace(eased, at_least_per_month=Money(Decimal(both["at_least_per_month"]), "CNY"))
    elif "savings" in both:
        eased = replace(eased, savings=Money(Decimal(both["savings"]), "CNY"))
    if eased != wishes:
        assert plan_for(eased).feasible
