"""What the policy tests share: the shipped rules, and a copy of them that a test may spoil."""

import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from policy import Facts, RuleBase, load_rule_base, parse_facts


@pytest.fixture(scope="session")
def rules() -> RuleBase:
    """The rules that ship."""
    return load_rule_base()


@pytest.fixture(scope="session")
def facts(rules: RuleBase) -> Callable[..., Facts]:
    """Parse facts given as keywords."""
    return lambda **raw: parse_facts(raw, rules)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped rule directory."""
    source = Path(str(resources.files("policy")))
    shutil.copytree(source / "rules", tmp_path / "rules")
    shutil.copytree(source / "facts", tmp_path / "facts")
    return tmp_path
