"""What an operator can set about the API; every limit is on by default."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings:
    """Limits and switches of the API.

    Attributes:
        max_upload_bytes: largest document that is read.
        max_depth: deepest nesting of fields in a GraphQL document; introspection has its own rule.
        max_cost: highest cost of a GraphQL operation, in points of the schema's `@cost`.
        max_tokens: lexical tokens of a GraphQL document.
        max_fields: fields of a GraphQL document after its fragments are spread.
        max_aliases, max_fragments, max_directives, max_variables, max_repeats: how many of each a document may
            have; a repeat is one more selection of the same name in one selection set.
        max_errors: validation stops after so many errors.
        document_cache: checked GraphQL documents that are kept.
        threads: requests that are worked on at the same time in one process.
        max_waiting: requests that may wait for a thread; one more is answered 503.
        timeout_s: seconds after which a request is answered 504.
        cors_origins: origins whose pages may call the API; empty closes it to all but its own page.
        introspection: whether the schema can be asked for.
        graphiql, docs, page: whether these pages are served.
        sparql: whether `/sparql` answers; off, because it holds the graph in a process of its own.
        sparql_timeout_s: seconds after which a query is stopped.
        sparql_max_rows, sparql_max_bytes: largest answer; one row or triple more is refused.
        sparql_max_query_bytes: longest query.
        sparql_memory_bytes: memory that one query may take beyond the graph (Linux only).
        sparql_max_triples: largest graph that is held without the extra `rdf`.
    """

    max_upload_bytes: int = 5 * 1024 * 1024
    max_depth: int = 12
    max_cost: int = 20_000
    max_tokens: int = 2_000
    max_fields: int = 400
    max_aliases: int = 30
    max_fragments: int = 20
    max_directives: int = 20
    max_variables: int = 20
    max_repeats: int = 10
    max_errors: int = 5
    document_cache: int = 500
    threads: int = 4
    max_waiting: int = 64
    timeout_s: float = 30.0
    cors_origins: tuple[str, ...] = ()
    introspection: bool = True
    graphiql: bool = True
    docs: bool = True
    page: bool = True
    sparql: bool = False
    sparql_timeout_s: float = 10.0
    sparql_max_rows: int = 10_000
    sparql_max_bytes: int = 16 * 1024 * 1024
    sparql_max_query_bytes: int = 16 * 1024
    sparql_memory_bytes: int = 1024 * 1024 * 1024
    sparql_max_triples: int = 400_000

    @property
    def max_body_bytes(self) -> int:
        """Largest JSON body: a document in base64 (4 bytes for 3) and 64 KiB of anything else."""
        return self.max_upload_bytes * 4 // 3 + 64 * 1024
