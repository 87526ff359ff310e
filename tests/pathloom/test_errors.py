"""Every error that can reach a person: one code each, and a meaning in Chinese."""

import importlib
import pkgutil

import pytest

from ontology import PathloomError

ROOMS = ("ontology", "graph", "policy", "extraction", "embeddings", "reasoning", "insight", "api", "pathloom")


def _all_errors() -> list[type[PathloomError]]:
    for room in ROOMS:
        package = importlib.import_module(room)
        if any(module.name == "errors" for module in pkgutil.iter_modules(package.__path__)):
            importlib.import_module(f"{room}.errors")
    found: list[type[PathloomError]] = []
    waiting: list[type[PathloomError]] = [PathloomError]
    while waiting:
        error = waiting.pop()
        # Tests define errors of their own.
        if error.__module__.partition(".")[0] in ROOMS:
            found.append(error)
        waiting.extend(error.__subclasses__())
    return found


def test_every_code_belongs_to_one_class() -> None:
    owners: dict[str, set[str]] = {}
    for error in _all_errors():
        owners.setdefault(error.code, set()).add(f"{error.__module__}.{error.__name__}")

    shared = {code: names for code, names in owners.items() if len(names) > 1}

    assert shared == {}


@pytest.mark.parametrize("error", _all_errors(), ids=lambda error: error.code)
def test_every_error_says_in_chinese_what_it_means(error: type[PathloomError]) -> None:
    assert "message_zh" in vars(error), f"{error.__name__} needs a message_zh of its own"
    assert any("一" <= sign <= "鿿" for sign in error.message_zh)
