"""SPARQL results in the forms of the W3C: JSON, XML, CSV and TSV of rows; N-Triples (which are Turtle) of triples."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import orjson

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_JSON = frozenset({"application/sparql-results+json", "application/json"})
_XML = frozenset({"application/sparql-results+xml", "application/xml"})
#: Media types of rows and truth values, and of graphs; the first is sent where the caller does not mind.
ROW_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
)
GRAPH_TYPES = ("text/turtle", "application/n-triples")
#: Characters that XML 1.0 cannot hold in any form.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term: `kind` is uri, bnode or literal; a literal has a language, or a datatype that is no string."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""

    def text(self) -> str:
        """The term as in N-Triples."""
        if self.kind == "uri":
            return f"<{self.value}>"
        if self.kind == "bnode":
            return f"_:{self.value}"
        body = self.value.replace("\\", "\\\\").replace('"', '\\"')
        body = body.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
        if self.language:
            return f'"{body}"@{self.language}'
        return f'"{body}"^^<{self.datatype}>' if self.datatype else f'"{body}"'


Row = Sequence[Term | None]


def literal(value: str, language: str | None, datatype: str | None) -> Term:
    """A literal; plain strings and texts with a language need no datatype."""
    plain = bool(language) or datatype in {None, _XSD_STRING}
    return Term("literal", value, language or "", "" if plain else str(datatype))


def write_truth(value: bool, media: str) -> bytes:
    """The answer of ASK; CSV and TSV have no form for it, so they get the bare word."""
    if media in _JSON:
        return orjson.dumps({"head": {}, "boolean": value})
    word = "true" if value else "false"
    if media in _XML:
        return _xml("", f"<boolean>{word}</boolean>")
    return word.encode()


def write_rows(names: Sequence[str], rows: Sequence[Row], media: str) -> bytes:
    """The answer of SELECT."""
    if media in _JSON:
        bindings = [{name: _json(term) for name, term in zip(names, row, strict=True) if term} for row in rows]
        return orjson.dumps({"head": {"vars": list(names)}, "results": {"bindings": bindings}})
    if media in _XML:
        head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
        return _xml(head, f"<results>{''.join(_xml_row(names, row) for row in rows)}</results>")
    stream = io.StringIO()
    if media == "text/csv":
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerows([_bare(term) for term in row] for row in rows)
    else:
        stream.write("\t".join(f"?{name}" for name in names) + "\n")
        stream.writelines("\t".join(term.text() if term else "" for term in row) + "\n" for row in rows)
    return stream.getvalue().encode()


def write_triples(triples: Sequence[Row]) -> bytes:
    """The answer of CONSTRUCT, each triple once."""
    lines = dict.fromkeys(" ".join(term.text() for term in triple if term) + " .\n" for triple in triples)
    return "".join(lines).encode()


def _json(term: Term) -> dict[str, str]:
    form = {"type": term.kind, "value": term.value}
    if term.language:
        form["xml:lang"] = term.language
    if term.datatype:
        form["datatype"] = term.datatype
    return form


def _bare(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def _xml_text(value: str) -> str:
    """The value as XML reads it back: a bare carriage return would become a line feed."""
    return escape(_NOT_XML.sub("\ufffd", value), {"\r": "&#13;"})


def _xml(head: str, body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head>{body}</sparql>\n'
    ).encode()


def _xml_row(names: Sequence[str], row: Row) -> str:
    parts = []
    for name, term in zip(names, row, strict=True):
        if term is not None:
            extra = f" xml:lang={quoteattr(term.language)}" if term.language else ""
            extra += f" datatype={quoteattr(term.datatype)}" if term.datatype else ""
            inner = f"<{term.kind}{extra}>{_xml_text(term.value)}</{term.kind}>"
            parts.append(f"<binding name={quoteattr(name)}>{inner}</binding>")
    return f"<result>{''.join(parts)}</result>"
