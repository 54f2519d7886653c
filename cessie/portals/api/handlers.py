"""How the endpoints' exceptions become problems; apart from these, so that the pages need not load the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from cessie.lib.reasons import Refusal
from cessie.portals.api.problems import Problem, answer, of_refusal, plain


def of_validation(no: ValidationError) -> Problem:
    """What was sent has not the form that the document describes; a key of no form names nothing."""
    if any(error["loc"][0] == "path" for error in no.errors):
        return Problem(404, "api.unknown", _("There is no such thing."))
    errors = [
        {"pointer": _pointer(error["loc"]), "code": str(error["type"]), "detail": str(error["msg"])}
        for error in no.errors
    ]
    return Problem(422, "request.invalid", _("What was sent has not the form that is described."), errors=errors)


def _pointer(place: Sequence[Any]) -> str:
    """A JSON pointer into the body (RFC 6901), or the name of a parameter; ninja puts source and argument in front."""
    source, rest = str(place[0]), [str(step) for step in place[1:]]
    if source == "body":
        return "#/" + "/".join(step.replace("~", "~0").replace("/", "~1") for step in rest[1:])
    return f"{source}:{'.'.join(rest[-1:])}"


def settle(api: NinjaAPI) -> None:
    """Every exception of an endpoint that is a no becomes a problem; all others stay what they are: our fault."""
    api.add_exception_handler(Problem, lambda request, no: answer(no, request))  # type: ignore[arg-type]
    api.add_exception_handler(Refusal, lambda request, no: answer(of_refusal(no), request))  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, lambda request, no: answer(of_validation(no), request))  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, _of_http)
    api.add_exception_handler(Http404, lambda request, _no: answer(plain(404), request))


def _of_http(request: HttpRequest, no: Any) -> HttpResponse:
    if no.status_code == 400:
        return answer(Problem(400, "request.json", _("The body is no JSON.")), request)
    return answer(plain(no.status_code), request)
