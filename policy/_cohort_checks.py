"""What can be wrong with a column, said with the first person it is wrong for."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._calendar import FIRST_DAY, LAST_DAY
from policy._cohort_days import day_of
from policy._facts import FactSpec
from policy.errors import CohortColumnError, FactRangeError, FactTypeError


def check_range(
    spec: FactSpec, values: NDArray[Any], known: NDArray[np.bool_] | None, low: Fraction | None, high: Fraction | None
) -> None:
    wrong = np.zeros(len(values), dtype=bool)
    if low is not None:
        wrong |= values < float(low)
    if high is not None:
        wrong |= values > float(high)
    if known is not None:
        wrong &= known
    if wrong.any():
        person = int(np.flatnonzero(wrong)[0])
        value: Any = values[person].item()
        if spec.type == "date":
            text, bounds = str(day_or_number(value)), f"{FIRST_DAY} to {LAST_DAY}"
        else:
            text, bounds = f"{value:g}", f"{_shown(low)} to {_shown(high)} {spec.unit}".rstrip()
        raise FactRangeError(
            f"{spec.id} of person {person} is {text}, outside {bounds}; so are {int(wrong.sum()) - 1} more.",
            hint="Check the figures and their unit.",
            fact=spec.id,
            value=value,
            person=person,
        )


def day_or_number(value: float) -> date | int:
    """A day number as a date where the calendar has it."""
    try:
        return day_of(int(value))
    except OverflowError:
        return int(value)


def _shown(bound: Fraction | None) -> str:
    return "any" if bound is None else f"{float(bound):g}"


def wrong_dtype(spec: FactSpec, dtype: np.dtype[Any], wanted: str) -> CohortColumnError:
    return CohortColumnError(
        f"The column of {spec.id} has the type {dtype}, which is not what a {spec.type} needs.",
        hint=f"Give {wanted}.",
        fact=spec.id,
    )


def wrong_value(spec: FactSpec, values: NDArray[Any], wrong: NDArray[np.bool_], wanted: str) -> FactTypeError:
    person = int(np.flatnonzero(wrong)[0])
    return FactTypeError(
        f"{spec.id} of person {person} is {values[person].item()!r}, which is not what the rules compare.",
        hint=f"Give {wanted}; NaN or the mask says unknown.",
        fact=spec.id,
        person=person,
    )
