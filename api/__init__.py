"""The API: GraphQL schema (SDL first), REST twins, limits, the page. Imports are lazy: `import api` stays fast."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api._settings import ApiSettings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api._engine import Engine
    from reasoning import LivingCosts, PlanWishes

__all__ = ["ApiSettings", "create_app", "read_funding"]


def create_app(engine: "Engine", *, settings: ApiSettings | None = None) -> "FastAPI":
    """Make the ASGI application that answers from one engine.

    Args:
        settings: limits and switches; the defaults are safe for an open port.
    """
    from api._app import create_app as create

    return create(engine, settings=settings or ApiSettings())


def read_funding(data: Mapping[str, object]) -> "tuple[PlanWishes, LivingCosts | None]":
    """Read what a plan's money has to do, as `/v1/plan` reads it.

    Raises:
        PersonInputError: an unknown key, a value of the wrong type or out of its range.
    """
    from api._funding import read_funding as read

    return read(data)
