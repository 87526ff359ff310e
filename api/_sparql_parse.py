"""Reads a SPARQL query before an engine does: which kind it is, and whether it only reads, and only this graph."""

import re
from dataclasses import dataclass

from pyparsing import ParseException
from rdflib.plugins.sparql import parser as grammar
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query

from api._sparql_messages import Message

#: What the kinds of query are called in rdflib's syntax tree.
_KINDS = {"SelectQuery": "SELECT", "AskQuery": "ASK", "ConstructQuery": "CONSTRUCT", "DescribeQuery": "DESCRIBE"}
#: An escaped code point, or any other escape, which stays as it is (`\\u0041` is a backslash and five letters).
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that may be answered: SELECT, ASK or CONSTRUCT; `star` where it is a SELECT *."""

    kind: str
    text: str
    query: Query
    star: bool = False


class Refusal(Exception):  # noqa: N818 - not an error of ours: a message for the parent, which has the errors
    """A query that gets no answer, with the code of the reason."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.message: Message = {"error": code, **details}


def plain(text: str) -> str:
    r"""The query with its code points unescaped (SPARQL 1.1, 19.2) and one kind of line end.

    Two parsers read it, ours to judge and the engine's to answer. They differ in both points: to one a lone carriage
    return ends a comment, to the other it does not, so a SERVICE behind it would be seen by one of them only.

    Raises:
        Refusal: an escape is of no character.

    >>> plain(r"ASK { ?x \u003Curn:p> '\\u0041' }")
    "ASK { ?x <urn:p> '\\\\u0041' }"
    """

    def character(found: re.Match[str]) -> str:
        digits = found[1] or found[2]
        if digits is None:
            return found[0]
        point = int(digits, 16)
        if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
            raise Refusal("meaning", found=f"{found[0]} is no character")
        return chr(point)

    return _LONE_RETURN.sub("\n", _ESCAPE.sub(character, text))


def parse(sent: str) -> Asked:
    """Check a query and say of which kind it is.

    Raises:
        Refusal: it is no query, changes something, or would fetch something from elsewhere.
    """
    text = plain(sent)
    try:
        # Not `parseQuery`: that unescapes once more.
        tree = grammar.Query.parse_string(text, parse_all=True)
    except ParseException as error:
        if _is_update(text):
            raise Refusal("update") from error
        found = (error.line or "").strip()[:80]
        raise Refusal("syntax", line=error.lineno, column=error.column, found=found) from error
    body = tree[1]
    kind = _KINDS[body.name]
    if kind == "DESCRIBE":
        raise Refusal("describe")
    if body.datasetClause:
        raise Refusal("elsewhere", word="FROM")
    if _has_service(body):
        raise Refusal("elsewhere", word="SERVICE")
    try:
        return Asked(kind, text, translateQuery(tree), star=kind == "SELECT" and "projection" not in body)
    except (MemoryError, OSError, RecursionError):
        raise
    except Exception as error:
        # An undefined prefix, a variable bound twice: rdflib raises plain Exception for each.
        raise Refusal("meaning", found=said_by(error)) from error


def said_by(error: Exception) -> str:
    """What a library says of a query, short enough to be passed on."""
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__


def _is_update(text: str) -> bool:
    try:
        return bool(grammar.UpdateUnit.parse_string(text, parse_all=True)[0].request)
    except ParseException:
        return False


def _has_service(part: object) -> bool:
    if isinstance(part, CompValue):
        return part.name == "ServiceGraphPattern" or any(_has_service(inner) for inner in part.values())
    if isinstance(part, str) or not hasattr(part, "__iter__"):
        return False
    return any(_has_service(inner) for inner in part)
