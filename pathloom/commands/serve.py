"""`pathloom serve`: the API and the page."""

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import say


@click.command(
    "serve", help=say("Serve GraphQL, REST and the page; Ctrl-C stops.", "启动 GraphQL、REST 与网页；按 Ctrl-C 停止。")
)
@click.option(
    "--host", default=None, help=say("Address (PATHLOOM_HOST, 127.0.0.1).", "地址（PATHLOOM_HOST，127.0.0.1）。")
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help=say("Port (PATHLOOM_PORT, 8000).", "端口（PATHLOOM_PORT，8000）。"),
)
@click.option("--workers", type=click.IntRange(1, 256), default=None, help=say("Server processes.", "服务进程数。"))
@shared_options
@pass_options
def serve_command(options: Options, host: str | None, port: int | None, workers: int | None) -> None:
    """Documented in `help`."""
    from pathloom._server import listen, serve

    settings = options.settings()
    listener = listen(host or settings.host, settings.port if port is None else port)
    serve(settings, listener, workers=workers or settings.workers)
