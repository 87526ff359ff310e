"""Every setting in one table: name, environment variable, default, what it does. Docs and `doctor` read it too."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pathloom.errors import SettingError


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `default` is text, as in the environment. A `secret` is never shown."""

    name: str
    variable: str
    default: str
    help: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("home", "PATHLOOM_HOME", ".pathloom", "Folder of the embedded store, the snapshot cache and packages."),
    Setting("store", "PATHLOOM_STORE", "", "sqlite:///PATH or bolt://HOST:PORT; empty: graph.sqlite in the home."),
    Setting("store_user", "NEO4J_USER", "neo4j", "User name for a bolt:// store."),
    Setting("store_password", "NEO4J_PASSWORD", "", "Password for a bolt:// store.", secret=True),
    Setting("model", "PATHLOOM_MODEL", "", "Folder of trained vectors; empty: model in the home, else the shipped."),
    Setting("host", "PATHLOOM_HOST", "127.0.0.1", "Address to serve on; others than loopback open it to the network."),
    Setting("port", "PATHLOOM_PORT", "8000", "Port to serve on."),
    Setting("workers", "PATHLOOM_WORKERS", "1", "Server processes."),
    Setting("sparql", "PATHLOOM_SPARQL", "0", "1: answer read-only SPARQL queries at /sparql."),
    Setting("language", "PATHLOOM_LANG", "", "zh or en; empty: from the locale."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings as read; paths are absolute."""

    home: Path
    store: str
    store_user: str
    store_password: str
    model: Path | None
    host: str
    port: int
    workers: int
    sparql: bool
    language: str

    @property
    def store_shown(self) -> str:
        """The store's address without anything secret."""
        parts = urlsplit(self.store)
        return self.store.replace(f"{parts.username}:{parts.password}@", "") if parts.password else self.store


def read_settings(
    environment: Mapping[str, str] | None = None, *, store: str | None = None, language: str | None = None
) -> Settings:
    """Read the settings from the environment; arguments win over it.

    Raises:
        SettingError: a value that is no number, no language or no store address.
    """
    source = os.environ if environment is None else environment
    values = {setting.name: source.get(setting.variable) or setting.default for setting in SETTINGS}
    home = _folder("PATHLOOM_HOME", values["home"])
    address = store or values["store"] or f"sqlite:///{home / 'graph.sqlite'}"
    _check_store(address)
    chosen = language or values["language"] or _locale_language(source)
    if chosen not in {"zh", "en"}:
        raise SettingError(f"{chosen!r} is not a language Pathloom speaks.", hint="Use zh or en.")
    model = _folder("PATHLOOM_MODEL", values["model"]) if values["model"] else None
    if model is not None and not model.is_dir():
        # Named on purpose: answering from other vectors would pass unnoticed.
        raise SettingError(
            f"PATHLOOM_MODEL names {model}, which is no folder.",
            hint="Train vectors into it (pathloom train --out), or unset it to use the shipped ones.",
        )
    return Settings(
        home=home,
        store=address,
        store_user=values["store_user"],
        store_password=values["store_password"],
        model=model,
        host=values["host"],
        port=_number("PATHLOOM_PORT", values["port"], 0, 65535),
        workers=_number("PATHLOOM_WORKERS", values["workers"], 1, 256),
        sparql=_number("PATHLOOM_SPARQL", values["sparql"], 0, 1) == 1,
        language=chosen,
    )


def _locale_language(environment: Mapping[str, str]) -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _folder(variable: str, text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise SettingError(
            f"{variable}={text!r} names the home of a user that does not exist.", hint="Write the whole path."
        ) from error


def _check_store(address: str) -> None:
    """Refuse what is no address before any room is loaded; `graph.open_store` looks closer."""
    try:
        parts = urlsplit(address)
        scheme = parts.scheme
    except ValueError:
        parts, scheme = None, ""
    if parts is not None and "@" in parts.netloc:
        # Not repeated: it may hold a password, and commands and their errors are logged.
        raise SettingError(
            "The address of the store holds a user name or password, which other users of this machine could read.",
            hint="Write bolt://HOST:PORT, and put the two into NEO4J_USER and NEO4J_PASSWORD.",
        )
    # bolt+s and neo4j+ssc are Bolt with TLS.
    if scheme.partition("+")[0] not in {"sqlite", "bolt", "neo4j"}:
        raise SettingError(
            f"{address!r} is no address of a store.",
            hint="Use sqlite:///PATH or bolt://HOST:PORT (option --store, variable PATHLOOM_STORE).",
        )


def _number(variable: str, text: str, low: int, high: int) -> int:
    # No number in range has more digits, and Python refuses to read thousands of them.
    if not text.isdecimal() or len(text) > 9 or not low <= int(text) <= high:
        raise SettingError(f"{variable}={text!r} is not a whole number from {low} to {high}.", hint="Set it anew.")
    return int(text)
