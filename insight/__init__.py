"""A population's answers: exposure and policy simulation."""

from insight._exposure import Family, IndexExposure, exposure, families
from insight._policy_change import BenefitChange, Scenario, policy_change

__all__ = ["BenefitChange", "Family", "IndexExposure", "Scenario", "exposure", "families", "policy_change"]
