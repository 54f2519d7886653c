"""Change one's own password: the old one is asked, the others sessions end."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cessie.domain.users.models import User
from cessie.domain.users.set_password import set_password
from cessie.lib.reasons import Refusal
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.templatetags.cessie import in_words


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("staff", "client", "debtor", "partner", "broker")
def password(request: HttpRequest) -> HttpResponse:
    """Ask for the old one and the new one twice."""
    user = cast(User, request.user)
    wrong = ""
    if request.method == "POST":
        new = request.POST.get("new", "")
        if not user.check_password(request.POST.get("old", "")):
            wrong = _("The old password is not right.")
        elif new != request.POST.get("again", ""):
            wrong = _("The two new passwords differ.")
        else:
            try:
                user = set_password(user_id=user.pk, password=new, by=cast(Visit, request).viewer, at=timezone.now())
            except Refusal as no:
                wrong = in_words(no.reason)
            else:
                update_session_auth_hash(request, user)
                messages.success(request, _("The password is changed."), extra_tags="good")
                return redirect("home")
    return render(request, "portals/public/screens/password.html", {"wrong": wrong}, status=400 if wrong else 200)
