"""Global ids and cursors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api._ids import NODE_KINDS, cursor, global_id, key_of, read_cursor, split_id
from api.errors import CursorError


@given(st.sampled_from(NODE_KINDS), st.text(min_size=1))
def test_global_id_reads_back(kind: str, key: str) -> None:
    assert split_id(global_id(kind, key)) == (kind, key)


@pytest.mark.parametrize(
    "key",
    [
        "4-02-07-10",
        "onet:15-1252.00",
        "starter:skill/excel",
        "http://data.europa.eu/esco/skill/1",
        "外卖骑手",
        "",
        "2512",
    ],
)
def test_plain_key_stays_as_it_is(key: str) -> None:
    assert split_id(key) == ("", key)
    assert key_of(key) == key


def test_cursor_reads_back_in_the_same_state() -> None:
    assert read_cursor(cursor("store:7", 41), "store:7") == 41


def test_cursor_of_another_state_is_refused() -> None:
    with pytest.raises(CursorError, match="another state"):
        read_cursor(cursor("store:7", 41), "store:8")


@pytest.mark.parametrize("text", ["", "%%%", "MTIz", "外"])
def test_cursor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CursorError):
        read_cursor(text, "store:7")
