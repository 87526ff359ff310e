"""Window scoring against a plain reference that cuts every window, counts its keys and takes the best cosine."""

import itertools
import math
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction import _index
from extraction._grams import has_han, window_counts, word_keys
from extraction._index import TextIndex
from extraction._normalise import fold
from extraction._tokens import TOKEN, is_han, key

_NAMES = [
    ["plan the route", "route planning", "路线规划"],
    ["use Power BI", "使用Power BI"],
    [],
    ["manage staff", "lead people", "人员管理", "管理人员"],
    ["人员管理操作设备", "plan the route with staff power"],
    ["C++", "Java 编程", "程序设计", "设计"],
    ["the", "操作设备", "操作 操作 设备"],
]
_WORDS = [
    *("plan", "the", "routes", "Power", "BI", "C++", "don't", "3", "42", "zzz", "路线", "规划", "管理", "人员", "操作"),
    *("设备", "设计", "员", "㐀", "，", "、", ".", ".NET", "ASP.NET", "ＡＩ", "⼯", "é", "e\u0301", "\u200b", "/"),
]
_TEXTS = st.tuples(st.sampled_from(["", " "]), st.lists(st.sampled_from(_WORDS), max_size=12)).map(
    lambda parts: parts[0].join(parts[1])
)


def reference_windows(text: str) -> list[list[str]]:
    """Tokens of each window: all of them, then each stretch of so many pieces."""
    words = text.split()
    if len(words) < 3 and has_han(text):
        pieces, sizes = [[token] for token in TOKEN.findall(fold(text))], (2, 3, 4, 6, 8)
    else:
        pieces, sizes = [TOKEN.findall(fold(word)) for word in words], (1, 2, 3, 4, 6)
    cuts = [pieces] + [pieces[at : at + size] for size in sizes for at in range(len(pieces) - size + 1)]
    return [[token for piece in cut for token in piece] for cut in cuts]


def reference_keys(tokens: list[str]) -> list[str]:
    """Pairs of neighbours that are both Han, and stems of all else but signs."""
    pairs = [one + two for one, two in itertools.pairwise(tokens) if is_han(one) and is_han(two)]
    return pairs + [key(token) for token in tokens if not is_han(token) and (token[0].isalnum() or token[0] == ".")]


def reference_scores(names: list[list[str]], text: str) -> list[float]:
    """Best cosine of any window with any name: (1 + ln count) x idf, a key of no name at the rarest idf."""
    rows = [Counter(word_keys(name)) for own in names for name in own or [""]]
    known = Counter(term for row in rows for term in row)
    idf = {term: math.log((1 + len(rows)) / (1 + count)) + 1 for term, count in known.items()}
    rarest = max(idf.values())

    def vector(counts: Counter[str]) -> dict[str, float]:
        weights = {term: (1 + math.log(count)) * idf.get(term, rarest) for term, count in counts.items()}
        length = math.sqrt(math.fsum(weight**2 for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    queries = [vector(Counter(reference_keys(window))) for window in reference_windows(text)]
    targets = [[vector(Counter(word_keys(name))) for name in own] for own in names]
    return [
        max((math.fsum(query.get(term, 0.0) * weight for term, weight in name.items())
             for name in own for query in queries), default=0.0)
        for own in targets
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_TEXTS | st.text(max_size=30))
@example("")
@example("中")
@example("a")
@example("，。！")
@example("负责公司的路线规划、人员管理，操作操作设备并使用Java。")
@example("Plan the route, plan the route and lead the people.")
@example("熟练 使用 Power BI 做 程序 设计")
@example("会用Power BI做图")
@example("要做人员管理操作设备等")
@example("to plan the route with staff power now and then")
@example("操作设备，路线规划。" * 50)
@example("plan the route with zzz " * 20)
def test_scores_are_those_of_windows_scored_one_by_one(text: str):
    index = TextIndex(_NAMES, word_keys)

    assert index.best_scores(window_counts(text)) == pytest.approx(reference_scores(_NAMES, text), abs=2e-6)


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_scores_do_not_depend_on_how_many_windows_are_compared_at_once(monkeypatch: pytest.MonkeyPatch, at_once: int):
    index = TextIndex(_NAMES, word_keys)
    text = "负责公司的路线规划、人员管理，操作操作设备并使用Java。"
    whole = index.best_scores(window_counts(text)).tolist()

    monkeypatch.setattr(_index, "_AT_ONCE", at_once)

    assert index.best_scores(window_counts(text)).tolist() == whole


def counts_of_windows(text: str) -> set[frozenset[tuple[str, int]]]:
    """Keys with their counts, of every window that has some."""
    found = window_counts(text)
    windows: dict[int, set[tuple[str, int]]] = {}
    for query, term, count in zip(found.query, found.term, found.count, strict=True):
        windows.setdefault(int(query), set()).add((found.terms[term], int(count)))
    return {frozenset(keys) for keys in windows.values()}


def test_windows_hold_the_text_and_its_stretches():
    assert counts_of_windows("plan the route") == {
        frozenset(keys)
        for keys in (
            [("plan", 1)], [("the", 1)], [("rout", 1)], [("plan", 1), ("the", 1)], [("the", 1), ("rout", 1)],
            [("plan", 1), ("the", 1), ("rout", 1)],
        )
    }  # fmt: skip
    assert frozenset([("路线", 1), ("线规", 1), ("规划", 1)]) in counts_of_windows("会做路线规划和导航")
    assert frozenset([("操作", 2), ("作操", 1)]) in counts_of_windows("操作操作")


def test_latin_words_in_a_chinese_text_stay_apart():
    """The blank between them is theirs, however few the text has."""
    assert frozenset([("power", 1), ("bi", 1)]) in counts_of_windows("会用Power BI做图")
    assert not any("powerbi" in dict(keys) for keys in counts_of_windows("会用Power BI做图"))


def test_full_width_letters_are_one_word():
    assert counts_of_windows("ＡＩ训练") == counts_of_windows("AI训练")


def test_a_word_is_not_cut_at_its_dot():
    assert not any(".net" in dict(keys) for keys in counts_of_windows("用ASP.NET开发"))


def test_long_text_takes_little_memory_for_its_windows():
    """Of 5,000 characters 4,999 pairs; each is in at most 1 + 1 + 2 + 3 + 5 + 7 windows, the whole text among them."""
    found = window_counts("路线规划" * 1250)

    assert len(found.count) <= 4999 * 19
    assert found.queries == 1 + 5 * 5000
