"""Entry point of the `pathloom` command: UTF-8 output, errors with a code, documented exit status."""

import json
import sys

import click

from ontology.errors import ErrorKind, PathloomError
from pathloom._cli import cli
from pathloom._language import chosen_language
from pathloom.errors import UsageError

#: Exit status per kind of error; 0 is success, 2 is also click's own for wrong usage.
EXIT_STATUS = {
    ErrorKind.INTERNAL: 1,
    ErrorKind.USAGE: 2,
    ErrorKind.NOT_FOUND: 3,
    ErrorKind.BAD_INPUT: 4,
    ErrorKind.DATA_MISSING: 5,
    ErrorKind.UNAVAILABLE: 5,
}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Windows code pages and GBK terminals would crash on, or garble, the other language.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        # Every command returns nothing or its exit status.
        status = cli.main(args=given, prog_name="pathloom", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except PathloomError as error:
        _report(error, as_json="--json" in given)
        sys.exit(EXIT_STATUS[error.kind])
    except click.ClickException as error:
        if "--json" in given:
            _report(UsageError(error.format_message(), hint="pathloom --help"), as_json=True)
        else:
            error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        sys.stderr.close()
        sys.exit(0)


def _report(error: PathloomError, *, as_json: bool) -> None:
    chinese = chosen_language() == "zh"
    if as_json:
        body = {
            "code": error.code,
            "message": error.message,
            "message_zh": error.message_zh,
            "hint": error.hint,
            "details": error.details,
        }
        click.echo(json.dumps({"error": body}, ensure_ascii=False, default=str))
    click.echo(
        f"{'错误' if chinese else 'Error'} {error.code}: {error.message_zh if chinese else ''}{error.message}", err=True
    )
    if error.hint:
        click.echo(error.hint, err=True)


if __name__ == "__main__":
    main()
