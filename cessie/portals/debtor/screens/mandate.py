"""A debtor signs a mandate on his telephone: his account, what he signs, a code, done. Open to whoever has the link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.documents.queries import content
from cessie.domain.mandates.present import Given, decline, look, present
from cessie.domain.mandates.rules.mandate_text import text_of, words
from cessie.domain.mandates.rules.signing import CODES, SIGNING, TRIES
from cessie.domain.mandates.sign import sign
from cessie.domain.mandates.signing_door import Seen
from cessie.domain.users.rules.viewer import NotFound, system
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import attempt, say
from cessie.portals.frame.download import original
from cessie.workflows.direct_debit.signing import MAIL, send_code, way_of_code

WRONG: Final = {
    "wrong": N_("This is not the code. Look at the last message that you got."),
    "late": N_("This code counts no more: ask for another."),
    "locked": N_("Too many wrong codes: the mandate can no longer be signed here. Ask for another link."),
}

View = Callable[..., HttpResponse]


def by_secret(view: View) -> View:
    """A page behind the link of one mandate; any other secret is a 404. Never kept by a browser or a proxy."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, token: str, *args: object, **kwargs: object) -> HttpResponse:
        try:
            row = look(secret=token, seen=seen(request), at=timezone.now())
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            language = chosen if chosen in dict(settings.LANGUAGES) else row.language
            translation.activate(language)
            request.LANGUAGE_CODE = language
            return view(request, token, *args, **kwargs)
        except NotFound as no:
            raise Http404 from no

    return page


def seen(request: HttpRequest) -> Seen:
    """From where a signer comes."""
    return Seen(request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))


@require_safe
@by_secret
def mandate(request: HttpRequest, token: str) -> HttpResponse:
    """The page: first his account, then what he signs and the code; in the end what he signed."""
    row = look(secret=token, seen=seen(request), at=timezone.now())
    way = way_of_code(row)
    creditor, living = row.creditor.account.holder, SIGNING.allows(row.state, "decline")
    return render(
        request,
        "portals/debtor/screens/mandate.html",
        {
            "row": row,
            "token": token,
            "creditor": creditor,
            "living": living,
            "shown": living and row.presented_id is not None and "change" not in request.GET,
            "texts": text_of(row.scheme, row.language, creditor),
            "words": words(row.language),
            "code_to": row.email if row.state == "code_sent" and row.code_by == MAIL else way.shown,
            "codes_left": CODES - row.codes,
            "tries_left": TRIES - row.wrong,
        },
    )


@require_safe
@by_secret
def mandate_paper(request: HttpRequest, token: str) -> HttpResponse:
    """Exactly what is to be signed, or what was."""
    row = look(secret=token, seen=seen(request), at=timezone.now())
    key = row.mandate.document_id if row.mandate is not None else row.presented_id
    if key is None:
        raise Http404
    return original(content(key, system("mandates.show")), "application/pdf", row.reference)


@require_POST
@by_secret
def mandate_do(request: HttpRequest, token: str, act: str) -> HttpResponse:
    """Give his account, ask for a code, sign, or decline."""
    acts = {"present": _present, "code": _code, "sign": _sign, "decline": _decline}
    if act not in acts:
        raise Http404
    acts[act](request, token)
    return redirect("debtor:mandate", token)


def _present(request: HttpRequest, token: str) -> None:
    given = Given(
        iban=request.POST.get("iban", ""),
        holder=request.POST.get("holder", ""),
        signer=request.POST.get("signer", ""),
        role=request.POST.get("role", ""),
        consumer=request.POST.get("consumer") == "yes",
    )
    done = _("Read the mandate, then sign it.")
    attempt(request, lambda: present(secret=token, given=given, seen=seen(request), at=timezone.now()), done)


def _code(request: HttpRequest, token: str) -> None:
    done = _("The code is on its way. It counts for ten minutes.")
    attempt(request, lambda: send_code(secret=token, seen=seen(request), at=timezone.now()), done)


def _sign(request: HttpRequest, token: str) -> None:
    code, consent = "".join(request.POST.get("code", "").split()), request.POST.get("consent") == "yes"
    try:
        tried = sign(secret=token, code=code, consent=consent, seen=seen(request), at=timezone.now())
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return
    if tried.verdict != "right":
        say(request, "bad", _(WRONG[tried.verdict]))


def _decline(request: HttpRequest, token: str) -> None:
    note = request.POST.get("note", "")
    done = _("It is noted: nothing will be collected.")
    attempt(request, lambda: decline(secret=token, note=note, seen=seen(request), at=timezone.now()), done)
