"""How commands print: JSON documents and lines on stdout, everything else on stderr."""

import re
import stat
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from time import monotonic

import click

from ontology import PathloomError
from pathloom.errors import InputFileError

#: Bytes of a JSON or CSV file named on the command line: a hundred times the largest that makes sense.
MOST_BYTES = 64 * 1024 * 1024


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

    # Editors on Windows begin UTF-8 with a byte order mark.
    data = read_bytes(path).removeprefix(b"\xef\xbb\xbf")
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputFileError(
            f"{path} is not JSON: {error}.",
            hint="Save it as UTF-8 JSON.",
            hint_zh="请存为 UTF-8 编码的 JSON。",
            file=str(path),
            line=error.lineno,
        ) from error
    twice = _double_key(data)
    if twice is not None:
        raise InputFileError(
            f"{path} has the key {twice!r} twice in one object, so one of the two values would be lost.",
            hint="Keep one.",
            hint_zh="请只保留一个。",
            file=str(path),
            field=twice,
        )
    if not isinstance(document, dict):
        raise InputFileError(f"{path} holds a JSON {type(document).__name__}, but an object is needed.", file=str(path))
    return document


def _double_key(data: bytes) -> str | None:
    """A key that stands twice in one object; orjson keeps the last one without a word."""
    import json

    found: list[str] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        seen = dict(items)
        if len(seen) < len(items):
            found.extend(key for number, (key, _) in enumerate(items) if key in dict(items[:number]))
        return seen

    json.loads(data, object_pairs_hook=pairs)
    return found[0] if found else None


def read_bytes(path: Path, *, most: int = MOST_BYTES, too_large: type[PathloomError] = InputFileError) -> bytes:
    """Read a file.

    Args:
        most: largest size in bytes.
        too_large: what to raise above it.
    Raises:
        InputFileError: it is missing, a folder, a pipe or device, or may not be read.
    """
    try:
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            # A pipe may never end, or never begin.
            raise InputFileError(
                f"{path} is no ordinary file but a pipe or a device.",
                hint="Save its content into a file and name that.",
                hint_zh="请把内容存成文件，再给出文件名。",
                file=str(path),
            )
        if found.st_size > most:
            raise too_large(
                f"{path} has {found.st_size:,} bytes; at most {most:,} are read.",
                hint="Check that it is the file you mean; leave out what is not needed.",
                hint_zh="请确认是否选对了文件，并去掉不需要的内容。",
                file=str(path),
                bytes=found.st_size,
                limit=most,
            )
        return path.read_bytes()
    except OSError as error:
        raise InputFileError(
            f"{path} cannot be read: {error.strerror or error}.",
            hint="Check the name and the rights.",
            hint_zh="请检查文件名和读取权限。",
            file=str(path),
        ) from error


def parse_day(text: str) -> date:
    """Read a day as YYYY-MM-DD.

    Raises:
        InputFileError: no such day, or written in another way.
    """
    try:
        # fromisoformat alone would also take 20261122 and 2026-W47-7.
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError as error:
        raise _no_day(text) from error
    raise _no_day(text)


def _no_day(text: str) -> InputFileError:
    return InputFileError(
        f"{text!r} is no day of the calendar.",
        hint="Write it as YYYY-MM-DD.",
        hint_zh="请写成 YYYY-MM-DD，例如 2026-11-22。",
    )


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
