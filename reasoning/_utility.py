"""What paths are ranked by: four named parts that add up. The figures and the formula are in `weights.toml`."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reasoning._weights import weight

FloatOrArray = float | NDArray[np.float64]


def feasibility_part(log_probability: FloatOrArray) -> FloatOrArray:
    """Worth of a path's probability, given as its natural logarithm: 1 for certain, 0 from 1 in 10 downwards."""
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


def level_part(before: float, after: FloatOrArray) -> FloatOrArray:
    """Worth of a change of ISCO-08 skill level (1 to 4, higher asks for more); 0 where either is unknown."""
    return weight("utility_level") * np.nan_to_num(np.asarray(after, dtype=np.float64) - before)


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts in an occupation besides that one can get into it: of one, or float64 arrays over all.

    Attributes:
        pay: per month, NaN where unknown; `sure`: its confidence in [0, 1], 0 where unknown.
        exposure: percentile in [0, 1], NaN where unknown.
        level: ISCO-08 skill level 1 to 4, NaN where unknown.
    """

    pay: FloatOrArray
    sure: FloatOrArray
    exposure: FloatOrArray
    level: FloatOrArray

    def at(self, row: int | None) -> "Standing":
        """The standing of one occupation; nothing is known of None."""
        if row is None:
            return Standing(math.nan, 0.0, math.nan, math.nan)
        columns = (self.pay, self.sure, self.exposure, self.level)
        return Standing(*(float(np.asarray(column)[row]) for column in columns))


def change_parts(now: Standing, then: Standing) -> dict[str, FloatOrArray]:
    """Worth of going from one occupation to another (or to each of many), part by part."""
    return {
        "pay": pay_part(float(now.pay), then.pay, np.minimum(now.sure, then.sure)),
        "exposure": exposure_part(float(now.exposure), then.exposure),
        "level": level_part(float(now.level), then.level),
    }


def utility(*, log_probability: float, months: float, now: Standing, end: Standing) -> Mapping[str, float]:
    """The parts of one path's utility; their sum is what it is ranked by."""
    parts = {
        "feasibility": feasibility_part(log_probability),
        "months": months_part(months),
        **change_parts(now, end),
    }
    return {name: float(part) for name, part in parts.items()}
