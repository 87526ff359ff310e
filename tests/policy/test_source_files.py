"""Sources of each jurisdiction, and which of them supersede which."""

from collections.abc import Callable

import pytest

from policy import RuleBase
from policy._decision import citation_to_json
from policy.errors import PolicyError

OWN = """
sources:
  - {{id: newer, kind: data, title: {{zh: 新条例, en: Newer act}}, supersedes: [{{source: {first}, article: '5'}}]}}
  - {{id: newest, kind: data, title: {{zh: 最新条例, en: Newest act}}, supersedes: [{{source: newer}}]}}
"""
RULE = """
jurisdiction: CN
provisions:
  - {benefit: grant, slot: note, kind: information, topic: procedure, from: '2026-01-01', status: in_force,
     cite: {source: newest, article: '1'}, text: {zh: 到窗口办理。, en: Go to the office.}}
"""


def test_own_sources_of_a_jurisdiction_can_be_cited(written: Callable[..., RuleBase]) -> None:
    rules = written(rules__CN__sources=OWN.format(first="act"), rules__CN__rule=RULE)

    (row,) = rules.provisions["grant", "note", "CN"]
    assert row.citation.source.supersedes == (("newer", ""),)


@pytest.mark.parametrize(
    ("own", "code", "words"),
    [
        (OWN.format(first="newest"), "RULES_REFERENCE", "in a circle: newer -> newest -> newer"),
        (OWN.format(first="newer"), "RULES_REFERENCE", "in a circle: newer -> newer"),
        (OWN.format(first="atc"), "RULES_REFERENCE", "newer supersedes 'atc', which is no source"),
        (OWN.format(first="act").replace("id: newer", "id: act"), "RULES_FILE", "CN/sources.yaml: the source 'act'"),
        (
            OWN.format(first="act").replace("kind: data,", "kind: data, retrieved: '2026-02-30',", 1),
            "RULES_FILE",
            "2026-02-30",
        ),
        (
            OWN.format(first="act").replace("kind: data,", "kind: data, issued: '2026-13',", 1),
            "RULES_FILE",
            "'2026-13'",
        ),
        (OWN.format(first="act").replace("kind: data,", "kind: data, issued: '26-01',", 1), "RULES_FILE", "26-01"),
    ],
)
def test_sources_that_make_no_sense_are_refused(
    written: Callable[..., RuleBase], own: str, code: str, words: str
) -> None:
    with pytest.raises(PolicyError, match=words) as caught:
        written(rules__CN__sources=own, rules__CN__rule=RULE)

    assert caught.value.code == code


def test_none_says_that_a_text_bears_no_number_or_date_and_a_field_left_out_that_we_do_not_know(
    written: Callable[..., RuleBase],
) -> None:
    own = OWN.format(first="act")
    own = own.replace("id: newer, kind: data,", "id: newer, kind: data, doc_no: none, issued: '2026-01',", 1)
    own = own.replace("id: newest, kind: data,", "id: newest, kind: data, issued: none,", 1)

    sources = written(rules__CN__sources=own, rules__CN__rule=RULE).sources

    newer, newest = sources["newer"], sources["newest"]
    assert (newer.doc_no, newer.issued, newer.bears_no) == ("", "2026-01", frozenset({"doc_no"}))
    assert (newest.doc_no, newest.issued, newest.bears_no) == ("", "", frozenset({"issued"}))


def test_citation_as_json_says_when_its_text_was_issued(rules: RuleBase) -> None:
    """The notice on Shanghai's standard is of 30 June 2026, number 7 of that year."""
    cited = [row.citation for row in rules.rows["ui_standard_first_year", "CN-310000"]]

    assert [(item["doc_no"], item["issued"]) for item in map(citation_to_json, cited)] == [
        ("沪人社规〔2024〕13号", "2024-06-26"),
        ("沪人社规〔2025〕9号", "2025-06-30"),
        ("沪人社规〔2026〕7号", "2026-06-30"),
    ]
