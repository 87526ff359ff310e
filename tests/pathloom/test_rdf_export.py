"""`pathloom export rdf` and `pathloom import rdf`: the same graph again, and no person in any file."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef

from graph import GraphStore, export_csv, open_store
from ontology import EDGE_TYPES, read_rdf
from ontology.records import (
    Edge,
    Employer,
    Experience,
    Figure,
    LocatedIn,
    Node,
    Occupation,
    Person,
    Posting,
    Region,
    Targets,
)
from ontology.vocabulary import Scheme
from pathloom._exports import export
from pathloom._rdf_export import export_rdf, reference_records
from pathloom._settings import read_settings
from tests.ontology.test_rdf import filled
from tests.pathloom.conftest import Answer

ORIGIN = {"source": "mine", "source_version": "1", "licence": "CC0-1.0"}
RIDER = Occupation(id="starter:occupation/rider", scheme=Scheme.STARTER, labels={"en": "rider", "zh": "骑手"}, **ORIGIN)
TOWN = Region(id="region:CN-410100", notation="CN-410100", labels={"zh": "郑州"}, **ORIGIN)
PERSON = Person(id="person:secret", profile='{"secret": 1}', consent="v1", **ORIGIN)
POSTING = Posting(id="posting:secret", title="secret", language="en", **ORIGIN)
PRIVATE = [
    LocatedIn(from_id=PERSON.id, to_id=TOWN.id, **ORIGIN),
    Targets(from_id=POSTING.id, to_id=RIDER.id, **ORIGIN),
]
PUBLIC = LocatedIn(from_id=RIDER.id, to_id=TOWN.id, **ORIGIN)


def address(folder: Path, name: str) -> str:
    return f"sqlite:///{folder / name}.sqlite"


@pytest.mark.parametrize("form", ["rdf", "nt", "ttl", "jsonld"])
def test_rdf_export_leaves_persons_and_what_hangs_on_them_at_home(form: str, tmp_path: Path) -> None:
    with open_store(address(tmp_path, "a")) as store:
        store.put([RIDER, TOWN, PERSON, POSTING, *PRIVATE, PUBLIC])

        names = export_rdf(store, form, tmp_path)

    for name in names:
        if not name.startswith(("vocabulary", "shapes", "context")):
            assert "secret" not in (tmp_path / name).read_text("utf-8")
    assert sorted(read_rdf(tmp_path / names[0]), key=str) == sorted([RIDER, TOWN, PUBLIC], key=str)


@pytest.mark.parametrize("form", ["rdf", "nt", "ttl", "jsonld", "csv", "graphml"])
def test_no_export_holds_anything_personal(form: str, tmp_path: Path) -> None:
    """Each personal node, and each type of edge from and to each of them, whether it makes sense or not."""
    personal: list[Node] = [
        PERSON, POSTING,
        Experience(id="experience:secret", title="secret", employer="secret", **ORIGIN),
        Employer(id="employer:secret", labels={"en": "secret"}, **ORIGIN),
    ]  # fmt: skip
    ends = [pair for node in personal for pair in ((node.id, TOWN.id), (RIDER.id, node.id))]
    private = [replace(filled(kind), from_id=start, to_id=end) for kind in EDGE_TYPES for start, end in ends]
    settings = read_settings({"PATHLOOM_HOME": str(tmp_path / "home"), "LANG": "en_US.UTF-8"})
    with open_store(settings.store) as store:
        report = store.put([RIDER, TOWN, PUBLIC, *personal, *private])
        assert report.dangling == ()
        assert sum(store.counts()[1].values()) == len(private) + 1

    files = export(settings, form, tmp_path / "out")

    texts = {file.name: file.read_text("utf-8") for file in files}
    assert [name for name, text in texts.items() if "secret" in text] == []
    assert any(RIDER.id.partition(":")[2] in text for text in texts.values())


class Busy:
    """A store in which a person is put away while it is being read."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.counts = store.counts

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        return self.store.nodes(kind)

    def edges(self, kind: type[Edge]) -> Iterator[Edge]:
        self.store.put([PERSON, PRIVATE[0]])
        return self.store.edges(kind)


def test_no_export_holds_a_person_who_is_stored_meanwhile(tmp_path: Path) -> None:
    with open_store(address(tmp_path, "a")) as store:
        store.put([RIDER, TOWN, PUBLIC])

        found = list(reference_records(cast("GraphStore", Busy(store))))
        assert next(iter(store.nodes(Person))) == PERSON
    with open_store(address(tmp_path, "b")) as store:
        store.put([RIDER, TOWN, PUBLIC])
        export_csv(cast("GraphStore", Busy(store)), tmp_path / "csv")

    assert found == [RIDER, TOWN, PUBLIC]
    assert "secret" not in (tmp_path / "csv" / "LOCATED_IN.csv").read_text("utf-8")


def test_rdf_export_describes_itself(tmp_path: Path) -> None:
    """Sources and classes of figures too, and a triple that two sources state is counted once."""
    figure = Figure(name="ai_exposure_eloundou_beta", value=0.1, unit="share", year=2023, source="eloundou-2023")
    rider = replace(RIDER, figures=(figure,), interests={"Realistic": 6.0})
    with open_store(address(tmp_path, "a")) as store:
        store.put([rider, TOWN, PERSON, PUBLIC, replace(PUBLIC, source_version="2"), PRIVATE[0]])
        store.put([replace(PUBLIC, licence="MIT", source="eloundou-2023")])

        names = export_rdf(store, "rdf", tmp_path)

    assert names == ("pathloom.nt", "vocabulary.ttl", "shapes.ttl", "dataset.ttl")
    described = Graph().parse(tmp_path / "dataset.ttl")
    dataset = URIRef("https://w3id.org/pathloom/dataset")
    assert int(str(described.value(dataset, VOID.triples))) == len(Graph().parse(tmp_path / "pathloom.nt"))
    (file,) = described.objects(dataset, DCAT.distribution)
    assert int(str(described.value(file, DCAT.byteSize))) == (tmp_path / "pathloom.nt").stat().st_size
    assert {
        str(described.value(part, DCTERMS.identifier)): str(described.value(part, DCTERMS.license))
        for part in described.objects(dataset, VOID.subset)
    } == {"mine": "https://spdx.org/licenses/CC0-1.0", "eloundou-2023": "https://spdx.org/licenses/MIT"}
    dump = Graph().parse(tmp_path / "pathloom.nt")
    assert {
        described.value(part, VOID["class"]): int(str(described.value(part, VOID.entities)))
        for part in described.objects(dataset, VOID.classPartition)
    } == Counter(dump.objects(None, RDF.type))


@pytest.mark.slow
def test_rdf_of_the_starter_graph_comes_back_the_same(tmp_path: Path) -> None:
    from pathloom._sources import starter_records

    with open_store(address(tmp_path, "a")) as store:
        store.put(starter_records())
        export_rdf(store, "nt", tmp_path)
        expected = list(reference_records(store))

    with open_store(address(tmp_path, "b")) as again:
        report = again.put(read_rdf(tmp_path / "pathloom.nt"))

        assert report.dangling == ()
        assert list(reference_records(again)) == expected
    assert sum(isinstance(record, Node) for record in expected) > 1000


def test_export_and_import_commands_make_the_same_graph(tmp_path: Path, pathloom: Callable[..., Answer]) -> None:
    with open_store(address(tmp_path, "a")) as store:
        store.put([RIDER, TOWN, PUBLIC])

    exported = pathloom("export", "rdf", str(tmp_path / "out"), "--store", address(tmp_path, "a"), "--json")
    imported = pathloom(
        "import", "rdf", str(tmp_path / "out" / "pathloom.nt"), "--store", address(tmp_path, "b"), "--json"
    )

    assert exported.status == 0, exported.err
    assert imported.status == 0, imported.err
    assert imported.document["written"] == 3
    with open_store(address(tmp_path, "b")) as again:
        assert list(reference_records(again)) == [RIDER, TOWN, PUBLIC]


def test_import_of_a_damaged_dump_names_the_line_and_leaves_the_store(
    tmp_path: Path, pathloom: Callable[..., Answer]
) -> None:
    with open_store(address(tmp_path, "a")) as store:
        store.put([RIDER, TOWN, PUBLIC])
        export_rdf(store, "nt", tmp_path)
        version = store.version()
    dump = tmp_path / "pathloom.nt"
    whole = dump.read_bytes()
    dump.write_bytes(whole[: len(whole) * 3 // 4])

    answer = pathloom("import", "rdf", str(dump), "--store", address(tmp_path, "a"), "--json")

    assert answer.status == 4
    assert answer.document["error"]["code"] == "SOURCE_RDF"
    assert answer.document["error"]["details"]["line"] == len(dump.read_bytes().splitlines())
    with open_store(address(tmp_path, "a")) as store:
        assert store.version() == version
        assert list(reference_records(store)) == [RIDER, TOWN, PUBLIC]
