"""Text of an HTML page without its furniture, and job advertisements that it carries as schema.org JSON-LD."""

import json
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

_FURNITURE = (
    "script, style, noscript, template, svg, nav, footer, iframe, form, button, select, [hidden], [aria-hidden=true]"
)
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
_DEPTH = 400


def html_text(markup: str) -> tuple[str, bool]:
    """The page's text, a block per line; and whether it is a job advertisement by its own JSON-LD.

    With a schema.org JobPosting in it, that is the text (title, employer, place, pay, description) and the page
    around it is left out.
    """
    tree = LexborHTMLParser(markup)
    for posting in _job_postings(tree):
        return "\n".join(_posting_lines(posting)), True
    for node in tree.css(_FURNITURE):
        node.decompose()
    return _text(tree.body or tree.root), False


def _text(root: LexborNode | None) -> str:
    pieces: list[str] = []
    if root is not None:
        _walk(root, pieces, 0)
    return "".join(pieces)


def _walk(node: LexborNode, pieces: list[str], depth: int) -> None:
    child = node.child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            pieces.append(
                " ".join((child.text_content or "").split())
                if "\n" in (child.text_content or "")
                else (child.text_content or "")
            )
        elif tag in ("td", "th"):
            _walk(child, pieces, depth + 1)
            pieces.append("\t")
        elif tag is not None and depth < _DEPTH:
            block = tag in _BLOCKS
            if block:
                pieces.append("\n")
            if tag == "li":
                pieces.append("• ")
            _walk(child, pieces, depth + 1)
            if block:
                pieces.append("\n")
        child = child.next


def _job_postings(tree: LexborHTMLParser) -> Iterator[Mapping[str, object]]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            content = json.loads(node.text())
        except (ValueError, RecursionError):
            continue  # many sites embed broken JSON-LD; the visible page is still read
        yield from _postings_in(content, 0)


def _postings_in(content: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > 6:
        return
    if isinstance(content, list):
        for item in content:
            yield from _postings_in(item, depth + 1)
    elif isinstance(content, dict):
        kinds = content.get("@type")
        if kinds == "JobPosting" or (isinstance(kinds, list) and "JobPosting" in kinds):
            yield content
        else:
            yield from _postings_in(content.get("@graph"), depth + 1)


def _posting_lines(posting: Mapping[str, object]) -> Iterator[str]:
    yield _words(posting.get("title"))
    yield _words(_at(posting, "hiringOrganization", "name"))
    place = _first(posting.get("jobLocation"))
    parts = [_words(_at(place, "address", part)) for part in ("addressLocality", "addressRegion", "addressCountry")]
    yield ", ".join(part for part in parts if part)
    salary = posting.get("baseSalary")
    if isinstance(salary, Mapping):
        low, high = _words(_at(salary, "value", "minValue")), _words(_at(salary, "value", "maxValue"))
        single = _words(_at(salary, "value", "value"))
        amount = f"{low} - {high}" if low and high else single or low or high
        if amount:
            unit = _words(_at(salary, "value", "unitText")) or "MONTH"
            yield f"Salary: {_words(salary.get('currency'))} {amount} per {unit.lower()}"
    yield ""
    for heading, key in (
        ("", "description"), ("Responsibilities", "responsibilities"), ("Requirements", "qualifications"),
        ("Skills", "skills"), ("Experience", "experienceRequirements"), ("Education", "educationRequirements"),
        ("Benefits", "jobBenefits"),
    ):  # fmt: skip
        text = _words(posting.get(key))
        if text:
            if heading:
                yield heading
            yield _text(LexborHTMLParser(text).body)
            yield ""


def _at(value: object, *path: str) -> object:
    for key in path:
        value = _first(value)
        if not isinstance(value, Mapping):
            return value if key in ("name", "value") and isinstance(value, str | int | float) else None
        value = value.get(key)
    return value


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _words(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(filter(None, map(_words, value)))
    if isinstance(value, Mapping):
        return _words(value.get("name") or value.get("description"))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
