"""House rules for rule files that a schema cannot express; each finding says where and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from ontology import PathloomError
from policy._base import RuleBase
from policy._examples import check_example, read_examples
from policy._findings import Finding
from policy._lint_files import lint_files, places, read_written
from policy._lint_sources import lint_citations, lint_provenance
from policy._lint_texts import lint_languages, lint_names, lint_unused
from policy._lint_values import lint_ceilings, lint_expired, lint_formulas
from policy._load import load_rule_base
from policy._position import Position, position_of


def check_rules(directory: Path | None = None) -> tuple[Finding, ...]:
    """Check a rule directory, whether it loads or not; an empty tuple when nothing is wrong.

    Args:
        directory: holds `facts/`, `rules/` and perhaps `examples/`; by default those that ship with this package.
    Returns:
        Findings by file and place. What stops the files from loading comes alone, since the rest cannot be seen then.
    """
    root: Traversable = resources.files("policy") if directory is None else directory
    written = read_written(root)
    found = tuple(sorted(lint_files(written), key=_order))
    if found:
        return found
    try:
        rule_base = load_rule_base(directory)
    except PathloomError as error:
        return (_unreadable(error, root),)
    stands = places(written)
    located = [replace(finding, file=_file(finding.where, stands)) for finding in lint_rules(rule_base)]
    if root.joinpath("examples").is_dir():
        located += _examples(rule_base, directory)
    return tuple(sorted(located, key=_order))


def _unreadable(error: PathloomError, root: Traversable) -> Finding:
    """What stops the files from loading, with its place in them."""
    found = position_of(error, root) or Position("")
    where = str(error.details.get("where") or "(file)")
    zh = f"{error.message_zh}{error.message} {error.hint_zh}".rstrip()
    return Finding("unreadable", where, zh, str(error), found.file, found.line, found.column)


def _examples(rule_base: RuleBase, directory: Path | None) -> Iterator[Finding]:
    """Worked examples whose answer is another, or which cannot be answered."""
    try:
        examples = read_examples(directory)
    except PathloomError as error:
        yield Finding("unreadable", "examples", f"{error.message_zh}{error}", str(error), "examples")
        return
    for example in examples:
        try:
            fault = check_example(rule_base, example)
        except PathloomError as error:
            fault = str(error)
        if fault:
            file, _, name = example.id.partition("/")
            yield Finding("example", name, f"与条文算出的答案不符：{fault}", fault, f"examples/{file}.yaml")


def lint_rules(rule_base: RuleBase) -> tuple[Finding, ...]:
    """Check a loaded rule base; an empty tuple when nothing is wrong.

    Checked: a literal is what its formula gives; a ceiling is no grant; what has expired does not speak; every fact and
    parameter is used; what is in force rests on a law or an official publication that nothing newer supersedes, is
    quoted in at most two lines, and its source has number, date of issue, address and day of reading; every text is
    Chinese under `zh` and not under `en`; every fact has a name. What stops rules from loading (overlaps, missing
    sources and questions) is found by `check_rules`.
    """
    return (
        *lint_formulas(rule_base),
        *lint_ceilings(rule_base),
        *lint_expired(rule_base),
        *lint_unused(rule_base),
        *lint_citations(rule_base),
        *lint_provenance(rule_base),
        *lint_languages(rule_base),
        *lint_names(rule_base),
    )


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return finding.file, finding.where, finding.rule, finding.en


def _file(where: str, stands: Mapping[str, str]) -> str:
    """The file of a place: of the place itself, or of what it is part of."""
    parts = where.split("/")
    for count in range(len(parts), 0, -1):
        found = stands.get("/".join(parts[:count]))
        if found:
            return found
    return ""
