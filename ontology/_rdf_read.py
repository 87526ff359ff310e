"""Reading records back from RDF that Pathloom wrote: N-Triples line by line, Turtle and JSON-LD as a whole."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

from ontology._rdf_checks import refuse_elsewhere, sound
from ontology._rdf_escapes import no_text, unescaped
from ontology._rdf_terms import (
    ADDRESS,
    CLASSES,
    DCTERMS,
    EDGE_PREDICATES,
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
    SUBJECT,
    TYPE,
    XSD,
    Fact,
    Field,
    Form,
    id_of,
)  # fmt: skip
from ontology.errors import SourceMissingError, SourceRdfError, VocabularyError
from ontology.records import Edge, Figure, Node, Record
from ontology.vocabulary import Scheme, parse_word

#: (predicate, value, tag)
_Said = tuple[str, str, str]
#: What is said about a subject; empty for an unknown one.
_Find = Callable[[str], Sequence[_Said]]

_LINE = re.compile(
    r'<([^<>"\s]*)> <([^<>"\s]*)> (?:<([^<>"\s]*)>|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>"\s]*)>)?) \.\s*'
)
#: Characters of a line of N-Triples; a longer one is cut there, and then no statement.
_LONGEST_LINE = 1 << 24
_TRUTH = {"true": True, "false": False, "1": True, "0": False}
_FORMATS = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml"}
_STRUCTURE = frozenset({TYPE, IDENTIFIER, SUBJECT, PREDICATE, OBJECT, ORDER, *EDGE_PREDICATES})


def read_rdf(path: Path) -> Iterator[Node | Edge]:
    """The records of a dump, nodes and edges in the order of the file (`.nt`) or of their addresses.

    N-Triples are read line by line in little memory; what is said about one thing must stand together, as Pathloom
    writes it. `.ttl`, `.jsonld` and `.rdf` are loaded whole and may be in any order.

    Raises:
        SourceMissingError: there is no such file.
        SourceRdfError: it is no RDF, says about a record what no record can hold, or says nothing about any; an id is
            described twice, or a label cannot be shown.
        SourceHierarchyError: a concept is broader than itself.
    """
    if not path.is_file():
        raise SourceMissingError(
            f"There is no file {path}.", hint="Export one: pathloom export rdf DIR.",
            hint_zh="可用 pathloom export rdf 目录 导出。", file=str(path), text={"zh": f"没有文件 {path}。"},
        )  # fmt: skip
    if path.suffix == ".nt":
        return _some(sound(_stream(path), file=path.name), path)
    if path.suffix in _FORMATS:
        return _some(sound(_whole(path, _FORMATS[path.suffix]), file=path.name), path)
    raise SourceRdfError(
        f"{path.name} has no ending of an RDF file.", hint=f"Known: .nt, {', '.join(_FORMATS)}.",
        hint_zh=f"可用的扩展名：.nt、{'、'.join(_FORMATS)}。", file=path.name,
        text={"zh": f"{path.name} 没有 RDF 文件的扩展名。"},
    )  # fmt: skip


def _some(records: Iterator[Node | Edge], path: Path) -> Iterator[Node | Edge]:
    """The records; what others say beside them is left alone, but a file of that alone is another file."""
    none = True
    for record in records:
        none = False
        yield record
    if none:
        raise SourceRdfError(
            f"{path.name} holds no node and no edge in the vocabulary of Pathloom. Nothing was imported.",
            hint="Is it another dump? Export one: pathloom export rdf DIR.",
            hint_zh="可能不是 Pathloom 导出的文件；可用 pathloom export rdf 目录 导出。",
            file=path.name,
        )


def _stream(path: Path) -> Iterator[Node | Edge]:
    subject, said, parts = "", list[_Said](), dict[str, list[_Said]]()

    def record() -> Iterator[Node | Edge]:
        yield from _record(subject, said, lambda part: parts.get(part, ()), path.name)

    for found, *rest in _lines(path):
        fact = cast("_Said", tuple(rest))
        if found == subject:
            said.append(fact)
        elif found.startswith(subject + "#") and subject:
            parts.setdefault(found, []).append(fact)
        else:
            yield from record()
            subject, said, parts = found, [fact], {}
    yield from record()


def _lines(path: Path) -> Iterator[Fact]:
    match = _LINE.fullmatch
    with path.open(encoding="utf-8", newline="\n") as file:
        try:
            # A file without line ends would fill the memory.
            for number, line in enumerate(iter(partial(file.readline, _LONGEST_LINE), ""), 1):
                found = match(line)
                if found is None:
                    if line.strip() and not line.startswith("#"):
                        raise SourceRdfError(
                            f"Line {number} of {path.name} is no N-Triples statement: {line.strip()[:80]!r}.",
                            hint="A line is <subject> <predicate> and <object> or \"text\", then a dot; is it cut off?",
                            hint_zh="每行应为 <主语> <谓语> 加 <宾语> 或 \"文本\"，以句点结尾；文件是否被截断？",
                            file=path.name, line=number,
                            text={"zh": f"{path.name} 第 {number} 行不是 N-Triples 语句：{line.strip()[:80]!r}。"},
                        )  # fmt: skip
                    continue
                subject, predicate, target, text, language, datatype = found.groups()
                if target is not None:
                    yield subject, predicate, target, ADDRESS
                    continue
                value = unescaped(text, file=path.name, line=number) if "\\" in text else text
                yield subject, predicate, value, f"@{language}" if language else datatype or PLAIN
        except UnicodeDecodeError as error:
            raise SourceRdfError(
                f"{path.name} is not UTF-8: {error.reason}.", hint="Export it anew.", hint_zh="请重新导出。",
                file=path.name, text={"zh": f"{path.name} 不是 UTF-8：{error.reason}。"},
            ) from error  # fmt: skip


def _whole(path: Path, form: str) -> Iterator[Node | Edge]:
    from rdflib import Graph, Literal, URIRef

    refuse_elsewhere(path, form)
    graph = Graph()
    try:
        graph.parse(path, format=form)
    except Exception as error:  # rdflib's parsers raise what they like
        raise SourceRdfError(
            f"{path.name} is no {form}: {_first_line(error)}.", hint="Export it anew.", hint_zh="请重新导出。",
            file=path.name, text={"zh": f"{path.name} 不是 {form}：{_first_line(error)}。"},
        ) from error  # fmt: skip
    known: dict[str, list[_Said]] = {}
    for subject, predicate, value in graph:
        if isinstance(value, Literal):
            try:
                str(value).encode()
            except UnicodeEncodeError as error:
                raise no_text(path.name) from error
            tag = f"@{value.language}" if value.language else str(value.datatype or PLAIN)
            fact = str(predicate), str(value), PLAIN if tag == XSD + "string" else tag
        elif isinstance(subject, URIRef) and isinstance(value, URIRef):
            fact = str(predicate), str(value), ADDRESS
        else:
            continue
        known.setdefault(str(subject), []).append(fact)
    blocks = sorted(known.items(), key=lambda block: (block[0].startswith(ID + "statement/"), block[0]))
    for address, said in blocks:
        yield from _record(address, said, lambda part: known.get(part, ()), path.name)


def _first_line(error: Exception) -> str:
    # Some errors of the parsers have no text at all.
    return (str(error) or type(error).__name__).splitlines()[0][:200]


def _record(subject: str, said: Sequence[_Said], find: _Find, file: str) -> Iterator[Node | Edge]:
    """The record that is said about a subject; nothing where it is of none of our classes."""
    classes = [CLASSES[value] for name, value, _ in said if name == TYPE and value in CLASSES]
    if not classes:
        return
    try:
        yield _make(classes, said, find)
    except (ValueError, TypeError, VocabularyError) as error:
        text = error.message if isinstance(error, VocabularyError) else str(error)
        raise SourceRdfError(
            f"<{subject}> in {file} is no sound record: {text}.".replace("..", "."),
            hint="Check the file with the shapes (ontology/shapes.ttl), or export it anew.",
            hint_zh="请用 ontology/shapes.ttl 中的形状检查该文件，或重新导出。",
            file=file, subject=subject, text={"zh": f"{file} 中的 <{subject}> 不是有效的记录：{text}。"},
        ) from error  # fmt: skip


def _make(classes: Sequence[type[Record]], said: Sequence[_Said], find: _Find) -> Node | Edge:
    if len(classes) > 1:
        raise ValueError("it is of several classes: " + ", ".join(sorted(kind.__name__ for kind in classes)))
    kind = classes[0]
    values: dict[str, list[tuple[str, str]]] = {}
    for name, value, tag in said:
        values.setdefault(name, []).append((value, tag))
    by_predicate = {field.predicate for field in FIELDS[kind]}
    if unknown := [name for name in values if name.startswith(NS) and name not in by_predicate | _STRUCTURE]:
        raise ValueError(f"{kind.__name__} has no property {unknown[0]}")
    made: dict[str, Any] = {}
    if issubclass(kind, Edge):
        made["from_id"], made["to_id"] = (id_of(_one(name, values.get(name, []))) for name in (SUBJECT, OBJECT))
    else:
        made["id"] = _one(IDENTIFIER, values.get(IDENTIFIER, []))
    orders = dict(_order(text) for text, _ in values.get(ORDER, ()))
    for field in FIELDS[kind]:
        made[field.name] = _value(field, values.get(field.predicate, []), orders, find)
    for name in [name for name, value in made.items() if value is MISSING]:
        raise ValueError(f"its {name} is missing")
    return cast("Node | Edge", kind(**made))


def _one(name: str, values: Sequence[tuple[str, str]]) -> str:
    if len(values) != 1:
        raise ValueError(f"<{name}> is given {len(values)} times instead of once")
    return values[0][0]


def _order(text: str) -> tuple[str, list[int]]:
    name, *places = text.split(" ")
    return name, [int(place) for place in places]


def _value(field: Field, values: list[tuple[str, str]], orders: dict[str, list[int]], find: _Find) -> Any:
    if field.form in SINGLE:
        if not values:
            return None if field.optional else ("" if field.form in {Form.TEXT, Form.NODE} else MISSING)
        return _single(field, _one(field.predicate, values))
    if field.form is Form.TEXT_PER_LANGUAGE:
        return {tag[1:]: text for text, tag in sorted(values, key=lambda value: value[1])}
    if field.form is Form.TEXTS_PER_LANGUAGE:
        prefix = f"{field.name}@"
        tags = {tag for _, tag in values} | {name[len(field.name) :] for name in orders if name.startswith(prefix)}
        return {
            tag[1:]: _ordered([text for text, own in values if own == tag], orders.get(f"{field.name}{tag}"))
            for tag in sorted(tags)
        }
    texts = [text for text, _ in values]
    if field.form is Form.TEXTS:
        return _ordered(texts, orders.get(field.name))
    if field.form is Form.PROFILE:
        parts = [_part(part, find) for part in texts]
        return {_one(LABEL, part.get(LABEL, [])): float(_one(NS + "value", part[NS + "value"])) for part in parts}
    return tuple(_figure(_part(part, find)) for part in _ordered(texts, orders.get(field.name)))


def _single(field: Field, text: str) -> Any:
    if field.form is Form.WORD and field.words is not None:
        return parse_word(field.words, text)
    if field.form is Form.TRUTH:
        if text not in _TRUTH:
            raise ValueError(f"{text!r} is neither true nor false")
        return _TRUTH[text]
    if field.form is Form.SCHEME:
        return parse_word(Scheme, text.removeprefix(f"{ID}scheme/"))
    convert: dict[Form, Callable[[str], object]] = {
        Form.WHOLE: int, Form.NUMBER: float, Form.DAY: date.fromisoformat, Form.NODE: id_of,
    }  # fmt: skip
    return convert[field.form](text) if field.form in convert else text


def _ordered(texts: Iterable[str], order: list[int] | None) -> tuple[str, ...]:
    found = sorted(set(texts))
    if order is None:
        return tuple(found)
    if set(order) != set(range(len(found))):
        raise ValueError(f"its pl:order names {len(set(order))} values where {len(found)} are given")
    return tuple(found[place] for place in order)


def _part(address: str, find: _Find) -> dict[str, list[tuple[str, str]]]:
    values: dict[str, list[tuple[str, str]]] = {}
    for name, value, tag in find(address):
        values.setdefault(name, []).append((value, tag))
    if NS + "value" not in values:
        raise ValueError(f"nothing is said about its part <{address}> right after it")
    return values


#: Field of a figure -> its property and how the text becomes the value.
_FIGURE: dict[str, tuple[str, Callable[[str], object]]] = {
    "name": (LABEL, str),
    "value": (NS + "value", float),
    "unit": (NS + "unit", str),
    "year": (NS + "year", int),
    "source": (DCTERMS + "source", str),
    "via": (NS + "via", str),
    "codes": (NS + "codes", int),
    "text": (NS + "category", str),
}


def _figure(part: dict[str, list[tuple[str, str]]]) -> Figure:
    made: dict[str, Any] = {
        name: convert(_one(predicate, part[predicate]))
        for name, (predicate, convert) in _FIGURE.items()
        if predicate in part
    }
    if NS + "lowest" in part:
        ends = (part.get(NS + name, []) for name in ("lowest", "highest"))
        made["spread"] = tuple(float(_one(NS + "spread", end)) for end in ends)
    if missing := [field.name for field in fields(Figure) if field.default is MISSING and field.name not in made]:
        raise ValueError(f"a figure lacks its {missing[0]}")
    return Figure(**made)
