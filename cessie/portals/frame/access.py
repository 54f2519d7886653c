"""Who may open a page: a second factor first, then the right kind of person; to all others the page does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.frame.templatetags.cessie import in_words

View = Callable[..., HttpResponse]
#: What is open to somebody who must choose a password first.
CHANGING = ("password", "logout", "language", "healthz", "metrics")


class Visit(HttpRequest):
    """A request of somebody who passed the door: it knows its viewer."""

    viewer: Viewer
    htmx: HtmxDetails


def visitors(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever passed both factors gets his viewer, and his language.

    A password that another person knows opens the page on which one's own is chosen, and no other.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = cast(User, request.user)
        if user.is_authenticated and user.is_verified():  # type: ignore[attr-defined]  # django-otp adds it
            viewer = viewer_for(user)
            cast(Visit, request).viewer = viewer
            translation.activate(viewer.language)
            request.LANGUAGE_CODE = viewer.language
            if user.must_change_password and request.path not in (reverse(name) for name in CHANGING):
                return _whole_page(request, reverse("password"))
        return get_response(request)

    return middleware


def for_kind(*kinds: str) -> Callable[[View], View]:
    """A page for people of these kinds. What is not theirs (``NotFound``) is a 404, as for a stranger."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return _whole_page(request, redirect_to_login(_here(request), "login").url)
            viewer = getattr(request, "viewer", None)
            if viewer is None:
                request.session["next"] = safe_next(request, _here(request))
                return _whole_page(request, reverse("second_factor"))
            if viewer.kind not in kinds:
                raise Http404
            try:
                return _back_to_task(request, view(request, *args, **kwargs))
            except NotFound as no:
                raise Http404 from no
            except NotAllowed as no:
                raise PermissionDenied(in_words(no.reason)) from no

        return page

    return decorate


def _here(request: HttpRequest) -> str:
    """The page on which somebody is, also while a part of it renews itself; what was sent is not sent again."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    return urlunsplit(("", "", page.path or "/", page.query, ""))


def _whole_page(request: HttpRequest, there: str) -> HttpResponse:
    """Go there; a part of a page that renews itself takes the whole page with it, and is not filled with the door."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": there})
    return redirect(there)


def safe_next(request: HttpRequest, there: str) -> str:
    """An address of this house to go on to; the front page for any other."""
    return there if url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}) else "/"


def _back_to_task(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Whoever decided something from a task's page comes back to it."""
    if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
        came = urlsplit(request.headers.get("Referer", ""))
        try:
            if came.netloc == request.get_host() and resolve(came.path).view_name == "staff:task":
                return redirect(came.path)
        except Resolver404:
            pass
    return answer


def say(request: HttpRequest, tone: str, what: str | Reason, before: str = "") -> None:
    """A note on the next page, in the reader's words; ``tone``: good, warn or bad."""
    levels = {"good": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR}
    text = in_words(what) if isinstance(what, Reason) else what
    messages.add_message(request, levels[tone], before + text, extra_tags=tone)


def attempt(request: HttpRequest, act: Callable[[], object], done: str, *, but: type[Refusal] = NotFound) -> bool:
    """Do ``act``; say ``done``, or the refusal in the reader's words. What does not exist for him stays a 404; ``but``:
    a refusal that the caller tells himself."""
    try:
        act()
    except (NotFound, but):
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return False
    say(request, "good", done)
    return True


def key(text: str) -> UUID:
    """The key that a form carries; what is none names nothing (404)."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def number(text: str | None) -> int:
    """The number of a page in an address; the first for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 1
