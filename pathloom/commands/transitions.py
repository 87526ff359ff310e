"""`pathloom transition` and `pathloom link`: scores for pairs of occupations, concepts for texts."""

import csv
import sys
from pathlib import Path

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import print_json, print_json_line
from pathloom.errors import InputFileError


@click.command(
    "transition", help=say("Score the move from one occupation to another.", "评估从一个职业到另一个职业的转换。")
)
@click.option("--from", "from_id", metavar="ID", help=say("Origin: id or code.", "起点：标识或代码。"))
@click.option("--to", "to_id", metavar="ID", help=say("Target: id or code.", "目标：标识或代码。"))
@click.option(
    "--pairs",
    type=click.Path(path_type=Path),
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
    """Score all pairs; an unknown id gives a line with an error, and the exit status of bad input at the end."""
    rows = _read_pairs(file)
    with options.engine() as engine:
        for answer in engine.score_pairs(rows):
            print_json_line(answer)


def _read_pairs(file: Path) -> list[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if reader.fieldnames is None or not {"from", "to"} <= set(reader.fieldnames):
                raise InputFileError(
                    f"{file} has the columns {', '.join(reader.fieldnames or ())}.",
                    hint="It needs a header line with the columns from and to.",
                    file=str(file),
                    line=1,
                )
            rows = []
            for row in reader:
                if not row["from"] or not row["to"]:
                    raise InputFileError(
                        f"{file}, line {reader.line_num}: a pair needs both from and to.",
                        hint="Fill in the cell or delete the line.",
                        file=str(file),
                        line=reader.line_num,
                    )
                rows.append((row["from"].strip(), row["to"].strip()))
            return rows
    except OSError as error:
        raise InputFileError(f"{file} cannot be read: {error.strerror}.", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise InputFileError(f"{file} is not UTF-8.", hint="Save it as UTF-8 CSV.", file=str(file)) from error


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
        for line in sys.stdin:
            hits = engine.link(line.rstrip("\n"), kind=kind, scheme=scheme, top=top)
            print_json_line([{"id": hit.id, "label": hit.label, "score": hit.score} for hit in hits])
