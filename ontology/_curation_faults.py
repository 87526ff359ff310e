"""Faults of curation tables: where they stand, and what is said about them in both languages."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

#: Longest piece of a cell that a message repeats.
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: without blanks at its ends.
        column: place in the table, 1-based.
        name: name of its column.
    """

    text: str
    column: int
    name: str


@dataclass(frozen=True, slots=True)
class CurationRow:
    """One row; columns that the table does not have are not in `cells`.

    Attributes:
        file: name of the table, for example `labels.csv`.
        line: line on which it starts, 1-based.
    """

    file: str
    line: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """A cell's text, "" where the table has no such column."""
        return self.cells[name].text if name in self.cells else ""


@dataclass(frozen=True, slots=True)
class CurationFault:
    """One fault of one table.

    Attributes:
        file: name of the table.
        line: 1-based; 0 where it is about the file as a whole.
        column: place of the column in the table, 1-based; 0 where it is about the whole line.
        name: name of that column, or "".
        code: stable word, a key of `curation_faults.toml`.
        value: the text that is wrong, printable and cut to 100 characters.
        problem: language -> what is wrong and why it matters.
        advice: language -> what to do.
    """

    file: str
    line: int
    column: int
    name: str
    code: str
    value: str
    problem: Mapping[str, str]
    advice: Mapping[str, str]

    def told(self, language: str) -> str:
        """The fault in one line, in `zh` or `en`."""
        if language == "zh":
            place = "".join(
                [f"，第 {self.line} 行" if self.line else "", f"，第 {self.column} 列" if self.column else ""]
            )
            named = f"（{self.name}）" if self.name else ""
            return f"{self.file}{place}{named}：[{self.code}] {self.problem['zh']}{self.advice['zh']}"
        place = "".join([f", line {self.line}" if self.line else "", f", column {self.column}" if self.column else ""])
        named = f" ({self.name})" if self.name else ""
        return f"{self.file}{place}{named}: [{self.code}] {self.problem['en']} {self.advice['en']}"

    def to_json(self) -> dict[str, object]:
        """The fault as a JSON-representable object."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "name": self.name,
            "code": self.code,
            "value": self.value,
            "problem": dict(self.problem),
            "advice": dict(self.advice),
        }


#: A text that is the same in both languages, or one for each.
Told = str | int | tuple[str, str]


@dataclass(slots=True)
class Faults:
    """Collects faults while tables are read."""

    found: list[CurationFault] = field(default_factory=list)

    def at(
        self, row: CurationRow, column: str, code: str, *, value: str | None = None, a: Told = "", b: Told = ""
    ) -> None:
        """A fault of one cell; `value` is the cell's own text unless it is given."""
        cell = row.cells.get(column, Cell("", 0, column))
        self.note(
            row.file,
            row.line,
            cell.column,
            code,
            name=column,
            value=value if value is not None else cell.text,
            a=a,
            b=b,
        )

    def note(
        self,
        file: str,
        line: int,
        column: int,
        code: str,
        *,
        name: str = "",
        value: str = "",
        a: Told = "",
        b: Told = "",
    ) -> None:
        """A fault anywhere."""
        words = fault_words()[code]
        shown_value = shown(value)

        def say(which: int, key: str) -> str:
            parts = {"a": _in(a, which), "b": _in(b, which)}
            return words[key].format(value=f"“{shown_value}”", **parts)

        self.found.append(
            CurationFault(
                file, line, column, name, code, shown_value,
                problem={"en": say(0, "en"), "zh": say(1, "zh")},
                advice={"en": say(0, "do_en"), "zh": say(1, "do_zh")},
            )
        )  # fmt: skip

    def sorted(self) -> tuple[CurationFault, ...]:
        """All of them by file, line, column and code."""
        return tuple(
            sorted(self.found, key=lambda fault: (fault.file, fault.line, fault.column, fault.code, fault.value))
        )


def _in(told: Told, which: int) -> str:
    return told[which] if isinstance(told, tuple) else str(told)


@cache
def fault_words() -> Mapping[str, Mapping[str, str]]:
    """Code -> `en`, `zh`, `do_en`, `do_zh`."""
    text = resources.files("ontology").joinpath("curation_faults.toml").read_text("utf-8")
    words: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return words


def shown(text: str) -> str:
    """A text as a message may repeat it: every character visible, and not too long."""
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "backslashreplace").decode() for sign in cut
    )


def near_told(near: Iterable[str]) -> Told:
    """Near ids as the end of an advice."""
    ids = [shown(one) for one in near]
    return (f" Did you mean {', '.join(ids)}?", f"是否为 {'、'.join(ids)}？") if ids else ""
