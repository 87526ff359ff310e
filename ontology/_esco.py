"""Importer of the official ESCO CSV downloads: one zip with the classification, one with the relations.

Decisions, all taken from the files of 1.1.1:
- a skill's kind is its `skillType`; members of the language collection are `LANGUAGE` whatever their type. Transversal
  stays a collection, not a kind, since such a skill is still a skill or a piece of knowledge. The few concepts
  without a type (they group DigComp skills) are `SKILL`.
- hidden labels are alternative labels: they are spellings that people use.
- our own Chinese labels (`_labels.py`) are added to every concept that we have named.
- a relation to a concept that the classification does not list is left out and reported.
- what makes a release unfit as a whole, and is refused, stands in `_esco_checks.py`.
"""

import re
from collections.abc import Generator, Iterator
from pathlib import Path

from ontology._archive import Archive
from ontology._esco_checks import (
    Said,
    check_version,
    plain_labels,
    refuse_cycle,
    refuse_empty,
    refuse_mixture,
    refuse_repeated,
    refuse_unplaced,
    relation_tier,
)
from ontology._labels import with_labels
from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Row, Table, row_error
from ontology.errors import SourceArchiveError
from ontology.records import Broader, Edge, Node, Occupation, OccupationGroup, Related, Requires, Skill, SkillGroup
from ontology.vocabulary import RelatedTier, Scheme, SkillKind

LICENCE = "© European Union, reuse authorised (Commission Decision 2011/833/EU), attribution required"

_URI = "http://data.europa.eu/esco/"
_KINDS = {"knowledge": SkillKind.KNOWLEDGE, "skill/competence": SkillKind.SKILL, "": SkillKind.SKILL}

#: Table -> the columns that are used; other columns of the format are in `KNOWN`.
CLASSIFICATION = {
    "ISCOGroups": ("conceptUri", "code", "preferredLabel", "altLabels", "description"),
    "skillGroups": ("conceptUri", "code", "preferredLabel", "altLabels", "hiddenLabels", "description"),
    "occupations": ("conceptUri", "iscoGroup", "code", "preferredLabel", "altLabels", "hiddenLabels", "description"),
    "skills": ("conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels", "description"),
}
RELATIONS = {
    "broaderRelationsOccPillar": ("conceptUri", "broaderUri"),
    "broaderRelationsSkillPillar": ("conceptUri", "broaderUri"),
    "occupationSkillRelations": ("occupationUri", "relationType", "skillUri"),
    "skillSkillRelations": ("originalSkillUri", "relationType", "relatedSkillUri"),
}
# Columns of 1.1 to 1.2.1 that hold nothing we keep: repeated types, dates, notes, labels of the other end.
KNOWN = frozenset(
    {
        "conceptType", "status", "modifiedDate", "regulatedProfessionNote", "scopeNote", "definition", "inScheme",
        "naceCode", "iscoGroup", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels",
        "description", "broaderConceptUri", "broaderConceptPT", "broaderType", "conceptLabel", "broaderLabel",
        "occupationLabel", "skillLabel", "originalSkillType", "relatedSkillType", "originalSkillLabel",
        "relatedSkillLabel",
    }
)  # fmt: skip
_COLLECTION = r"(\w+?)(Skills|Occupations)Collection(_[a-z]{2})?\.csv"

#: Yields nodes and returns their ids.
_Nodes = Generator[Node, None, set[str]]
#: (member, collection name) -> concept -> line.
_Collections = dict[tuple[str, str], dict[str, int]]


def read_esco(classification: Path, relations: Path, *, version: str) -> SourceReader:
    """Read a complete ESCO release.

    Args:
        classification: the zip named `... classification - en - csv.zip`; its language becomes the labels' language.
        relations: the zip named `... classification -  - csv.zip`.
        version: the release, for example `1.1.1`; the files do not say it.
    Raises:
        SourceMissingError, SourceArchiveError, SourceColumnsError, SourceEncodingError: before anything is read.
        SourceVersionError: the version is none, or a zip's official name says another.
        SourceRowError, SourceHierarchyError: while iterating.
        SourceVersionError: while iterating, when the relations are those of another release.
    Source: https://esco.ec.europa.eu/en/use-esco/download
    """
    for file in (Path(classification), Path(relations)):
        check_version(file, version)
    concepts, links = Archive(Path(classification)), Archive(Path(relations))
    members = {name: table_member(concepts, name, other=links) for name in CLASSIFICATION}
    members |= {name: table_member(links, name, other=concepts) for name in RELATIONS}
    language = language_of(members["occupations"])
    origin = Origin(source="esco", source_version=version, licence=LICENCE)
    esco = EscoTables(concepts, links, members, language, origin)
    esco.check_headers()
    # Beside the release's own language stand our Chinese labels, which ESCO lacks.
    return SourceReader(lambda skip: with_labels(esco.records(skip)), origin=origin)


class EscoTables:
    """The tables of one release as records; the two archives may be one folder."""

    def __init__(
        self, concepts: Archive, links: Archive, members: dict[str, str], language: str, origin: Origin
    ) -> None:
        self._concepts, self._links = concepts, links
        self._members = members
        self._language = language
        self._origin = origin

    def _table(self, name: str) -> Table:
        in_concepts = name in CLASSIFICATION
        archive = self._concepts if in_concepts else self._links
        columns = (CLASSIFICATION if in_concepts else RELATIONS)[name]
        member = self._members[name]
        return Table(archive.lines(member), file=member, columns=columns, known=KNOWN)

    def _concepts_of(self, name: str) -> Iterator[Row]:
        return plain_labels(self._table(name), columns=CLASSIFICATION[name], file=self._members[name])

    def check_headers(self) -> None:
        for name in self._members:
            self._table(name)
        for member, _, _ in self._collection_members():
            self._collection_table(member)

    def records(self, skip: Skip) -> Iterator[Node | Edge]:
        collections = self._collections()
        isco = yield from self._isco_groups()
        groups = yield from self._skill_groups()
        occupations = yield from self._occupations(collections)
        skills = yield from self._skills(collections)
        for member, ids in collections.items():
            for uri, line in ids.items():
                if uri not in occupations and uri not in skills:
                    skip(member[0], line, "collection-of-unlisted", uri)
        yield from self._broader("broaderRelationsOccPillar", isco | occupations, skip)
        yield from self._broader("broaderRelationsSkillPillar", groups | skills, skip)
        yield from self._requirements(occupations, skills, skip)
        yield from self._related(skills, skip)

    def _collection_members(self) -> Iterator[tuple[str, str, str]]:
        for member in self._concepts.members:
            match = re.fullmatch(_COLLECTION, member.rpartition("/")[2])
            if match:
                # "digComp" -> "digcomp": collection names are lower case words
                yield member, match[1].lower(), match[2]

    def _collection_table(self, member: str) -> Table:
        return Table(self._concepts.lines(member), file=member, columns=("conceptUri",), known=KNOWN)

    def _collections(self) -> _Collections:
        return {
            (member, name): {uri: line for line, (uri,) in self._collection_table(member)}
            for member, name, _ in self._collection_members()
        }

    def _isco_groups(self) -> _Nodes:
        seen: set[str] = set()
        for row in self._concepts_of("ISCOGroups"):
            line, (uri, code, label, alt, description) = row
            self._check_id("ISCOGroups", line, uri, "isco/", seen)
            if not re.fullmatch(r"\d{1,4}", code, re.ASCII):
                raise row_error(self._members["ISCOGroups"], line, f"the ISCO code is {code!r}, not 1 to 4 digits")
            yield OccupationGroup(
                id=uri, scheme=Scheme.ISCO, notation=code, level=len(code), labels={self._language: label.strip()},
                alt_labels=self._alt(label, alt), descriptions=self._text(description), **self._origin,
            )  # fmt: skip
        return seen

    def _skill_groups(self) -> _Nodes:
        seen: set[str] = set()
        for line, (uri, code, label, alt, hidden, description) in self._concepts_of("skillGroups"):
            self._check_id("skillGroups", line, uri, "", seen)
            yield SkillGroup(
                id=uri, scheme=Scheme.ESCO, notation=code, labels={self._language: label.strip()},
                alt_labels=self._alt(label, alt, hidden), descriptions=self._text(description), **self._origin,
            )  # fmt: skip
        return seen

    def _occupations(self, collections: _Collections) -> _Nodes:
        seen: set[str] = set()
        for line, (uri, isco, code, label, alt, hidden, description) in self._concepts_of("occupations"):
            self._check_id("occupations", line, uri, "occupation/", seen)
            if not re.fullmatch(r"\d{4}", isco, re.ASCII):
                raise row_error(self._members["occupations"], line, f"the ISCO code is {isco!r}, not four digits")
            yield Occupation(
                id=uri, scheme=Scheme.ESCO, notation=code, isco_code=isco, labels={self._language: label.strip()},
                alt_labels=self._alt(label, alt, hidden), descriptions=self._text(description),
                collections=_collections_of(uri, collections), **self._origin,
            )  # fmt: skip
        return seen

    def _skills(self, collections: _Collections) -> _Nodes:
        seen: set[str] = set()
        for line, (uri, kind, reuse, label, alt, hidden, description) in self._concepts_of("skills"):
            self._check_id("skills", line, uri, "skill/", seen)
            if kind not in _KINDS:
                raise row_error(self._members["skills"], line, f"the skill type is {kind!r}, not one of {list(_KINDS)}")
            names = _collections_of(uri, collections)
            yield Skill(
                id=uri, scheme=Scheme.ESCO, kind=SkillKind.LANGUAGE if "language" in names else _KINDS[kind],
                reuse_level=reuse, labels={self._language: label.strip()}, alt_labels=self._alt(label, alt, hidden),
                descriptions=self._text(description), collections=names, **self._origin,
            )  # fmt: skip
        return seen

    def _broader(self, name: str, listed: set[str], skip: Skip) -> Iterator[Edge]:
        file = self._members[name]
        parents: dict[str, list[str]] = {}
        placed: set[str] = set()
        dangling = rows = 0
        for line, (narrow, broad) in self._table(name):
            rows += 1
            placed.add(narrow)
            if narrow in listed and broad in listed:
                parents.setdefault(narrow, []).append(broad)
                yield Broader(from_id=narrow, to_id=broad, **self._origin)
            else:
                dangling += 1
                skip(file, line, "dangling-broader", narrow if narrow not in listed else broad)
        refuse_empty(file, rows)
        refuse_mixture(file, dangling=dangling, rows=rows)
        refuse_unplaced(file, listed, placed)
        refuse_cycle(parents, file=file)

    def _requirements(self, occupations: set[str], skills: set[str], skip: Skip) -> Iterator[Edge]:
        file = self._members["occupationSkillRelations"]
        said: Said = {}
        dangling = rows = 0
        for row in self._table("occupationSkillRelations"):
            rows += 1
            line, (occupation, _, skill) = row
            essential = relation_tier(row, file, said) is RelatedTier.ESSENTIAL
            if occupation in occupations and skill in skills:
                yield Requires(from_id=occupation, to_id=skill, essential=essential, **self._origin)
                continue
            dangling += 1
            if occupation not in occupations:
                skip(file, line, "dangling-occupation", occupation)
            else:
                skip(file, line, "dangling-skill", skill)
        refuse_empty(file, rows)
        refuse_mixture(file, dangling=dangling, rows=rows)

    def _related(self, skills: set[str], skip: Skip) -> Iterator[Edge]:
        file = self._members["skillSkillRelations"]
        said: Said = {}
        dangling = rows = 0
        for row in self._table("skillSkillRelations"):
            rows += 1
            line, (skill, _, other) = row
            tier = relation_tier(row, file, said)
            if skill in skills and other in skills:
                yield Related(from_id=skill, to_id=other, tier=tier, **self._origin)
            else:
                dangling += 1
                skip(file, line, "dangling-skill", skill if skill not in skills else other)
        refuse_mixture(file, dangling=dangling, rows=rows)

    def _check_id(self, name: str, line: int, uri: str, kind: str, seen: set[str]) -> None:
        if not uri.startswith(_URI + kind):
            raise row_error(
                self._members[name], line, f"{uri[:120]!r} is not an ESCO URI that starts with {_URI + kind}",
                what_zh=f"{uri[:120]!r} 不是以 {_URI + kind} 开头的 ESCO URI",
            )  # fmt: skip
        refuse_repeated(self._members[name], line, uri, seen)
        seen.add(uri)

    def _alt(self, label: str, *lists: str) -> dict[str, tuple[str, ...]]:
        # dict.fromkeys keeps the order and drops repetitions; the preferred label is often repeated.
        texts = dict.fromkeys(text.strip() for block in lists for text in block.split("\n"))
        texts.pop("", None)
        texts.pop(label.strip(), None)
        return {self._language: tuple(texts)} if texts else {}

    def _text(self, description: str) -> dict[str, str]:
        text = description.strip()
        return {self._language: text} if text else {}


def table_member(archive: Archive, table: str, *, other: Archive) -> str:
    pattern = rf"{table}(_[a-z]{{2}})?\.csv"
    member = archive.find(pattern)
    if member is not None:
        return member
    hint, hint_zh = "Use the official CSV download.", "请使用官方的 CSV 下载。"
    if other.find(pattern):
        hint, hint_zh = "It is in the other archive: were the two swapped?", "它在另一个压缩包中：两者是否颠倒？"
    raise SourceArchiveError(
        f"{archive.path}: the table {table!r} is not in it. Nothing was imported.",
        hint=hint,
        hint_zh=hint_zh,
        file=str(archive.path),
        text={"zh": f"{archive.path}：其中没有表 {table!r}。未导入任何内容。"},
    )


def language_of(member: str) -> str:
    suffix = member.removesuffix(".csv").rpartition("_")[2]
    return suffix if len(suffix) == 2 else "en"


def _collections_of(uri: str, collections: _Collections) -> tuple[str, ...]:
    return tuple(sorted(name for (_, name), ids in collections.items() if uri in ids))
