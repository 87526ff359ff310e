"""RDF and back: every field of every record type, in every form; and what a damaged file says."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from ontology import (
    EDGE_TYPES,
    NODE_TYPES,
    Figure,
    read_rdf,
    read_starter,
    to_rdf,
    write_jsonld,
    write_ntriples,
    write_turtle,
)
from ontology._esco_checks import unshowable
from ontology._rdf_write import context
from ontology.errors import ShapeError, SourceMissingError, SourceRdfError
from ontology.records import Concept, Edge, Node, Occupation, OccupationGroup, Person, Record, Requires
from ontology.vocabulary import Scheme
from tests.ontology.test_rdf import filled

ORIGIN = {"source": "mine", "source_version": "1", "licence": "CC0-1.0"}
RIDER = "starter:occupation/rider"
Write = Callable[[Iterable[Node | Edge], TextIO], int]
FORMS = [(write_ntriples, ".nt"), (write_turtle, ".ttl"), (write_jsonld, ".jsonld")]


def rider(**values: Any) -> Occupation:
    return Occupation(**{"id": RIDER, "scheme": Scheme.STARTER, "labels": {"en": "rider"}, **ORIGIN, **values})


def written(folder: Path, records: Iterable[Node | Edge], write: Write = write_ntriples, ending: str = ".nt") -> Path:
    path = folder / f"graph{ending}"
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        write(records, stream)
    (folder / "context.jsonld").write_text(json.dumps(context()))
    return path


@pytest.mark.parametrize(("write", "ending"), FORMS)
@pytest.mark.parametrize("kind", [*NODE_TYPES, *EDGE_TYPES], ids=lambda kind: kind.__name__)
def test_round_trip_keeps_every_field(kind: type[Record], write: Write, ending: str, tmp_path: Path) -> None:
    full = filled(kind)

    assert list(read_rdf(written(tmp_path, [full], write, ending))) == [full]


@pytest.mark.parametrize("kind", [*NODE_TYPES, *EDGE_TYPES], ids=lambda kind: kind.__name__)
def test_round_trip_keeps_what_is_unknown_unknown(kind: type[Record], tmp_path: Path) -> None:
    """Texts empty, None wherever it is allowed, nothing in any list or table."""
    hints = get_type_hints(kind)
    empty: dict[str, object] = {}
    for field in fields(kind):
        if type(None) in getattr(hints[field.name], "__args__", ()):
            empty[field.name] = None
        elif hints[field.name] is str and not field.name.endswith("id"):
            empty[field.name] = ""
        elif not isinstance(getattr(filled(kind), field.name), str | int | float | bool):
            empty[field.name] = type(getattr(filled(kind), field.name))()
    bare = replace(filled(kind), **empty)

    assert list(read_rdf(written(tmp_path, [bare]))) == [bare]


@pytest.mark.parametrize(("write", "ending"), FORMS)
def test_round_trip_keeps_the_order_of_values(write: Write, ending: str, tmp_path: Path) -> None:
    figures = tuple(Figure(name=name, value=1.5, unit="share", year=2025, source="s") for name in ("b", "a"))
    twice = (*figures, replace(figures[0], source="t", spread=(0.1, 1e-7), via="soc-2018 > esco", codes=2, text="高"))
    node = rider(
        tasks=("ride", "eat", "ride"), alt_labels={"en": ("z", "a"), "zh": ("骑", "乙"), "fr": ()}, figures=twice,
        collections=("a", "b"), interests={"Realistic": 0.1 + 0.2, "An/odd #name": -3.0},
    )  # fmt: skip

    assert list(read_rdf(written(tmp_path, [node], write, ending))) == [node]


texts = st.text(st.characters(exclude_categories=["Cs"]))
# A label with a character that nobody can see is refused when it is read (test_rdf_checks.py).
names = texts.filter(lambda text: unshowable(text) is None)


@given(
    texts,
    names,
    st.lists(texts, max_size=4),
    st.lists(names, max_size=4),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_round_trip_keeps_any_text_and_number(
    text: str, name: str, several: list[str], others: list[str], number: float
) -> None:
    node = rider(
        labels={"zh": name}, tasks=tuple(several), alt_labels={"en": tuple(others)}, descriptions={"zh": text},
        work_styles={text: number},
    )  # fmt: skip

    with TemporaryDirectory() as folder:
        assert list(read_rdf(written(Path(folder), [node]))) == [node]


NAME = '"quoted" \'\'\' """ back\\slash \\u0041 🛵 骑手 \u00e9 e\u0301 <a> & @zh ^^ # .'
AWKWARD = NAME + "\n\r\n\r\t\u2028\u00a0\x7f\x00"


@pytest.mark.parametrize(("write", "ending"), FORMS)
def test_round_trip_keeps_awkward_texts(write: Write, ending: str, tmp_path: Path) -> None:
    node = rider(
        labels={"zh": NAME, "zh-Hans": "", "en-GB": " x "},
        alt_labels={"zh": ("", NAME), "en": ("\u00e9", "e\u0301")},
        descriptions={"zh": AWKWARD}, tasks=(AWKWARD, "", " "), interests={AWKWARD: 5e-324}, notation=" ",
        valid_from=date(1, 1, 1), valid_to=date(9999, 12, 31), confidence=0.1 + 0.2,
    )  # fmt: skip

    assert list(read_rdf(written(tmp_path, [node], write, ending))) == [node]


@pytest.mark.parametrize("language", ["zh_CN", "", "zh ", "verylonglanguage", "zh-"])
def test_a_language_that_could_not_be_read_back_is_refused(language: str) -> None:
    for values in ({"labels": {language: "x"}}, {"alt_labels": {language: ("x",)}}):
        with pytest.raises(ShapeError, match="is no language tag"):
            to_rdf([rider(**values)], [])


@pytest.mark.parametrize("odd", ["csco:4-02-07-10", "starter:skill/a b<c", "us%20:x/%41", "region:大", "a:b:c"])
def test_round_trip_keeps_any_id(odd: str, tmp_path: Path) -> None:
    edge = Requires(from_id=odd, to_id="http://data.europa.eu/esco/skill/x", essential=True, **ORIGIN)

    assert list(read_rdf(written(tmp_path, [rider(id=odd), edge]))) == [rider(id=odd), edge]


@pytest.mark.parametrize(
    "bad", ["http://x.org/a b", "https://x.org/<", "no-scheme", "https://w3id.org/pathloom/id/a/b"]
)
def test_an_id_that_could_not_be_read_back_is_refused(bad: str) -> None:
    with pytest.raises(ShapeError, match="id"):
        to_rdf([rider(id=bad)], [])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ShapeError, match="is no number"):
        to_rdf([rider(interests={"Realistic": value})], [])


@pytest.mark.slow
def test_round_trip_of_the_starter_data(tmp_path: Path) -> None:
    records = list(read_starter())
    path = written(tmp_path, records)

    again = list(read_rdf(path))

    assert again == records
    assert len({type(record) for record in records}) > 8


def test_every_form_says_the_same(tmp_path: Path) -> None:
    group = replace(filled(OccupationGroup), id="x:group")
    records = [filled(Occupation), group, filled(Requires)]
    expected = set(to_rdf(records[:2], records[2:]))

    for write, ending in FORMS:
        path = written(tmp_path, records, write, ending)
        graph = Graph().parse(path)
        assert set(graph) == expected, ending
    assert write_turtle(records, io.StringIO()) == write_jsonld(records, io.StringIO()) == len(expected)


def test_what_several_sources_say_is_one_triple_and_a_statement_of_each(tmp_path: Path) -> None:
    one = Requires(from_id=RIDER, to_id="x:a", essential=True, **ORIGIN)
    records = [one, replace(one, source="other"), replace(one, to_id="x:b"), replace(one, to_id="x:b", source="other")]

    for write, ending in FORMS:
        path = written(tmp_path, records, write, ending)
        assert write(records, io.StringIO()) == len(Graph().parse(path)), ending
        assert sorted(read_rdf(path), key=str) == sorted(records, key=str)
    assert len((tmp_path / "graph.nt").read_text("utf-8").splitlines()) == len(to_rdf([], records))


def test_the_packaged_context_is_the_one_that_is_written_against() -> None:
    packaged = json.loads(resources.files("ontology").joinpath("context.jsonld").read_text("utf-8"))

    assert packaged == context()


def test_read_leaves_alone_what_others_say(tmp_path: Path) -> None:
    path = written(tmp_path, [rider()])
    with path.open("a") as stream:
        stream.write("# a remark\n\n<http://x.org/a> <http://x.org/b> <http://x.org/c> .\n")

    assert list(read_rdf(path)) == [rider()]


ID = "https://w3id.org/pathloom/id/starter/occupation/rider"
NS = "https://w3id.org/pathloom/ns#"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("<https://x.org/cut", "Line 10 of graph.nt is no N-Triples statement"),
        (f'<{ID}> <{NS}isco> "8321" .', "Occupation has no property"),
        (f'<{ID}> <{NS}confidence> "0.5"^^<http://www.w3.org/2001/XMLSchema#double> .', "is given 2 times"),
        (f'<{ID}> <{NS}jobZone> "two"^^<http://www.w3.org/2001/XMLSchema#integer> .', "invalid literal for int"),
        (f'<{ID}> <{NS}validFrom> "2025-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .', "day is out of range"),
        (f'<{ID}> <{NS}flexible> "maybe"^^<http://www.w3.org/2001/XMLSchema#boolean> .', "maybe"),
        (f'<{ID}> <{NS}order> "tasks 0 1" .', "names 2 values where 0 are given"),
        (f"<{ID}> <{NS}figures> <{ID}#figure-x-2025> .", "nothing is said about its part"),
        (f"<{ID}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{NS}Skill> .", "of several classes"),
    ],
)
def test_read_says_what_is_wrong_with_a_file(line: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, [rider()])
    assert len(path.read_text().splitlines()) == 9
    with path.open("a") as stream:
        stream.write(line + "\n")

    with pytest.raises(SourceRdfError, match=said):
        list(read_rdf(path))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("graph.ttl", b"<a> <b> .", "is no turtle"),
        ("graph.jsonld", b"{", "is no json-ld"),
        ("graph.nt", b"\xff\xfe", "is not UTF-8"),
        ("graph.zip", b"", "no ending of an RDF file"),
        ("graph.nt", b"", "holds no node and no edge"),
        ("graph.nt", b"<http://x.org/a> <http://x.org/b> <http://x.org/c> .\n", "holds no node and no edge"),
        ("graph.ttl", b"<http://x.org/a> <http://x.org/b> <http://x.org/c> .", "holds no node and no edge"),
    ],
)
def test_read_refuses_what_is_no_rdf(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(SourceRdfError, match=said):
        list(read_rdf(tmp_path / name))


def test_read_of_no_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError, match="pathloom export"):
        read_rdf(tmp_path / "none.nt")


def test_days_and_persons_come_back_too(tmp_path: Path) -> None:
    """The writer writes what it is given; it is the export that leaves persons out."""
    person = Person(id="person:1", profile="{}", consent="v1", valid_from=date(2026, 1, 1), **ORIGIN)

    assert list(read_rdf(written(tmp_path, [person]))) == [person]
    assert not isinstance(person, Concept)
