"""The root of the API: its endpoints gathered, and the document that describes them (OpenAPI 3.1)."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from cessie.domain.keys.rules.scopes import SCOPES
from cessie.portals.api import handlers, problems
from cessie.portals.api.door import Needs
from cessie.portals.api.endpoints import (
    account,
    cases,
    collected,
    collections,
    debtors,
    disputes,
    dossiers,
    drawings,
    handing_in,
    invoices,
    ledgers,
    mandates,
    monthly,
    proofs,
    proposals,
    tokens,
)

PREFIX = "/api/v1/"
WORDS = """A client's own programs hand invoices in, read what became of them, approve offers and read statements.

Money is decimal text with its currency. Keys begin with the kind of thing. Moments are UTC, days ISO. Every no is
`application/problem+json`: decide by its `code`. Calls that change something need an `Idempotency-Key`; sent again they
change nothing and get the first answer. Lists go on with `next_cursor`. What is not yours does not exist (404). New
fields and endpoints may come at any time; nothing that stands here goes away within v1."""


class _Json(BaseRenderer):
    """Moments to the microsecond: whoever asks what changed since one must not get it again."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data)


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)


api = _Api(
    title="Cessie",
    version="1.0.0",
    description=WORDS,
    urls_namespace="api",
    renderer=_Json(),
    docs_url=None,
    openapi_url=None,
)
for module in (
    handing_in.router,
    proposals.router,
    account.router,
    monthly.router,
    debtors.router,
    disputes.router,
    mandates.router,
    collections.router,
    dossiers.router,
    collected.router,
    ledgers.router,
    drawings.router,
    proofs.router,
    cases.router,
    tokens.router,
):
    api.add_router("", module)
handlers.settle(api)
assert invoices.router is handing_in.router  # noqa: S101 - one path, one router: GET and POST of /invoices


def operations() -> dict[tuple[str, str], Operation]:
    """Every endpoint by path and method."""
    found: dict[tuple[str, str], Operation] = {}
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                found |= {(f"{PREFIX.rstrip('/')}{path}", method.lower()): operation for method in operation.methods}
    return found


@cache
def document() -> dict[str, Any]:
    """The document, made once a process: what ninja writes, with scopes, problems and the server put right."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    made["servers"] = [{"url": "/"}]
    made["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "The secret of a key, or a token made from it."},
        "oauth2": {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": f"{PREFIX}oauth/token", "scopes": dict(SCOPES)}},
        },
    }
    for (path, method), operation in operations().items():
        _complete(made["paths"][path][method], operation)
    made["tags"] = [
        {"name": name}
        for name in (
            "Invoices",
            "Disputes",
            "Offers",
            "Account",
            "Debtors",
            "Direct debit",
            "Collection",
            "Ledgers",
            "Drawings",
            "Proof",
            "Cases",
            "Keys",
        )
    ]
    return made


def _complete(described: dict[str, Any], operation: Operation) -> None:
    described["description"] = " ".join(described.get("description", "").split())
    for parameter in described["parameters"]:
        parameter["schema"] = _without_null(parameter["schema"])
    needs = next((auth for auth in operation.auth_callbacks if isinstance(auth, Needs)), None)
    if needs is not None:
        described["security"] = [{"key": []}, {"oauth2": [needs.scope] if needs.scope else []}]
    for answer in described["responses"].values():
        content = answer.get("content", {})
        plain = content.get("application/json", {})
        if plain.get("schema", {}).get("$ref", "").endswith("/ProblemBody"):
            answer["content"] = {problems.MEDIA_TYPE: plain}
    if operation.view_func is invoices.read_original:
        described["responses"][200]["content"] = {
            kind: {}
            for kind in ("application/xml", "text/xml", "application/pdf", "text/plain", "application/octet-stream")
        }


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """In an address a thing is there or it is not: there is no null."""
    some = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    if len(some) != 1:
        return schema
    rest: dict[str, Any] = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    rest.update(some[0])
    return rest
