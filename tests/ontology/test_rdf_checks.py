"""A dump of which every record is sound and the whole is not is refused."""

import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from graph import ingest, open_store
from ontology import read_rdf
from ontology._rdf_write import write_ntriples
from ontology.errors import SourceHierarchyError, SourceRdfError
from ontology.records import Broader, Edge, Node, Skill
from ontology.vocabulary import Scheme


def skill(name: str, *labels: str) -> Skill:
    label, *others = labels or ("ride",)
    return Skill(
        id=f"starter:skill/{name}", scheme=Scheme.STARTER, labels={"en": label}, alt_labels={"en": tuple(others)},
        source="s", source_version="1", licence="l",
    )  # fmt: skip


def ring(count: int, *, ended: date | None = None) -> list[Node | Edge]:
    names = [f"{number:04}" for number in range(count)]
    pairs = zip(names, [*names[1:], names[0]], strict=True)
    circle = [
        Broader(
            from_id=f"starter:skill/{one}", to_id=f"starter:skill/{other}", valid_to=ended,
            source="s", source_version="1", licence="l",
        )
        for one, other in pairs
    ]  # fmt: skip
    return [*map(skill, names), *circle]


def written(folder: Path, records: list[Node | Edge]) -> Path:
    path = folder / "graph.nt"
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        write_ntriples(records, stream)
    return path


@pytest.mark.parametrize("count", [1, 2, 1000])
def test_circle_is_refused_and_named(tmp_path: Path, count: int) -> None:
    with pytest.raises(SourceHierarchyError, match=r"graph\.nt: the hierarchy runs in a circle") as no:
        list(read_rdf(written(tmp_path, ring(count))))
    assert len(no.value.details["circle"]) == count + 1  # type: ignore[arg-type]


def test_circle_that_has_ended_is_none(tmp_path: Path) -> None:
    assert len(list(read_rdf(written(tmp_path, ring(2, ended=date(2024, 5, 15)))))) == 4


@pytest.mark.parametrize("again", ["ride", "drive"])
def test_thing_that_is_described_twice_is_refused(tmp_path: Path, again: str) -> None:
    path = written(tmp_path, [skill("a"), skill("b"), skill("a", again)])
    with pytest.raises(SourceRdfError, match="starter:skill/a is described twice") as no:
        list(read_rdf(path))
    assert "starter:skill/a 出现了两次" in str(no.value.details["text"])


@pytest.mark.parametrize(("labels", "sign"), [(("ri\x1bde",), "U+001B"), (("ride", "a\u202eb"), "U+202E"),
                                              (("ri\nde",), "U+000A"), (("\ue000",), "U+E000")])  # fmt: skip
def test_label_that_cannot_be_shown_is_refused(tmp_path: Path, labels: tuple[str, ...], sign: str) -> None:
    with pytest.raises(SourceRdfError, match="a label of starter:skill/a holds the control character") as no:
        list(read_rdf(written(tmp_path, [skill("a", *labels)])))
    assert sign in no.value.message


def test_refused_dump_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'graph.sqlite'}") as store:
        store.migrate()
        ingest(store, [skill("before")])
        before = store.version(), store.counts()
        with pytest.raises(SourceHierarchyError):
            ingest(store, read_rdf(written(tmp_path, ring(3))))
        assert (store.version(), store.counts()) == before


@pytest.mark.parametrize(
    "context",
    [
        '"http://127.0.0.1:9/context"', '"file:///etc/hostname"', '"../context.jsonld"', '["https://x.org/c"]',
        '{"@import": "https://x.org/c"}',
    ],
)  # fmt: skip
def test_context_from_elsewhere_is_not_fetched(tmp_path: Path, context: str) -> None:
    path = tmp_path / "graph.jsonld"
    path.write_text(f'{{"@context": {context}, "@graph": []}}', "utf-8")
    with pytest.raises(SourceRdfError, match="does not lie beside it, and nothing is fetched"):
        list(read_rdf(path))


def test_context_within_a_node_is_not_fetched_either(tmp_path: Path) -> None:
    path = tmp_path / "graph.jsonld"
    path.write_text('{"@graph": [{"@id": "x:a", "@context": "http://127.0.0.1:9/c"}]}', "utf-8")
    with pytest.raises(SourceRdfError, match="nothing is fetched"):
        list(read_rdf(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_that_unfolds_is_refused(tmp_path: Path, encoding: str) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    path = tmp_path / "graph.rdf"
    path.write_text(
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE r [<!ENTITY a "aa">]>'
        f'<rdf:RDF xmlns:rdf="{rdf}"><rdf:Description rdf:about="x:a"/></rdf:RDF>',
        encoding,
    )
    with pytest.raises(SourceRdfError, match="declares an entity"):
        list(read_rdf(path))


def test_dump_without_line_ends_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    with path.open("wb") as file:
        file.truncate(1 << 28)
    tracemalloc.start()
    try:
        with pytest.raises(SourceRdfError, match=r"Line 1 of graph\.nt is no N-Triples statement"):
            list(read_rdf(path))
        # Half of what is in the file.
        assert tracemalloc.get_traced_memory()[1] < 1 << 27
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("escape", ["\\uD800", "\\UFFFFFFFF", "\\U00110000"])
def test_escape_for_no_character_is_refused(tmp_path: Path, escape: str) -> None:
    path = written(tmp_path, [skill("a")])
    text = path.read_text("utf-8")
    assert text.count('"ride"') == 1
    path.write_text(text.replace('"ride"', f'"ri{escape}de"'), "utf-8")
    with pytest.raises(SourceRdfError, match=r"Line \d+ of graph\.nt holds an escape for what is no character"):
        list(read_rdf(path))


def test_half_a_character_in_turtle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text('<http://x.org/a> <http://x.org/b> "ri\\uD800de" .\n', "utf-8")
    with pytest.raises(SourceRdfError, match=r"no character|no turtle"):
        list(read_rdf(path))
