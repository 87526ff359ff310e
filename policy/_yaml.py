"""Strict reading of our YAML: no key twice, decimals exact, dates left as text, checked against a JSON Schema."""

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, cast

import jsonschema
import yaml

from policy.errors import RuleFileError


class _Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """Safe loader that refuses double keys and keeps decimals exact."""


def _mapping(loader: Any, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=deep)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))
# YAML 1.1 reads on, off, yes and no as booleans; here only true and false are.
_BOOLEAN = "tag:yaml.org,2002:bool"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"(?:true|false)$"), ["t", "f"])
# Dates stay text, so that one place says what a wrong date is.
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def digest_of(*folders: Traversable) -> str:
    """SHA-256 over the names and bytes of every YAML file below the folders, in the order of their names."""
    digest = hashlib.sha256()
    for folder in folders:
        for name, data in sorted(_bytes_below(folder, folder.name)):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _bytes_below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _bytes_below(item, f"{path}/{item.name}")
        elif item.name.endswith(".yaml"):
            yield f"{path}/{item.name}", item.read_bytes()


#: Schemas and hashes of texts that this process has found in order; checking takes two thirds of the loading time.
_IN_ORDER: set[tuple[str, bytes]] = set()


@cache
def _validator(schema: str) -> jsonschema.Draft202012Validator:
    text = resources.files("policy").joinpath("schema", schema).read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def parse_yaml(file: Traversable) -> Any:
    """Read one YAML file without checking what stands in it.

    Raises:
        RuleFileError: the file is missing, no UTF-8 or no YAML.
    """
    return _parse(_read(file), file)


def _read(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError(
            f"{file.name} cannot be read: {error}.", hint="Restore the file, in UTF-8.", file=str(file)
        ) from error


def _parse(text: str, file: Traversable) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise RuleFileError(
            f"{file.name} is no YAML: {error}.", hint="Correct the file.", file=str(file), **at
        ) from error


def read_yaml(file: Traversable, *, schema: str) -> dict[str, Any]:
    """Read one YAML file and check it.

    Args:
        schema: file name in `policy/schema/`.

    Raises:
        RuleFileError: the file is missing, no UTF-8, no YAML, or breaks the schema; the message names file and place.
    """
    text = _read(file)
    document = _parse(text, file)
    key = (schema, hashlib.sha256(text.encode()).digest())
    if key not in _IN_ORDER:
        _check(document, file, schema)
        _IN_ORDER.add(key)
    return cast("dict[str, Any]", document)


def _check(document: object, file: Traversable, schema: str) -> None:
    fault = jsonschema.exceptions.best_match(_validator(schema).iter_errors(document))
    if fault is not None:
        where = "/".join(str(step) for step in fault.absolute_path) or "(top)"
        raise RuleFileError(
            f"{file.name}, at {where}: {fault.message}.",
            hint=f"policy/schema/{schema} says what may stand there.",
            hint_zh=f"该处可以写什么，见 policy/schema/{schema}。",
            file=str(file),
            where=where,
        )
