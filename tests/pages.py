"""Pages of the checkout that tests follow; a built wheel has none."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def page_text(path: str) -> str:
    """A page by its path in the checkout; empty where there is no checkout, whose tests are then left out."""
    page = CHECKOUT / path
    return page.read_text(encoding="utf-8") if page.exists() or (CHECKOUT / "docs").exists() else ""
