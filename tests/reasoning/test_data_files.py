"""The figures and sentences of this room."""

import pytest

from embeddings._signals import ALL_SIGNALS
from ontology import Language
from reasoning import signal_text, text, warning_text, weights
from reasoning._texts import sections
from reasoning._weights import parse_weights, weight, whole
from reasoning.answers import MoveKind, SkillStatus
from reasoning.errors import TextMissingError, WeightsError

GOOD = '[a]\nvalue = 1\nunit = "x"\nsource = "s"\nreason = "r"\n'


def test_weights_all_have_unit_source_and_reason():
    assert all(one.unit and one.source and one.reason for one in weights().values())


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace('unit = "x"\n', ""),
        GOOD.replace('"s"', '" "'),
        GOOD.replace("1", '"one"'),
        GOOD.replace("1", "true"),
        GOOD + 'note = "n"\n',
        GOOD + GOOD,
        "a = 1\n",
    ],
)
def test_weights_file_with_a_fault_is_refused(bad):
    parse_weights(GOOD)

    with pytest.raises(WeightsError):
        parse_weights(bad)


def test_weight_that_is_not_there_is_refused():
    with pytest.raises(WeightsError, match="no weight 'nonsense'"):
        weight("nonsense")


def test_weight_that_is_no_whole_number_counts_nothing():
    with pytest.raises(WeightsError, match=r"0\.4"):
        whole("diversity")


def test_texts_exist_for_every_word_that_answers_use():
    for kind in MoveKind:
        assert set(text("move_kinds", kind.value)) == set(Language)
    for status in SkillStatus:
        assert set(text("skill_statuses", status.value)) == set(Language)
    for signal in ALL_SIGNALS:
        assert set(signal_text(signal)) == set(Language)


def test_warning_text_puts_the_value_in():
    assert "CN-650000" in warning_text("no_pay:CN-650000")["zh"]


def test_text_that_is_missing_is_refused():
    with pytest.raises(TextMissingError, match=r"signals\.magic"):
        signal_text("magic")


def test_sections_are_those_that_readers_ask_for():
    assert {"signals", "warnings", "caveats", "activities"} <= set(sections())
