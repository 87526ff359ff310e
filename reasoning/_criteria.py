"""Routes against each other on three criteria that are never added up: money, speed, security."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from reasoning._weights import weight
from reasoning.answers import Route, RouteStep

#: In the order in which they are named.
CRITERIA = ("money", "speed", "security")
_Worth = tuple[Decimal, int, float]


def security(steps: Sequence[RouteStep]) -> float:
    """Mean over the steps of likelihood times how firm their rules are, in [0, 1].

    1 means that every benefit is decided by rules in force; an open benefit counts with its likelihood.
    """
    firm = {"high": 1.0, "medium": weight("firm_medium"), "low": weight("firm_low")}
    return sum(step.likelihood * firm[step.confidence] for step in steps) / len(steps) if steps else 0.0


def undominated(routes: Sequence[Route]) -> list[Route]:
    """Routes that no other beats on one criterion without losing on another, each named by what it is best at."""
    kept = [route for route in routes if not any(_dominates(_worth(other), _worth(route)) for other in routes)]
    best = [max((_worth(route)[place] for route in kept), default=None) for place in range(len(CRITERIA))]
    return [
        replace(
            route,
            best_at=tuple(
                name for name, worth, most in zip(CRITERIA, _worth(route), best, strict=True) if worth == most
            ),
        )
        for route in kept
    ]


def shown(routes: Sequence[Route], most: int) -> tuple[Route, ...]:
    """At most so many routes in the order given, the first best one of each criterion among them."""
    needed = [next(route for route in routes if name in route.best_at) for name in CRITERIA if routes]
    first = list({id(route): route for route in needed}.values())[:most]
    rest = [route for route in routes if not any(route is other for other in first)]
    chosen = [*first, *rest][:most]
    return tuple(route for route in routes if any(route is other for other in chosen))


def _worth(route: Route) -> _Worth:
    """Greater is better; a route without a sum or a day that can be said has none of it."""
    money = route.possible_total.amount if route.possible_total else Decimal(0)
    day = route.first_money or date.max
    return money, -day.toordinal(), route.security


def _dominates(one: _Worth, other: _Worth) -> bool:
    return one != other and one[0] >= other[0] and one[1] >= other[1] and one[2] >= other[2]
