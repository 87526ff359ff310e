"""Citations against the texts themselves: quotes stand in the law, articles exist."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy import Citation, RuleBase


def _citations(rules: RuleBase) -> Iterator[Citation]:
    for rows in rules.rows.values():
        yield from (row.citation for row in rows)
    for provisions in rules.provisions.values():
        for provision in provisions:
            yield provision.citation
            yield from (condition.citation for condition in provision.conditions)


@pytest.mark.shared_data
def test_every_quote_stands_in_the_law_that_was_read(rules: RuleBase, shared: Path) -> None:
    texts = {
        hashlib.sha256(file.read_bytes()).hexdigest(): file.read_text(encoding="utf-8")
        for file in (shared / "policy" / "china_law").glob("*.md")
    }
    # Laws read elsewhere (Germany, the United States) are not among the shared texts.
    quoted = [item for item in _citations(rules) if item.source.sha256 in texts and item.quote]

    missing = [
        (item.source.id, item.article, item.quote) for item in quoted if item.quote not in texts[item.source.sha256]
    ]

    assert missing == []
    assert len(quoted) > 80


@pytest.mark.shared_data
def test_every_cited_article_exists(rules: RuleBase, shared: Path) -> None:
    texts = {
        hashlib.sha256(file.read_bytes()).hexdigest(): file.read_text(encoding="utf-8")
        for file in (shared / "policy" / "china_law").glob("*.md")
    }
    cited = {
        (item.source.id, item.source.sha256, item.article) for item in _citations(rules) if item.source.sha256 in texts
    }

    missing = [
        (source, article)
        for source, digest, named in cited
        for article in named.replace("第二款", "").split("、")
        if article.split("条")[0] + "条" not in texts[digest]
    ]

    assert missing == []
