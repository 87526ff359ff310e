"""Where in the rule files a load error stands: file, line and column, for people who have to correct it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import yaml

from ontology import PathloomError

_FILE = re.compile(r"[\w./-]*?([\w-]+/)?([\w-]+\.yaml)")
_QUOTED = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file below the rule directory; line and column count from 1, 0 where not known."""

    file: str
    line: int = 0
    column: int = 0


def position_of(error: PathloomError, root: Traversable) -> Position | None:
    """Find the place of an error that came up while the directory was loaded; None where nothing tells.

    The error says the file, or else the name that is wrong; the place is that of its path in the document, or of the
    first word in the file that is the name.
    """
    files = dict(_files(root))
    named = _named(error, files)
    line, column = error.details.get("line"), error.details.get("column")
    if named and isinstance(line, int) and isinstance(column, int):
        return Position(named, line, column)
    words = _QUOTED.findall(error.message)
    for name in [named] if named else sorted(files):
        node = _composed(files[name])
        found = _at_path(node, str(error.details.get("where", ""))) if named else None
        for word in words:
            found = found or _word(node, word)
        if found is not None:
            return Position(name, found.start_mark.line + 1, found.start_mark.column + 1)
    return Position(named) if named else None


def _files(root: Traversable) -> Iterator[tuple[str, Traversable]]:
    for part in ("facts", "rules"):
        folder = root.joinpath(part)
        if folder.is_dir():
            yield from _below(folder, part)


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _below(item, f"{path}/{item.name}")
        elif item.name.endswith(".yaml"):
            yield f"{path}/{item.name}", item


def _named(error: PathloomError, files: dict[str, Traversable]) -> str | None:
    """The file that the error names: by its whole path, or by folder and name."""
    whole = str(error.details.get("file", ""))
    for name, file in files.items():
        if whole and str(file) == whole:
            return name
    for text in (str(error.details.get("where", "")), error.message):
        for folder, name in _FILE.findall(text):
            ends = [one for one in sorted(files) if one.endswith(f"/{folder}{name}")]
            if len(ends) == 1:
                return ends[0]
    return None


def _composed(file: Traversable) -> yaml.Node | None:
    try:
        return yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, OSError, UnicodeDecodeError):
        return None


def _at_path(node: yaml.Node | None, path: str) -> yaml.Node | None:
    """The node at a path of a schema fault, `provisions/3/value`; None for a path of another kind."""
    for step in path.split("/") if path and "yaml" not in path else ():
        if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if getattr(key, "value", None) == step), None)
        else:
            return None
    return node if path and "yaml" not in path else None


def _word(node: yaml.Node | None, word: str) -> yaml.Node | None:
    """The first key or value that is the word."""
    if isinstance(node, yaml.ScalarNode):
        return node if node.value == word else None
    if isinstance(node, yaml.MappingNode):
        children = [part for pair in node.value for part in pair]
    else:
        children = node.value if isinstance(node, yaml.SequenceNode) else []
    return next((found for child in children if (found := _word(child, word)) is not None), None)
