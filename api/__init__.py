"""The API: GraphQL schema (SDL first), REST twins, limits, the page. Imports are lazy: `import api` stays fast."""

from typing import TYPE_CHECKING

from api._settings import ApiSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api._engine import Engine

__all__ = ["ApiSettings", "create_app"]


def create_app(engine: "Engine", *, settings: ApiSettings | None = None) -> "FastAPI":
    """Make the ASGI application that answers from one engine.

    Args:
        settings: limits and switches; the defaults are safe for an open port.
    """
    from api._app import create_app as create

    return create(engine, settings=settings or ApiSettings())
