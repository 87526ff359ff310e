"""Running the API under uvicorn: a checked port, one engine per process, a clean stop."""

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from pathloom._language import say
from pathloom._settings import Settings, read_settings
from pathloom.errors import PortTakenError, SettingError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from pathloom._engine import Engine


def serve(settings: Settings, listener: socket.socket, *, workers: int, engine: "Engine | None" = None) -> None:
    """Serve until Ctrl-C. An empty embedded store is filled with the starter data first.

    Args:
        listener: from `listen`.
        engine: one that has loaded its graph already; a single process serves with it instead of loading again.
    """
    import uvicorn

    from api import ApiSettings, create_app
    from pathloom._build import ensure_graph
    from pathloom._engine import Engine

    ensure_graph(settings)
    # Workers are new processes: they read the settings from the environment.
    os.environ["PATHLOOM_STORE"] = settings.store
    os.environ["PATHLOOM_HOME"] = str(settings.home)
    alone = workers == 1
    app: FastAPI | str = "pathloom._server:application"
    if alone:
        app = create_app(engine or Engine(settings), settings=ApiSettings(sparql=settings.sparql))
    config = uvicorn.Config(
        app,
        factory=not alone,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    host, shown = listener.getsockname()[:2]
    click.echo(say(
        f"Serving http://{host}:{shown}  (GraphiQL /graphiql, REST /docs; Ctrl-C stops)",
        f"服务已启动 http://{host}:{shown}（GraphiQL /graphiql，REST /docs；按 Ctrl-C 停止）",
    ), err=True)  # fmt: skip
    if alone:
        # uvicorn stops in good order and then passes Ctrl-C on; here it is the ordinary end.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    else:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[listener]).run()


def application() -> "FastAPI":
    """The application of one server process; uvicorn calls it."""
    from api import ApiSettings, create_app
    from pathloom._engine import Engine

    settings = read_settings()
    return create_app(Engine(settings), settings=ApiSettings(sparql=settings.sparql))


def listen(host: str, port: int) -> socket.socket:
    """Take the port; 0 takes a free one.

    Raises:
        PortTakenError: something else listens there.
        SettingError: the host is no address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Bound is not yet refused to others: only a listening socket makes the port taken.
        listener.listen(128)
    except (socket.gaierror, UnicodeError) as error:
        listener.close()
        raise SettingError(
            f"{host!r} is no address of this machine, so nothing can be served on it.",
            hint="Choose another one with --host (or PATHLOOM_HOST); 127.0.0.1 serves this machine alone.",
        ) from error
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"{host}:{port} cannot be listened on: {error.strerror or error}.",
            hint="Stop the other program, or choose another port with --port (or PATHLOOM_PORT).",
            host=host,
            port=port,
        ) from error
    return listener
