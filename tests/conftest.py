"""What every test may use. A test that misses something from the system says its name and skips, never when CI=true."""

import os
from pathlib import Path

import pytest

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
