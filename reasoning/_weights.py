"""The figures of `weights.toml`, each with unit, source and reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from reasoning.errors import WeightsError

_FIELDS = {"value", "unit", "source", "reason"}


@dataclass(frozen=True, slots=True)
class Weight:
    """One figure that moves an answer."""

    name: str
    value: float
    unit: str
    source: str
    reason: str


def parse_weights(text: str) -> Mapping[str, Weight]:
    """Read the tables of a weights file, strictly.

    Raises:
        WeightsError: no TOML, an unknown or missing key, a value that is no number, an empty unit, source or reason.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"The weights file is no TOML: {error}.", hint="Mend the line that it names.") from error
    return {name: _parse(name, table) for name, table in tables.items()}


def _parse(name: str, table: object) -> Weight:
    if not isinstance(table, dict) or set(table) != _FIELDS:
        raise WeightsError(
            f"Weight {name!r} must have exactly the keys {', '.join(sorted(_FIELDS))}.",
            hint="A figure without unit, source and reason cannot be quoted to a person.",
            name=name,
        )
    value = table["value"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WeightsError(f"Weight {name!r} has the value {value!r}, which is no number.", name=name)
    texts = {key: table[key] for key in ("unit", "source", "reason")}
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise WeightsError(f"Weight {name!r} has no {key}.", hint="Write one; it is shown to people.", name=name)
    return Weight(name=name, value=float(value), **texts)


@cache
def weights() -> Mapping[str, Weight]:
    """All figures of this room, by name."""
    return parse_weights(resources.files("reasoning").joinpath("weights.toml").read_text("utf-8"))


def weight(name: str) -> float:
    """The value of one figure.

    Raises:
        WeightsError: there is no such figure.
    """
    try:
        return weights()[name].value
    except KeyError:
        raise WeightsError(f"There is no weight {name!r}.", hint="Add it to reasoning/weights.toml.") from None


def whole(name: str) -> int:
    """The value of a figure that counts something.

    Raises:
        WeightsError: there is no such figure, or it is no whole number.
    """
    value = weight(name)
    if value != int(value):
        raise WeightsError(f"Weight {name!r} counts something, so {value!r} cannot be.", hint="Write a whole number.")
    return int(value)
