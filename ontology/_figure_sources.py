"""Finding the files of figures: what is there is read, what lacks is named with the figures that it would give."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology._coded_figures import CodedFigures
from ontology._exposure import (
    read_anthropic,
    read_eloundou,
    read_felten,
    read_frey_osborne,
    read_ilo,
    read_microsoft,
    read_soc_crosswalk,
)
from ontology._projections import read_projections
from ontology._tables import missing_error
from ontology.errors import SourceColumnsError, SourceMissingError

_CROSSWALK, _STATEMENTS = "crosswalk_soc2010_to_soc2018.csv", "full_labelset.tsv"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one source: its own file first, then what else it needs."""

    files: tuple[str, ...]
    read: Callable[[Mapping[str, Path]], tuple[CodedFigures, ...]]


# Felten and Frey-Osborne need the SOC crosswalk: a raw join of their codes with SOC 2018 would lose a tenth of them.
_READERS: Mapping[str, _Reader] = {
    "bls-ep-2024": _Reader(("occupation.xlsx",), lambda at: read_projections(at["occupation.xlsx"])),
    "eloundou-2023": _Reader(("occ_level.csv",), lambda at: read_eloundou(at["occ_level.csv"])),
    "felten-2021": _Reader(
        ("AIOE_DataAppendix.xlsx", _CROSSWALK), lambda at: read_felten(at["AIOE_DataAppendix.xlsx"])
    ),
    "frey-osborne-2017": _Reader(
        ("frey_osborne_automation_risk_index_clean.csv", _CROSSWALK),
        lambda at: read_frey_osborne(at["frey_osborne_automation_risk_index_clean.csv"]),
    ),
    "ilo-2025": _Reader(
        ("Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx",),
        lambda at: read_ilo(at["Final_Scores_ISCO08_Gmyrek_et_al_2025.xlsx"]),
    ),
    "microsoft-2025": _Reader(
        ("soc_ai_applicability_scores.csv",), lambda at: read_microsoft(at["soc_ai_applicability_scores.csv"])
    ),
    "anthropic-2025": _Reader(
        ("onet_task_mappings.csv", _STATEMENTS),
        lambda at: read_anthropic(at["onet_task_mappings.csv"], at[_STATEMENTS]),
    ),
}
_KNOWN = frozenset(name for reader in _READERS.values() for name in reader.files)


@dataclass(frozen=True, slots=True)
class FigureTables:
    """All that was found.

    Attributes:
        figures: what the files give, in the order of the sources.
        soc_2010: SOC 2018 code -> SOC 2010 codes; empty without that crosswalk.
        lacking: source -> files that it needs and that are not there.
    """

    figures: tuple[CodedFigures, ...]
    soc_2010: Mapping[str, tuple[str, ...]]
    lacking: Mapping[str, tuple[str, ...]]


def read_figures(paths: Iterable[Path]) -> FigureTables:
    """Read every file of figures that is named, or lies anywhere below a folder that is named.

    Raises:
        SourceMissingError: a path is not there, or none of the files of any source was found.
        SourceColumnsError: a file was named that is of no known source, or two files have one name.
        SourceError: a file cannot be used, see the reader of its source.
    """
    found = _found(paths)
    lacking = {
        source: tuple(name for name in reader.files if name not in found)
        for source, reader in _READERS.items()
        if not found.keys() >= set(reader.files)
    }
    readable = [reader for source, reader in _READERS.items() if source not in lacking]
    if not readable:
        raise SourceMissingError(
            "None of the files of figures was found, so there is nothing to import.",
            hint=f"Name a folder that holds one of: {', '.join(sorted(_KNOWN))}.",
            hint_zh=f"请给出含有以下任一文件的文件夹：{'、'.join(sorted(_KNOWN))}。",
        )
    soc = read_soc_crosswalk(found[_CROSSWALK]) if _CROSSWALK in found else {}
    return FigureTables(tuple(figures for reader in readable for figures in reader.read(found)), soc, lacking)


def _found(paths: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise missing_error(path)
        if not path.is_dir() and path.name not in _KNOWN:
            raise SourceColumnsError(
                f"{path.name} is no file of figures that is known by its name.",
                hint=f"Known are {', '.join(sorted(_KNOWN))}.",
                hint_zh=f"可识别的文件名：{'、'.join(sorted(_KNOWN))}。",
                file=str(path),
            )
        # A pipe that is named is refused by its reader; one that merely lies in the folder is no file of ours.
        inside = [file for file in sorted(path.rglob("*")) if file.is_file()] if path.is_dir() else [path]
        for file in inside:
            if file.name in _KNOWN and not _same(found.setdefault(file.name, file), file):
                raise SourceColumnsError(
                    f"There are two files {file.name}: {found[file.name]} and {file}; which one counts is unclear.",
                    hint="Name the one that you mean.",
                    hint_zh="请只给出要用的那一个。",
                    file=str(file),
                )
    return found


def _same(one: Path, other: Path) -> bool:
    return one == other or one.samefile(other)
