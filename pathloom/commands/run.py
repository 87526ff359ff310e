"""`pathloom run`: the main job, end to end."""

import click

from pathloom._cli import Options, pass_options, shared_options
from pathloom._language import say


@click.command(
    "run",
    help=say(
        "Build the graph, answer for two sample people, then serve.", "构建图谱，为两位示例人物作答，然后启动服务。"
    ),
)
@click.option("--no-serve", is_flag=True, help=say("Stop after the answers.", "作答后结束。"))
@click.option("--host", default=None)
@click.option("--port", type=click.IntRange(0, 65535), default=None)
@shared_options
@pass_options
def run_command(options: Options, no_serve: bool, host: str | None, port: int | None) -> None:
    """Documented in `help`."""
    from pathloom._build import ensure_graph
    from pathloom._engine import Engine
    from pathloom._server import listen, serve
    from pathloom._show import show_samples

    settings = options.settings()
    # A taken port is said before minutes of work, not after them.
    listener = None if no_serve else listen(host or settings.host, settings.port if port is None else port)
    if not ensure_graph(settings):
        click.echo(say(f"Using the graph in {settings.store_shown}", f"使用已有图谱 {settings.store_shown}"), err=True)
    with Engine(settings) as engine:
        show_samples(engine, as_json=options.as_json)
        if listener is not None:
            serve(settings, listener, workers=settings.workers, engine=engine)
