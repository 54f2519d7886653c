"""The first factor: e-mail address and password. Too many wrong ones close the door for a while (django-axes)."""

from __future__ import annotations

from django.contrib import auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cessie.portals.frame.access import safe_next


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for them; whoever has a session already goes on to the second factor."""
    if request.user.is_authenticated:
        return redirect("home")
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        auth.login(request, form.get_user())
        request.session["next"] = safe_next(request, request.GET.get("next", "/"))
        return redirect("second_factor")
    return render(request, "portals/public/screens/login.html", {"form": form}, status=401 if form.errors else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect("login")


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The page of whoever gave a wrong password too often."""
    return render(
        request, "portals/public/screens/login.html", {"form": AuthenticationForm(), "locked": True}, status=429
    )
