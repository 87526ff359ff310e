"""A population's answers: exposure and policy simulation."""

from insight._exposure import Family, IndexExposure, exposure, families

__all__ = ["Family", "IndexExposure", "exposure", "families"]
