"""Importer of the O*NET database: the directory of text tables, and skills and knowledge in Excel form.

Decisions: an occupation's `soc_code` is its O*NET-SOC code, and `soc:15-1252`, its first seven characters, the SOC
group above it. Alternate, short and reported titles are alternative labels. A technology is a skill named by its
commodity, with the product names that occupations report as alternative labels; which numbers its marks become is in
`onet_tables.toml`. A skill rated 1 ("not important") is not a requirement.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ontology._onet_ratings import Rating, excel_rows, ratings
from ontology._onet_tables import OnetRelease, TableForm, onet_release, release_in
from ontology._reader import Origin, Skip, SourceReader
from ontology._tables import Row, missing_error, number, row_error
from ontology.errors import SourceVersionError
from ontology.records import Broader, Edge, Node, Occupation, OccupationGroup, Related, Requires, Skill, SkillGroup
from ontology.vocabulary import RelatedTier, Scheme, SkillKind

LICENCE = "CC-BY-4.0 (O*NET database, USDOL/ETA; attribution required)"

_TIERS = {
    "Primary-Short": RelatedTier.PRIMARY_SHORT,
    "Primary-Long": RelatedTier.PRIMARY_LONG,
    "Supplemental": RelatedTier.SUPPLEMENTAL,
}


def read_onet(
    directory: Path, *, version: str, skills: Path | None = None, knowledge: Path | None = None
) -> SourceReader:
    """Read occupations, their titles, tasks, profiles, technologies, related occupations, skills and knowledge.

    Args:
        directory: the unpacked text form of the database.
        version: its release, for example `30.1`; compared with its `Read Me.txt` where there is one.
        skills, knowledge: `Skills.xlsx` and `Knowledge.xlsx` of the Excel form. Without them the text form of the
            same tables is read from `directory` where it is there.
    Raises:
        SourceVersionError, SourceMissingError, SourceColumnsError, SourceEncodingError, SourceArchiveError: before
            anything is read.
        SourceRowError: while iterating.
    Source: https://www.onetcenter.org/database.html
    """
    folder = Path(directory)
    release = onet_release(version)
    if not folder.is_dir():
        raise missing_error(folder, "no such directory")
    said = release_in(folder)
    if said is not None and said != version:
        raise SourceVersionError(
            f"{folder} holds O*NET {said}, not {version}. Nothing was imported.",
            hint=f"Use --version {said}.",
            file=str(folder),
            version=said,
        )
    origin = Origin(source="onet", source_version=version, licence=LICENCE)
    onet = _Onet(folder, release, origin, [Path(path) for path in (skills, knowledge) if path is not None])
    onet.check_headers()
    return SourceReader(onet.records, origin=origin)


@dataclass(slots=True)
class _Profile:
    """What the tables say about one occupation, gathered before its record is made."""

    tasks: list[str] = field(default_factory=list)
    titles: dict[str, None] = field(default_factory=dict)
    job_zone: int | None = None
    interests: dict[str, float] = field(default_factory=dict)
    work_styles: dict[str, float] = field(default_factory=dict)
    education: dict[str, float] = field(default_factory=dict)


class _Onet:
    def __init__(self, folder: Path, release: OnetRelease, origin: Origin, books: list[Path]) -> None:
        self._folder = folder
        self._release = release
        self._origin = origin
        self._books = books

    def check_headers(self) -> None:
        for form in self._release.tables.values():
            form.open(self._folder)
        for book in self._books:
            next(excel_rows(book, self._release.ratings[0]), None)

    def _rows(self, table: str) -> Iterator[Row]:
        return iter(self._release.tables[table].open(self._folder))

    def _file(self, table: str) -> str:
        return self._release.tables[table].file

    def records(self, skip: Skip) -> Iterator[Node | Edge]:
        titles = self._titles()
        profiles = self._profiles(titles, skip)
        elements = {element: (name, text) for _, (element, name, text) in self._rows("elements")}
        rated = list(self._rated(skip))
        yield from self._occupations(titles, profiles)
        yield from self._groups(titles)
        yield from self._technologies(set(titles))
        yield from self._skills(rated, elements)
        yield from self._requirements(rated, set(titles), skip)
        yield from self._related(set(titles))

    def _titles(self) -> dict[str, tuple[str, str]]:
        """Code -> title and description, in the source's order."""
        titles: dict[str, tuple[str, str]] = {}
        for line, (code, title, description) in self._rows("occupations"):
            if code in titles:
                raise row_error(self._file("occupations"), line, f"{code} is listed a second time")
            titles[code] = (title, description)
        return titles

    def _profiles(self, titles: dict[str, tuple[str, str]], skip: Skip) -> dict[str, _Profile]:
        profiles = {code: _Profile() for code in titles}
        for _, (code, task) in self._listed("tasks", profiles):
            profiles[code].tasks.append(task)
        for _, (code, title, short) in self._listed("alternate_titles", profiles):
            profiles[code].titles |= dict.fromkeys(name for name in (title, short) if name != "n/a")
        for _, (code, title) in self._listed("reported_titles", profiles):
            profiles[code].titles[title] = None
        for line, (code, zone) in self._listed("job_zones", profiles):
            if zone not in ("1", "2", "3", "4", "5"):
                raise row_error(self._file("job_zones"), line, f"the job zone is {zone!r}, not 1 to 5")
            profiles[code].job_zone = int(zone)
        for code, name, value in self._values("interests", "OI", "interest", profiles):
            profiles[code].interests[name] = value
        for code, name, value in self._values("work_styles", "WI", "work_style", profiles):
            profiles[code].work_styles[name] = value
        self._education(profiles, skip)
        return profiles

    def _listed(self, table: str, profiles: dict[str, _Profile]) -> Iterator[Row]:
        for line, fields in self._rows(table):
            if fields[0] not in profiles:
                raise row_error(self._file(table), line, f"{fields[0]!r} is no occupation of this release")
            yield line, fields

    def _values(
        self, table: str, scale: str, unit: str, profiles: dict[str, _Profile]
    ) -> Iterator[tuple[str, str, float]]:
        ends = self._release.scales[unit]
        for line, (code, name, rated, value) in self._listed(table, profiles):
            if rated == scale:
                what = f"{name!r} of {code}"
                yield (
                    code,
                    name,
                    number(value, file=self._file(table), line=line, low=ends.low, high=ends.high, what=what),
                )

    def _education(self, profiles: dict[str, _Profile], skip: Skip) -> None:
        # "High School Diploma - or the equivalent (...)": what follows the dash explains the name.
        names = {
            category: text.split(" - ")[0].strip()
            for _, (scale, category, text) in self._rows("education_categories")
            if scale == "RL"
        }
        ends, file = self._release.scales["education"], self._file("education")
        for line, (code, scale, category, value, suppress) in self._listed("education", profiles):
            if scale != "RL":
                continue
            if category not in names:
                raise row_error(file, line, f"{category!r} is no category of required education")
            if suppress == "Y":
                skip(file, line, "suppressed-RL", f"{code} {names[category]}")
                continue
            profiles[code].education[names[category]] = number(
                value, file=file, line=line, low=ends.low, high=ends.high, what="the share"
            )

    def _occupations(self, titles: dict[str, tuple[str, str]], profiles: dict[str, _Profile]) -> Iterator[Node]:
        for code, (title, description) in titles.items():
            profile = profiles[code]
            profile.titles.pop(title, None)
            yield Occupation(
                id=f"onet:{code}", scheme=Scheme.ONET, notation=code, soc_code=code, labels={"en": title},
                alt_labels={"en": tuple(profile.titles)} if profile.titles else {}, descriptions={"en": description},
                tasks=tuple(profile.tasks), job_zone=profile.job_zone, interests=profile.interests,
                work_styles=profile.work_styles, education=profile.education, **self._origin,
            )  # fmt: skip

    def _groups(self, titles: dict[str, tuple[str, str]]) -> Iterator[Node | Edge]:
        # The title of XX-XXXX.00 is the SOC's own; the others of a group are O*NET's refinements of it.
        groups = {code[:7]: title for code, (title, _) in titles.items() if code.endswith(".00")}
        for code, title in groups.items():
            yield OccupationGroup(
                id=f"soc:{code}", scheme=Scheme.SOC, notation=code, level=4, labels={"en": title}, **self._origin
            )
        for code in titles:
            if code[:7] in groups:
                yield Broader(from_id=f"onet:{code}", to_id=f"soc:{code[:7]}", **self._origin)

    def _technologies(self, listed: set[str]) -> Iterator[Node | Edge]:
        form, marks = self._release.tables["technology"], self._release.requirement
        names: dict[str, str] = {}
        examples: dict[str, set[str]] = defaultdict(set)
        asked: dict[tuple[str, str], float] = {}
        for line, (code, commodity, name, example, hot, in_demand) in self._rows("technology"):
            if code not in listed:
                raise row_error(form.file, line, f"{code!r} is no occupation of this release")
            names[commodity] = name
            examples[commodity].add(example)
            mark = "in_demand" if in_demand == "Y" else "hot" if hot == "Y" else "other"
            importance = marks[f"technology_{mark}"]
            asked[code, commodity] = max(importance, asked.get((code, commodity), 0.0))
        for commodity, name in sorted(names.items()):
            yield Skill(
                id=form.id_prefix + commodity, scheme=Scheme.ONET, notation=commodity, kind=SkillKind.TECHNOLOGY,
                labels={"en": name}, alt_labels={"en": tuple(sorted(examples[commodity] - {name}))}, **self._origin,
            )  # fmt: skip
        for (code, commodity), importance in sorted(asked.items()):
            yield Requires(
                from_id=f"onet:{code}", to_id=form.id_prefix + commodity, essential=False, importance=importance,
                **self._origin,
            )  # fmt: skip

    def _rated(self, skip: Skip) -> Iterator[tuple[str, Origin, dict[str, dict[str, Rating]]]]:
        """File, origin (an Excel file may be of another release) and ratings of each table there is."""
        scales = self._release.scales
        sources: list[tuple[TableForm, Path]] = [(self._release.ratings[0], book) for book in self._books]
        if not sources:
            sources = [(form, self._folder / form.file) for form in self._release.ratings]
            sources = [(form, path) for form, path in sources if path.exists()]
        for form, path in sources:
            rows = excel_rows(path, form) if path.suffix == ".xlsx" else form.open(self._folder)
            origin = self._origin
            if path.parent != self._folder:
                origin = Origin(
                    source="onet", source_version=release_in(path.parent) or origin["source_version"], licence=LICENCE
                )
            table = ratings(rows, file=path.name, importance=scales["importance"], level=scales["level"], skip=skip)
            yield path.name, origin, table

    def _skills(
        self,
        rated: list[tuple[str, Origin, dict[str, dict[str, Rating]]]],
        elements: dict[str, tuple[str, str]],
    ) -> Iterator[Node | Edge]:
        seen: dict[str, str] = {}
        for _, origin, table in rated:
            named = {rating.element: rating.name for ratings_ in table.values() for rating in ratings_.values()}
            for element, name in sorted(named.items()):
                description = elements.get(element, ("", ""))[1]
                # Knowledge is the branch 2.C of the content model; the others are skills.
                kind = SkillKind.KNOWLEDGE if element.startswith("2.C.") else SkillKind.SKILL
                yield Skill(
                    id=f"onet:{element}", scheme=Scheme.ONET, notation=element, kind=kind, labels={"en": name},
                    descriptions={"en": description} if description else {}, **origin,
                )  # fmt: skip
                seen[element] = element.rpartition(".")[0]
        groups = sorted({group for group in seen.values() if group in elements and group not in seen})
        for group in groups:
            name, description = elements[group]
            yield SkillGroup(
                id=f"onet:{group}", scheme=Scheme.ONET, notation=group, labels={"en": name},
                descriptions={"en": description} if description else {}, **self._origin,
            )  # fmt: skip
        for element, group in sorted(seen.items()):
            if group in groups:
                yield Broader(from_id=f"onet:{element}", to_id=f"onet:{group}", **self._origin)

    def _requirements(
        self, rated: list[tuple[str, Origin, dict[str, dict[str, Rating]]]], listed: set[str], skip: Skip
    ) -> Iterator[Edge]:
        scales, essential_from = self._release.scales, self._release.requirement["essential_from"]
        for file, origin, table in rated:
            for code, elements in table.items():
                if code not in listed:
                    skip(file, 0, "dangling-occupation", code)
                    continue
                for rating in elements.values():
                    if rating.importance is None:
                        continue  # reported as suppressed where it was read
                    importance = scales["importance"].to_unit(rating.importance)
                    if importance == 0:
                        skip(file, 0, "not-important", f"{code} {rating.element}")
                        continue
                    yield Requires(
                        from_id=f"onet:{code}", to_id=f"onet:{rating.element}", importance=importance,
                        essential=importance >= essential_from,
                        level=None if rating.level is None else scales["level"].to_unit(rating.level), **origin,
                    )  # fmt: skip

    def _related(self, listed: set[str]) -> Iterator[Edge]:
        file = self._file("related")
        for line, (code, other, tier, rank) in self._rows("related"):
            if code not in listed or other not in listed:
                raise row_error(file, line, f"{code!r} or {other!r} is no occupation of this release")
            if tier not in _TIERS or not rank.isdigit():
                raise row_error(file, line, f"the tier is {tier!r} and the index {rank!r}")
            yield Related(
                from_id=f"onet:{code}", to_id=f"onet:{other}", tier=_TIERS[tier], rank=int(rank), **self._origin
            )
