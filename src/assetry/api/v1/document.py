"""The OpenAPI document: ninja's, completed by what holds for every route of a method, so that no route repeats it."""

from typing import Any, Final

from assetry.api.v1.problems import MEDIA_TYPE, Problem
from assetry.platform.exports.formats import FORMATS

# Said of a route (`openapi_extra`) whose query or body names a thing: it may not be there.
NAMES_A_THING: Final = "x-names-a-thing"
_KEY: Final = {
    "in": "header", "name": "Idempotency-Key", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    "description": "Sent twice with one key, the request has one effect and the same answer (kept for a day).",
}  # fmt: skip
_MATCH: Final = {
    "in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"},
    "description": "The ETag of what you read; `*` for whatever there is.",
}  # fmt: skip
_WORDS: Final = {
    400: "The filter, sort, cursor or body cannot be read.",
    401: "No valid token.",
    403: "The permission is missing, anywhere or here.",
    404: "It does not exist, or you may not see it.",
    409: "A rule says no in this state; `code` says which.",
    412: "Somebody else changed it meanwhile.",
    413: "The body is too large.",
    422: "Some input cannot be used; `errors` names each.",
    428: "If-Match is missing.",
    503: "Others were changing the same things, again and again.",
}


def complete(document: dict[str, Any]) -> None:
    """Add parameters, headers and problems to every operation, in place."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, part in schema.pop("$defs", {}).items():
        document["components"]["schemas"][name] = part
    document["components"]["schemas"]["Problem"] = schema
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    if method == "post":
        parameters.append(_KEY)
    if method in {"patch", "put", "delete"}:
        parameters.append(_MATCH)
    for response in operation["responses"].values():
        if method in {"patch", "put"} or "{" in path or method == "post":
            response.setdefault("headers", {})["ETag"] = {"schema": {"type": "string"}}
    if any(one["name"] == "format" for one in parameters):
        content = operation["responses"][200]["content"]
        content |= {FORMATS[code].media_type: {"schema": {"type": "string"}} for code in ("csv", "xlsx")}
    for status in _statuses(path, method, operation):
        operation["responses"][status] = {
            "description": _WORDS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def _statuses(path: str, method: str, operation: dict[str, Any]) -> list[int]:
    """The failures that a route of this shape can answer with."""
    statuses = {401, 403}
    if "{" in path or operation.pop(NAMES_A_THING, False):
        statuses.add(404)
    if operation.get("parameters") or "requestBody" in operation:
        statuses.add(422)
    if method == "get" and any(one["in"] == "query" for one in operation["parameters"]):
        statuses.add(400)
    if method != "get":
        statuses |= {400, 409, 413, 422, 503, 412}
    if method in {"patch", "put", "delete"}:
        statuses.add(428)
    return sorted(statuses)
