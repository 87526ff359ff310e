"""`pathloom doctor`: what is there, what is missing, what to do about it."""

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from ontology import PathloomError
from pathloom._settings import Settings

_TITLES = {
    "python": ("Python", "Python"),
    "home": ("Writable home", "可写目录"),
    "store": ("Store", "存储"),
    "graph": ("Graph", "图谱"),
    "vectors": ("Trained vectors", "训练向量"),
    "rules": ("Rule base", "规则库"),
    "training": ("Training (extra)", "训练（附加包）"),
    "port": ("Port", "端口"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check.

    Attributes:
        check: stable name.
        ok: whether it is as it should be.
        needed: whether answers depend on it.
        found: what is there.
        advice: what to do if it is not ok.
    """

    check: str
    ok: bool
    needed: bool
    found: str
    advice: str = ""

    def title(self, language: str) -> str:
        """The check's name for people."""
        return _TITLES[self.check][language == "zh"]


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything an answer depends on; never raises for what it looks at."""
    checks: tuple[Callable[[Settings], list[Finding]], ...] = (_python, _home, _data, _rules, _training, _port)
    return tuple(finding for check in checks for finding in check(settings))


def _python(_: Settings) -> list[Finding]:
    ok = (3, 11) <= sys.version_info[:2] < (3, 14)
    return [Finding("python", ok, True, sys.version.split()[0], "Use Python 3.11, 3.12 or 3.13.")]


def _home(settings: Settings) -> list[Finding]:
    # os.path.exists, unlike Path.exists, takes a folder that may not be looked into for one that is not there.
    nearest = next(folder for folder in (settings.home, *settings.home.parents) if os.path.exists(folder))  # noqa: PTH110
    ok = nearest.is_dir() and os.access(nearest, os.W_OK)
    return [Finding("home", ok, True, str(settings.home), "Set PATHLOOM_HOME to a folder that may be written.")]


def _data(settings: Settings) -> list[Finding]:
    from pathloom._engine import Engine

    found: list[Finding] = []
    with Engine(settings) as engine:
        try:
            version = engine.statistics()["version"]
            found.append(Finding("store", True, True, f"{settings.store_shown}, version {version}"))
        except PathloomError as error:
            return [Finding("store", False, True, f"{error.code}: {error.message}", error.hint)]
        try:
            snapshot = engine.snapshot
            size = f"{len(snapshot.occupations):,} occupations, {len(snapshot.skills):,} skills"
            found.append(Finding("graph", True, True, size))
        except PathloomError as error:
            return [*found, Finding("graph", False, True, f"{error.code}: {error.message}", error.hint)]
        try:
            model = engine.model
            # Without vectors of its own a graph is scored by content signals: fewer reasons, still an answer.
            advice = "Scores use content signals only. Train on this graph: pathloom train"
            found.append(Finding("vectors", model.trained, False, model.name, advice))
        except PathloomError as error:
            found.append(Finding("vectors", False, True, f"{error.code}: {error.message}", error.hint))
    return found


def _rules(_: Settings) -> list[Finding]:
    from policy import load_rule_base

    try:
        rules = load_rule_base()
    except PathloomError as error:
        return [Finding("rules", False, True, f"{error.code}: {error.message}", error.hint)]
    return [Finding("rules", True, True, f"{len(rules.benefits)} benefits, {len(rules.jurisdictions)} jurisdictions")]


def _training(_: Settings) -> list[Finding]:
    ok = find_spec("torch") is not None and find_spec("torch_geometric") is not None
    return [Finding("training", ok, False, "torch, torch-geometric" if ok else "-", "pip install 'pathloom[train]'")]


def _port(settings: Settings) -> list[Finding]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except (OSError, UnicodeError) as error:
            text = f"{settings.host}:{settings.port} {getattr(error, 'strerror', None) or error}"
            return [Finding("port", False, False, text, "Serve on another one: --port or PATHLOOM_PORT.")]
    return [Finding("port", True, False, f"{settings.host}:{settings.port}")]
