"""Columns of facts for many persons, checked as strictly as one person's facts and held as exact numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy._calendar import FIRST_DAY, LAST_DAY
from policy._cohort_checks import check_range, wrong_dtype, wrong_value
from policy._cohort_days import day_of, number_of
from policy._cohort_numbers import Mask, Number, negate
from policy._cohort_truth import Column, Truth
from policy._facts import FactSpec
from policy._values import Value
from policy.errors import CohortColumnError, FactTypeError, UnknownFactError

#: Decimal places that a float is read with, tried in turn; a float of up to 15 digits names one decimal.
_PLACES = (0, 2, 4, 6)
_MOST_DIGITS = 1e15
_EMPTY_WORD = -1


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One fact of many persons, in the order of the persons.

    Attributes:
        values: shape (n,). Integers or floats for numbers (NaN is unknown; a float means the decimal that Python prints
            for it), Decimals in an object array, bool for true or false, datetime64 or whole days since 1970-01-01 for
            dates (NaT is unknown), words or their positions in the fact's list for enums.
        known: shape (n,), bool; None when everybody's is known but for NaN, NaT and None.
    """

    values: NDArray[Any]
    known: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read: exact columns, how many persons, and whose figures have too many digits for them."""

    columns: Mapping[str, Column]
    size: int
    long: Mask
    given: Mapping[str, FactColumn]
    specs: Mapping[str, FactSpec]

    def facts_of(self, person: int) -> dict[str, Value]:
        """The known facts of one person, as `parse_facts` would give them."""
        found: dict[str, Value] = {}
        for name, column in self.columns.items():
            raw = self.given[name].values[person]
            value = fact_at(column, self.specs[name], person)
            if isinstance(value, Decimal) and isinstance(raw, float | np.floating):
                value = _decimal(float(raw))
            if value is not None:
                found[name] = value
        return found


def fact_at(column: Column, spec: FactSpec, person: int) -> Value | None:
    """One person's fact as the evaluator holds it; None when it is unknown."""
    if isinstance(column, Truth):
        return True if _at(column.true, person) else False if _at(column.false, person) else None
    if not _at(column.known, person):
        return None
    n = int(_at(column.n, person))
    if spec.type == "date":
        return day_of(n)
    if spec.type == "enum":
        return list(spec.words)[n]
    return n if spec.type == "integer" else Decimal(n) / Decimal(int(_at(column.d, person)))


def take_in(columns: Mapping[str, FactColumn | NDArray[Any]], specs: Mapping[str, FactSpec]) -> Intake:
    """Check and convert the columns.

    Raises:
        UnknownFactError, CohortColumnError, FactTypeError, FactRangeError: as `policy.evaluate_cohort`.
    """
    if not columns:
        raise CohortColumnError("There is no column, so nobody to decide for.", hint="Give at least one fact.")
    given = {name: _given(name, column, specs) for name, column in columns.items()}
    sizes = {name: len(column.values) for name, column in given.items()}
    size = next(iter(sizes.values()))
    for name, length in sizes.items():
        if length != size:
            raise CohortColumnError(
                f"{name} has {length} persons and {next(iter(sizes))} has {size}; a column must have everybody.",
                hint="Give columns of one length, with a mask for what is unknown.",
                fact=name,
            )
    found: dict[str, Column] = {}
    long: Mask = False
    for name, column in given.items():
        found[name], too_long = _read(specs[name], column)
        long = too_long if long is False else long | too_long
    return Intake(found, size, long, given, specs)


def _given(name: str, column: FactColumn | NDArray[Any], specs: Mapping[str, FactSpec]) -> FactColumn:
    spec = specs.get(name)
    if spec is None:
        raise UnknownFactError(
            f"There is no fact {name!r}, so no rule could use it.",
            hint="Look the id up in policy/facts/; a misspelt fact would silently count as unknown.",
            fact=name,
        )
    if spec.type == "list":
        raise CohortColumnError(
            f"{name} is a list, and a column holds one value a person.",
            hint="Give the facts that follow from it instead, for example the total and the highest quarter.",
            fact=name,
        )
    if isinstance(column, FactColumn):
        values, known = column.values, column.known
    elif isinstance(column, np.ma.MaskedArray):
        values, known = np.asarray(column.data), ~np.ma.getmaskarray(column)
    else:
        values, known = column, None
    if not isinstance(values, np.ndarray) or values.ndim != 1:
        raise CohortColumnError(
            f"{name} is {type(values).__name__}{getattr(values, 'shape', '')}, not an array of shape (n,).",
            hint="Give a numpy array with one value a person.",
            fact=name,
        )
    if known is not None and (known.shape != values.shape or known.dtype != np.bool_):
        raise CohortColumnError(
            f"The mask of {name} is {known.dtype} of shape {known.shape}, not bool of shape {values.shape}.",
            hint="Give true for each person whose fact is known.",
            fact=name,
        )
    return FactColumn(values, known)


def _read(spec: FactSpec, column: FactColumn) -> tuple[Column, Mask]:
    if spec.type == "boolean":
        return _read_boolean(spec, column), False
    if spec.type == "date":
        return _read_dates(spec, column), False
    if spec.type == "enum":
        return _read_words(spec, column), False
    return _read_numbers(spec, column)


def _read_boolean(spec: FactSpec, column: FactColumn) -> Truth:
    values, known = column.values, column.known
    if values.dtype == object:
        values, known = _objects(spec, column, bool, "true, false or None")
    if values.dtype != np.bool_:
        raise wrong_dtype(spec, column.values.dtype, "bool; 1 is not true")
    if known is None or known.all():
        return Truth(values, ~values, True)
    return Truth(values & known, known > values)


def _read_dates(spec: FactSpec, column: FactColumn) -> Number:
    values, known = column.values, column.known
    if values.dtype == object:
        values, known = _objects(spec, column, date, "dates or None")
        values = values.astype("M8[D]")
    if values.dtype.kind == "M":
        days = values.astype("M8[D]")
        known = _and_known(known, ~np.isnat(days))
        numbers = days.view(np.int64)
    elif values.dtype.kind in "iu":
        numbers = values.astype(np.int64)
    else:
        raise wrong_dtype(spec, column.values.dtype, "datetime64 or whole days since 1970-01-01")
    low, high = number_of(FIRST_DAY), number_of(LAST_DAY)
    return _bounded(spec, numbers, 1, known, Fraction(low), Fraction(high))


def _read_words(spec: FactSpec, column: FactColumn) -> Number:
    values, known = column.values, column.known
    if values.dtype.kind in "UO":
        values, known = _encode(spec, column)
    if values.dtype.kind not in "iu":
        raise wrong_dtype(spec, column.values.dtype, "words, or their positions in the fact's list")
    return _bounded(spec, values.astype(np.intp, copy=False), 1, known, Fraction(0), Fraction(len(spec.words) - 1))


def _encode(spec: FactSpec, column: FactColumn) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Words as their positions in the fact's list."""
    values, known = column.values, column.known
    if values.dtype == object:
        values, known = _objects(spec, column, str, "words or None")
        values = values.astype(str)
    codes = np.full(len(values), _EMPTY_WORD, dtype=np.intp)
    for position, word in enumerate(spec.words):
        codes[values == word] = position
    wrong = codes == _EMPTY_WORD
    if known is not None:
        wrong &= known
    if wrong.any():
        person = int(np.flatnonzero(wrong)[0])
        raise FactTypeError(
            f"{spec.id} of person {person} is {str(values[person])!r}, which is none of its words.",
            hint="Give one of: " + ", ".join(spec.words) + "; mask what is unknown.",
            fact=spec.id,
        )
    return codes, known


def _read_numbers(spec: FactSpec, column: FactColumn) -> tuple[Number, Mask]:
    values, known = column.values, column.known
    low, high = (None if bound is None else Fraction(bound) for bound in (spec.minimum, spec.maximum))
    if values.dtype == object:
        return _bounded(spec, *_exact(spec, column), low, high), False
    if values.dtype.kind in "iu" and values.dtype != np.uint64:
        return _bounded(spec, values.astype(np.int64, copy=False), 1, known, low, high), False
    if values.dtype.kind != "f":
        raise wrong_dtype(spec, column.values.dtype, "integers (int64 at most), floats or Decimals")
    floats = values.astype(np.float64, copy=False)
    known = _and_known(known, ~np.isnan(floats))
    if known is not None:
        floats = np.where(known, floats, 0.0)
    if not np.isfinite(floats).all():
        raise wrong_value(spec, floats, ~np.isfinite(floats), "a finite number")
    if spec.type == "integer":
        whole = np.rint(floats)
        if not np.array_equal(whole, floats):
            raise wrong_value(spec, floats, whole != floats, "a whole number")
        return _bounded(spec, whole.astype(np.int64), 1, known, low, high), False
    check_range(spec, floats, known, low, high)
    units, d, fits = _units(floats)
    if fits is True:
        return _bounded(spec, units, d, known, None, None), False
    return _bounded(spec, units, d, known, None, None), negate(fits)


def _units(floats: NDArray[np.float64]) -> tuple[NDArray[np.int64], int, Mask]:
    """Floats as whole numbers of a decimal unit, and which of them are exactly that.

    n / 10^k is rounded correctly, so a float equal to it is the nearest one to that decimal, and with at most 15 digits
    no other decimal so short has the same float: it is what `repr` prints and `parse_facts` reads.
    """
    for places in _PLACES:
        power = 10.0**places
        rounded = np.rint(floats * power) if places else np.rint(floats)
        fits = (rounded / power == floats) & (np.abs(rounded) < _MOST_DIGITS)
        if fits.all():
            return rounded.astype(np.int64), 10**places, True
    return np.where(fits, rounded, 0).astype(np.int64), 10 ** _PLACES[-1], fits


def _exact(spec: FactSpec, column: FactColumn) -> tuple[NDArray[Any], int, NDArray[np.bool_] | None]:
    """Decimals and ints of an object array over one denominator."""
    values, known = _objects(spec, column, (int, float, Decimal), "numbers or None")
    try:
        ratios = [Fraction(_decimal(item) if isinstance(item, float) else item) for item in values]
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise wrong_dtype(spec, column.values.dtype, "finite numbers") from error
    d = lcm(*(ratio.denominator for ratio in ratios))
    if spec.type == "integer" and d != 1:
        raise wrong_dtype(spec, column.values.dtype, "whole numbers")
    units = [int(ratio * d) for ratio in ratios]
    if max(map(abs, units), default=0) >= 2**62:
        raise wrong_dtype(spec, column.values.dtype, "numbers of at most 18 digits")
    return np.array(units, dtype=np.int64), d, known


def _objects(
    spec: FactSpec, column: FactColumn, types: Any, wanted: str
) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """An object array without its Nones, and who has a value."""
    values = column.values
    known = _and_known(column.known, np.array([item is not None for item in values], dtype=bool))
    present = values if known is None else values[known]
    numeric = types not in (bool, date, str)
    if any(not isinstance(item, types) or (numeric and isinstance(item, bool)) for item in present):
        raise wrong_dtype(spec, column.values.dtype, wanted)
    if known is None:
        return (values.astype(bool) if types is bool else values), None
    fillers = {bool: False, date: FIRST_DAY, str: next(iter(spec.words), "")}
    filled = values.copy()
    filled[~known] = present[0] if len(present) else fillers.get(types, 0)
    return (filled.astype(bool) if types is bool else filled), known


def _bounded(
    spec: FactSpec,
    n: NDArray[Any],
    d: int,
    known: NDArray[np.bool_] | None,
    low: Fraction | None,
    high: Fraction | None,
) -> Number:
    """An exact column within the fact's bounds; unknown places are filled with a value of somebody else."""
    known = _and_known(known, None)
    if not len(n):
        return Number(n, d, True, 0, 0, d)
    if known is not None:
        if not known.any():
            return Number(0, 1, False, 0, 0)
        n = np.where(known, n, n[int(known.argmax())])
    least, most = int(n.min()), int(n.max())
    if (low is not None and Fraction(least, d) < low) or (high is not None and Fraction(most, d) > high):
        check_range(spec, n / d, known, low, high)
    return Number(n, d, True if known is None else known, least, most, d)


def _and_known(one: NDArray[np.bool_] | None, other: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    """Both masks; None when they leave nobody out."""
    joined = other if one is None else one if other is None else one & other
    return None if joined is None or joined.all() else joined


def _decimal(value: float) -> Decimal:
    """The decimal that Python prints for a float, as `parse_facts` reads it."""
    return Decimal(str(value))


def _at(values: Any, person: int) -> Any:
    return values[person] if isinstance(values, np.ndarray) else values
