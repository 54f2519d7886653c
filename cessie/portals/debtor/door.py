"""The door of a debtor's link: whoever shows it sees what this debtor owes this client; all else is a 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

from cessie.domain.keys.take_turn import take_turn
from cessie.domain.keys.visitors import Visitor, by_link
from cessie.domain.users.rules.viewer import NotFound
from cessie.portals.frame.access import Visit

#: Looks and forms that one link may ask for in a minute: more than a person reads, fewer than would harm.
PER_MINUTE: Final = 60

View = Callable[..., HttpResponse]


class Call(Visit):
    """A request that came by a link: it knows whose, and the link's secret for the addresses of its own pages."""

    visitor: Visitor
    secret: str


def by_a_link(view: View) -> View:
    """A page behind a link. Unknown, revoked and expired ones, and what is not his, are a 404, as for a stranger.

    A person of the staff who opens it sees what the debtor sees. The page is never kept by a browser or a proxy.
    """

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, secret: str, *args: object, **kwargs: object) -> HttpResponse:
        at, call = timezone.now(), cast(Call, request)
        visitor = by_link(secret, at=at)
        if visitor is None:
            raise Http404
        turn = take_turn(key_id=visitor.link_id, per_minute=PER_MINUTE, at=at, of="keys_linkpace")
        call.visitor, call.viewer, call.secret = visitor, visitor.viewer, secret
        _speak(call)
        if not turn.allowed:
            answer = show(call, "wait", status=429)
            answer.headers["Retry-After"] = str(turn.wait)
            return answer
        try:
            return view(call, *args, **kwargs)
        except NotFound as no:
            raise Http404 from no

    return page


def _speak(call: Call) -> None:
    """The language that was chosen here before, else the one in which the debtor is written to."""
    chosen = call.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = chosen if chosen in dict(settings.LANGUAGES) else call.viewer.language
    translation.activate(language)
    call.LANGUAGE_CODE = language


def show(call: Call, screen: str, /, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the portal. ``screen``: the file's name beside the view. Nothing on it names the house by itself."""
    frame = {"visitor": call.visitor, "secret": call.secret}
    return render(call, f"portals/debtor/screens/{screen}.html", frame | context, status=status)
