"""Answers as plain JSON values: what `--json` prints and REST returns."""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from ontology import Explanation, Money
from reasoning._texts import text, warning_text
from reasoning.answers import PathsAnswer, Step, Transition
from reasoning.errors import ReasoningError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def to_json(answer: object) -> Json:
    """Turn an answer into dictionaries, lists, texts and numbers, field by field.

    Money is `{"amount", "currency"}` with the exact amount as text, dates are ISO 8601. Some answers read better spread
    out: a transition carries `base`, `contributions` and the gap's lists itself, warnings come with their texts, a move
    kind with its words.

    Raises:
        ReasoningError: a value that JSON cannot hold.

    >>> to_json(Money(Decimal("7500.50"), "CNY"))
    {'amount': '7500.50', 'currency': 'CNY'}
    """
    special = _SPECIAL.get(type(answer))
    if special is not None:
        return special(answer)
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: to_json(getattr(answer, field.name)) for field in fields(answer)}
    if isinstance(answer, Mapping):
        return {str(key): to_json(value) for key, value in answer.items()}
    if isinstance(answer, tuple | list):
        return [to_json(item) for item in answer]
    return _plain(answer)


def _plain(value: object) -> Json:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float) and not math.isfinite(value):
        raise ReasoningError(f"{value!r} is in an answer, but JSON has no such number.")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ReasoningError(f"A {type(value).__name__} is in an answer, but JSON cannot hold one.")


def _fields(answer: object) -> dict[str, Json]:
    return {field.name: to_json(getattr(answer, field.name)) for field in fields(answer)}  # type: ignore[arg-type]


def _money(money: Money) -> Json:
    return {"amount": f"{money.amount:f}", "currency": money.currency}


def _explanation(explanation: Explanation) -> dict[str, Json]:
    return {
        "score": explanation.score,
        "base": explanation.base,
        "contributions": [
            {"signal": part.signal, "value": part.value, "points": part.points} for part in explanation.contributions
        ],
    }


def _transition(move: Transition) -> Json:
    return {
        "origin": to_json(move.origin),
        "target": to_json(move.target),
        **_explanation(move.explanation),
        "overlap": move.overlap,
        "coverage": move.gap.coverage,
        "matched": to_json(move.gap.matched),
        "partial": to_json(move.gap.partial),
        "missing": to_json(move.gap.missing),
        "model": move.model,
        "warnings": _warnings(move.warnings),
    }


def _step(step: Step) -> Json:
    return _fields(step) | {"kind_texts": to_json(text("move_kinds", step.kind.value))}


def _paths(answer: PathsAnswer) -> Json:
    sources: list[Json] = [
        {"source": source, "version": version, "licence": licence} for source, version, licence in answer.sources
    ]
    return _fields(answer) | {"warnings": _warnings(answer.warnings), "sources": sources}


def _warnings(warnings: tuple[str, ...]) -> list[Json]:
    return [{"code": warning, "texts": to_json(warning_text(warning))} for warning in warnings]


_SPECIAL: Mapping[type, Callable[..., Json]] = {
    Money: _money,
    Explanation: _explanation,
    Transition: _transition,
    Step: _step,
    PathsAnswer: _paths,
}
