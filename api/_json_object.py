"""A JSON object from a caller, read key by key: a wrong type or a key that nobody asked for is an error."""

from collections.abc import Callable, Mapping

from api.errors import PersonInputError


class JsonObject:
    """A JSON object read key by key; a key that nobody asked for is an error."""

    def __init__(self, data: Mapping[str, object], where: str) -> None:
        if not isinstance(data, Mapping):
            raise PersonInputError(f"{where} is {data!r}, not a JSON object.", hint="See /docs for the shape.")
        self.left = dict(data)
        self.where = where

    def take(self, key: str) -> object:
        """The value of a key, None when it is not there; the key is used up."""
        return self.left.pop(key, None)

    def _typed(self, key: str, kind: str, fits: Callable[[object], bool]) -> object:
        value = self.take(key)
        if value is not None and not fits(value):
            raise PersonInputError(f"{self.where}.{key} is {value!r}, not {kind}.", hint="See /docs for the shape.")
        return value

    def text(self, key: str, default: str) -> str:
        """A text, or the default when it is not there."""
        value = self._typed(key, "text", lambda item: isinstance(item, str))
        return default if value is None else str(value)

    def flag(self, key: str) -> bool:
        """True or false; false when it is not there."""
        return bool(self._typed(key, "true or false", lambda item: isinstance(item, bool)))

    def number(self, key: str, default: float | None) -> float | None:
        """A number, or the default when it is not there."""
        value = self._typed(key, "a number", lambda item: isinstance(item, (int, float)) and not isinstance(item, bool))
        return float(value) if isinstance(value, (int, float)) else default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none when it is not there."""
        value = self._typed(
            key, "a list of texts", lambda item: isinstance(item, list) and all(isinstance(text, str) for text in item)
        )
        return tuple(value) if isinstance(value, list) else ()

    def object(self, key: str) -> "JsonObject | None":
        """An object; None when it is not there."""
        value = self._typed(key, "an object", lambda item: isinstance(item, Mapping))
        return JsonObject(value, f"{self.where}.{key}") if isinstance(value, Mapping) else None

    def objects(self, key: str, *, short: str = "") -> "list[JsonObject]":
        """A list of objects; with `short`, a bare text stands for an object with that one key."""
        value = self._typed(key, "a list", lambda item: isinstance(item, list))
        items = value if isinstance(value, list) else []
        return [
            JsonObject({short: item} if short and isinstance(item, str) else item, f"{self.where}.{key}[{place}]")
            for place, item in enumerate(items)
        ]

    def finish(self) -> None:
        """Insist that every key was asked for."""
        if self.left:
            raise PersonInputError(
                f"{self.where} has unknown keys: {', '.join(sorted(map(str, self.left)))}.",
                hint="A misspelt key would silently be ignored; see /docs for the shape.",
            )
