"""The rule files as plain data: reading all of them, and loading a rule base back from some of them."""

import tempfile
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Any

from policy._base import RuleBase
from policy._load import load_rule_base
from policy._yaml import digest_of, read_yaml
from policy.errors import PolicyError, RecordRulesError, RecordUnfaithfulError
from policy.records._canonical import to_text

#: Path below the rule directory -> content of that file.
Documents = Mapping[str, dict[str, Any]]


@lru_cache(maxsize=4)
def rule_documents(directory: Path | None, digest: str) -> Documents:
    """Every rule and fact file as data, decimals exact; kept, and not to be changed by the caller.

    Args:
        directory: as for `load_rule_base`.
        digest: of the edition that was loaded from there.
    Raises:
        RuleFileError: a file is not in order.
        RecordUnfaithfulError: the files are not those that were loaded.
    """
    root: Traversable = resources.files("policy") if directory is None else directory
    found: dict[str, dict[str, Any]] = {}
    for top in ("facts", "rules"):
        _read_below(root.joinpath(top), top, found)
    if digest_of(root.joinpath("facts"), root.joinpath("rules")) != digest:
        raise RecordUnfaithfulError(
            "The rule files changed since they were loaded, so a record could not hold what decided.",
            hint="Load the rules again and repeat the question.",
            digest=digest,
        )
    return found


def _read_below(folder: Traversable, path: str, found: dict[str, dict[str, Any]]) -> None:
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        below = f"{path}/{item.name}"
        if item.is_dir():
            _read_below(item, below, found)
        elif item.name.endswith(".yaml"):
            found[below] = read_yaml(item, schema=schema_of(below))


def schema_of(path: str) -> str:
    """Which schema a rule file obeys, by its place."""
    parts = PurePosixPath(path).parts
    if parts[0] == "facts":
        return "facts.schema.json"
    return "sources.schema.json" if len(parts) == 2 or parts[-1] == "sources.yaml" else "rules.schema.json"


def load_documents(documents: Documents) -> RuleBase:
    """Load a rule base from data, with the same reader, compiler and checks as the files that ship.

    Raises:
        RecordRulesError: the data does not make a rule base; the message repeats what the reader found.
    """
    with tempfile.TemporaryDirectory(prefix="pathloom-rules-") as folder:
        root = Path(folder)
        for path, document in documents.items():
            parts = PurePosixPath(path).parts
            if len(parts) not in (2, 3) or parts[0] not in {"facts", "rules"} or ".." in parts:
                raise RecordRulesError(
                    f"The record names a rule file {path!r}, which is no place for one.",
                    hint="Get the record again from where it was written.",
                    path=path,
                )
            file = root.joinpath(*parts)
            file.parent.mkdir(parents=True, exist_ok=True)
            # JSON is YAML, so the one reader of rule files reads it.
            file.write_text(to_text(document), encoding="utf-8")
        try:
            return load_rule_base(root)
        except PolicyError as error:
            failure = RecordRulesError(
                f"The rules inside the record cannot be read: {error.message}",
                hint="Either they were edited, or they need a newer engine; the record says which one wrote it.",
                cause=error.code,
            )
            failure.details.update(error.details)
            raise failure from error
