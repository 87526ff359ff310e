"""Citations against the texts themselves: quotes stand in the law, New York's values equal the public table."""

import csv
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from policy import Citation, RuleBase

#: Our parameter for each scalar of the public table.
NEW_YORK = {
    "benefit.formula_min_amount": "ny_formula_minimum",
    "benefit.low_divisor": "ny_low_divisor",
    "benefit.low_hq_threshold": "ny_low_high_quarter",
    "benefit.max_amount": "ny_maximum_benefit",
    "benefit.max_weeks": "ny_maximum_weeks",
    "benefit.min_amount": "ny_minimum_benefit",
    "benefit.standard_divisor": "ny_standard_divisor",
    "benefit.two_quarter_hq_threshold": "ny_two_quarter_threshold",
    "eligibility.capped_other_quarters_rate": "ny_other_quarters_share",
    "eligibility.full_base_period_quarters": "ny_full_base_period_quarters",
    "eligibility.high_quarter_cap": "ny_high_quarter_cap",
    "eligibility.high_quarter_minimum": "ny_high_quarter_minimum",
    "eligibility.quarters_required": "ny_quarters_required",
}


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
        (item.source.id, item.source.sha256, item.article)
        for item in _citations(rules)
        if item.source.sha256 in texts
    }

    missing = [
        (source, article)
        for source, digest, named in cited
        for article in named.replace("第二款", "").split("、")
        if article.split("条")[0] + "条" not in texts[digest]
    ]

    assert missing == []


@pytest.mark.shared_data
def test_new_york_values_equal_the_public_table(rules: RuleBase, shared: Path) -> None:
    table: dict[str, dict[str, Decimal]] = {}
    with (shared / "policy" / "us_state_ui_parameters" / "values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["jurisdiction"] == "US-NY" and row["parameter"] in NEW_YORK:
                table.setdefault(NEW_YORK[row["parameter"]], {})[row["effective_from"]] = Decimal(row["value"])

    ours = {
        name: {row.effective_from.isoformat(): Decimal(str(row.value)) for row in rules.rows[name, "US-NY"]}
        for name in NEW_YORK.values()
    }

    assert ours == table


@pytest.mark.shared_data
def test_new_york_hours_tiers_equal_the_public_table(rules: RuleBase, shared: Path) -> None:
    parts: dict[str, Decimal] = {}
    with (shared / "policy" / "us_state_ui_parameters" / "values.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["jurisdiction"] == "US-NY" and row["parameter"].startswith("partial.hours_tiers"):
                parts[row["parameter"]] = Decimal(row["value"])
    tiers = tuple(
        (parts[f"partial.hours_tiers[{number}].threshold"], parts[f"partial.hours_tiers[{number}].amount"])
        for number in range(5)
    )

    (found,) = rules.rows["ny_partial_share", "US-NY"]

    assert found.value == tiers
