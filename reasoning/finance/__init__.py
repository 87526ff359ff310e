"""Loans and small businesses: what a loan costs in all, what it does to a budget, whether a plan carries itself.

Arithmetic only: exact cents for repayment tables, a simulation with stated assumptions for what may happen. Nothing
here recommends borrowing; a loan is never counted as income.
"""

from reasoning.finance._business import BreakEven, BusinessPlan, CashMonth, break_even, cash_flow
from reasoning.finance._loans import LoanOffer, Repayment, RepaymentMethod, repayment_table
from reasoning.finance._ranking import DebtService, RankedOffer, debt_service, effective_annual_rate, rank_offers
from reasoning.finance._read import read_business_plan, read_loan_offers
from reasoning.finance._simulate import Assumption, Sustainability, check_sustainability

__all__ = [
    "Assumption",
    "BreakEven",
    "BusinessPlan",
    "CashMonth",
    "DebtService",
    "LoanOffer",
    "RankedOffer",
    "Repayment",
    "RepaymentMethod",
    "Sustainability",
    "break_even",
    "cash_flow",
    "check_sustainability",
    "debt_service",
    "effective_annual_rate",
    "rank_offers",
    "read_business_plan",
    "read_loan_offers",
    "repayment_table",
]
