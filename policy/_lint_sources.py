"""Lint of citations: firm enough, whole, quoted in at most two lines, and not superseded."""

from collections.abc import Iterator, Mapping
from unicodedata import east_asian_width

from policy._base import RuleBase
from policy._findings import Finding
from policy._rules import Citation, Dated, Provision, Source, Status

#: Source kinds that a rule in force may rest on.
_FIRM = frozenset(("law", "data"))
#: Width of a quoted line in columns; a Chinese character takes two.
_MOST_LINES, _COLUMNS = 2, 240


def lint_citations(rule_base: RuleBase) -> Iterator[Finding]:
    """Check every citation of the rules."""
    newer = _newer(rule_base.sources)
    for where, status, citation, dated in cited(rule_base):
        source = citation.source
        if status is Status.IN_FORCE and source.kind not in _FIRM:
            yield Finding(
                "soft-source",
                where,
                f"标为 in_force，但依据 {source.id} 的类型是 {source.kind}：请标为 unverified。",
                f"It is in_force on {source.id} ({source.kind}): mark it unverified.",
            )
        if source.kind == "law" and not citation.quote and "/condition/" in where:
            yield Finding(
                "quote",
                where,
                f"引用 {citation.article} 却没有引文：请抄录该条。",
                f"It cites {citation.article} without a quote: copy the clause.",
            )
        if _too_long(citation.quote):
            yield Finding(
                "quote",
                where,
                f"{citation.article} 的引文超过两行：只留下相关的一句。",
                f"The quote of {citation.article} is longer than two lines: keep the clause that matters.",
            )
        for by, article in newer.get(source.id, ()):
            # A row that has ended is history, and the older text was the law then.
            if status is Status.IN_FORCE and dated.effective_to is None and _covers(article, citation.article):
                yield Finding(
                    "superseded",
                    where,
                    f"引用的 {source.id} {citation.article} 已被 {by} 取代：请改引新文，或给出 `to`。",
                    f"{source.id} {citation.article} is superseded by {by}: cite the newer text, or give a `to`.",
                )


def lint_provenance(rule_base: RuleBase) -> Iterator[Finding]:
    """Check that what is in force can be looked up: quote, document number, date of issue, address, day of reading.

    The quote is asked of every value, the rest once of each source that a value in force rests on. A table or a formula
    is quoted by its head and the row or the term that gives the value; nothing goes without a quote.
    """
    resting: dict[str, tuple[Source, str]] = {}
    for where, status, citation, _ in cited(rule_base):
        if status is not Status.IN_FORCE:
            continue
        resting.setdefault(citation.source.id, (citation.source, where))
        if not citation.quote:
            yield Finding(
                "quote",
                where,
                f"标为 in_force，引用 {citation.article} 却没有引文：请抄录该条；没读过原文就标为 unverified。",
                f"It is in_force on {citation.article} without a quote: copy the clause, or mark it unverified.",
            )
    for source, where in resting.values():
        yield from _incomplete(source, where)


def _incomplete(source: Source, where: str) -> Iterator[Finding]:
    """What a source that carries something in force does not say; `none` in the file counts as said."""
    place = f"source/{source.id}"
    if not source.doc_no and "doc_no" not in source.bears_no:
        yield Finding(
            "no-number",
            place,
            f"{where} 依它为 in_force，它却没有文号：请填 doc_no；原文没有文号时写 doc_no: none。",
            f"{where} is in_force on it and it has no doc_no: add it, or write doc_no: none if the text bears none.",
        )
    if not source.issued and "issued" not in source.bears_no:
        yield Finding(
            "no-issued",
            place,
            f"{where} 依它为 in_force，它却没有印发或公布日期：请填 issued；原文没有日期时写 issued: none。",
            f"{where} is in_force on it and it has no issued: add it, or write issued: none if the text bears no date.",
        )
    if not source.url:
        yield Finding(
            "no-address",
            place,
            f"{where} 依它为 in_force，它却没有网址：请填 url；找不到原文就标为 unverified。",
            f"{where} is in_force on it and it has no url: add it, or mark what rests on it unverified.",
        )
    if source.retrieved is None:
        yield Finding(
            "no-retrieved",
            place,
            f"{where} 依它为 in_force，它却没有查阅日期：请填 retrieved。",
            f"{where} is in_force on it and it has no retrieved: add the day on which it was read.",
        )


def cited(rule_base: RuleBase) -> Iterator[tuple[str, Status, Citation, Dated]]:
    """Every citation with its place, its status and the row that it stands in."""
    for (parameter, jurisdiction), rows in rule_base.rows.items():
        for row in rows:
            yield f"{jurisdiction}/parameter/{parameter}/{row.effective_from}", row.status, row.citation, row
    for provision in provisions(rule_base):
        where = f"{provision.jurisdiction}/{provision.benefit}/{provision.slot}"
        yield where, provision.status, provision.citation, provision
        for rule in provision.conditions:
            yield f"{where}/condition/{rule.id}", rule.status, rule.citation, provision


def provisions(rule_base: RuleBase) -> Iterator[Provision]:
    """Every provision."""
    for rows in rule_base.provisions.values():
        yield from rows


def _newer(sources: Mapping[str, Source]) -> dict[str, list[tuple[str, str]]]:
    """By older source: the newer ones, each with the article that it replaces (empty: all)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for source in sources.values():
        for older, article in source.supersedes:
            found.setdefault(older, []).append((source.id, article))
    return found


def _covers(replaced: str, article: str) -> bool:
    """Whether replacing an article replaces what is cited: the whole source, the article, or a part of it.

    >>> _covers("art. 6", "art. 6(2)"), _covers("art. 6", "art. 61"), _covers("", "art. 3")
    (True, False, True)
    """
    if not article.startswith(replaced):
        return False
    return not replaced or not article[len(replaced) :][:1].isdigit() or not replaced[-1].isdigit()


def _too_long(quote: str) -> bool:
    width = sum(2 if east_asian_width(character) in "WF" else 1 for character in quote)
    return len(quote.strip().splitlines()) > _MOST_LINES or width > _COLUMNS
