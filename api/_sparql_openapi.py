"""What OpenAPI says about `/sparql`: parameters, media types, limits and errors."""

from typing import Any

from api._settings import ApiSettings
from api._sparql_accept import FORMATS
from api._sparql_terms import GRAPH_TYPES, ROW_TYPES

Json = dict[str, Any]

_EXAMPLE = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?label WHERE { ?concept skos:prefLabel ?label FILTER(LANG(?label) = "zh") } LIMIT 10"""
_QUERY: Json = {"type": "string", "description": "SELECT, ASK or CONSTRUCT of SPARQL 1.1."}
_FORM: Json = {
    "type": "string",
    "enum": list(FORMATS),
    "description": "Form of the answer, for tools that set no Accept header; `output` and `results` mean it too.",
}
#: status -> what it says, with the codes of the errors.
_ERRORS = {
    "400": "SPARQL_SYNTAX: the query cannot be read. SPARQL_REQUEST: not one query, or a parameter besides. "
    "SPARQL_REFUSED: DESCRIBE, FROM or SERVICE. SPARQL_TOO_LARGE: too many rows or bytes, too much memory.",
    "403": "SPARQL_READ_ONLY: an update.",
    "406": "NOT_ACCEPTABLE: no form in common.",
    "413": "BODY_TOO_LARGE: the query is too long.",
    "415": "UNSUPPORTED_MEDIA_TYPE: the body is neither a form nor a query.",
    "503": "SPARQL_UNAVAILABLE: the graph is not loaded, or is too large without the extra `rdf`. OVERLOADED: too many "
    "requests are waiting.",
    "504": "SPARQL_TIMEOUT: the query was stopped. TIMEOUT: it had to wait too long for others.",
}


def describe_limits(settings: ApiSettings) -> str:
    """The limits in words, as they are set here."""
    return (
        "SPARQL 1.1 protocol, read-only, over the reference graph without persons; one default graph, no named ones. "
        f"A query is stopped after {settings.sparql_timeout_s:g} s; an answer has at most "
        f"{settings.sparql_max_rows} rows or triples and {settings.sparql_max_bytes} bytes, a query "
        f"{settings.sparql_max_query_bytes} bytes and, on Linux, {settings.sparql_memory_bytes} bytes of memory."
    )


def sparql_operation(method: str, settings: ApiSettings) -> Json:
    """The OpenAPI operation of GET or POST."""
    text = {"schema": {"type": "string"}}
    content: Json = dict.fromkeys((*ROW_TYPES, *GRAPH_TYPES), text)
    content["application/sparql-results+json"] = {"schema": {"type": "object"}}
    content["application/json"] = {"schema": {"type": "object"}}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    made: Json = {
        "description": describe_limits(settings),
        "responses": {
            "200": {"description": "SELECT, ASK: rows or a truth value. CONSTRUCT: triples.", "content": content},
            **{status: {"description": said, "content": error} for status, said in _ERRORS.items()},
        },
    }
    if method == "GET":
        made["parameters"] = [
            {"name": "query", "in": "query", "required": True, "schema": _QUERY, "example": _EXAMPLE},
            {"name": "format", "in": "query", "required": False, "schema": _FORM},
        ]
        return made
    form = {
        "type": "object",
        "properties": {"query": _QUERY, "format": _FORM},
        "required": ["query"],
    }
    made["requestBody"] = {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {"schema": form, "example": {"query": _EXAMPLE}},
            "application/sparql-query": {"schema": _QUERY, "example": _EXAMPLE},
        },
    }
    return made
