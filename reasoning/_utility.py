"""What paths are ranked by: four named parts that add up. The figures and the formula are in `weights.toml`."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from reasoning._weights import weight

FloatOrArray = float | NDArray[np.float64]


def feasibility_part(log_probability: FloatOrArray) -> FloatOrArray:
    """Worth of a path's probability, given as its natural logarithm: 1 for certain, 0 from 1 in 100 downwards."""
    scaled = 1.0 + np.asarray(log_probability, dtype=np.float64) / weight("feasibility_log_span")
    return weight("utility_feasibility") * np.maximum(scaled, 0.0)


def pay_part(before: float, after: FloatOrArray, sure: FloatOrArray = 1.0) -> FloatOrArray:
    """Worth of a pay change; 0 where either is unknown (NaN) or not positive.

    Args:
        sure: confidence in [0, 1] of the less sure of the two figures. The mean of a wide category says little about
            one occupation in it, so a difference between two such means moves the ranking little.
    """
    amounts = np.asarray(after, dtype=np.float64)
    known = (amounts > 0) & bool(before > 0)
    ratio = np.divide(amounts, before, out=np.ones_like(amounts), where=known)
    return weight("utility_pay") * np.clip(np.log2(ratio), -1.0, 1.0) * sure


def months_part(months: FloatOrArray) -> FloatOrArray:
    """Worth (negative) of the months that a path takes."""
    return -weight("utility_months") * np.minimum(np.asarray(months, dtype=np.float64) / weight("months_span"), 1.0)


def exposure_part(before: float, after: FloatOrArray) -> FloatOrArray:
    """Worth of a change of the exposure percentile (less is better); 0 where either is unknown."""
    return -weight("utility_exposure") * np.nan_to_num(np.asarray(after, dtype=np.float64) - before)


def utility(
    *,
    log_probability: float,
    months: float,
    pay: tuple[float, float],
    exposure: tuple[float, float],
    sure: float = 1.0,
) -> Mapping[str, float]:
    """The parts of one path's utility; their sum is what it is ranked by.

    Args:
        pay, exposure: now and at the end, NaN where unknown.
        sure: confidence in [0, 1] of the less sure of the two pay figures.
    """
    return {
        "feasibility": float(feasibility_part(log_probability)),
        "pay": float(pay_part(*pay, sure)),
        "months": float(months_part(months)),
        "exposure": float(exposure_part(*exposure)),
    }
