"""The arithmetic behind the tables, against sums worked out by hand; nothing here takes a time."""

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import bench_row, bench_stores, results_file, score_row
from benchmarks.bench_policy import by_hand_zhengzhou
from benchmarks.bench_row import BenchRow
from benchmarks.measure import percentile
from benchmarks.rank_overlap import rank_biased_overlap
from benchmarks.score_eligibility import fill_in, naive_verdict, verdict
from benchmarks.score_fairness import pay_ratio
from benchmarks.score_row import ScoreRow
from benchmarks.twins import twins
from graph import build_snapshot, ingest, open_store
from ontology import Verdict, read_starter
from policy import Facts, load_rule_base, read_examples

pytestmark = pytest.mark.checkout


def test_overlap_of_swapped_leaders_by_hand() -> None:
    """abc, bac: agreements 0, 2/2, 3/3. 1 x 0.9^3 + (0.1 / 0.9) x (0 + 0.9^2 + 0.9^3) = 0.729 + 0.171 = 0.9."""
    assert rank_biased_overlap("abc", "bac") == pytest.approx(0.9)


def test_overlap_with_another_persistence() -> None:
    """p = 0.5: 1 x 0.125 + 1 x (0 + 0.25 + 0.125) = 0.5."""
    assert rank_biased_overlap("abc", "bac", persistence=0.5) == pytest.approx(0.5)


def test_overlap_of_a_shorter_list_counts_the_common_depth() -> None:
    assert rank_biased_overlap("ab", "abxy") == pytest.approx(1.0)


@pytest.mark.parametrize(("left", "right", "expected"), [("", "", 1.0), ("", "a", 0.0), ("a", "", 0.0)])
def test_overlap_of_empty_lists(left: str, right: str, expected: float) -> None:
    assert rank_biased_overlap(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"), [([4.0, 2.0], [6.0], 0.5), ([6.0], [2.0, 4.0], 0.5), ([5.0], [5.0], 1.0)]
)
def test_pay_ratio_is_the_lower_median_over_the_higher(
    left: Sequence[float], right: Sequence[float], expected: float
) -> None:
    assert pay_ratio(left, right) == pytest.approx(expected)


def test_pay_ratio_without_pay_is_unknown() -> None:
    assert math.isnan(pay_ratio([], [1.0]))


@pytest.mark.parametrize(("share", "expected"), [(0.01, 1), (0.5, 50), (0.99, 99), (1.0, 100)])
def test_percentile_is_the_nearest_rank(share: float, expected: float) -> None:
    """Of 1 to 100 in any order, the value at rank ceil(100 x share)."""
    assert percentile([float(value) for value in range(100, 0, -1)], share) == expected


def test_score_row_without_a_published_figure_has_no_gap() -> None:
    row = ScoreRow(task="t", data="d", n=4, metric="MRR", ours=0.5, baseline=0.4, note="why")

    assert row.gap is None
    assert "| t | d | 4 | MRR | 0.500 | 0.400 | - | - | 1 |" in score_row.as_table([row])
    assert score_row.as_table([row]).endswith("1. why")


def test_score_row_gap_is_ours_less_the_published() -> None:
    row = ScoreRow(task="t", data="d", n=4, metric="MRR", ours=0.5, published=0.75)

    assert row.gap == -0.25
    assert score_row.as_data(row)["gap"] == -0.25


def test_bench_row_ratio_is_ours_over_the_peers() -> None:
    row = BenchRow(subject="s", n=2, unit="s", ours=3.0, peer="p", peer_value=1.5)

    assert row.ratio == 2.0
    assert "| s | 2 | 3 | s | p | 1.5 | 2x |  |" in bench_row.as_table([row])


def test_missing_data_are_said_instead_of_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATHLOOM_SHARED", str(tmp_path))

    (row,) = bench_stores.sqlite_rows()

    assert row.ours is None
    assert "PATHLOOM_SHARED" in row.note
    assert bench_stores.ensure_store() is None


def test_results_keep_other_sections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_file, "RESULTS", tmp_path / "RESULTS.md")

    results_file.write_section("Quality", "score", "| old |")
    results_file.write_section("Speed", "bench", "| fast |")
    results_file.write_section("Quality", "score", "| new |")

    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert text.count("## Quality") == text.count("## Speed") == 1
    assert "| new |" in text
    assert "| fast |" in text
    assert "| old |" not in text


def test_naive_evaluator_takes_missing_facts_for_no() -> None:
    """An example that is eligible, without its first yes: we do not know, the naive one refuses."""
    rule_base = load_rule_base()
    example = next(item for item in read_examples() if item.id == "cn_zhengzhou_ui/months-72")
    less = {name: value for name, value in example.facts.items() if name != "registered_unemployed"}
    open_question = type(example)(
        id="open", clause="", benefit=example.benefit, jurisdiction=example.jurisdiction, on=example.on, facts=less,
        expected={},
    )  # fmt: skip

    assert verdict(example, rule_base) is Verdict.ELIGIBLE
    assert verdict(open_question, rule_base) is Verdict.UNKNOWN
    assert naive_verdict(open_question, rule_base) is Verdict.NOT_ELIGIBLE


def test_filling_in_keeps_what_is_stated() -> None:
    rule_base = load_rule_base()

    filled = fill_in(Facts({"registered_unemployed": True}), rule_base).values

    assert filled["registered_unemployed"] is True
    assert filled["seeking_work"] is False
    assert filled["ui_contribution_months"] == 0
    assert "separation_reason" not in filled


def test_hand_written_rule_follows_article_24() -> None:
    """72 months: 12 + 2 x 2 = 16; 90 % of 2,100 is 1,890 (Henan 2024, article 18)."""
    facts = {
        "employment_status": "unemployed", "separation_reason": "layoff", "registered_unemployed": True,
        "seeking_work": True, "drawing_pension": False, "ui_contribution_months": 72,
    }  # fmt: skip

    eligible, months, amount = by_hand_zhengzhou(facts)

    assert (eligible, months, f"{amount:f}") == (True, 16, "1890.00")
    assert by_hand_zhengzhou({**facts, "ui_contribution_months": 11})[0] is False
    assert by_hand_zhengzhou({key: facts[key] for key in facts if key != "seeking_work"})[0] is None


def test_twins_differ_in_lines_about_their_trait_only() -> None:
    with open_store("sqlite:///:memory:") as store:
        ingest(store, read_starter())
        snapshot = build_snapshot(store)
    words = {
        ("en", "gender"): ("Mr", "Ms", "male", "female", "He", "She"),
        ("en", "age"): ("1994", "1970", "32", "56"),
        ("zh", "gender"): ("先生", "女士", "男", "女", "他", "她"),
        ("zh", "age"): ("1994", "1970", "32", "56"),
        ("zh", "hukou"): ("城镇户口", "农村户口"),
    }

    pairs = list(twins(snapshot, occupations=3, seed=1))

    assert len(pairs) == 3 * len(words)
    for pair in pairs:
        changed = [
            (left, right)
            for left, right in zip(pair.left.splitlines(), pair.right.splitlines(), strict=True)
            if left != right
        ]
        assert changed
        for left, right in changed:
            stripped = [_without(line, words[pair.language, pair.trait]) for line in (left, right)]
            assert stripped[0] == stripped[1]
    assert [pair.left for pair in pairs] == [pair.left for pair in twins(snapshot, occupations=3, seed=1)]
    assert [pair.left for pair in pairs] != [pair.left for pair in twins(snapshot, occupations=3, seed=2)]


def _without(line: str, words: Sequence[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        line = line.replace(word, "")
    return line
