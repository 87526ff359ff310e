"""A person's wishes, checked and turned into masks over the occupations of one snapshot."""

from dataclasses import dataclass

import numpy as np

from graph import BoolArray, Snapshot
from ontology import UnknownIdError
from reasoning._landscape import Landscape
from reasoning.answers import Constraints, Pay
from reasoning.errors import ConstraintError, NoRequirementsError

_MOST_MOVES = 4
_UNIT_GROUP_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Wishes:
    """Constraints in rows.

    Attributes:
        allowed: bool per occupation row: may be passed through or arrived at.
        months: the budget, infinity if there is none.
        target: the one row to arrive at, None for any.
        region: region code that pay and courses are looked up in, "" if unknown.
        pays: pay per occupation row in that region.
    """

    allowed: BoolArray
    months: float
    target: int | None
    region: str
    max_moves: int
    pays: tuple[Pay | None, ...]

    @property
    def currency(self) -> str:
        """Currency of the region's pay, "" if none is known."""
        return next((pay.money.currency for pay in self.pays if pay is not None), "")


def read_constraints(snapshot: Snapshot, landscape: Landscape, constraints: Constraints, *, home: str) -> Wishes:
    """Check the wishes and work out which occupations they allow.

    Occupations whose pay or exposure is unknown stay allowed: absence of a figure is no reason to leave one out.

    Args:
        home: the person's region, used when the wishes name none.
    Raises:
        ConstraintError: a number out of range, or a pay floor in another currency than the region's pay.
        UnknownIdError: an id or region that the graph does not hold.
        NoRequirementsError: the wished target has no required skills.
    """
    _check_numbers(constraints)
    region = constraints.region or home
    if constraints.region and snapshot.regions.find(constraints.region) is None:
        snapshot.regions.index(f"region:{constraints.region.removeprefix('region:')}")
    allowed = landscape.targets.copy()
    pays, amounts = landscape.pay_in(region)
    target = _target(snapshot, constraints.target)
    if target is not None:
        allowed[target] = True
    for key in constraints.exclude:
        allowed &= ~excluded(snapshot, landscape, key)
    if constraints.pay_floor is not None:
        _check_currency(constraints, pays, region)
        allowed &= ~(amounts < float(constraints.pay_floor.amount))
    if constraints.max_exposure is not None:
        allowed &= ~(landscape.exposure > constraints.max_exposure)
    return Wishes(
        allowed=allowed,
        months=float("inf") if constraints.months is None else constraints.months,
        target=target,
        region=region,
        max_moves=constraints.max_moves,
        pays=pays,
    )


def excluded(snapshot: Snapshot, landscape: Landscape, key: str) -> BoolArray:
    """The occupations that an occupation's or group's id stands for.

    A group is one of the snapshot's groups, or an ISCO-08 group at any level (`.../isco/C25` takes 2511, 2512 ...).

    Returns:
        bool, shape (occupations,).
    Raises:
        UnknownIdError: neither an occupation nor a group has the id.
    """
    mask = np.zeros(len(snapshot.occupations), dtype=bool)
    row = snapshot.occupations.find(key)
    if row is not None:
        mask[row] = True
        return mask
    known = key in snapshot.occupation_group_ids
    if known:
        groups = snapshot.occupation_groups
        mask[groups.back_indices[groups.back(snapshot.occupation_group_ids.index(key))]] = True
    prefix = key.rpartition("/isco/C")[2] if "/isco/C" in key else ""
    if prefix.isdigit() and len(prefix) <= _UNIT_GROUP_DIGITS:
        matching = [landscape.isco(row).startswith(prefix) for row in range(len(mask))]
        known = known or any(matching)
        mask |= np.array(matching, dtype=bool)
    if not known:
        raise UnknownIdError(
            f"{key!r} is neither an occupation nor a group of occupations in this graph, so it cannot be excluded.",
            hint="Search for the occupation first and use the id that the search gives.",
            id=key,
        )
    return mask


def _check_numbers(constraints: Constraints) -> None:
    if not 1 <= constraints.max_moves <= _MOST_MOVES:
        raise ConstraintError(
            f"max_moves is {constraints.max_moves}, but a path has 1 to {_MOST_MOVES} moves.",
            hint=f"Give a number from 1 to {_MOST_MOVES}.",
            hint_zh=f"请填 1 至 {_MOST_MOVES} 的数。",
            max_moves=constraints.max_moves,
        )
    if constraints.months is not None and constraints.months < 0:
        raise ConstraintError(
            f"The budget of {constraints.months} months is negative.", hint="Give 0 or more, or leave it out."
        )
    if constraints.max_exposure is not None and not 0 <= constraints.max_exposure <= 1:
        raise ConstraintError(
            f"max_exposure is {constraints.max_exposure}, but it is a percentile from 0 to 1.",
            hint="0.5 leaves out the more exposed half of all occupations.",
        )
    if constraints.pay_floor is not None and constraints.pay_floor.amount < 0:
        raise ConstraintError(
            f"The pay floor {constraints.pay_floor.amount} is negative.", hint="Give a monthly amount of 0 or more."
        )


def _check_currency(constraints: Constraints, pays: tuple[Pay | None, ...], region: str) -> None:
    floor = constraints.pay_floor
    currencies = {pay.money.currency for pay in pays if pay is not None}
    if floor is not None and currencies and floor.currency not in currencies:
        raise ConstraintError(
            f"The pay floor is in {floor.currency}, but pay in {region} is known in {', '.join(sorted(currencies))}.",
            hint="Give the floor in that currency.",
            currency=floor.currency,
        )


def _target(snapshot: Snapshot, key: str) -> int | None:
    if not key:
        return None
    row = snapshot.occupations.index(key)
    if snapshot.requires.indptr[row] == snapshot.requires.indptr[row + 1]:
        raise NoRequirementsError(
            f"Occupation {key!r} has no required skills in this graph, so no path to it can be judged.",
            hint="Choose an occupation of a scheme with requirements (starter, ESCO).",
            id=key,
        )
    return row
