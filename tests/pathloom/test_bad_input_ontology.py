"""The six faults of classifications that issue 5 names, at every door they can come through; the store as it was.

Wrong or mixed releases, half a zip, a crosswalk that names unknown codes, a hierarchy in a circle, a URI twice, labels
with control characters.
"""

import hashlib
import io
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from graph import ingest, open_store
from ontology._rdf_write import write_ntriples
from ontology.records import Broader, Node, Skill
from ontology.vocabulary import Scheme
from pathloom._program import run
from tests.ontology.esco_files import CLASSIFICATION, ESCO, RELATIONS, write_zip

from .conftest import Answer
from .hostile import Call, call, check_refused

LINKS, PARENTS = "occupationSkillRelations.csv", "broaderRelationsSkillPillar.csv"
MATCHES = "csco,target,match,confidence,method,lossy\n"
CURATED = "id,language,label,action,source,date\n"
STRANGE = "".join(f"{ESCO}occupation/rider,optional,x,{ESCO}skill/strange-{number}\n" for number in range(100))
CIRCLE = f"x,{ESCO}skill/ride,x,{ESCO}skill/traffic\nx,{ESCO}skill/traffic,x,{ESCO}skill/ride\n"
AGAIN = f"x,{ESCO}skill/ride,knowledge,x,other,,,released,,,,x,x\n"
ORIGIN = {"source": "s", "source_version": "1", "licence": "l"}

#: What is done to a release of ESCO: fault -> (code, words of the message, tables that differ).
Tables = dict[str, str]
FAULTS: dict[str, tuple[str, tuple[str, ...], Tables, Tables]] = {
    "mixed releases": (
        "SOURCE_VERSION", ("of different releases", LINKS), {},
        {LINKS: RELATIONS[LINKS] + STRANGE},
    ),
    "circle": (
        "SOURCE_HIERARCHY", ("skill/ride -> ", "A concept cannot be broader than itself"), {},
        {PARENTS: RELATIONS[PARENTS] + CIRCLE},
    ),
    "uri twice": (
        "SOURCE_ROW", ("skills_en.csv, line 6", "skill/ride is listed a second time"),
        {"skills_en.csv": CLASSIFICATION["skills_en.csv"] + AGAIN}, {},
    ),
    "control character": (
        "SOURCE_ROW", ("skills_en.csv, line 2", "U+202E"),
        {"skills_en.csv": CLASSIFICATION["skills_en.csv"].replace(",ride,", ",ri\u202ede,")}, {},
    ),
    "no label": (
        "SOURCE_ROW", ("skills_en.csv, line 2", "preferredLabel is empty"),
        {"skills_en.csv": CLASSIFICATION["skills_en.csv"].replace(",ride,", ",,")}, {},
    ),
}  # fmt: skip
NAMES = (
    *(f"{door}: {fault}" for door in ("import", "migrate", "diff", "folder") for fault in FAULTS),
    *(f"{door}: {part} cut at {share} %" for door in ("import", "migrate") for part in ("en", "")
      for share in (10, 50, 99)),
    "import: endless member", "import: wrong release", "migrate: half a release", "csco-esco: unknown code",
    "csco-esco: unknown unit group", "csco-esco: unknown occupation", "csco-esco: pair twice",
    "csco-esco: control character", "csco-esco: half", "curation: unknown id", "curation: id twice",
    "curation: control character", "rdf: circle", "rdf: id twice", "rdf: control character", "rdf: half",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with ESCO 1.1.1 in miniature."""
    from ontology import read_esco

    folder = tmp_path_factory.mktemp("doors")
    path = folder / "graph.sqlite"
    with open_store(f"sqlite:///{path}") as opened:
        opened.migrate()
        ingest(opened, read_esco(*release(folder / "good", "1.1.1", {}, {}), version="1.1.1"))
    return path


def release(folder: Path, version: str, concepts: Tables, links: Tables) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return (
        write_zip(
            folder / f"ESCO dataset - v{version} - classification - en - csv.zip", {**CLASSIFICATION, **concepts}
        ),
        write_zip(folder / f"ESCO dataset - v{version} - classification -  - csv.zip", {**RELATIONS, **links}),
    )


def importing(first: Path, second: Path, store: Path, code: str, *says: str, version: str = "1.1.1") -> Call:
    given = ("--classification", first, "--relations", second, "--version", version, "--store", f"sqlite:///{store}")
    return call("import", "esco", *given, status=4, code=code, says=says)


def _esco(folder: Path, store: Path) -> Iterator[tuple[str, Call]]:
    to = ("--store", f"sqlite:///{store}")
    for number, (fault, (code, says, concepts, links)) in enumerate(FAULTS.items()):
        place = folder / str(number)
        first, second = release(place / "1", "1.1.1", concepts, links)
        yield f"import: {fault}", importing(first, second, store, code, *says)
        release(place / "2", "1.2.0", concepts, links)
        for command in (("migrate", "esco", "--to", "1.2"), ("diff", "esco", "1.1.1", "1.2")):
            given = (*command, "--files", place / "2", *to)
            yield f"{command[0]}: {fault}", call(*given, status=4, code=code, says=says)
        extracted = place / "3" / "v1.2.0_en"
        extracted.mkdir(parents=True)
        for name, text in {**CLASSIFICATION, **RELATIONS, **concepts, **links}.items():
            (extracted / name).write_text(text, "utf-8")
        given = ("migrate", "esco", "--to", "1.2", "--files", place / "3", *to)
        yield f"folder: {fault}", call(*given, status=4, code=code, says=says)
    for part in (0, 1):
        for share in (10, 50, 99):
            place = folder / f"cut-{part}-{share}"
            for version in ("1.1.1", "1.2.0"):
                zips = release(place / version, version, {}, {})
                data = zips[part].read_bytes()
                zips[part].write_bytes(data[: len(data) * share // 100])
                what = f"{('en', '')[part]} cut at {share} %"
                if version == "1.1.1":
                    yield f"import: {what}", importing(*zips, store, "SOURCE_ARCHIVE", str(zips[part]), "no whole zip")
                else:
                    given = ("migrate", "esco", "--to", "1.2", "--files", place / version, *to)
                    yield f"migrate: {what}", call(*given, status=4, code="SOURCE_ARCHIVE", says=(str(zips[part]),))
    endless = release(
        folder / "endless", "1.1.1", {"skills_en.csv": CLASSIFICATION["skills_en.csv"] + " " * (2 << 20)}, {}
    )
    yield "import: endless member", importing(*endless, store, "SOURCE_ROW", "skills_en.csv, line 6", "longer than")
    good = release(folder / "named", "1.1.1", {}, {})
    yield "import: wrong release", importing(*good, store, "SOURCE_VERSION", "1.1.1, not 1.2.0", version="1.2.0")
    header, first_row, *_ = CLASSIFICATION["skills_en.csv"].splitlines(keepends=True)
    release(folder / "few", "1.2.0", {"skills_en.csv": header + first_row}, {})
    yield (
        "migrate: half a release",
        call("migrate", "esco", "--to", "1.2", "--files", folder / "few", *to, status=4, code="RELEASE_MISMATCH"),
    )


def _others(folder: Path, store: Path) -> Iterator[tuple[str, Call]]:
    to = ("--store", f"sqlite:///{store}")

    def matches(name: str, text: str, code: str, *says: str) -> tuple[str, Call]:
        path = folder / f"{name.replace(' ', '-')}.csv"
        path.write_text(MATCHES + text, "utf-8")
        given = ("import", "csco-esco", "--crosswalk", path, *to)
        return f"csco-esco: {name}", call(*given, status=4, code=code, says=(path.name, *says))

    good = f"4-02-07-08,{ESCO}isco/C8321,broad,1,reading,false\n"
    yield matches("unknown code", good + good.replace("4-02-07-08", "4-02-07-80"), "SOURCE_ROW", "line 3", "4-02-07-08")
    yield matches("unknown unit group", good.replace("C8321", "C8329"), "SOURCE_ROW", "line 2", "ISCO-08 has no")
    yield matches("unknown occupation", good.replace("isco/C8321", "occupation/none"), "SOURCE_ROW", "ESCO has no")
    yield matches("pair twice", good + good, "SOURCE_ROW", "line 3", "on line 2 already")
    yield matches("control character", good.replace("4-02-07-08", "4-02-07-08\u200b"), "SOURCE_ROW", "\\u200b")
    yield matches("half", good + good[:40], "SOURCE_ROW", "line 3", "2 fields")

    def curation(name: str, rows: str, says: str) -> tuple[str, Call]:
        place = folder / name.replace(" ", "-")
        place.mkdir()
        (place / "labels.csv").write_text(CURATED + rows, "utf-8")
        given = ("import", "curation", place, *to)
        return f"curation: {name}", call(*given, status=4, code="CURATION_FAULTS", says=("labels.csv", says))

    row = f"{ESCO}skill/ride,fr,rouler,add,a book,2026-11-20\n"
    yield curation("unknown id", row.replace("/ride", "/rid"), "unknown-id")
    yield curation("id twice", row + row, "repeated-row")
    yield curation("control character", row.replace("rouler", "rou\u202eler"), "control-character")

    def rdf(name: str, records: list[Node | Broader], code: str, *says: str) -> tuple[str, Call]:
        path = folder / f"{name.replace(' ', '-')}.nt"
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            write_ntriples(records, stream)
        if name == "half":
            path.write_bytes(path.read_bytes()[:-20])
        return f"rdf: {name}", call("import", "rdf", path, *to, status=4, code=code, says=(path.name, *says))

    def skill(name: str, label: str = "ride") -> Skill:
        return Skill(id=f"{ESCO}skill/{name}", scheme=Scheme.ESCO, labels={"en": label}, **ORIGIN)

    ends = {"from_id": f"{ESCO}skill/a", "to_id": f"{ESCO}skill/b"}
    ring = [Broader(**ends, **ORIGIN), Broader(from_id=ends["to_id"], to_id=ends["from_id"], **ORIGIN)]
    yield rdf("circle", [skill("a"), skill("b"), *ring], "SOURCE_HIERARCHY", "skill/a -> ")
    yield rdf("id twice", [skill("a"), skill("b"), skill("a", "drive")], "SOURCE_RDF", "skill/a is described twice")
    yield rdf("control character", [skill("a", "ri\x1b[31mde")], "SOURCE_RDF", "U+001B")
    yield rdf("half", [skill("a"), skill("b")], "SOURCE_RDF", "no N-Triples statement")


@pytest.fixture(scope="module")
def calls(store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Call]:
    return {
        **dict(_esco(tmp_path_factory.mktemp("esco"), store)),
        **dict(_others(tmp_path_factory.mktemp("more"), store)),
    }


def content(store: Path) -> str:
    """A digest of all tables of a store, row by row."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        for line in connection.iterdump():
            digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def run_here(one: Call) -> Answer:
    """As a process of its own would answer; `test_bad_input_imports.py` starts real ones, and this saves a minute."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([str(argument) for argument in one.arguments])
    return Answer(status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def answers(store: Path, calls: dict[str, Call]) -> tuple[dict[str, Answer], str, str]:
    before = content(store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATHLOOM_HOME", str(store.parent))
        told = {name: run_here(one) for name, one in calls.items()}
    return told, before, content(store)


@pytest.mark.parametrize("name", NAMES)
def test_fault_is_refused_at_its_door(
    name: str, calls: dict[str, Call], answers: tuple[dict[str, Answer], str, str]
) -> None:
    assert set(calls) == set(NAMES)
    answer = answers[0][name]
    check_refused(answer, calls[name])
    error = answer.document["error"]
    assert error["hint_zh"], "the advice is there in Chinese too"
    if error["code"] != "RELEASE_MISMATCH":
        assert error["details"]["text"]["zh"], "and so is what is wrong"


def test_store_is_byte_for_byte_what_it_was(answers: tuple[dict[str, Answer], str, str]) -> None:
    _, before, after = answers
    assert after == before


def test_digest_of_a_store_changes_with_a_label(store: Path, tmp_path: Path) -> None:
    copy = shutil.copy(store, tmp_path / "copy.sqlite")
    with open_store(f"sqlite:///{copy}") as opened:
        ingest(opened, [Skill(id=f"{ESCO}skill/ride", scheme=Scheme.ESCO, labels={"en": "riding"}, **ORIGIN)])
    assert content(Path(copy)) != content(store)
