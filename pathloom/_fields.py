"""Strict reading of a JSON object's fields: every fault names the file and the field, nothing is guessed or dropped."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pathloom.errors import InputFileError

_MONTH = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object at a place in a file.

    Attributes:
        values: the object.
        file: for messages.
        place: where in the file, for example `skills[2]`; "" for the whole document.
    """

    values: Mapping[str, object]
    file: str
    place: str = ""

    def refuse(self, name: str, wanted: str) -> InputFileError:
        """The error for a field that is not what is wanted."""
        at = self._at(name)
        found = repr(self.values.get(name))
        shown = found if len(found) <= 60 else f"{found[:57]}..."
        return InputFileError(f"{self.file}: {at} is {shown}.", hint=f"Give {wanted}.", file=self.file, field=at)

    def only(self, known: Collection[str]) -> None:
        """Refuse fields that nobody would read: a misspelt one would be lost unnoticed.

        Raises:
            InputFileError: there is one.
        """
        if unknown := sorted(set(self.values) - set(known)):
            raise InputFileError(
                f"{self.file}: there is no field {self._at(unknown[0])!r}.",
                hint=f"There may be: {', '.join(sorted(known))}.",
                hint_zh=f"可用的字段：{'、'.join(sorted(known))}。",
                file=self.file,
                field=self._at(unknown[0]),
            )

    def text(self, name: str, default: str = "") -> str:
        """A text; `default` where it is left out."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise self.refuse(name, "a text")
        return value

    def optional_text(self, name: str) -> str | None:
        """A text, or None where it is left out or null."""
        return None if self.values.get(name) is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where it is left out."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(name, "a list of texts")
        return tuple(value)

    def month(self, name: str) -> str:
        """A month as YYYY-MM, also a year or a day; "" for unknown."""
        value = self.text(name)
        if not _MONTH.fullmatch(value):
            raise self.refuse(name, "a month as YYYY-MM")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            raise self.refuse(name, "true or false")
        return value

    def share(self, name: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.refuse(name, "a number from 0 to 1")
        return float(value)

    def count(self, name: str) -> int:
        """A whole number of at least 0; 0 where it is left out."""
        value = self.values.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.refuse(name, "a whole number from 0 on")
        return value

    def inner(self, name: str) -> "Fields | None":
        """An object, or None where it is left out or null."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.refuse(name, "an object")
        return Fields(value, self.file, self._at(name))

    def objects(self, name: str, *, bare: str = "") -> "Iterator[Fields]":
        """The objects of a list; none where it is left out.

        Args:
            bare: a text may stand for an object that has only this field.
        """
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise self.refuse(name, "a list")
        for position, item in enumerate(value):
            place = f"{self._at(name)}[{position}]"
            if bare and isinstance(item, str):
                yield Fields({bare: item}, self.file, place)
            elif isinstance(item, Mapping):
                yield Fields(item, self.file, place)
            else:
                listed = Fields({place: item}, self.file)
                raise listed.refuse(place, f"an object{f' or a text, its {bare}' if bare else ''}")

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name
