"""One person's answers: gaps, transitions, career paths, matches, benefit routes, funded plans, each with reasons."""

from reasoning._benefits import BenefitChanges, facts_when_drawing, with_later
from reasoning._gap import gap
from reasoning._json import to_json
from reasoning._later import LaterDecisions
from reasoning._match import match
from reasoning._paths import PathFinder, career_paths, person_of
from reasoning._person import Person, person_from_occupation, person_from_profile
from reasoning._plan import average_living_costs, funded_plan
from reasoning._ports import EligibilityModel, StepBenefits, TransitionModel
from reasoning._questions import Draws, NextQuestion, next_questions
from reasoning._routes import benefit_routes
from reasoning._status import facts_after
from reasoning._texts import sections, signal_text, text, warning_text
from reasoning._transition import rate, transition
from reasoning._weights import Weight, weights
from reasoning.plan_parts import LivingCosts, Outlay, PlanWishes

__all__ = [
    "BenefitChanges",
    "Draws",
    "EligibilityModel",
    "LaterDecisions",
    "LivingCosts",
    "NextQuestion",
    "Outlay",
    "PathFinder",
    "Person",
    "PlanWishes",
    "StepBenefits",
    "TransitionModel",
    "Weight",
    "average_living_costs",
    "benefit_routes",
    "career_paths",
    "facts_after",
    "facts_when_drawing",
    "funded_plan",
    "gap",
    "match",
    "next_questions",
    "person_from_occupation",
    "person_from_profile",
    "person_of",
    "rate",
    "sections",
    "signal_text",
    "text",
    "to_json",
    "transition",
    "warning_text",
    "weights",
    "with_later",
]
