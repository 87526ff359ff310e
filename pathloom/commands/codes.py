"""`pathloom map-code`: a code of one classification of occupations in another."""

from pathlib import Path

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import chosen_language, say
from pathloom.commands._output import print_json

# Written out: the help needs no table, and `ontology.Classification` loads when a code is mapped.
_CLASSIFICATIONS = ["esco", "isco08", "onet2010", "onet2019", "soc2010", "soc2018", "census2018", "csco"]


@click.command(
    "map-code",
    help=say(
        "Map a code of one classification of occupations to another, over published crosswalk tables: what it is"
        " there, how sure that is, and what the mapping loses.",
        "把一个职业分类的代码经公开对照表映射到另一分类：对应什么、有多可靠、损失了什么。",
    ),
)
@click.argument("code")
@click.option("--from", "source", type=click.Choice(_CLASSIFICATIONS), required=True)
@click.option("--to", "target", type=click.Choice(_CLASSIFICATIONS), required=True)
@click.option(
    "--crosswalks",
    type=click.Path(readable=False, path_type=Path),
    required=True,
    multiple=True,
    metavar="DIR",
    help=say("Folder with the tables; may be given again.", "存放对照表的文件夹，可多次给出。"),
)
@click.option(
    "--csco",
    "csco_esco",
    type=click.Path(readable=False, path_type=Path),
    metavar="FILE.csv",
    help=say("Another crosswalk from CSCO to ESCO.", "另一份 CSCO 到 ESCO 的对照表。"),
)
@click.option("--most-hops", type=click.IntRange(1, 4), default=4, show_default=True)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True)
@click.option(
    "--most",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help=say("Codes shown as text; JSON has all.", "文本中显示的代码数，JSON 含全部。"),
)
@shared_options
@pass_options
def map_code_command(
    options: Options,
    code: str,
    source: str,
    target: str,
    crosswalks: tuple[Path, ...],
    csco_esco: Path | None,
    most_hops: int,
    min_confidence: float,
    most: int,
) -> None:
    """Documented in `help`."""
    from ontology import Classification, read_concordance
    from pathloom._render_codes import mapping_document, mapping_text

    # Names of CSCO occupations, where `pathloom import csco` has fetched them; nothing is fetched for this.
    packages = options.settings().home / "packages"
    folders = (*crosswalks, packages) if packages.is_dir() else crosswalks
    concordance = read_concordance(*folders, csco_esco=csco_esco)
    mapping = concordance.map_code(
        code,
        source=Classification(source),
        target=Classification(target),
        most_hops=most_hops,
        min_confidence=min_confidence,
    )
    if options.as_json:
        print_json(mapping_document(mapping, concordance))
    else:
        click.echo(mapping_text(mapping, concordance, chosen_language(), most=most))
