"""Errors of the insight room."""

from ontology import ErrorKind, PathloomError


class InsightError(PathloomError):
    """Base of this room's errors."""

    code = "INSIGHT"


class PopulationError(InsightError):
    """A population that cannot be counted: a negative or fractional number of people, nobody at all."""

    code = "POPULATION_INVALID"
    kind = ErrorKind.BAD_INPUT
