"""A new person chooses his password by the link that he was sent; then he logs in and sets up his second factor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cessie.domain.parties.queries import viewer_for
from cessie.domain.users.invite import accept_invitation, invited
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import Refusal
from cessie.portals.frame.templatetags.cessie import in_words


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whose login it is, and a password twice; a link that opens nothing is 404."""
    try:
        user = invited(secret, timezone.now())
    except NotFound as no:
        return _page(request, {"gone": in_words(no.reason)}, 404)
    translation.activate(user.language)
    request.LANGUAGE_CODE = user.language  # set by the middleware of languages
    wrong = ""
    if request.method == "POST":
        password = request.POST.get("new", "")
        if password != request.POST.get("again", ""):
            wrong = _("The two new passwords differ.")
        else:
            try:
                accept_invitation(secret=secret, password=password, by=viewer_for(user), at=timezone.now())
            except Refusal as no:
                wrong = in_words(no.reason)
            else:
                messages.success(request, _("Your password is chosen: log in with it."), extra_tags="good")
                return redirect("login")
    return _page(request, {"wrong": wrong, "invited": user}, 400 if wrong else 200)


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    answer = render(request, "portals/public/screens/invitation.html", context, status=status)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return answer
