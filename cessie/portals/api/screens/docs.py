"""The document for programs, and the same as a page for the people who write them. Neither needs a login."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cessie.domain.keys.rules.scopes import SCOPES
from cessie.portals.api.root import document


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter, field or answer."""

    name: str
    kind: str
    words: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    parameters: tuple[Line, ...]
    body: tuple[Line, ...]
    example: str
    answers: tuple[Line, ...]
    fields: tuple[Line, ...]


@require_safe
@cache_control(public=True, max_age=300)
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return HttpResponse(_text(), content_type="application/json")


@cache
def _text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=1)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page."""
    context = {"about": document()["info"]["description"], "groups": _groups(), "scopes": SCOPES}
    return render(request, "portals/api/screens/docs.html", context)


@cache
def _groups() -> list[tuple[str, list[Endpoint]]]:
    made = document()
    every = [
        (described.get("tags", [""])[0], _endpoint(path, method, described, made))
        for path, methods in made["paths"].items()
        for method, described in methods.items()
    ]
    return [(tag["name"], [endpoint for group, endpoint in every if group == tag["name"]]) for tag in made["tags"]]


def _endpoint(path: str, method: str, described: dict[str, Any], made: dict[str, Any]) -> Endpoint:
    body = _shape(described.get("requestBody", {}))
    told = _resolved(body, made)
    example = next(iter(told.get("examples", [])), None)
    good = next(iter(described["responses"].values()))
    shape = _shape(good)
    scopes = [names[0] for rule in described.get("security", []) for names in rule.values() if names]
    return Endpoint(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        words=described["description"],
        scope=scopes[0] if scopes else "",
        parameters=tuple(
            Line(each["name"], _kind(each["schema"], made), each.get("description", ""), each["required"])
            for each in described["parameters"]
        ),
        body=_fields(told, made),
        example=json.dumps(example, ensure_ascii=False, indent=2) if example is not None else "",
        answers=tuple(Line(str(code), "", answer["description"]) for code, answer in described["responses"].items()),
        fields=_fields(_resolved(shape, made), made),
    )


def _shape(told: dict[str, Any]) -> dict[str, Any]:
    for content in told.get("content", {}).values():
        schema: dict[str, Any] = content.get("schema", {})
        return schema
    return {}


def _resolved(schema: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found: dict[str, Any] = made["components"]["schemas"][name]
        return found
    return schema


def _fields(schema: dict[str, Any], made: dict[str, Any]) -> tuple[Line, ...]:
    required = schema.get("required", [])
    return tuple(
        Line(name, _kind(each, made), each.get("description", ""), name in required)
        for name, each in schema.get("properties", {}).items()
    )


def _kind(schema: dict[str, Any], made: dict[str, Any]) -> str:
    """What stands there, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(each, made) for each in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}), made)}]"
    return str(schema.get("format") or schema.get("type") or "any")
