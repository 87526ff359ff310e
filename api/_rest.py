"""The REST twins: the same answers as JSON, in the very form that the command line prints."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote

import orjson
from fastapi import APIRouter, Request, Response

from api import _inputs
from api._asgi import read_body
from api._funding import read_funding
from api._ids import key_of
from api._json import dump
from api._openapi import BODIES, document_parameters, operation
from api._samples import SampleView
from api._settings import ApiSettings
from api._texts import texts
from api._views import Context
from api._work import Workers
from api.errors import JsonError, MediaTypeError, PersonInputError
from graph import Snapshot
from ontology import Language, PostingProfile, Profile
from policy import decision_to_json
from reasoning import to_json
from reasoning.answers import Constraints

MakeContext = Callable[[str, str], Context]
#: What a raw document may be sent as. `text/plain` is not among them: any page may send that without being asked.
DOCUMENT_TYPES = {
    "application/octet-stream": "",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


class Rest:
    """The handlers of `/v1`; each reads its JSON here and does the work on a thread."""

    def __init__(self, *, settings: ApiSettings, workers: Workers, make_context: MakeContext) -> None:
        self.settings = settings
        self.workers = workers
        self.make_context = make_context

    def context(self, request: Request) -> Context:
        """What this request answers from."""
        return self.make_context(request.headers.get("accept-language", ""), request.state.request_id)

    async def body(self, request: Request) -> bytes:
        """The request body, within the limit."""
        return await read_body(request.scope, request.receive, limit=self.settings.max_body_bytes)

    async def json(self, request: Request, *, keys: frozenset[str]) -> dict[str, Any]:
        """The request's JSON object.

        Raises:
            MediaTypeError, JsonError: it is none, or has a key that this endpoint does not know.
        """
        if _media(request) != "application/json":
            raise MediaTypeError("This endpoint reads application/json.", hint="Set Content-Type: application/json.")
        try:
            data = orjson.loads(await self.body(request))
        except orjson.JSONDecodeError as error:
            raise JsonError("The body holds JSON that cannot be read.", hint=f"{error}.") from error
        if not isinstance(data, dict):
            raise JsonError("The body is no JSON object.", hint="Send an object; see /docs.")
        if spare := sorted(set(data) - keys):
            raise JsonError(
                f"The body has unknown keys: {', '.join(spare)}.",
                hint=f"Use: {', '.join(sorted(keys))}.",
                hint_zh=f"可用的键：{'、'.join(sorted(keys))}。",
            )
        return data

    async def answer(self, work: Callable[[], object]) -> Response:
        """Do the work on a thread and send its result."""
        content = await self.workers.run(lambda: dump(work()))
        return Response(content, media_type="application/json")

    async def parse(self, request: Request) -> Response:
        """Read a resume or a job advertisement; nothing of it is kept."""
        context = self.context(request)
        limit = self.settings.max_upload_bytes
        media = _media(request)
        if media == "application/json":
            data = await self.json(request, keys=frozenset({"name", "text", "base64"}))
            return await self.answer(
                lambda: parsed(_inputs.read_document(context.engine, data, max_bytes=limit), context.snapshot)
            )
        if media not in DOCUMENT_TYPES:
            raise MediaTypeError(
                f"A document cannot be read as {media or 'no type'}.",
                hint=f"Send application/json, or its bytes as one of: {', '.join(DOCUMENT_TYPES)}.",
                hint_zh=f"请发送 application/json，或以下类型的文件内容：{'、'.join(DOCUMENT_TYPES)}。",
            )
        content = await self.body(request)
        name = unquote(request.query_params.get("name", "")) or f"document{DOCUMENT_TYPES[media]}"
        return await self.answer(
            lambda: parsed(_inputs.extract(context.engine, content, name=name, max_bytes=limit), context.snapshot)
        )

    async def paths(self, request: Request) -> Response:
        """Occupations that a person can move to, with reasons."""
        context = self.context(request)
        keys = frozenset({"person", "constraints", "facts", "jurisdiction", "on"})
        data = await self.json(request, keys=keys)
        # Paths alone need no place; benefits along them do.
        facts, place, day = case(data, context.today) if data.get("facts") is not None else (None, "", context.today)

        def work() -> object:
            profile, wishes = self.person(context, data.get("person"))
            chosen = constraints(data, wishes)
            return to_json(context.engine.career_paths(profile, chosen, facts=facts, on=day, jurisdiction=place))

        return await self.answer(work)

    async def match(self, request: Request) -> Response:
        """A person against a job advertisement."""
        context = self.context(request)
        data = await self.json(request, keys=frozenset({"person", "posting"}))

        def work() -> object:
            profile, _ = self.person(context, data.get("person"))
            posting = _inputs.read_document(
                context.engine, _object(data, "posting"), max_bytes=self.settings.max_upload_bytes
            )
            return to_json(context.engine.match(profile, _inputs.as_posting(posting)))

        return await self.answer(work)

    async def transition(self, request: Request) -> Response:
        """One occupation against another."""
        context = self.context(request)
        keys = [request.query_params.get(name, "") for name in ("from", "to")]
        if not all(keys):
            raise JsonError("`from` and `to` are both needed.", hint="Add ?from=ID&to=ID.")

        def work() -> object:
            table = context.snapshot.occupations
            origin, target = (table.ids[table.index(key_of(key))] for key in keys)
            return to_json(context.engine.transition(origin, target))

        return await self.answer(work)

    async def benefits(self, request: Request) -> Response:
        """Every benefit of a place, judged for one person on one day."""
        context = self.context(request)
        data = await self.json(request, keys=frozenset({"facts", "jurisdiction", "on"}))
        facts, place, day = case(data, context.today)
        return await self.answer(
            lambda: [decision_to_json(one) for one in context.engine.benefits(facts, on=day, jurisdiction=place)]
        )

    async def routes(self, request: Request) -> Response:
        """Benefits in the order to claim them in."""
        context = self.context(request)
        data = await self.json(request, keys=frozenset({"facts", "jurisdiction", "on"}))
        facts, place, day = case(data, context.today)
        return await self.answer(
            lambda: [to_json(route) for route in context.engine.benefit_routes(facts, on=day, jurisdiction=place)]
        )

    async def plan(self, request: Request) -> Response:
        """A path and the benefits that carry it, month by month."""
        context = self.context(request)
        keys = frozenset({"person", "constraints", "facts", "jurisdiction", "on", "funding"})
        data = await self.json(request, keys=keys)
        facts, place, day = case(data, context.today)

        def work() -> object:
            profile, wishes = self.person(context, data.get("person"))
            chosen = constraints(data, wishes)
            kept, living = read_funding(_object(data, "funding"))
            return to_json(
                context.engine.funded_plan(
                    profile, facts, chosen, on=day, jurisdiction=place, wishes=kept, living=living
                )
            )

        return await self.answer(work)

    async def search(self, request: Request) -> Response:
        """Occupations, skills, courses and benefits by name."""
        context = self.context(request)
        query = request.query_params
        text, kind, first = query.get("text", ""), query.get("kind", "any"), query.get("first", "10")
        if kind not in {"any", "occupation", "skill", "course", "benefit"}:
            raise JsonError(f"{kind!r} is nothing to search for.", hint="Use any, occupation, skill, course, benefit.")
        if not first.isdecimal() or not 1 <= int(first) <= 100:
            raise JsonError(f"`first` is {first!r}, but goes from 1 to 100.", hint="Ask for 1 to 100.")
        language = query.get("language", "") or context.language

        def work() -> object:
            hits = context.engine.search(text, kind=kind, language=language, top=int(first))
            return [{"id": hit.id, "kind": hit.kind, "label": hit.label, "score": hit.score} for hit in hits]

        return await self.answer(work)

    async def samples(self, request: Request) -> Response:
        """The fictional people: who they are, their profiles, facts and wishes."""
        context = self.context(request)

        def shown(view: SampleView) -> dict[str, object]:
            sample, profile = view.sample, view.profile
            return {
                "key": sample.key,
                "labels": dict(sample.labels),
                "language": sample.language,
                "jurisdiction": sample.jurisdiction,
                "on": sample.on,
                "facts": dict(sample.facts),
                "constraints": to_json(sample.constraints()),
                "profile": to_json(profile),
                "names": names(profile, context.snapshot),
            }

        return await self.answer(lambda: [shown(view) for view in context.samples.all()])

    async def texts(self, request: Request) -> Response:
        """Words for the codes in answers, the facts with their questions, the places with rules."""
        context = self.context(request)
        return await self.answer(lambda: texts(context))

    def person(self, context: Context, given: object) -> tuple[Profile, Constraints | None]:
        """The profile that `person` stands for, and the wishes that come with a sample.

        Raises:
            PersonInputError: not exactly one of sample, document and profile.
        """
        if not isinstance(given, dict) or len(given) != 1:
            raise PersonInputError(
                "`person` needs exactly one of `sample`, `document` and `profile`.", hint="See /docs for the shape."
            )
        [(kind, value)] = given.items()
        if kind == "sample":
            view = context.samples.find(value)
            return view.profile, view.sample.constraints()
        if kind == "document":
            limit = self.settings.max_upload_bytes
            return _inputs.as_resume(_inputs.read_document(context.engine, value, max_bytes=limit)), None
        if kind == "profile":
            return _inputs.read_profile(value, context.snapshot), None
        raise PersonInputError(f"A person cannot be given as {kind!r}.", hint="Use sample, document or profile.")


def parsed(read: Profile | PostingProfile, snapshot: Snapshot) -> object:
    """What a document was read as, what it says, and its skills and occupations in every language."""
    kind = "profile" if isinstance(read, Profile) else "posting"
    return {"kind": kind, "document": to_json(read), "names": names(read, snapshot)}


def names(read: Profile | PostingProfile, snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """The graph's names of every skill and occupation in a document, by id and language."""
    jobs = [job.occupation for job in read.experiences] if isinstance(read, Profile) else [read.occupation]
    found = [(snapshot.skills, statement.skill) for statement in read.skills]
    found += [(snapshot.occupations, job) for job in jobs if job]  # type: ignore[misc]
    return {key: {one: table.label(table.index(key), one) for one in Language} for table, key in found}


def constraints(data: Mapping[str, Any], of_sample: Constraints | None) -> Constraints:
    """The request's wishes; without any, the sample's."""
    if data.get("constraints") is None and of_sample is not None:
        return of_sample
    return _inputs.read_constraints(_object(data, "constraints"))


def case(data: Mapping[str, Any], today: date) -> tuple[Mapping[str, object], str, date]:
    """Facts, place and day of a question about benefits.

    Raises:
        PersonInputError, DateInputError: one of them cannot be used.
    """
    place = data.get("jurisdiction")
    if not isinstance(place, str) or not place:
        raise PersonInputError("`jurisdiction` is missing.", hint="Send a region code such as CN-410100 or US-NY.")
    day = today if data.get("on") is None else _inputs.read_date(data["on"])
    return _inputs.read_facts(data.get("facts", {})), place, day


def _object(data: Mapping[str, Any], key: str) -> Mapping[str, object]:
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise PersonInputError(f"`{key}` is no JSON object.", hint="See /docs for the shape.")
    return value


def _media(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def make_router(rest: Rest) -> APIRouter:
    """The routes with their OpenAPI descriptions."""
    router = APIRouter(prefix="/v1")
    handlers: list[tuple[str, str, Callable[[Request], Awaitable[Response]], list[dict[str, object]]]] = [
        ("POST", "/parse", rest.parse, document_parameters("name")),
        ("POST", "/paths", rest.paths, []),
        ("POST", "/match", rest.match, []),
        ("GET", "/transition", rest.transition, document_parameters("from", "to")),
        ("POST", "/benefits", rest.benefits, []),
        ("POST", "/routes", rest.routes, []),
        ("POST", "/plan", rest.plan, []),
        ("GET", "/search", rest.search, document_parameters("text", "kind", "language", "first")),
        ("GET", "/samples", rest.samples, []),
        ("GET", "/texts", rest.texts, []),
    ]
    for method, path, handler, parameters in handlers:
        router.add_api_route(
            path,
            handler,
            methods=[method],
            name=handler.__name__,
            summary=(handler.__doc__ or "").strip().splitlines()[0],
            response_class=Response,
            openapi_extra=operation(BODIES.get(path), parameters),
        )
    return router
