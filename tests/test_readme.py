"""What README says must be true: its GraphQL example, the commands and files it names."""

import json
import re
from pathlib import Path

import pytest

from pathloom._cli import COMMANDS

CHECKOUT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def readme() -> str:
    return (CHECKOUT / "README.md").read_text("utf-8")


def test_graphql_example_works_as_it_stands(readme: str, starter_home: Path) -> None:
    from fastapi.testclient import TestClient

    from api import ApiSettings, create_app
    from pathloom._engine import Engine
    from pathloom._settings import read_settings

    example = json.loads(re.search(r"<<'JSON'\n(.*?)\nJSON", readme, re.DOTALL).group(1))
    with Engine(read_settings({"PATHLOOM_HOME": str(starter_home)})) as engine:
        client = TestClient(create_app(engine, settings=ApiSettings()))

        answer = client.post("/graphql", json=example).json()

    assert "errors" not in answer
    assert len(answer["data"]["careerPaths"]["best"]) == 3
    assert answer["data"]["careerPaths"]["best"][0]["steps"][0]["payAfter"]["source"]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "docs/cli.md", "docs/how-to/use-official-data.md"])
def test_every_linked_file_exists(page: str) -> None:
    text = (CHECKOUT / page).read_text("utf-8")

    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert [link for link in links if not ((CHECKOUT / page).parent / link).exists()] == []


def test_every_command_is_documented() -> None:
    text = (CHECKOUT / "docs" / "cli.md").read_text("utf-8")

    assert [name for name in COMMANDS if f"pathloom {name}" not in text] == []


def test_every_setting_is_documented() -> None:
    from pathloom._settings import SETTINGS

    text = (CHECKOUT / "docs" / "cli.md").read_text("utf-8")

    assert [setting.variable for setting in SETTINGS if setting.variable not in text] == []
