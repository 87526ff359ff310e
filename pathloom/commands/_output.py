"""How commands print: JSON documents and lines on stdout, everything else on stderr."""

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from time import monotonic

import click

from pathloom.errors import InputFileError


def print_json(document: object) -> None:
    """One JSON document, UTF-8, keys in the order given."""
    import orjson

    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode() + "\n")


def print_json_line(document: object) -> None:
    """One line of JSON, for commands that answer row by row."""
    import orjson

    sys.stdout.write(orjson.dumps(document).decode() + "\n")


def read_json_object(path: Path) -> Mapping[str, object]:
    """Read a file that holds one JSON object.

    Raises:
        InputFileError: missing, not UTF-8, no JSON, or no object.
    """
    import orjson

    data = read_bytes(path)
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputFileError(
            f"{path} is not JSON: {error}.", hint="Save it as UTF-8 JSON.", file=str(path), line=error.lineno
        ) from error
    if not isinstance(document, dict):
        raise InputFileError(f"{path} holds a JSON {type(document).__name__}, but an object is needed.", file=str(path))
    return document


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        InputFileError: it is missing, a folder, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputFileError(
            f"{path} cannot be read: {error.strerror or error}.", hint="Check the name and the rights.", file=str(path)
        ) from error


def parse_day(text: str) -> date:
    """Read a day as YYYY-MM-DD.

    Raises:
        InputFileError: no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputFileError(f"{text!r} is no day of the calendar.", hint="Write it as YYYY-MM-DD.") from error


class StageBar:
    """Progress of one stage on stderr: a running count on a terminal, one plain line at the end otherwise."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._started = monotonic()
        self._count = 0
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Callable[[int], None]:
        if self._terminal:
            click.echo(f"  {self._label} ...", nl=False, err=True)
        return self._show

    def _show(self, count: int) -> None:
        self._count = count
        if self._terminal:
            click.echo(f"\r  {self._label}  {bar_of(count)} {count:,}", nl=False, err=True)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if self._terminal:
            click.echo("\r", nl=False, err=True)
        if kind is None:
            took = monotonic() - self._started
            amount = f"{self._count:,} · " if self._count else ""
            click.echo(f"✓ {self._label}  {amount}{took:.1f} s          ", err=True)
        else:
            click.echo(f"✗ {self._label}", err=True)


def bar_of(count: int) -> str:
    """A bar that grows with the logarithm of the count: streams do not know their length beforehand."""
    full = min(20, count.bit_length())
    return "█" * full + "░" * (20 - full)
