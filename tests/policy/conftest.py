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


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., RuleBase]:
    """Load a rule base of one's own: files by path below the rule directory, beside the least that every one needs."""

    def write(**files: str) -> RuleBase:
        for name, text in {**_LEAST, **files}.items():
            path = tmp_path / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_rule_base(tmp_path)

    return write


_LEAST = {
    "facts__common": """
facts:
  - {id: claim_date, type: date, question: {zh: 哪天申请, en: When}, actionability: action, provenance: declared}
  - {id: wage, type: number, unit: CNY, minimum: 0, maximum: 1000, question: {zh: 工资, en: Wage}, actionability: time,
     provenance: record}
""",
    "rules__edition": "edition: {version: '2026.1', recorded: '2026-01-10', language: '1.1'}\n",
    "rules__jurisdictions": "jurisdictions: [{code: CN, name: {zh: 中国, en: China}}]\n",
    "rules__sources": """
sources:
  - {id: act, kind: data, title: {zh: 条例, en: Act}, url: 'https://example.org/act'}
""",
    "rules__CN__benefit": """
jurisdiction: CN
benefits:
  - id: grant
    name: {zh: 补贴, en: Grant}
    kind: subsidy
    authority: {zh: 人社局, en: Office}
    channel: []
    documents: []
""",
}
