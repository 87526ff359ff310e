"""Opening the store that the settings name."""

from typing import TYPE_CHECKING

from pathloom._settings import Settings

if TYPE_CHECKING:
    from graph import GraphStore


def open_configured(settings: Settings, *, create: bool = False) -> "GraphStore":
    """Open the configured store.

    Args:
        create: make the embedded store's folder and file if they are not there.
    Raises:
        the errors of `graph.open_store`.
    """
    from graph import open_store

    if create and settings.store.startswith("sqlite:///"):
        settings.home.mkdir(parents=True, exist_ok=True)
    return open_store(
        settings.store,
        user=settings.store_user,
        password=settings.store_password or None,
    )
