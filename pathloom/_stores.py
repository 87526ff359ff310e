"""Opening the store that the settings name."""

from typing import TYPE_CHECKING

from pathloom._settings import Settings

if TYPE_CHECKING:
    from graph import GraphStore


def open_configured(settings: Settings, *, create: bool = False) -> "GraphStore":
    """Open the configured store.

    Args:
        create: make the store if it is not there, and open it for writing. Otherwise it is only read: a mistyped
            address is an error, not a new empty store, and a store that may not be written still answers.
    Raises:
        the errors of `graph.open_store`.
    """
    from graph import open_store

    return open_store(
        settings.store,
        user=settings.store_user,
        password=settings.store_password or None,
        read_only=not create,
    )
