"""Style sheets, scripts and pictures, served by the web process itself: few, small files; no proxy is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.static import serve

Answer = Callable[[HttpRequest], HttpResponse | FileResponse]
_HOUR = 3600


def middleware(get_response: Answer) -> Answer:
    """Answer what lies below ``STATIC_URL`` from the apps' static folders; everything else goes on."""

    def answer(request: HttpRequest) -> HttpResponse | FileResponse:
        prefix = settings.STATIC_URL
        if request.method not in ("GET", "HEAD") or not request.path_info.startswith(prefix):
            return get_response(request)
        response = _file(request, request.path_info[len(prefix) :])
        response.headers["Cache-Control"] = f"public, max-age={0 if settings.DEBUG else _HOUR}"
        return response

    return answer


def _file(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    place = _place(name) if name else None
    if not place:
        return HttpResponse(status=404)
    try:
        return serve(request, name, document_root=place)
    except Http404:
        return HttpResponse(status=404)


@lru_cache(maxsize=512)
def _place(name: str) -> str | None:
    """The folder in which the app's file ``name`` lies; names that lead out of the folders are not found."""
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    return str(found)[: -len(name)] if found and str(found).endswith(name) else None
