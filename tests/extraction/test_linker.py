import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import Linker, Vocabulary, VocabularyEntry
from extraction._forms import FormTable
from extraction._grams import character_grams, window_counts, word_keys
from extraction._index import TextIndex
from extraction._vocabulary import EntryKind
from extraction.errors import LinkInputError, VocabularyEntryError
from ontology.vocabulary import Scheme


def test_own_name_comes_first(small: Vocabulary):
    links = Linker(small).link("Handle complaints", kind="skill", top=3)

    assert links[0].id == "s:complaints"
    assert links[0].label == "Handle complaints"
    assert all(first.score >= second.score for first, second in itertools.pairwise(links))


def test_chinese_text_gets_chinese_labels(small: Vocabulary):
    link = Linker(small).link("配送调度", kind="occupation", top=1)[0]

    assert (link.id, link.label) == ("o:dispatcher", "调度员")


def test_names_in_another_script_change_nothing():
    def ranked(*, chinese: bool) -> list[tuple[str, float]]:
        names = (("s:1", "take orders", "接单"), ("s:2", "pack orders", "包装订单"), ("s:3", "take naps", "小睡"))
        entries = [
            VocabularyEntry(
                id=code, kind=EntryKind.SKILL, scheme=Scheme.ESCO, labels={"en": en, **({"zh": zh} if chinese else {})}
            )
            for code, en, zh in names
        ]
        links = Linker(Vocabulary.build(entries)).link("take orders at the counter", kind="skill")
        return [(link.id, link.score) for link in links]

    assert ranked(chinese=True) == ranked(chinese=False) != []


def test_scheme_restricts_the_concepts(small: Vocabulary):
    assert [link.id for link in Linker(small).link("Excel", kind="skill", scheme="esco")] == ["s:esco-excel"]


def test_text_like_nothing_links_to_nothing(small: Vocabulary):
    assert Linker(small).link("zzz qqq", kind="skill") == ()
    assert Linker(small).link("", kind="skill") == ()


def test_labelled_examples_pull_a_title_to_their_concept():
    def vocabulary(examples: tuple[str, ...]) -> Vocabulary:
        return Vocabulary.build(
            VocabularyEntry(id=code, kind=EntryKind.OCCUPATION, scheme=Scheme.CSCO, labels={"zh": label}, examples=seen)
            for code, label, seen in (("csco:1", "道路客运服务员", ()), ("csco:2", "网约配送员", examples))
        )

    before = Linker(vocabulary(())).link("跑单骑士", kind="occupation")
    after = Linker(vocabulary(("美团骑士", "跑单员"))).link("跑单骑士", kind="occupation")

    assert before == ()
    assert after[0].id == "csco:2"


@pytest.mark.parametrize(
    ("kind", "scheme", "top"),
    [("course", None, 5), ("skill", "estco", 5), ("skill", "csco", 5), ("skill", None, 0)],
)
def test_bad_question_is_refused(small: Vocabulary, kind: str, scheme: str | None, top: int):
    with pytest.raises(LinkInputError):
        Linker(small).link("Excel", kind=kind, scheme=scheme, top=top)


def test_vocabulary_refuses_an_entry_without_label_and_a_repeated_id():
    bad = VocabularyEntry(id="x", kind=EntryKind.SKILL, scheme=Scheme.ESCO, labels={"en": " "})
    good = VocabularyEntry(id="x", kind=EntryKind.SKILL, scheme=Scheme.ESCO, labels={"en": "Excel"})

    with pytest.raises(VocabularyEntryError):
        Vocabulary.build([bad])
    with pytest.raises(VocabularyEntryError):
        Vocabulary.build([good, good])


def test_index_gives_the_cosine_worked_by_hand():
    """Two texts over the terms a, b: idf(a) = ln(3/3)+1 = 1, idf(b) = ln(3/2)+1 = 1.405465.

    The query "b" against "a b" is 1.405465 / sqrt(1 + 1.405465^2) = 0.814802; against "a" it is 0.
    """
    index = TextIndex([["a b"], ["a"]], str.split)

    assert index.scores("b") == pytest.approx([0.814802, 0.0], abs=1e-5)
    assert index.scores("a b") == pytest.approx([1.0, 1 / (1 + 1.405465**2) ** 0.5], abs=1e-5)


def test_unknown_term_makes_a_query_less_like_everything():
    """An unknown term counts at the rarest idf, so "b zzz" is sqrt(2) times as long as "b": 0.814802 / sqrt(2)."""
    index = TextIndex([["a b"], ["a"]], str.split)

    assert index.scores("b zzz") == pytest.approx([0.576152, 0.0], abs=1e-5)


def test_index_takes_the_best_text_and_the_best_query():
    index = TextIndex([["x y", "z"], [], ["q"]], word_keys)

    assert index.scores("z") == pytest.approx([1.0, 0.0, 0.0])
    assert index.best_scores(window_counts("q z")) == pytest.approx([1.0, 0.0, 1.0])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_scores_lie_between_zero_and_one(text: str):
    index = TextIndex(
        [["manage staff", "lead people"], ["路线规划"], ["plan"]], lambda words: [*word_keys(words), *words]
    )

    assert all(-1e-6 <= score <= 1 + 1e-5 for score in index.scores(text))


def test_grams_know_where_a_run_of_han_ends():
    assert "员 " in set(character_grams("调度员"))
    assert "员 " not in set(character_grams("员工"))


def test_form_table_takes_the_longest_name():
    table = FormTable()
    table.add("customer service", 0, rank=0, preferred=True)
    table.add("customer service representative", 1, rank=0, preferred=True)

    found = table.longest(["customer", "servic", "representativ", "now"], 0)

    assert found is not None
    assert (found[0], [form.row for form in found[1]]) == (3, [1])


def test_form_table_leaves_ordinary_words_out():
    table = FormTable()
    for name in ("work", "经验", "5", "a"):
        table.add(name, 0, rank=0, preferred=True)

    assert len(table) == 0
