"""Drawing many people at once from the table of distributions, and how likely a known value is for each of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings._population import Case, FactTable
from embeddings._population_columns import FactArray, Mask

_Floats = NDArray[np.float64]
#: How likely a value is that the table says cannot be, against one that it says can: assumptions are not certain.
IMPROBABLE = 1e-6
#: How likely it is that somebody names a value of a fact that the table gives nobody like them.
UNEXPECTED = 0.05
#: Just short of the next whole number.
_LAST = 1.0 - 1e-9
_ROOT_2_PI = float(np.sqrt(2.0 * np.pi))


def draw_people(
    tables: Sequence[FactTable],
    known: Mapping[str, object],
    traits: Mapping[str, FactArray],
    rng: np.random.Generator,
    *,
    on: date,
    size: int,
) -> tuple[dict[str, FactArray], _Floats]:
    """Draw what is not known, top to bottom, and weigh each person by how likely they are to have what is known.

    Likelihood weighting (Fung & Chang 1990): knowing "registered as unemployed" makes "unemployed" likelier.

    Args:
        known: fact -> value that everybody has.
        traits: of each person's occupation, by the names of `TRAITS`.
    Returns:
        The facts, and weights of shape (size,), >= 0, the greatest 1.
    """
    people: dict[str, FactArray] = dict(traits)
    for name, value in known.items():
        people[name] = FactArray.of_one(value, size)
    log_weights = np.zeros(size)
    for table in tables:
        if table.id in known:
            log_weights += np.log(_likelihood(table, people, on=on))
        else:
            people[table.id] = _draw(table, people, rng, on=on, size=size)
    for name in traits:
        del people[name]
    return people, np.exp(log_weights - log_weights.max())


def _by_case(table: FactTable, people: Mapping[str, FactArray], size: int) -> Iterator[tuple[Case, NDArray[np.intp]]]:
    """Each case with the people who are drawn from it."""
    left = np.ones(size, dtype=bool)
    for case in table.cases:
        here = left.copy()
        for fact, values in case.when.items():
            here &= people[fact].is_any(values)
        left &= ~here
        rows = np.flatnonzero(here)
        if len(rows):
            yield case, rows


def _draw(
    table: FactTable, people: Mapping[str, FactArray], rng: np.random.Generator, *, on: date, size: int
) -> FactArray:
    values: NDArray[Any] | None = None
    known = np.zeros(size, dtype=bool)
    for case, rows in _by_case(table, people, size):
        part = _Part(table, case, people, rows, on)
        drawn, has = part.draw(rng)
        if drawn is None:
            continue
        if drawn.dtype.kind == "f":
            # Down, so that parts of a whole never add up to more than the whole.
            drawn = np.floor(drawn) if table.integer else np.round(drawn, 2)
        if values is None:
            values = np.zeros(size, dtype=drawn.dtype)
        elif values.dtype.kind == "U" and drawn.dtype.itemsize > values.dtype.itemsize:
            values = values.astype(drawn.dtype)
        values[rows] = drawn
        known[rows] = has
    return FactArray(np.zeros(size, dtype=_dtype(table)) if values is None else values, known)


def _likelihood(table: FactTable, people: Mapping[str, FactArray], *, on: date) -> _Floats:
    """How likely each person is to have their known value: a share or a density, the greatest 1."""
    size = len(people[table.id].values)
    found = np.zeros(size)
    expected = np.zeros(size, dtype=bool)
    for case, rows in _by_case(table, people, size):
        density = _Part(table, case, people, rows, on).density(people[table.id].values[rows])
        if density is not None:
            found[rows] = density
            expected[rows] = True
    most = float(found.max())
    if most > 0.0:
        found /= most
    return np.where(expected, np.maximum(found, IMPROBABLE), UNEXPECTED)


class _Part:
    """One case for the people who are drawn from it."""

    def __init__(
        self, table: FactTable, case: Case, people: Mapping[str, FactArray], rows: NDArray[np.intp], on: date
    ) -> None:
        self.case = case
        self.integer = table.integer
        self.people = people
        self.rows = rows
        self.on = np.datetime64(on, "D")
        self.size = len(rows)

    def draw(self, rng: np.random.Generator) -> tuple[NDArray[Any] | None, Mask]:
        """Values and who has one; None where nobody has."""
        case, everybody = self.case, np.ones(self.size, dtype=bool)
        if case.yes is not None:
            return rng.random(self.size) < case.yes, everybody
        if case.shares:
            cut = np.cumsum([share for _, share in case.shares])
            places = np.searchsorted(cut, rng.random(self.size) * cut[-1], side="right")
            return _listed(case)[np.minimum(places, len(case.shares) - 1)], everybody
        if case.unknown:
            return None, ~everybody
        if case.days_before is not None:
            earliest, latest = case.days_before
            return self.on - rng.integers(earliest, latest + 1, self.size).astype("m8[D]"), everybody
        if case.days_after:
            low, high = self._between()
            start, known = self._dates()
            days = rng.integers(int(low), int(high) + 1, self.size).astype("m8[D]")
            return np.minimum(start + days, self.on), known
        base, width, known = self._span()
        if case.median is not None:
            return self._bounded(base * np.exp(case.spread * rng.standard_normal(self.size))), known
        return self._bounded(base + width * rng.random(self.size)), known

    def density(self, values: NDArray[Any]) -> _Floats | None:
        """Share or density of known values; None where the table gives these people none.

        Bounds are passed over: a value at a limit counts by the density beside it.
        """
        case = self.case
        if case.unknown:
            return None
        if case.yes is not None:
            return np.where(values, case.yes, 1.0 - case.yes)
        if case.shares:
            listed, shares = _listed(case), np.array([share for _, share in case.shares])
            return np.asarray((values[:, None] == listed[None, :]) @ shares, dtype=np.float64)
        if case.days_before is not None:
            earliest, latest = case.days_before
            age = (self.on - values).astype(np.int64)
            return np.where((age >= earliest) & (age <= latest), 1.0 / (latest - earliest + 1), 0.0)
        if case.days_after:
            low, high = self._between()
            start, known = self._dates()
            days = (values - start).astype(np.int64)
            inside = (days >= low) & (days <= high) & (values <= self.on)
            return np.where(known & inside, 1.0 / (high - low + 1), 0.0)
        base, width, known = self._span()
        if case.median is not None:
            lowest, highest = case.limits
            number, spread = np.clip(values, max(lowest, 1.0), highest), max(case.spread, 1e-9)
            distance = np.log(number / base) / spread
            return np.asarray(np.exp(-0.5 * distance**2) / (number * spread * _ROOT_2_PI), dtype=np.float64)
        # What was drawn is rounded down to a whole number, or to cents: a point is as wide as its rounding.
        inside = (values > base - 1.0) & (values <= base + width + 0.01)
        width = np.maximum(width, 1.0)
        inside |= np.isin(values, np.array(case.limits))
        return np.where(known & inside, 1.0 / width, 0.0)

    def _span(self) -> tuple[_Floats, _Floats, Mask]:
        """Lower end and width of a number's range, or a median and 0; and who has one."""
        case, zeros, known = self.case, np.zeros(self.size), np.ones(self.size, dtype=bool)
        if case.median is not None:
            scale, known = self._numbers(case.scale) if case.scale else (zeros + 1.0, known)
            return case.median * scale, zeros, known
        low, high = self._between()
        # Each whole number is as likely as the others, the last one too.
        alone = self.integer and high > low and not (case.part_of or case.times_of)
        base, width = zeros + low, zeros + (high - low + (_LAST if alone else 0.0))
        if case.part_of:
            whole, known = self._numbers(case.part_of)
            if case.less:
                taken, also = self._numbers(case.less)
                whole, known = np.maximum(whole - taken, 0.0), known & also
            if case.per:
                by, also = self._numbers(case.per)
                known = known & also & (by > 0.0)
                whole = whole / np.where(by > 0.0, by, 1.0)
            base, width = low * whole, (high - low) * whole
        if case.times_of is not None:
            other, known = self._numbers(case.times_of[0])
            base = case.times_of[1] * other + low
        if case.scale:
            scale, also = self._numbers(case.scale)
            base, width, known = base * scale, width * scale, known & also
        return base, width, known

    def _bounded(self, numbers: _Floats) -> _Floats:
        bounded = np.clip(numbers, *self.case.limits)
        return np.minimum(bounded, self._numbers(self.case.at_most)[0]) if self.case.at_most else bounded

    def _between(self) -> tuple[float, float]:
        return self.case.between or (0.0, 0.0)

    def _numbers(self, fact: str) -> tuple[_Floats, Mask]:
        column = self.people[fact].take(self.rows)
        return np.where(column.known, column.values, 0.0).astype(np.float64), column.known

    def _dates(self) -> tuple[NDArray[np.datetime64], Mask]:
        column = self.people[self.case.days_after].take(self.rows)
        dates = column.values if column.values.dtype.kind == "M" else np.full(self.size, self.on)
        return dates, column.known


def _dtype(table: FactTable) -> str:
    """Of a fact that nobody has: the rules still want words for words."""
    for case in table.cases:
        if case.yes is not None:
            return "?"
        if case.shares:
            return _listed(case).dtype.str
        if case.days_before or case.days_after:
            return "M8[D]"
    return "f8"


def _listed(case: Case) -> NDArray[Any]:
    values = [value for value, _ in case.shares]
    return np.array(values if isinstance(values[0], str | bool) else [float(value) for value in values])
