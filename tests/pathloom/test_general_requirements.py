"""`pathloom import requirements` where the store holds hand-written lists: general skills, weighed together."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph import GraphStore, open_store
from ontology import Scheme
from ontology.records import Edge, Matches, Node, Occupation, Requires, Skill
from ontology.vocabulary import MatchKind
from pathloom._general_words import GeneralWords

from .conftest import Answer

ORIGIN = {"source": "test", "source_version": "1", "licence": "CC0-1.0"}
ESCO = "http://data.europa.eu/esco/"
TRUCK, DRIVE = f"{ESCO}occupation/truck", f"{ESCO}skill/drive"
#: CSCO occupation without a list, and one whose list is of a like occupation.
NEW, WIDER = "csco:4-02-02-99", "csco:4-02-02-98"
HEADER = "csco,target,match,confidence,method,lossy\n"


def skill(slug: str, label: str) -> Skill:
    return Skill(id=f"starter:skill/{slug}", scheme=Scheme.STARTER, labels={"zh": label}, **ORIGIN)


def csco(code: str, name: str, definition: str) -> Occupation:
    return Occupation(
        id=f"csco:{code}", scheme=Scheme.CSCO, labels={"zh": name}, descriptions={"zh": definition}, **ORIGIN
    )


def world() -> list[Node | Edge]:
    """Forty drivers and nurses with lists of two skills each, a driver without one, a driver's wider occupation."""
    driving, loading = skill("car-driving", "汽车驾驶"), skill("manual-handling", "货物搬运")
    nursing, empathy = skill("patient-care", "病人护理"), skill("empathy", "共情")
    records: list[Node | Edge] = [
        driving, loading, nursing, empathy,
        Skill(id=DRIVE, scheme=Scheme.ESCO, labels={"en": "drive vehicles", "zh": "驾驶车辆"}, **ORIGIN),
        Matches(from_id=driving.id, to_id=DRIVE, kind=MatchKind.CLOSE, **ORIGIN),
        Occupation(id=TRUCK, scheme=Scheme.ESCO, labels={"en": "truck driver"}, isco_code="8332", **ORIGIN),
        Requires(from_id=TRUCK, to_id=DRIVE, essential=True, **ORIGIN),
        csco(NEW[5:], "货车驾驶员", "驾驶货车运输货物的人员。"),
        csco(WIDER[5:], "车辆驾驶员", "驾驶各类车辆的人员。"),
    ]  # fmt: skip
    for number in range(20):
        kinds = (
            (f"4-02-02-{number:02}", "驾驶员", "驾驶货车运输货物的人员。", (driving, loading)),
            (f"4-14-01-{number:02}", "护理员", "护理病人和老人的人员。", (nursing, empathy)),
        )
        for code, name, definition, listed in kinds:
            occupation = f"starter:occupation/o{code}"
            records += [
                csco(code, name, definition),
                Occupation(id=occupation, scheme=Scheme.STARTER, labels={"zh": name}, **ORIGIN),
                Matches(from_id=occupation, to_id=f"csco:{code}", kind=MatchKind.EXACT, **ORIGIN),
                *(Requires(from_id=occupation, to_id=each.id, essential=True, **ORIGIN) for each in listed),
            ]
    bus = "starter:occupation/bus-driver"
    return [
        *records,
        Occupation(id=bus, scheme=Scheme.STARTER, labels={"zh": "公交司机"}, **ORIGIN),
        Matches(from_id=bus, to_id=WIDER, kind=MatchKind.BROAD, **ORIGIN),
        Requires(from_id=bus, to_id=driving.id, essential=True, **ORIGIN),
    ]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        store.put(world())
    (tmp_path / "crosswalk.csv").write_text(
        HEADER + "".join(f"{each[5:]},{TRUCK},exact,0.9,test,false\n" for each in (NEW, WIDER)), encoding="utf-8"
    )
    return tmp_path


def opened(home: Path) -> GraphStore:
    return open_store(f"sqlite:///{home / 'graph.sqlite'}")


def combined(home: Path) -> dict[str, dict[str, Requires]]:
    found: dict[str, dict[str, Requires]] = {}
    with opened(home) as store:
        for edge in store.edges(Requires):
            if edge.source == "pathloom-combined":
                found.setdefault(edge.from_id, {})[edge.to_id.removeprefix("starter:skill/")] = edge
    return found


def test_occupation_without_a_list_gets_the_general_skills_of_its_like(
    pathloom: Callable[..., Answer], home: Path
) -> None:
    """Forty-one lists of drivers and nurses; those with one of their own, exactly matched, get nothing."""
    answer = pathloom(
        "import", "requirements", "--crosswalk", home / "crosswalk.csv", "--json", PATHLOOM_HOME=str(home)
    )  # fmt: skip

    assert answer.status == 0, answer.err
    found = combined(home)
    assert found.keys() == {NEW, WIDER}
    assert [*found[NEW]] == sorted(found[NEW], key=lambda each: found[NEW][each].to_id)
    assert {*found[NEW]} == {"car-driving", "manual-handling"}
    assert (answer.document["lists"], answer.document["combined"]) == (41, sum(map(len, found.values())))
    driving, loading = found[NEW]["car-driving"], found[NEW]["manual-handling"]
    # Driving is also what the matched ESCO occupation asks for, and the texts say it.
    assert 0.3 <= loading.confidence <= driving.confidence < 1
    # The bus driver's list speaks first: its CSCO occupation has the same unit group and evidence.
    assert driving.evidence == (
        f"transferred: {DRIVE}; "
        "lists of like occupations: starter:occupation/bus-driver, starter:occupation/o4-02-02-00"
    )
    assert loading.evidence.startswith("lists of like occupations: starter:occupation/o4-02-02-")
    assert driving.essential


def test_too_few_lists_leave_the_other_kinds(pathloom: Callable[..., Answer], home: Path) -> None:
    """Without the lists of the nurses 21 are left, fewer than 40; a second import takes back what the first wrote."""
    arguments = ("import", "requirements", "--crosswalk", home / "crosswalk.csv")
    first = pathloom(*arguments, "--json", PATHLOOM_HOME=str(home)).document
    with opened(home) as store:
        removed = [edge for edge in store.edges(Requires) if "o4-14" in edge.from_id]
        store.put([
            Requires(from_id=edge.from_id, to_id=edge.to_id, essential=True, importance=0.0, source="curation",
                     source_version="1", licence="CC0-1.0")
            for edge in removed
        ])  # fmt: skip

    second = pathloom(*arguments, "--json", PATHLOOM_HOME=str(home)).document
    told = pathloom(*arguments, "--lang", "zh", PATHLOOM_HOME=str(home)).out

    assert (second["lists"], second["combined"], second["transferred"]) == (21, 0, first["transferred"])
    assert second["removed"] == {"pathloom-combined": first["combined"]}
    assert combined(home) == {}
    assert "人工编写的技能清单只有 21 份" in told


def test_narrow_skills_speak_for_general_ones() -> None:
    """`drive` is matched to driving: votes .5 and .4 (`steer`) make 1 - .5 x .6 = .7; nothing needs anything."""
    steer = f"{ESCO}skill/steer"
    driving = skill("car-driving", "汽车驾驶")
    words = GeneralWords(
        [driving, skill("empathy", "共情")],
        [Matches(from_id=driving.id, to_id=DRIVE, kind=MatchKind.EXACT, **ORIGIN),
         Matches(from_id=driving.id, to_id=steer, kind=MatchKind.NARROW, **ORIGIN),
         Matches(from_id=driving.id, to_id=f"{ESCO}skill/transport", kind=MatchKind.BROAD, **ORIGIN)],
    )  # fmt: skip
    asked = {DRIVE: 0.5, steer: 0.4, f"{ESCO}skill/transport": 0.9}

    assert words.ids == ("starter:skill/car-driving", "starter:skill/empathy")
    assert words.broad([asked, {}]) == pytest.approx(np.array([[0.7, 0.0], [0.0, 0.0]]))
    assert not words.needs([asked]).any()
    assert words.speaking(asked, driving.id) == DRIVE
    assert words.speaking(asked, "starter:skill/empathy") is None


def test_shipped_table_says_what_a_skill_needs() -> None:
    """The first row of the table that has both: its words count apart."""
    from ontology import read_general_skills

    uri, general = next((uri, each) for uri, each in read_general_skills().items() if each.broad and each.needs)
    words = GeneralWords([skill(each.split("/")[1], "x") for each in (general.broad[0], general.needs[0])], [])

    broad, needs = words.broad([{uri: 0.8}])[0], words.needs([{uri: 0.8}])[0]
    assert broad[words.ids.index(general.broad[0])] == needs[words.ids.index(general.needs[0])] == pytest.approx(0.8)
    assert broad[words.ids.index(general.needs[0])] == needs[words.ids.index(general.broad[0])] == 0.0
