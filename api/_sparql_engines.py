"""The two engines that hold the graph for SPARQL: rdflib of the base install, pyoxigraph of the extra `rdf`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.sparql import CUSTOM_EVALS

from api._sparql_parse import Asked, Refusal, said_by
from api._sparql_terms import Row, Term, literal

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.plugins.sparql.sparql import QueryContext
    from rdflib.query import ResultRow
    from rdflib.term import Node

_VARIABLE = re.compile(r"[?$](\w+)")
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\]')


class Source(Protocol):
    """A loaded graph."""

    def ask(self, asked: Asked) -> bool: ...
    def select(self, asked: Asked) -> tuple[list[str], Iterator[Row]]: ...
    def construct(self, asked: Asked) -> Iterator[Row]: ...


class RdflibSource:
    """The graph in rdflib: slow and large, but part of the base install."""

    def __init__(self, path: Path) -> None:
        CUSTOM_EVALS["named graphs"] = _no_named_graphs
        self.graph = Graph(store="SimpleMemory", bind_namespaces="none")
        self.graph.parse(path, format="nt")

    def ask(self, asked: Asked) -> bool:
        return bool(self.graph.query(asked.query).askAnswer)

    def select(self, asked: Asked) -> tuple[list[str], Iterator[Row]]:
        result = self.graph.query(asked.query)
        names = _in_order([str(name) for name in result.vars or ()], asked)
        rows = (cast("ResultRow", row).asdict() for row in result)
        return names, ([_rdflib_term(row.get(name)) for name in names] for row in rows)

    def construct(self, asked: Asked) -> Iterator[Row]:
        triples = (cast("tuple[Node, Node, Node]", triple) for triple in self.graph.query(asked.query))
        return _sound([_rdflib_term(term) for term in triple] for triple in triples)


class OxigraphSource:
    """The graph in pyoxigraph (extra `rdf`)."""

    def __init__(self, path: Path) -> None:
        import pyoxigraph

        self.store = pyoxigraph.Store()
        self.store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def ask(self, asked: Asked) -> bool:
        return bool(self._query(asked.text))

    def select(self, asked: Asked) -> tuple[list[str], Iterator[Row]]:
        found = self._query(asked.text)
        names = _in_order([variable.value for variable in found.variables], asked)
        return names, ([_oxigraph_term(row[name]) for name in names] for row in found)

    def construct(self, asked: Asked) -> Iterator[Row]:
        triples = self._query(asked.text)
        return _sound(
            [_oxigraph_term(term) for term in (triple.subject, triple.predicate, triple.object)] for triple in triples
        )

    def _query(self, text: str) -> Any:
        try:
            return self.store.query(text)
        except (SyntaxError, ValueError) as error:
            # What rdflib's grammar lets pass: an address without scheme, a variable that is not grouped.
            raise Refusal("meaning", found=said_by(error)) from error
        except RuntimeError as error:
            if isinstance(error, RecursionError):
                raise
            # A function that nobody knows.
            raise Refusal("meaning", found=said_by(error)) from error


def _no_named_graphs(_: "QueryContext", part: "CompValue") -> Iterable[object]:
    """GRAPH finds nothing, as there is one graph only; rdflib by itself asks for a dataset."""
    if part.name == "Graph":
        return iter(())
    # With this rdflib is told to evaluate every other part itself.
    raise NotImplementedError


def _in_order(names: list[str], asked: Asked) -> list[str]:
    """The variables of a SELECT *, which an engine gives in any order, as they come in the query."""
    if not asked.star:
        return names
    seen = list(dict.fromkeys(_VARIABLE.findall(asked.text)))
    return sorted(names, key=lambda name: seen.index(name) if name in seen else len(seen))


def _sound(triples: Iterable[Row]) -> Iterator[Row]:
    """Leave out what is no triple: a literal as subject, an address with a space."""
    for subject, predicate, target in triples:
        if subject and predicate and target and subject.kind != "literal" and predicate.kind == "uri":
            yield subject, predicate, target


def _rdflib_term(term: object) -> Term | None:
    if isinstance(term, URIRef):
        # IRI("a b") is an error by the standard, rdflib makes an address of it.
        return None if _NOT_IN_IRI.search(term) else Term("uri", str(term))
    if isinstance(term, BNode):
        return Term("bnode", str(term))
    if isinstance(term, Literal):
        return literal(str(term), term.language, str(term.datatype) if term.datatype else None)
    return None


def _oxigraph_term(term: Any) -> Term | None:
    if term is None:
        return None
    kind = type(term).__name__
    if kind == "Literal":
        return literal(term.value, term.language, term.datatype.value)
    return Term("uri" if kind == "NamedNode" else "bnode", term.value)


def load(path: Path, *, most: int) -> tuple[str, Source]:
    """Load the graph into the best engine there is; `most` triples are held where that is rdflib.

    Raises:
        Refusal: the graph is too large for rdflib.
    """
    try:
        return "pyoxigraph", OxigraphSource(path)
    except ImportError:
        with path.open("rb") as file:
            lines = sum(1 for _ in file)
        if lines > most:
            raise Refusal("size", size=lines, most=most) from None
        return "rdflib", RdflibSource(path)
