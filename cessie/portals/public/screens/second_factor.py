"""The second factor: a code of an authenticator app (RFC 6238), set up at the first login, or a recovery code."""

from __future__ import annotations

import secrets
from typing import cast

import segno
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import devices_for_user, login, match_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.audit.record import record
from cessie.domain.parties.queries import is_simulated, viewer_for
from cessie.domain.users.models import User

RECOVERY_CODES = 8


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _told(user: User) -> str:
    """The code of the moment, where the house is made up and nobody has an authenticator for it; else nothing."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is None or not is_simulated():
        return ""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = timezone.now().timestamp()
    return f"{clock.token():0{device.digits}d}"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code; whoever has no device yet sets one up."""
    user = _user(request)
    if not any(True for _ in devices_for_user(user, confirmed=True)):
        return redirect("enrol")
    wrong = False
    if request.method == "POST":
        device = match_token(user, request.POST.get("code", "").replace(" ", ""))
        if device is not None:
            login(request, device)
            return redirect(request.session.pop("next", "/"))
        wrong = True
    context = {"wrong": wrong, "told": _told(user)}
    return render(request, "portals/public/screens/second_factor.html", context, status=401 if wrong else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture; the first right code confirms it and gives the recovery codes, once."""
    user = _user(request)
    if TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        return redirect("second_factor")
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "authenticator"})
    wrong = False
    if request.method == "POST":
        if device.verify_token(request.POST.get("code", "").replace(" ", "")):
            codes = _confirm(user, device)
            login(request, device)
            return render(request, "portals/public/screens/recovery.html", {"codes": codes})
        wrong = True
    picture = segno.make(device.config_url, error="m").svg_data_uri(scale=5)
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    context = {"picture": picture, "secret": secret, "wrong": wrong}
    return render(request, "portals/public/screens/enrol.html", context, status=401 if wrong else 200)


@transaction.atomic
def _confirm(user: User, device: TOTPDevice) -> list[str]:
    device.confirmed = True
    device.save()
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES)]
    box = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    StaticToken.objects.bulk_create(StaticToken(device=box, token=code) for code in codes)
    record(action="users.enrol", subject=user, by=viewer_for(user), at=timezone.now())
    return codes
