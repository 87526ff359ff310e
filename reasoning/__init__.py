"""One person's answers: gaps, transitions, career paths, matches, benefit routes, funded plans, each with reasons."""

from reasoning._gap import gap
from reasoning._json import to_json
from reasoning._match import match
from reasoning._paths import PathFinder, career_paths, person_of
from reasoning._person import Person, person_from_occupation, person_from_profile
from reasoning._ports import EligibilityModel, StepBenefits, TransitionModel
from reasoning._texts import signal_text, text, warning_text
from reasoning._transition import rate, transition
from reasoning._weights import Weight, weights

__all__ = [
    "EligibilityModel",
    "PathFinder",
    "Person",
    "StepBenefits",
    "TransitionModel",
    "Weight",
    "career_paths",
    "gap",
    "match",
    "person_from_occupation",
    "person_from_profile",
    "person_of",
    "rate",
    "signal_text",
    "text",
    "to_json",
    "transition",
    "warning_text",
    "weights",
]
