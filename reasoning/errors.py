"""Errors of the reasoning room."""

from ontology import ErrorKind, PathloomError


class ReasoningError(PathloomError):
    """Base of this room's errors."""

    code = "REASONING"


class WeightsError(ReasoningError):
    """`weights.toml` lacks a figure, names one twice, or gives one without unit, source or reason."""

    code = "REASONING_WEIGHTS"


class TextMissingError(ReasoningError):
    """A sentence for people is missing from `texts.toml`, in one language or in both."""

    code = "REASONING_TEXT"


class ConstraintError(ReasoningError):
    """A wish that cannot be read: a number of moves outside 1-4, a negative budget, a share above 1."""

    code = "CONSTRAINT_INVALID"
    kind = ErrorKind.BAD_INPUT


class NoRequirementsError(ReasoningError):
    """The graph says nothing about what an occupation asks for, so nothing can be compared with it."""

    code = "NO_REQUIREMENTS"
    kind = ErrorKind.NOT_FOUND


class EmptyPersonError(ReasoningError):
    """Neither an occupation nor a skill of the person is known, so there is nothing to start from."""

    code = "PERSON_EMPTY"
    kind = ErrorKind.BAD_INPUT


class EmptyPostingError(ReasoningError):
    """A posting shows neither a skill nor an occupation that anybody could be compared with."""

    code = "POSTING_EMPTY"
    kind = ErrorKind.BAD_INPUT


class LikelihoodError(ReasoningError):
    """An open benefit came without a likelihood."""

    code = "LIKELIHOOD_MISSING"


class PlanError(ReasoningError):
    """A plan cannot be laid out: no path to lay out, amounts in currencies that cannot be put together."""

    code = "PLAN_IMPOSSIBLE"
    kind = ErrorKind.BAD_INPUT
