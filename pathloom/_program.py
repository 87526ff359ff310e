"""One call of the `pathloom` command: UTF-8 output, errors with a code, documented exit status."""

import json
import os
import sys
from collections.abc import Sequence

import click

from ontology.errors import ErrorKind, PathloomError
from pathloom._cli import cli
from pathloom._language import chosen_language, say
from pathloom.errors import FileAccessError, InternalError, UsageError

#: Exit status per kind of error; 0 is success, 2 is also click's own for wrong usage.
EXIT_STATUS = {
    ErrorKind.INTERNAL: 1,
    ErrorKind.USAGE: 2,
    ErrorKind.NOT_FOUND: 3,
    ErrorKind.BAD_INPUT: 4,
    ErrorKind.DATA_MISSING: 5,
    ErrorKind.UNAVAILABLE: 5,
}
#: Stopped by Ctrl-C: 128 and the number of the signal, as shells count.
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run the command line; gives its exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Closed by the caller (>&-): nobody wants to read it.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 -- kept to the end
    for stream in (sys.stdout, sys.stderr):
        # Windows code pages and GBK terminals would crash on, or garble, the other language.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(arguments)
    except OSError:
        # The error could not be told either: stdout and stderr are gone.
        _silence()
        return EXIT_STATUS[ErrorKind.UNAVAILABLE]


def _run(given: Sequence[str]) -> int:
    as_json = "--json" in given
    try:
        # Every command returns nothing or its exit status.
        status = cli.main(args=list(given), prog_name="pathloom", standalone_mode=False)
        # A closed pipe or a full disk shows now, not while Python shuts down.
        sys.stdout.flush()
    except PathloomError as error:
        return _report(error, as_json=as_json)
    except click.ClickException as error:
        if as_json:
            return _report(UsageError(error.format_message(), hint="pathloom --help"), as_json=True)
        if chosen_language() == "zh":
            # click itself speaks English.
            click.echo(f"错误 {UsageError.code}: {UsageError.message_zh}{UsageError.hint_zh}", err=True)
        error.show()
        return EXIT_STATUS[ErrorKind.USAGE]
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("Stopped; nothing was left half-written.", "已中断，没有留下写到一半的内容。"), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _silence()
        return 0
    except SystemExit as leaving:
        # click itself ends with 1 when it meets a closed pipe.
        if not isinstance(leaving.__context__, BrokenPipeError):
            raise
        _silence()
        return 0
    except OSError as error:
        return _report(_refused(error), as_json=as_json and bool(error.filename))
    except Exception as error:  # noqa: BLE001 -- the border of the program: no traceback reaches a user
        return _report(_fault(error), as_json=as_json)
    return status if isinstance(status, int) else 0


def _silence() -> None:
    """Nobody reads stdout any more (head, less), or it is full: what is still buffered goes nowhere."""
    if sys.__stdout__ is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())


def _refused(error: OSError) -> FileAccessError:
    why = error.strerror or str(error)
    if error.filename is None:
        # Files are opened by name; without one it was a stream that we write to.
        _silence()
        return FileAccessError(
            f"The output cannot be written: {why}.", hint="Free some space, or send the output somewhere else."
        )
    return FileAccessError(
        f"{error.filename}: {why}.", hint="Check the name, the rights and the free space.", file=str(error.filename)
    )


def _fault(error: Exception) -> InternalError:
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
    return InternalError(
        f"{type(error).__name__}: {error} (in {' > '.join(where)}).",
        hint="This is a fault of Pathloom, not of your input; please report it with the command that showed it.",
        where=where,
    )


def _report(error: PathloomError, *, as_json: bool) -> int:
    """Tell an error on stderr, and as a document on stdout if asked for; gives the exit status."""
    chinese = chosen_language() == "zh"
    if as_json:
        body = {
            "code": error.code,
            "message": error.message,
            "message_zh": error.message_zh,
            "hint": error.hint,
            "hint_zh": error.hint_zh,
            "details": error.details,
        }
        click.echo(json.dumps({"error": body}, ensure_ascii=False, default=str))
    told = error.message
    if chinese:
        # Some faults come with a sentence of their own in Chinese; the others have the one of their code.
        text = error.details.get("text")
        own = text.get("zh") if isinstance(text, dict) else None
        told = f"{error.message_zh}{own or error.message}"
    click.echo(f"{'错误' if chinese else 'Error'} {error.code}: {told}", err=True)
    # An error of a library room may have no advice in Chinese; then the English one is better than none.
    advice = (error.hint_zh or error.hint) if chinese else error.hint
    if advice:
        click.echo(advice, err=True)
    return EXIT_STATUS[error.kind]
