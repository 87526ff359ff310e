"""What OpenAPI says about bodies and errors; the handlers read and check them themselves."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

Json = dict[str, Any]


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Json, *, required: tuple[str, ...] = (), description: str = "") -> Json:
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    if description:
        schema["description"] = description
    return schema


_DAY = {"type": "string", "format": "date", "description": "YYYY-MM-DD; today if left out."}
_PLACE = {"type": "string", "description": "Region code whose rules apply, such as CN-410100 or US-NY."}
_ID = {"type": "string", "description": "An id, key or code."}

SCHEMAS: Json = {
    "Document": _object(
        {
            "name": {"type": "string", "description": "File name; its ending says the format."},
            "text": {"type": "string", "description": "The document as text."},
            "base64": {"type": "string", "format": "byte", "description": "The document's bytes."},
        },
        description="Exactly one of `text` and `base64`.",
    ),
    "Profile": {
        "type": "object",
        "description": "A profile as /v1/parse returns it, perhaps corrected; or the short form with ids.",
        "properties": {
            "language": {"type": "string", "enum": ["zh", "en"]},
            "occupation": _ID,
            "skills": {
                "type": "array",
                "items": {
                    "oneOf": [
                        _ID,
                        {"type": "object", "properties": {"skill": _ID, "negated": {"type": "boolean"}}},
                    ]
                },
            },
            "experiences": {"type": "array", "items": {"type": "object"}},
            "education": {"type": "array", "items": {"type": "object"}},
            "location": {"type": "object", "nullable": True},
            "target_occupation": _ID,
        },
    },
    "Person": _object(
        {
            "sample": {"type": "string", "description": "Key of a sample person, see /v1/samples."},
            "document": _ref("Document"),
            "profile": _ref("Profile"),
        },
        description="Exactly one of them.",
    ),
    "Constraints": _object(
        {
            "pay_floor": _object(
                {"amount": {"type": "string"}, "currency": {"type": "string", "example": "CNY"}},
                required=("amount", "currency"),
            ),
            "months": {"type": "integer", "minimum": 1, "maximum": 120},
            "region": _PLACE,
            "exclude": {"type": "array", "items": _ID},
            "max_exposure": {"type": "number", "minimum": 0, "maximum": 1},
            "max_moves": {"type": "integer", "minimum": 1, "maximum": 4},
            "target": _ID,
        },
        description="What is left out is no wish.",
    ),
    "Money": _object(
        {"amount": {"type": "string"}, "currency": {"type": "string", "example": "CNY"}},
        required=("amount", "currency"),
    ),
    "Funding": _object(
        {
            "at_least_per_month": _ref("Money"),
            "most_months_without_wage": {"type": "integer", "minimum": 0, "maximum": 120},
            "savings": _ref("Money"),
            "living_per_month": _ref("Money"),
            "most_delay": {"type": "integer", "minimum": 0, "maximum": 12},
            "own_business": {"type": "boolean"},
            "start_cost": _ref("Money"),
            "loan": _object(
                {
                    "principal": _ref("Money"),
                    "rate_per_year": {"type": "string", "example": "0.031"},
                    "months": {"type": "integer", "minimum": 1, "maximum": 600},
                    "benefit": _ID,
                },
                required=("principal", "rate_per_year", "months"),
            ),
        },
        description="What the money of a plan has to do; all amounts in the plan's currency.",
    ),
    "Facts": {
        "type": "object",
        "description": "Fact id to value; ids, types and questions are at /v1/texts. A missing fact is unknown.",
        "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]},
    },
    "Error": _object(
        {
            "error": _object(
                {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "message_zh": {"type": "string", "description": "What the code means, in Chinese."},
                    "hint": {"type": "string"},
                    "hint_zh": {"type": "string", "description": "What to do, in Chinese; may be empty."},
                    "request_id": {"type": "string"},
                },
                required=("code", "message", "hint", "request_id"),
            )
        },
        required=("error",),
    ),
}

_CASE = {"facts": _ref("Facts"), "jurisdiction": _PLACE, "on": _DAY}
_RIDER = {"sample": "rider-zhengzhou"}
#: path -> (schema of the JSON body, example)
BODIES: dict[str, tuple[Json, Json]] = {
    "/parse": (_ref("Document"), {"name": "resume.txt", "text": "外卖骑手，2023年至今。会看地图导航。"}),
    "/paths": (
        _object({"person": _ref("Person"), "constraints": _ref("Constraints"), **_CASE}, required=("person",)),
        {"person": _RIDER},
    ),
    "/match": (
        _object({"person": _ref("Person"), "posting": _ref("Document")}, required=("person", "posting")),
        {"person": _RIDER, "posting": {"name": "job.txt", "text": "招聘：快递员。要求：会使用手持终端，熟悉路线。"}},
    ),
    "/benefits": (_object(_CASE, required=("jurisdiction",)), {"jurisdiction": "CN-410100", "facts": {}}),
    "/routes": (_object(_CASE, required=("jurisdiction",)), {"jurisdiction": "US-NY", "facts": {}}),
    "/plan": (
        _object(
            {
                "person": _ref("Person"),
                "constraints": _ref("Constraints"),
                "funding": _ref("Funding"),
                **_CASE,
            },
            required=("person", "jurisdiction"),
        ),
        {"person": _RIDER, "jurisdiction": "CN-410100", "facts": {}},
    ),
}
_PARAMETERS: Json = {
    "name": ("File name, when the body is the document's bytes.", False, "resume.pdf"),
    "from": ("Where the move starts: id, key or code.", True, "4-02-07-10"),
    "to": ("Where it leads: id, key or code.", True, "4-10-08-01"),
    "text": ("What to look for.", True, "rider"),
    "kind": ("any, occupation, skill, course or benefit.", False, "any"),
    "language": ("zh or en.", False, "en"),
    "first": ("How many, 1 to 100.", False, "10"),
}


def document_parameters(*names: str) -> list[Json]:
    """Query parameters by name."""
    return [
        {
            "name": name,
            "in": "query",
            "required": _PARAMETERS[name][1],
            "description": _PARAMETERS[name][0],
            "example": _PARAMETERS[name][2],
            "schema": {"type": "string"},
        }
        for name in names
    ]


def operation(body: tuple[Json, Json] | None, parameters: list[Json]) -> Json:
    """The OpenAPI operation of one endpoint."""
    error = {"description": "Refused.", "content": {"application/json": {"schema": _ref("Error")}}}
    result: Json = {
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": {}}}},
            **dict.fromkeys(("400", "404", "413", "415", "422", "500", "503", "504"), error),
        }
    }
    if parameters:
        result["parameters"] = parameters
    if body:
        schema, example = body
        content: Json = {"application/json": {"schema": schema, "example": example}}
        if schema == _ref("Document"):
            for media in ("application/pdf", "application/octet-stream"):
                content[media] = {"schema": {"type": "string", "format": "binary"}}
        result["requestBody"] = {"required": True, "content": content}
    return result


def describe_api(app: FastAPI) -> Json:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        components = document.setdefault("components", {}).setdefault("schemas", {})
        components.pop("HTTPValidationError", None)
        components.pop("ValidationError", None)
        components.update(SCHEMAS)
        app.openapi_schema = document
    return app.openapi_schema
