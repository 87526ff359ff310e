"""Every error that can reach a person: one code each, and a meaning in Chinese."""

import importlib
import json
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ontology import PathloomError

from .conftest import Answer

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


@pytest.mark.parametrize(
    "error",
    [one for one in _all_errors() if one.__module__.partition(".")[0] in ("policy", "reasoning", "pathloom", "api")],
    ids=lambda error: error.code,
)
def test_every_error_says_in_chinese_what_to_do(error: type[PathloomError]) -> None:
    assert "hint_zh" in vars(error), f"{error.__name__} needs a hint_zh of its own"
    assert any("一" <= sign <= "鿿" for sign in error("x").hint_zh)


def test_advice_for_the_case_wins_over_that_of_the_class() -> None:
    from policy.errors import FactRangeError

    assert FactRangeError("x", hint="Check.", hint_zh="请核对第三行。").hint_zh == "请核对第三行。"
    assert FactRangeError("x", hint="Check.").hint_zh == FactRangeError.hint_zh


@pytest.mark.parametrize(("language", "advice"), [("zh", "请更正其中一项事实"), ("en", "Correct one of these facts")])
def test_advice_is_told_in_the_chosen_language(
    tmp_path: Path, pathloom: Callable[..., Answer], language: str, advice: str
) -> None:
    path = tmp_path / "facts.json"
    facts = {"us_base_period_wages_usd": 100, "us_high_quarter_wages_usd": 200}
    path.write_text(json.dumps({"jurisdiction": "US-NY", "facts": facts}), encoding="utf-8")

    answer = pathloom("benefits", "--facts", path, "--on", "2026-11-22", "--lang", language)

    assert answer.status == 4
    assert answer.err.splitlines()[-1].startswith(advice)
