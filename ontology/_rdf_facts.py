"""What one record says in RDF, as plain facts; every writer goes through here, so all forms say the same."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any
from urllib.parse import quote

from ontology._rdf_terms import (
    ADDRESS,
    DCTERMS,
    FIELDS,
    ID,
    IDENTIFIER,
    LABEL,
    NS,
    OBJECT,
    ORDER,
    PLAIN,
    PREDICATE,
    SINGLE,
    SKOS,
    SUBJECT,
    TYPE,
    XSD,
    Fact,
    Field,
    Form,
    address,
    edge_predicate,
)  # fmt: skip
from ontology.errors import ShapeError
from ontology.records import Concept, Edge, Figure, Node

#: BCP 47, as far as RDF looks at it.
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
#: Fields whose values are things of their own, and their class.
_PARTS = {Form.PROFILE: "pl:ProfileValue", Form.FIGURES: "pl:Figure"}
_IN_PARTS = {
    kind: [(field.name, _PARTS[field.form]) for field in several if field.form in _PARTS]
    for kind, several in FIELDS.items()
}
#: Fields with the tag of their one value; None where there may be several.
_TAGGED = {kind: [(field, SINGLE.get(field.form)) for field in several] for kind, several in FIELDS.items()}
_WHOLE, _NUMBER = XSD + "integer", XSD + "double"


def facts(record: Node | Edge) -> Iterator[Fact]:
    """All facts of one record, those of one subject together: a node and its parts, or an edge and its statement."""
    kind = type(record)
    if isinstance(record, Edge):
        start, end, predicate = address(record.from_id), address(record.to_id), edge_predicate(record)
        yield start, predicate, end, ADDRESS
        subject = statement_address(record)
        yield subject, TYPE, NS + kind.__name__, ADDRESS
        yield subject, SUBJECT, start, ADDRESS
        yield subject, PREDICATE, predicate, ADDRESS
        yield subject, OBJECT, end, ADDRESS
    else:
        subject = address(record.id)
        yield subject, TYPE, NS + kind.__name__, ADDRESS
        if isinstance(record, Concept):
            yield subject, TYPE, SKOS + "Concept", ADDRESS
        yield subject, IDENTIFIER, record.id, PLAIN
    # Parts come after the record's own facts, so that one subject's facts stand together.
    parts: list[Fact] = []
    for field, tag in _TAGGED[kind]:
        value = getattr(record, field.name)
        if value is None or value == "":
            continue
        if tag:
            yield subject, field.predicate, _text(field, value), tag
        elif tag == ADDRESS:
            yield subject, field.predicate, _address(field, value), ADDRESS
        else:
            yield from _several(subject, field, value, parts)
    yield from parts


def each_once(records: Iterable[Node | Edge]) -> Iterator[list[Fact]]:
    """The facts of each record; what several sources say of two things is one triple, and each has its statement.

    Edges with one start stand together, as a store gives them: that is how far we look back.
    """
    start, said = "", set[Fact]()
    for record in records:
        found = list(facts(record))
        if isinstance(record, Edge):
            if record.from_id != start:
                start, said = record.from_id, set()
            if found[0] in said:
                del found[0]
            else:
                said.add(found[0])
        yield found


def classes(record: Node | Edge) -> list[str]:
    """The classes of all things that a record's facts speak of, with prefix; one for each thing and class."""
    found = [f"pl:{type(record).__name__}"]
    if isinstance(record, Concept):
        found.append("skos:Concept")
    for name, part in _IN_PARTS[type(record)]:
        found += [part] * len(getattr(record, name))
    return found


def statement_address(edge: Edge) -> str:
    """The address of the statement about an edge: from its key in the store, so it is the same in every export."""
    key = f"{edge.TYPE}\n{edge.from_id}\n{edge.to_id}\n{edge.source}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:24]
    return f"{ID}statement/{edge.TYPE.lower()}/{digest}"


def _text(field: Field, value: object) -> str:
    if field.form is Form.TRUTH:
        return "true" if value else "false"
    if field.form is Form.NUMBER:
        return _number(value)
    return str(value)


def _number(value: Any) -> str:
    """The shortest text that reads back as the very same number."""
    if not isfinite(value):
        raise ShapeError(f"{value!r} is no number that a record may hold.", hint="Leave the field out where unknown.")
    return repr(float(value))


def _address(field: Field, value: str) -> str:
    return f"{ID}scheme/{value}" if field.form is Form.SCHEME else address(value)


def _several(subject: str, field: Field, value: Any, parts: list[Fact]) -> Iterator[Fact]:
    if field.form is Form.TEXT_PER_LANGUAGE:
        for language, text in sorted(value.items()):
            yield subject, field.predicate, text, _language(language)
    elif field.form is Form.TEXTS_PER_LANGUAGE:
        for language, texts in sorted(value.items()):
            yield from _texts(subject, field, texts, _language(language))
    elif field.form is Form.TEXTS:
        yield from _texts(subject, field, value, PLAIN)
    elif field.form is Form.PROFILE:
        yield from _profile(subject, field, value, parts)
    else:
        yield from _figures(subject, field, value, parts)


def _language(language: str) -> str:
    """The tag of a text in a language."""
    if not _LANGUAGE.fullmatch(language):
        raise ShapeError(
            f"{language!r} is no language tag; a dump with it could not be read back.",
            hint="Write it as zh or zh-Hans.",
        )
    return f"@{language}"


def _texts(subject: str, field: Field, texts: Sequence[str], tag: str) -> Iterator[Fact]:
    for text in dict.fromkeys(texts):
        yield subject, field.predicate, text, tag
    language = tag if tag != PLAIN else ""
    yield from _order(subject, f"{field.name}{language}", texts, said=bool(texts) or tag == PLAIN)


def _order(subject: str, name: str, values: Sequence[str], *, said: bool = True) -> Iterator[Fact]:
    """RDF keeps a set. Where the values stood in another order, or one stood twice, say which stood where."""
    place = {value: number for number, value in enumerate(sorted(set(values)))}
    order = [place[value] for value in values]
    if not said or order != list(range(len(place))):
        yield subject, ORDER, " ".join([name, *map(str, order)]), PLAIN


def _profile(subject: str, field: Field, profile: Mapping[str, float], parts: list[Fact]) -> Iterator[Fact]:
    for name, value in sorted(profile.items()):
        part = f"{subject}#{field.name}-{quote(name, safe='')}"
        yield subject, field.predicate, part, ADDRESS
        parts += (
            (part, TYPE, NS + "ProfileValue", ADDRESS),
            (part, LABEL, name, PLAIN),
            (part, NS + "value", _number(value), _NUMBER),
        )


def _figures(subject: str, field: Field, figures: Iterable[Figure], parts: list[Fact]) -> Iterator[Fact]:
    addresses: list[str] = []
    for figure in figures:
        first = part = f"{subject}#figure-{quote(figure.name, safe='')}-{figure.year}"
        count = 1
        while part in addresses:
            # Two sources may give one figure for one year.
            count += 1
            part = f"{first}-{count}"
        addresses.append(part)
        yield subject, field.predicate, part, ADDRESS
        parts += _figure(part, figure)
    yield from _order(subject, field.name, addresses)


def _figure(part: str, figure: Figure) -> Iterator[Fact]:
    yield part, TYPE, NS + "Figure", ADDRESS
    yield part, LABEL, figure.name, PLAIN
    yield part, NS + "value", _number(figure.value), _NUMBER
    yield part, NS + "unit", figure.unit, PLAIN
    yield part, NS + "year", str(figure.year), _WHOLE
    yield part, DCTERMS + "source", figure.source, PLAIN
    # What it lost on its way to the concept; nothing of it where the source states the figure itself.
    if figure.via:
        yield part, NS + "via", figure.via, PLAIN
    if figure.codes != 1:
        yield part, NS + "codes", str(figure.codes), _WHOLE
    if figure.spread:
        lowest, highest = figure.spread
        yield part, NS + "lowest", _number(lowest), _NUMBER
        yield part, NS + "highest", _number(highest), _NUMBER
    if figure.text:
        yield part, NS + "category", figure.text, PLAIN
