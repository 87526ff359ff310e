"""The sentences of `texts.toml`, in every language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from ontology import Language
from reasoning.errors import TextMissingError


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    tables: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        resources.files("reasoning").joinpath("texts.toml").read_text("utf-8")
    )
    for section, entries in tables.items():
        for key, texts in entries.items():
            if set(texts) != set(Language):
                raise TextMissingError(
                    f"Text {section}.{key} is there in {sorted(texts)} only.",
                    hint=f"Write it in each of: {', '.join(Language)}.",
                )
    return tables


def sections() -> Mapping[str, tuple[str, ...]]:
    """Names of all texts, by section."""
    return {section: tuple(entries) for section, entries in _tables().items()}


def text(section: str, key: str, **values: Mapping[str, str] | str | float) -> dict[str, str]:
    """One sentence in each language.

    Args:
        values: what to put into its `{}` places; a mapping gives the text per language.
    Raises:
        TextMissingError: there is no such text.

    >>> text("move_kinds", "similar")
    {'zh': '相近', 'en': 'similar'}
    """
    try:
        templates = _tables()[section][key]
    except KeyError:
        raise TextMissingError(
            f"There is no text {section}.{key}.", hint="Add it to reasoning/texts.toml.", section=section, key=key
        ) from None
    return {
        language.value: templates[language].format(
            **{name: value[language] if isinstance(value, Mapping) else value for name, value in values.items()}
        )
        for language in Language
    }


def signal_text(signal: str) -> dict[str, str]:
    """What a signal of a score means, in each language.

    Raises:
        TextMissingError: the signal is not described.
    """
    return text("signals", signal)


def warning_text(warning: str) -> dict[str, str]:
    """A warning of an answer in words. Warnings are codes, some with a value behind a colon (`no_pay:CN-650000`)."""
    code, _, value = warning.partition(":")
    return text("warnings", code, value=value)
