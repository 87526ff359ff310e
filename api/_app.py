"""Puts the API together around one engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from api._engine import Engine
from api._front import Front, log_failure
from api._graphql_http import GraphQLEndpoint
from api._json import dump
from api._metrics import Metrics
from api._openapi import describe_api
from api._rest import Rest, make_router
from api._samples import Samples
from api._schema import make_schema
from api._settings import ApiSettings
from api._sparql import SparqlEndpoint, make_sparql_router
from api._static_files import make_static_router
from api._views import Context
from api._work import Workers
from api.errors import NoSuchPageError, RequestError, describe
from ontology import PathloomError


def choose_language(accept: str) -> str:
    """`zh` or `en` for an Accept-Language header: whichever is named first, English when neither is.

    >>> choose_language("zh-CN,zh;q=0.9,en;q=0.8"), choose_language("fr-FR"), choose_language("")
    ('zh', 'en', 'en')
    """
    for entry in accept.split(","):
        primary = entry.split(";")[0].strip().split("-")[0].lower()
        if primary in {"zh", "en"}:
            return primary
    return "en"


def create_app(engine: Engine, *, settings: ApiSettings) -> FastAPI:
    """Make the ASGI application: `/graphql` raw in front, FastAPI for the rest.

    Raises:
        SchemaBindingError: the schema and its resolvers differ (a fault in this program).
    """
    workers = Workers(settings)
    metrics = Metrics(engine)
    samples = Samples(engine)
    sparql = SparqlEndpoint(engine, settings)

    def make_context(accept_language: str, request_id: str) -> Context:
        return Context(
            engine=engine,
            samples=samples,
            snapshot=engine.snapshot,
            language=choose_language(accept_language),
            today=datetime.now(UTC).astimezone().date(),
            request_id=request_id,
            max_upload_bytes=settings.max_upload_bytes,
        )

    def warm() -> None:
        """Do once what the first visitor would wait for: load the graph, read the sample resumes, rank paths."""
        try:
            for view in samples.all():
                engine.career_paths(view.profile, view.sample.constraints())
        except PathloomError as error:
            # The server comes up all the same: /readyz and every answer will say what is wrong.
            log_failure(error, "start")

    async def warm_sparql() -> None:
        try:
            await sparql.warm()
        except PathloomError as error:
            log_failure(error, "start")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.get_running_loop().run_in_executor(None, warm)
        loading = asyncio.create_task(warm_sparql())
        yield
        loading.cancel()
        await warming
        sparql.close()
        workers.close()

    app = FastAPI(
        title="Pathloom",
        version=_version(),
        description="Which occupations a person can move to, and which benefits carry them there. REST twins of the "
        "GraphQL queries at /graphql; nothing that is sent is stored.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    graphql = GraphQLEndpoint(
        make_schema(),
        settings=settings,
        workers=workers,
        metrics=metrics,
        make_context=make_context,
        log_failure=log_failure,
    )
    app.add_middleware(Front, graphql=graphql, settings=settings, metrics=metrics)
    app.include_router(make_router(Rest(settings=settings, workers=workers, make_context=make_context)))
    app.include_router(make_sparql_router(sparql, settings))
    app.include_router(make_static_router(settings))
    _add_errors(app)
    _add_operations(app, engine, metrics, workers, settings)
    return app


def _add_errors(app: FastAPI) -> None:
    def respond(request: Request, error: BaseException) -> Response:
        problem = describe(error)
        request_id = request.state.request_id
        if problem.status == 500:
            log_failure(error, request_id)
        headers = {"retry-after": "2"} if problem.status == 503 else None
        content = dump(problem.body(request_id))
        return Response(content, status_code=problem.status, media_type="application/json", headers=headers)

    @app.exception_handler(PathloomError)
    async def on_error(request: Request, error: PathloomError) -> Response:
        return respond(request, error)

    @app.exception_handler(HTTPException)
    async def on_http_error(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return respond(request, NoSuchPageError(f"Nothing is served at {request.url.path}.", hint="See /docs."))
        refusal = RequestError(f"{request.method} is not possible here.", hint="See /docs.")
        refusal.status = error.status_code
        response = respond(request, refusal)
        response.headers.update(error.headers or {})
        return response


def _add_operations(app: FastAPI, engine: Engine, metrics: Metrics, workers: Workers, settings: ApiSettings) -> None:
    def as_json(content: object, status: int = 200) -> Response:
        return Response(dump(content), status_code=status, media_type="application/json")

    @app.get("/healthz", include_in_schema=False)
    async def health() -> Response:
        """Whether the process answers."""
        return as_json({"status": "ok"})

    @app.get("/readyz", include_in_schema=False)
    async def ready(request: Request) -> Response:
        """Whether the store is reachable and a snapshot is loaded."""
        try:
            status = await workers.run(engine.status)
        except PathloomError as error:
            return as_json({"ready": False, **describe(error).body(request.state.request_id)}, 503)
        return as_json(status, 200 if status.get("ready", True) else 503)

    @app.get("/metrics", include_in_schema=False)
    async def show_metrics() -> Response:
        """Prometheus text."""
        return Response(await workers.run(metrics.render), media_type="text/plain; version=0.0.4; charset=utf-8")

    if settings.docs:

        @app.get("/openapi.json", include_in_schema=False)
        async def openapi() -> Response:
            """The OpenAPI document."""
            return as_json(describe_api(app))


def _version() -> str:
    try:
        return version("pathloom")
    except PackageNotFoundError:
        return "0"
