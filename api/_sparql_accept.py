"""Which form of an answer a caller wants: the Accept header (RFC 9110, 12.5.1), or a parameter that names one."""

from collections.abc import Sequence

from api.errors import NotAcceptableError

#: Media ranges with their weights, 0 to 1, in the order of the header; none of them for "any".
Wanted = Sequence[tuple[str, float]]

#: What tools that cannot set a header send as `format`, `output` or `results`.
FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "n-triples": "application/n-triples",
}


def read_accept(text: str) -> list[tuple[str, float]]:
    """Media ranges of an Accept header and their weights. A weight that is no number counts as 0.

    >>> read_accept("text/csv;q=0.5, application/*"), read_accept("")
    ([('text/csv', 0.5), ('application/*', 1.0)], [])
    """
    found: list[tuple[str, float]] = []
    for part in text.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        try:
            weight = float(quality)
        except ValueError:
            weight = 0.0
        if media:
            found.append((media, weight if 0.0 < weight <= 1.0 else 0.0))
    return found


def read_format(name: str) -> list[tuple[str, float]]:
    """The form that a parameter names.

    Raises:
        NotAcceptableError: there is no such form.

    >>> read_format("csv")
    [('text/csv', 1.0)]
    """
    media = FORMATS.get(name.lower(), name.lower())
    if media not in FORMATS.values():
        names = ", ".join(FORMATS)
        raise NotAcceptableError(
            f"There is no form {name[:80]!r} of an answer.",
            hint=f"Name one of: {names}; or send an Accept header.",
            hint_zh=f"请取其一：{names}；或使用 Accept 请求头。",
        )
    return [(media, 1.0)]


def choose(wanted: Wanted, offered: Sequence[str]) -> str | None:
    """The offered media type that is wanted most; None where none is wanted.

    The most specific range counts for a type. Of two with one weight the one that is named first wins, named ones
    before ranges, and then the one that is offered first.

    >>> choose([("text/*", 0.5), ("text/csv", 0.0)], ["text/csv", "text/tab-separated-values"])
    'text/tab-separated-values'
    """
    if not wanted:
        return offered[0]
    weights: dict[str, float] = {}
    for media, weight in wanted:
        weights.setdefault(media, weight)
    places = {media: place for place, media in enumerate(weights)}

    def rank(media: str) -> tuple[float, int]:
        ranges = (media, media.partition("/")[0] + "/*", "*/*")
        weight = next((weights[each] for each in ranges if each in weights), 0.0)
        return -weight, places.get(media, len(places))

    best = min(offered, key=rank)
    return best if rank(best)[0] < 0 else None
