"""The sentences of this folder's `texts.toml`, in every language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("reasoning.finance").joinpath("texts.toml").read_text("utf-8"))


def finance_text(key: str, **values: str | int) -> dict[str, str]:
    """One sentence in each language with its places filled in."""
    return {language: template.format(**values) for language, template in _texts()[key].items()}
