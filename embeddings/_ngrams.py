"""Texts to sparse TF-IDF rows: character n-grams and words, in any script, without a trained tokenizer.

All texts are laid end to end as one array of code points and every n-gram is hashed there at once, so 14,000 skills
with their other names take about a second.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SparseRows = sparse.csr_array[np.float32]

#: Multiplier of the polynomial hash (odd, so that it is invertible modulo 2**64); Knuth's MMIX constant.
_BASE = np.uint64(6364136223846793005)
#: Features are told apart by 22 bits of their hash: of 50,000 features about 300 share a bucket, which a cosine of
#: hundreds of them does not notice; sorting 64-bit hashes instead doubles the time.
_BUCKET_BITS = 22
_NOT_WORD = re.compile(r"[^\w+#]+")


def fold_text(text: str) -> str:
    """The text in one form: compatibility characters unified, no case, words parted by one space.

    `+` and `#` stay, since they tell C, C++ and C# apart.

    >>> fold_text("Ｃ＋＋ / C#: Programming")
    'c++ c# programming'
    """
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def char_counts(texts: Sequence[str], *, lengths: Sequence[int] = (3, 4, 5)) -> SparseRows:
    """Count the character n-grams of each text; an n-gram may start or end at a space but not span one.

    Chinese characters carry as much as a short word, so their single characters and pairs count as well.

    Args:
        texts: any number of texts; they are folded first.
        lengths: lengths of the n-grams.
    Returns:
        Counts, float32, shape (len(texts), n_features).
    """
    codes, rows = _codes([f" {fold_text(text)} " for text in texts])
    space = codes == ord(" ")
    ideograph = (codes >= 0x3400) & (codes <= 0x9FFF)
    found: list[tuple[NDArray[np.int64], NDArray[np.uint64]]] = []
    for length in sorted({1, 2, *lengths}):
        if len(codes) < length:
            continue
        starts = np.arange(len(codes) - length + 1)
        keep = rows[starts] == rows[starts + length - 1]
        for middle in range(1, length - 1):
            keep &= ~space[starts + middle]
        if length not in lengths:
            for place in range(length):
                keep &= ideograph[starts + place]
        starts = starts[keep]
        # The salt keeps n-grams of different lengths apart.
        hashed = np.full(len(starts), length, dtype=np.uint64)
        for place in range(length):
            hashed = hashed * _BASE + codes[starts + place]
        found.append((rows[starts], hashed))
    return _count(found, len(texts))


def word_counts(texts: Sequence[str]) -> SparseRows:
    """Count the words of each text, and pairs of neighbouring ideographs in place of Chinese words.

    Returns:
        Counts, float32, shape (len(texts), n_features).
    """
    # A space on both sides of each ideograph would lose their order; pairs keep most of it.
    codes, rows = _codes([f" {fold_text(text)} " for text in texts])
    ideograph = (codes >= 0x3400) & (codes <= 0x9FFF)
    letter = (codes != ord(" ")) & ~ideograph
    edges = np.diff(np.concatenate(([0], letter.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    # Polynomial hash of each whole word: prefix sums would lose precision, so one pass per letter position.
    hashed = np.full(len(starts), 7, dtype=np.uint64)
    place = 0
    live = np.arange(len(starts))
    while len(live):
        hashed[live] = hashed[live] * _BASE + codes[starts[live] + place]
        place += 1
        live = live[starts[live] + place < ends[live]]
    pairs = np.flatnonzero(ideograph[:-1] & ideograph[1:] & (rows[:-1] == rows[1:])) if len(codes) > 1 else starts[:0]
    paired = (codes[pairs] * _BASE + codes[np.minimum(pairs + 1, len(codes) - 1)]) * _BASE
    return _count([(rows[starts], hashed), (rows[pairs], paired)], len(texts))


def tfidf(counts: SparseRows, *, max_share: float = 1.0) -> SparseRows:
    """Weigh counts by rarity and scale each row to unit length.

    (1 + ln count) · (ln((1 + n) / (1 + df)) + 1), then L2, as scikit-learn does with `sublinear_tf`.

    Args:
        counts: shape (n_texts, n_features).
        max_share: features in more than this share of the texts are dropped; they cost time and tell nothing.
    Returns:
        float32, shape of `counts`; an empty text stays a row of zeros.
    """
    counts = counts.copy()
    n_texts = counts.shape[0]
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = (np.log((1.0 + n_texts) / (1.0 + seen)) + 1.0).astype(np.float32)
    if max_share < 1.0:
        rarity[seen > max(2.0, max_share * n_texts)] = 0.0
    counts.data = (1.0 + np.log(counts.data)) * rarity[counts.indices]
    counts.eliminate_zeros()
    return unit_rows(counts)


def unit_rows(matrix: SparseRows) -> SparseRows:
    """Each row scaled to unit length; rows of zeros stay."""
    squares = np.zeros(matrix.shape[0], dtype=np.float64)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    np.add.at(squares, rows, matrix.data.astype(np.float64) ** 2)
    scale = 1.0 / np.sqrt(np.where(squares > 0, squares, 1.0))
    data = (matrix.data * scale[rows]).astype(np.float32)
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Code points of all texts laid end to end, and the text that each belongs to."""
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    return codes, rows


def _count(found: Sequence[tuple[NDArray[np.int64], NDArray[np.uint64]]], n_texts: int) -> SparseRows:
    rows = np.concatenate([part[0] for part in found]) if found else np.zeros(0, dtype=np.int64)
    hashes = np.concatenate([part[1] for part in found]) if found else np.zeros(0, dtype=np.uint64)
    # The top bits of one more multiplication are the well mixed ones.
    buckets = ((hashes * _BASE) >> np.uint64(64 - _BUCKET_BITS)).astype(np.int64)
    # Only buckets in use become columns, in ascending order.
    used = np.zeros(1 << _BUCKET_BITS, dtype=np.bool_)
    used[buckets] = True
    columns = (np.cumsum(used) - 1)[buckets]
    ones = np.ones(len(rows), dtype=np.float32)
    counts = sparse.coo_array((ones, (rows, columns)), shape=(n_texts, int(used.sum()))).tocsr()
    counts.sum_duplicates()
    return counts
