"""What the main job prints, and that it lines up in both languages."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ontology import Money
from pathloom._render import money_text
from pathloom._table import pad, table, width

Run = Callable[..., Any]


def test_width_counts_two_columns_for_a_wide_sign() -> None:
    """Two Chinese signs are four columns, a blank and four letters five."""
    assert width("路径 path") == 9
    assert pad("路径", 6) == "路径  "
    assert pad("12", 4, right=True) == "  12"


def test_table_lines_up_across_languages() -> None:
    lines = table(["月份", "结余"], [["2026-11", "-¥2,880"], ["十一月", "¥1"]], numbers=frozenset({1}))

    assert {width(line) for line in lines} == {16}


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("7496.00", "CNY", "zh", "¥7,496"),
        ("-2879.75", "CNY", "zh", "-¥2,880"),
        ("0.5", "USD", "en", "$0"),
        ("12", "EUR", "en", "EUR 12"),
    ],
)
def test_money_has_its_sign_and_no_cents(amount: str, currency: str, language: str, text: str) -> None:
    assert money_text(Money(Decimal(amount), currency), language) == text


def test_unknown_pay_is_said() -> None:
    assert money_text(None, "zh") == "未知"


def test_main_job_answers_each_person_in_their_language(pathloom: Run) -> None:
    answer = pathloom("run", "--no-serve")

    rider, agent = answer.out.split("━━━ Laid-off call-centre agent")
    assert answer.status == 0
    for part, words in (
        (rider, ("最佳路径", "备选路径", "招聘信息", "政策待遇", "失业保险金: 符合", "逐月资金计划", "不构成收入")),
        (
            agent,
            (
                "Best paths",
                "Alternatives",
                "Postings",
                "Unemployment insurance: eligible",
                "month by month",
                "promises",
            ),
        ),
    ):
        assert [word for word in words if word not in part] == []
    assert rider.count("AI 影响程度") >= 3
    assert "AI exposure" in agent


def test_main_job_is_one_document_with_json(pathloom: Run) -> None:
    people = pathloom("run", "--no-serve", "--json").document

    assert [person["person"] for person in people] == ["rider-zhengzhou", "call-centre-albany"]
    for person in people:
        assert len(person["paths"]["best"]) == 3
        assert len(person["paths"]["alternatives"]) == 5
        assert person["plan"]["months"]
        assert {item["verdict"] for item in person["benefits"]} <= {"eligible", "not_eligible", "unknown"}
        assert person["profile"]["skills"][0]["evidence"][0]["text"]
        assert len(person["postings"]) == 3
