"""Records from a builder are the same as those from the constructor, and just as frozen."""

import pickle
from copy import copy
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from policy import Condition, Decision
from policy._decision import CONDITION_TEXTS
from policy._quick import builder


@dataclass(frozen=True, slots=True)
class Pair:
    one: int
    other: str = "b"


@dataclass(frozen=True, slots=True)
class Listed:
    parts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    one: int

    def __post_init__(self) -> None:
        raise ValueError


def test_built_record_equals_a_constructed_one() -> None:
    build = builder(Pair)

    assert build(1) == Pair(1)
    assert build(1, other="c") == Pair(1, "c")
    assert type(build(1)) is Pair
    assert hash(build(1)) == hash(Pair(1))
    assert replace(build(1), one=2) == Pair(2)


def test_built_record_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        builder(Pair)(1).one = 2  # type: ignore[misc]


def test_missing_argument_is_an_error() -> None:
    with pytest.raises(TypeError):
        builder(Pair)()  # type: ignore[call-arg]


@pytest.mark.parametrize("record", [Listed, Checked])
def test_class_that_works_out_fields_is_refused(record: type) -> None:
    with pytest.raises(TypeError, match="own constructor"):
        builder(record)


@pytest.mark.parametrize("record", [Decision, Condition])
def test_every_field_stands_in_its_own_slot(record: type) -> None:
    names = [item.name for item in fields(record)]

    built = builder(record)(**{name: number for number, name in enumerate(names)})

    assert [getattr(built, name) for name in names] == list(range(len(names)))


def _written(values: tuple[object, ...]) -> Condition:
    """A condition whose texts are written from a figure when they are read."""
    build = builder(Condition, later=CONDITION_TEXTS, instead="_texts")
    return build("a", {}, True, None, None, (), False, None, values)


def _texts(have: str, need: str) -> tuple[str, str, dict[str, str], dict[str, str]]:
    return have, need, {"en": f"{have} months"}, {"en": f"at least {need}"}


def test_texts_of_a_condition_are_written_once_when_one_is_read() -> None:
    asked: list[str] = []

    def write(have: str, need: str) -> tuple[str, str, dict[str, str], dict[str, str]]:
        asked.append(have)
        return _texts(have, need)

    condition = _written((write, "10", "12"))
    assert (condition.met, asked) == (True, [])

    assert condition.need_text == {"en": "at least 12"}
    assert (condition.have, condition.need, condition.have_text) == ("10", "12", {"en": "10 months"})
    assert asked == ["10"]


def test_condition_with_unread_texts_equals_one_with_written_ones() -> None:
    whole = Condition("a", {}, "10", "12", True, None, None, (), False, None, *_texts("10", "12")[2:])  # type: ignore[arg-type]

    assert _written((_texts, "10", "12")) == whole
    assert repr(_written((_texts, "10", "12"))) == repr(whole)
    assert copy(_written((_texts, "10", "12"))) == whole
    assert pickle.loads(pickle.dumps(_written((_texts, "10", "12")))) == whole
    assert _written((_texts, "11", "12")) != whole


def test_condition_has_no_other_fields() -> None:
    with pytest.raises(AttributeError, match="worth"):
        _ = _written((_texts, "10", "12")).worth  # type: ignore[attr-defined]
