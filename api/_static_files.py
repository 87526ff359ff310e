"""The pages and their files, read from the package; only files that are there at start are served."""

from importlib import resources
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request, Response

from api._settings import ApiSettings

MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
PAGES = {"/": "page/index.html", "/graphiql": "graphiql/index.html", "/docs": "docs/index.html"}


def find_files() -> dict[str, Traversable]:
    """Every file that may be served, by its path under `/static/`."""
    found: dict[str, Traversable] = {}

    def walk(folder: Traversable, prefix: str) -> None:
        for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if item.is_dir():
                walk(item, f"{prefix}{item.name}/")
            elif item.name[item.name.rfind(".") :] in MEDIA:
                found[f"{prefix}{item.name}"] = item

    walk(resources.files("api").joinpath("_static"), "")
    return found


def make_static_router(settings: ApiSettings) -> APIRouter:
    """Routes of the pages that are switched on, and of all their files."""
    router = APIRouter(include_in_schema=False)
    files = find_files()
    kept: dict[str, bytes] = {}
    switched = {"/": settings.page, "/graphiql": settings.graphiql, "/docs": settings.docs}

    def respond(path: str, request: Request) -> Response:
        if path not in kept:
            kept[path] = files[path].read_bytes()
        media = MEDIA[path[path.rfind(".") :]]
        return Response(
            b"" if request.method == "HEAD" else kept[path], media_type=media, headers={"cache-control": "no-cache"}
        )

    def add(route: str, path: str) -> None:
        async def serve(request: Request) -> Response:
            return respond(path, request)

        router.add_api_route(route, serve, methods=["GET", "HEAD"], response_class=Response)

    for route, path in PAGES.items():
        if switched[route]:
            add(route, path)
    for path in files:
        add(f"/static/{path}", path)
    return router
