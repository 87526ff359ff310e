"""A home with the starter graph, made once for all tests of the program."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pathloom._language import chosen_language


@dataclass(frozen=True)
class Answer:
    """What one call of the command printed."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


@pytest.fixture(scope="session")
def pathloom(starter_home: Path) -> Callable[..., Answer]:
    """Run the real command as a process of its own; `first` is Python that the process runs before it."""

    def run(*arguments: str | Path, stdin: str | bytes = "", first: str = "", **environment: str) -> Answer:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PATHLOOM", "NEO4J", "LC_"))}
        command = [sys.executable, "-m", "pathloom", *map(str, arguments)]
        if first:
            become = "import os, sys; os.execv(sys.argv[1], sys.argv[1:])"
            command = [sys.executable, "-c", f"{first}\n{become}", *command]
        result = subprocess.run(
            command,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=300,
            check=False,
            env={**clean, "LANG": "C.UTF-8", "PATHLOOM_HOME": str(starter_home), **environment},
        )
        return Answer(result.returncode, result.stdout.decode(), result.stderr.decode())

    return run


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Choose the language as the environment does; a process chooses once, so it is forgotten before and after."""

    def choose(language: str) -> None:
        monkeypatch.setenv("PATHLOOM_LANG", language)
        chosen_language.cache_clear()

    yield choose
    chosen_language.cache_clear()
