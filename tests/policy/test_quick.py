"""Records from a builder are the same as those from the constructor, and just as frozen."""

from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from policy import Condition, Decision
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
