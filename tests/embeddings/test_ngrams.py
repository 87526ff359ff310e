import numpy as np
import pytest

from embeddings._ngrams import char_counts, fold_text, tfidf, unit_rows, word_counts


def cosine(first: str, second: str, counter=char_counts) -> float:
    rows = unit_rows(counter([first, second]))
    return float((rows[[0]] @ rows[[1]].T).toarray()[0, 0])


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ｄａｔａ  Entry", "data entry"), ("C++ / C#", "c++ c#"), ("外卖·骑手", "外卖 骑手"), ("", ""), ("—", "")],
)
def test_fold_text_unifies_forms(text: str, folded: str) -> None:
    assert fold_text(text) == folded


def test_char_counts_counts_each_ngram_within_words() -> None:
    """ " ab cd " has the trigrams " ab", "ab ", " cd", "cd " and the one 4-gram " ab ", " cd ": six features."""
    counts = char_counts(["ab cd"], lengths=(3, 4))

    assert counts.sum() == 6
    assert counts.nnz == 6


def test_char_counts_counts_repeats() -> None:
    """ " aaaa ": " aa", "aaa" twice, "aa "."""
    counts = char_counts(["aaaa"], lengths=(3,))

    assert sorted(counts.data.tolist()) == [1.0, 1.0, 2.0]


def test_char_counts_take_single_ideographs_and_pairs() -> None:
    """ "骑手" alone: 骑, 手, 骑手, and the trigrams " 骑手", "骑手 "."""
    counts = char_counts(["骑手"], lengths=(3,))

    assert counts.nnz == 5


def test_char_counts_do_not_join_texts() -> None:
    together = char_counts(["abc", "def"], lengths=(3,))

    assert together.sum(axis=1).tolist() == [3.0, 3.0]


def test_char_counts_of_nothing_have_no_columns() -> None:
    assert char_counts([]).shape == (0, 0)
    assert char_counts(["", ""]).shape == (2, 0)


def test_word_counts_compare_by_words() -> None:
    """Two of three words shared: cosine 2/3."""
    assert cosine("drive heavy trucks", "Trucks: drive fast", word_counts) == pytest.approx(2 / 3)


def test_word_counts_use_pairs_of_ideographs() -> None:
    """外卖骑手 has the pairs 外卖, 卖骑, 骑手; 骑手站长 has 骑手, 手站, 站长: one of three shared."""
    assert cosine("外卖骑手", "骑手站长", word_counts) == pytest.approx(1 / 3)


def test_word_counts_tell_prefixes_apart() -> None:
    assert cosine("art", "artist", word_counts) == 0.0


def test_tfidf_follows_the_formula() -> None:
    """Words "a a b" and "b": n = 2; a: (1 + ln 2)(ln(3/2) + 1), b: 1·(ln(3/3) + 1) = 1."""
    rows = tfidf(word_counts(["a a b", "b"])).toarray()

    weight = (1 + np.log(2)) * (np.log(1.5) + 1)
    expected = sorted((weight / np.hypot(weight, 1), 1 / np.hypot(weight, 1)))
    assert sorted(rows[0].tolist()) == pytest.approx(expected)
    assert sorted(rows[1].tolist()) == pytest.approx([0.0, 1.0])


def test_tfidf_drops_common_features() -> None:
    rows = tfidf(word_counts(["x a", "x b", "x c", "x"]), max_share=0.5)

    assert np.diff(rows.indptr).tolist() == [1, 1, 1, 0]


def test_tfidf_leaves_its_argument_alone() -> None:
    counts = word_counts(["x a", "x b"])

    tfidf(counts)

    assert counts.data.tolist() == [1.0] * 4
