"""The reader of the starter data: what a row becomes, and what each kind of broken row is told."""

import shutil
from importlib import resources
from pathlib import Path

import pytest

from ontology import read_starter, starter_sources
from ontology.errors import (
    PathloomError,
    SourceColumnsError,
    SourceEncodingError,
    SourceMissingError,
    SourceRowError,
)
from ontology.records import (
    Course,
    Edge,
    LocatedIn,
    Matches,
    MovesTo,
    Node,
    Occupation,
    Pays,
    Region,
    Requires,
    Skill,
    Teaches,
    Within,
)
from ontology.vocabulary import MatchKind, MoveBasis, Scheme, SkillKind

# One row per table, small enough to check every field of every record by hand.
TABLES = {
    "sources": (
        "id,title,publisher,url,licence,published,retrieved,note\n"
        "mine,My review,Me,,Apache-2.0,2026,2026,\n"
        "survey,A survey,Bureau,https://example.org,Public,2024-05,2026,read with care\n"
        "gb-t-2260,Codes,Bureau,,Standard,2007,2026,\n"
        "isic-4,Industries,UN,,Public,2008,2026,\n"
        "pathloom-review-2026,Review,We,,Apache-2.0,2026,2026,\n"
    ),
    "occupations": (
        "id,label_en,label_zh,alt_en,alt_zh,description_en,description_zh,esco_uri,esco_match,csco_code,csco_match,"
        "isco_code,soc_code,flexible,source\n"
        "rider,Rider,骑手,courier|delivery rider,外卖员,Delivers meals.,送餐。,"
        "http://data.europa.eu/esco/occupation/1,close,4-10-08-01,broad,8321,53-3031.00,true,mine\n"
        "dispatcher,Dispatcher,调度员,,,Sends riders.,派单。,,,,,4323,,false,mine\n"
    ),
    "skills": (
        "id,label_en,label_zh,alt_en,alt_zh,kind,esco_uri,esco_match,source\n"
        "routes,Route planning,路线规划,navigation,导航,skill,http://data.europa.eu/esco/skill/2,exact,mine\n"
    ),
    "requirements": "occupation,skill,relation,importance,level,source\nrider,routes,essential,0.9,0.5,mine\n",
    "moves": "from,to,basis,source\nrider,dispatcher,career-ladder,mine\n",
    "regions": "code,parent,label_en,label_zh\nCN,,China,中国\nCN-410000,CN,Henan,河南省\n",
    "industries": "id,isic_section,label_en,label_zh\ntransport,H,Transport,运输业\n",
    "occupation_industries": "occupation,industry\nrider,transport\n",
    "pay": (
        "occupation,region,median_wage_per_month,currency,year,statistic,employment,confidence,source,note\n"
        "rider,CN,7496,CNY,2024,mean,,0.6,survey,a survey mean\n"
    ),
    "figures": "occupation,figure,value,unit,year,source\nrider,ai_exposure,0.25,share of tasks,2023,survey\n",
    "courses": (
        "id,label_en,label_zh,provider,hours,cost,currency,months,online,region,url,year,confidence,source\n"
        "dispatching,Dispatching,调度培训,School,40,300,CNY,2,false,CN,https://example.org/c,2026,0.5,mine\n"
    ),
    "course_skills": "course,skill,level,source\ndispatching,routes,0.6,mine\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def change(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text("utf-8")
    assert before in text, f"the test would change nothing: {before!r} is not in {name}.csv"
    path.write_text(text.replace(before, after, 1), "utf-8")


def records(folder: Path, kind: type[Node | Edge]) -> list[Node | Edge]:
    return [record for record in read_starter(folder) if isinstance(record, kind)]


def test_starter_reads_an_occupation_with_its_figures_and_source(folder: Path) -> None:
    rider, dispatcher = records(folder, Occupation)

    assert isinstance(rider, Occupation)
    assert (rider.id, rider.notation, rider.scheme) == ("starter:occupation/rider", "rider", Scheme.STARTER)
    assert rider.labels == {"en": "Rider", "zh": "骑手"}
    assert rider.alt_labels == {"en": ("courier", "delivery rider"), "zh": ("外卖员",)}
    assert rider.descriptions == {"en": "Delivers meals.", "zh": "送餐。"}
    assert (rider.isco_code, rider.soc_code, rider.flexible) == ("8321", "53-3031.00", True)
    (figure,) = rider.figures
    assert (figure.name, figure.value, figure.unit, figure.year, figure.source) == (
        "ai_exposure", 0.25, "share of tasks", 2023, "survey",
    )  # fmt: skip
    assert (rider.source, rider.source_version, rider.licence) == ("mine", "2026", "Apache-2.0")
    assert isinstance(dispatcher, Occupation)
    assert (dispatcher.figures, dispatcher.flexible, dispatcher.alt_labels["zh"]) == ((), False, ())


def test_starter_points_matches_at_esco_csco_and_isco(folder: Path) -> None:
    found = {(edge.from_id, edge.to_id, edge.kind) for edge in records(folder, Matches) if isinstance(edge, Matches)}

    assert found == {
        ("starter:occupation/rider", "http://data.europa.eu/esco/occupation/1", MatchKind.CLOSE),
        ("starter:occupation/rider", "csco:4-10-08-01", MatchKind.BROAD),
        ("starter:occupation/rider", "http://data.europa.eu/esco/isco/C8321", MatchKind.BROAD),
        ("starter:occupation/dispatcher", "http://data.europa.eu/esco/isco/C4323", MatchKind.BROAD),
        ("starter:skill/routes", "http://data.europa.eu/esco/skill/2", MatchKind.EXACT),
    }


def test_starter_reads_requirements_moves_and_teaching(folder: Path) -> None:
    (requires,), (move,), (teaches,) = (records(folder, kind) for kind in (Requires, MovesTo, Teaches))
    (skill,) = records(folder, Skill)

    assert isinstance(requires, Requires)
    assert (requires.from_id, requires.to_id) == ("starter:occupation/rider", "starter:skill/routes")
    assert (requires.essential, requires.importance, requires.level) == (True, 0.9, 0.5)
    assert isinstance(move, MovesTo)
    assert (move.to_id, move.basis) == ("starter:occupation/dispatcher", MoveBasis.CAREER_LADDER)
    assert isinstance(teaches, Teaches)
    assert (teaches.from_id, teaches.to_id, teaches.level) == (
        "starter:course/dispatching", "starter:skill/routes", 0.6,
    )  # fmt: skip
    assert isinstance(skill, Skill)
    assert skill.kind is SkillKind.SKILL


def test_starter_reads_pay_with_the_source_of_the_figure(folder: Path) -> None:
    (pay,) = records(folder, Pays)

    assert isinstance(pay, Pays)
    assert (pay.from_id, pay.to_id) == ("starter:occupation/rider", "region:CN")
    assert (pay.median_wage_per_month, pay.currency, pay.year, pay.statistic) == (7496.0, "CNY", 2024, "mean")
    assert (pay.employment, pay.confidence) == (None, 0.6)
    assert (pay.source, pay.source_version, pay.licence) == ("survey", "2024-05", "Public")


def test_starter_reads_regions_industries_and_courses(folder: Path) -> None:
    (within,), (course,) = records(folder, Within), records(folder, Course)

    places = {(edge.from_id, edge.to_id) for edge in records(folder, LocatedIn) if isinstance(edge, LocatedIn)}

    assert [region.id for region in records(folder, Region) if isinstance(region, Region)] == [
        "region:CN", "region:CN-410000",
    ]  # fmt: skip
    assert isinstance(within, Within)
    assert (within.from_id, within.to_id, within.source) == ("region:CN-410000", "region:CN", "gb-t-2260")
    assert places == {("starter:occupation/rider", "isic:H"), ("starter:course/dispatching", "region:CN")}
    assert isinstance(course, Course)
    assert (course.hours, course.cost, course.currency, course.months) == (40.0, 300.0, "CNY", 2)
    assert (course.online, course.region, course.provider, course.year) == (False, "region:CN", "School", 2026)


def test_starter_sources_tell_where_a_record_comes_from(folder: Path) -> None:
    survey = starter_sources(folder)["survey"]

    assert (survey.title, survey.url, survey.note) == ("A survey", "https://example.org", "read with care")


@pytest.mark.parametrize(
    ("name", "before", "after", "line", "words"),
    [
        ("occupations", "dispatcher,Disp", "rider,Disp", 3, "stand in line 2 already"),
        ("occupations", "rider,Rider", "Rider One,Rider", 2, "not of the form"),
        ("occupations", ",true,", ",yes,", 2, "neither true nor false"),
        ("occupations", "close", "similar", 2, "Use one of: exact, close, broad, narrow"),
        ("occupations", "4-10-08-01", "", 2, "csco_match is 'broad' where csco_code is empty"),
        ("occupations", "close", "", 2, "esco_match is empty"),
        ("occupations", "8321", "832", 2, "isco_code is '832'"),
        ("occupations", "courier|", "courier||", 2, "alt_en has the entry ''"),
        ("occupations", "delivery rider", "courier", 2, "alt_en repeats"),
        ("occupations", "true,mine", "true,yours", 2, "source is 'yours', which sources.csv does not have"),
        ("skills", ",skill,", ",talent,", 2, "'talent' is not a SkillKind"),
        ("requirements", "0.9", "1.1", 2, "importance is 1.1, outside 0.01 to 1"),
        ("requirements", "0.9", "0", 2, "importance is 0, outside 0.01 to 1"),
        ("requirements", "0.5", "high", 2, "level is 'high', not a number"),
        ("requirements", "0.5", "nan", 2, "level is nan"),
        ("requirements", "routes", "router", 2, "skill is 'router', which skills.csv does not have"),
        ("requirements", "essential", "needed", 2, "relation is 'needed'"),
        ("requirements", "0.5,mine\n", "0.5,mine\nrider,routes,optional,0.2,0.2,mine\n", 3, "stand in line 2 already"),
        ("moves", "dispatcher", "rider", 2, "to itself"),
        ("moves", "career-ladder", "luck", 2, "'luck' is not a MoveBasis"),
        ("moves", "rider,", "driver,", 2, "from is 'driver'"),
        ("regions", "CN-410000,CN", "CN-410000,XX", 3, "parent is 'XX'"),
        ("regions", "CN-410000,CN,", "GB-LND,CN,", 3, "country 'GB'"),
        ("industries", ",H,", ",Z,", 2, "isic_section is 'Z'"),
        ("occupation_industries", "transport", "mining", 2, "industry is 'mining'"),
        ("pay", "2024,mean", "2024.5,mean", 2, "year is 2024.5, not a whole number"),
        ("pay", "CNY", "yuan", 2, "currency is 'yuan'"),
        ("pay", "rider,CN,", "rider,JP,", 2, "region is 'JP'"),
        ("pay", "0.6", "1.5", 2, "confidence is 1.5"),
        ("figures", "2023", "1023", 2, "year is 1023, outside"),
        ("courses", "https://", "http://", 2, "url is"),
        ("courses", ",40,", ",0,", 2, "hours is 0, outside"),
        ("course_skills", "dispatching", "driving", 2, "course is 'driving'"),
        ("sources", "mine,My review", "mine,", 2, "title is empty"),
        ("sources", "gb-t-2260", "codes", 2, "the source of this table is 'gb-t-2260'"),
        ("moves", "mine\n", "mine,more\n", 2, "5 fields where the header has 4"),
        ("occupations", ",Rider,", ", Rider,", 2, "with blanks around it"),
    ],
)
def test_starter_refuses_a_broken_row(folder: Path, name: str, before: str, after: str, line: int, words: str) -> None:
    change(folder, name, before, after)

    with pytest.raises(SourceRowError) as caught:
        next(iter(read_starter(folder)))

    assert words in caught.value.message
    assert caught.value.details["line"] == line
    # A missing table source shows in the table that needs it, everything else where it stands.
    assert caught.value.details["file"] == ("regions.csv" if before == "gb-t-2260" else f"{name}.csv")


@pytest.mark.parametrize(
    ("name", "before", "after", "error"),
    [
        ("skills", "kind,", "kind,colour,", SourceColumnsError),
        ("moves", "basis", "reason", SourceColumnsError),
    ],
)
def test_starter_refuses_an_unknown_column(
    folder: Path, name: str, before: str, after: str, error: type[PathloomError]
) -> None:
    change(folder, name, before, after)

    with pytest.raises(error, match=rf"{name}\.csv, line 1"):
        next(iter(read_starter(folder)))


def test_starter_refuses_a_missing_table(folder: Path) -> None:
    (folder / "moves.csv").unlink()

    with pytest.raises(SourceMissingError, match=r"moves\.csv"):
        next(iter(read_starter(folder)))


def test_starter_refuses_another_encoding(folder: Path) -> None:
    (folder / "regions.csv").write_bytes((folder / "regions.csv").read_text("utf-8").encode("gb18030"))

    with pytest.raises(SourceEncodingError, match=r"regions\.csv, line 2"):
        next(iter(read_starter(folder)))


def test_starter_hands_out_nothing_when_the_last_table_is_broken(tmp_path: Path) -> None:
    with resources.as_file(resources.files("ontology").joinpath("starter")) as shipped:
        folder = Path(shutil.copytree(shipped, tmp_path / "starter"))
    with (folder / "course_skills.csv").open("a", encoding="utf-8") as stream:
        stream.write("no-such-course,teamwork,0.5,pathloom-review-2026\n")
    seen = []

    with pytest.raises(SourceRowError):
        seen.extend(read_starter(folder))

    assert seen == []
