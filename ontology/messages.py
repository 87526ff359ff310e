"""What each error code means, in both languages, for people who do not read English messages."""

import tomllib
from functools import cache
from importlib import resources


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("ontology").joinpath("messages.toml").read_text("utf-8"))


def summary(code: str, language: str) -> str:
    """One sentence on the code; "" for a code that has none (a test asserts that every code has one)."""
    return _texts().get(code, {}).get(language, "")


def codes() -> frozenset[str]:
    """All codes that have a text."""
    return frozenset(_texts())
