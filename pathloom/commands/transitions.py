"""`pathloom transition` and `pathloom link`: scores for pairs of occupations, concepts for texts."""

import csv
import io
import sys
from pathlib import Path

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import print_json, print_json_line, read_bytes
from pathloom.errors import InputFileError


@click.command(
    "transition", help=say("Score the move from one occupation to another.", "评估从一个职业到另一个职业的转换。")
)
@click.option("--from", "from_id", metavar="ID", help=say("Origin: id or code.", "起点：标识或代码。"))
@click.option("--to", "to_id", metavar="ID", help=say("Target: id or code.", "目标：标识或代码。"))
@click.option(
    "--pairs",
    type=click.Path(readable=False, path_type=Path),
    metavar="FILE.csv",
    help=say("Columns from,to: one JSON line per pair.", "列 from,to：每对输出一行 JSON。"),
)
@shared_options
@pass_options
def transition_command(options: Options, from_id: str | None, to_id: str | None, pairs: Path | None) -> None:
    """Documented in `help`."""
    if pairs is not None and (from_id or to_id):
        raise click.UsageError(say("Give either --pairs or --from and --to.", "请只给出 --pairs，或 --from 与 --to。"))
    if pairs is not None:
        _score_pairs(options, pairs)
        return
    if not (from_id and to_id):
        raise click.UsageError(say("Both --from and --to are needed.", "需要同时给出 --from 与 --to。"))
    with options.engine() as engine:
        answer = engine.transition(from_id, to_id)
        if options.as_json:
            from reasoning import to_json

            print_json(to_json(answer))
        else:
            from pathloom._render import transition_text

            click.echo(transition_text(answer, chosen_language()))


def _score_pairs(options: Options, file: Path) -> None:
    """Score all pairs; a pair with an unknown id gets a line with an error, the others their answer."""
    rows = _read_pairs(file)
    with options.engine() as engine:
        for answer in engine.score_pairs(rows):
            print_json_line(answer)


def _read_pairs(file: Path) -> list[tuple[str, str]]:
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"{file} is not UTF-8: {error.reason} at byte {error.start}.",
            hint="Save it as UTF-8 CSV.",
            file=str(file),
            line=error.object.count(b"\n", 0, error.start) + 1,
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = reader.fieldnames or ()
        if not {"from", "to"} <= set(columns):
            raise InputFileError(
                f"{file} has the columns {', '.join(columns)}." if columns else f"{file} is empty.",
                hint="It needs a header line with the columns from and to.",
                file=str(file),
                line=1,
            )
        rows = []
        for row in reader:
            if not row["from"] or not row["to"]:
                raise _bad_pair(file, reader.line_num, "a pair needs both from and to")
            if None in row:
                raise _bad_pair(file, reader.line_num, f"there are more cells than the {len(columns)} columns")
            rows.append((row["from"].strip(), row["to"].strip()))
    except csv.Error as error:
        raise _bad_pair(file, reader.line_num, str(error)) from error
    return rows


def _bad_pair(file: Path, line: int, why: str) -> InputFileError:
    return InputFileError(
        f"{file}, line {line}: {why}.", hint="Correct the line or delete it.", file=str(file), line=line
    )


@click.command(
    "link",
    help=say("Link a text per line of stdin to concepts, best first.", "把标准输入的每行文本链接到概念，最优在前。"),
)
@click.option("--kind", type=click.Choice(["skill", "occupation"]), required=True)
@click.option("--scheme", type=click.Choice(["esco", "onet", "csco", "starter"]), default=None)
@click.option("--top", type=click.IntRange(1, 1000), default=10, show_default=True)
@shared_options
@pass_options
def link_command(options: Options, kind: str, scheme: str | None, top: int) -> None:
    """Documented in `help`."""
    with options.engine() as engine:
        for number, line in enumerate(sys.stdin.buffer, start=1):
            hits = engine.link(_text(line, number), kind=kind, scheme=scheme, top=top)
            print_json_line([{"id": hit.id, "label": hit.label, "score": hit.score} for hit in hits])


def _text(line: bytes, number: int) -> str:
    """One line of stdin: UTF-8 whatever the locale says, because that is what our other commands write."""
    try:
        # Windows ends lines with two signs, and its editors begin a file with a mark.
        return line.rstrip(b"\r\n").decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"Line {number} of stdin is not UTF-8: {error.reason} at byte {error.start}.",
            hint="Convert the text first, for example: iconv -f GBK -t UTF-8",
            line=number,
        ) from error
