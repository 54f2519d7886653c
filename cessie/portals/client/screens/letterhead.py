"""How a client's letters look: he sets it, and sees a letter as it will come out while he types."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.correspondence.letterheads import letterheads, sender_of
from cessie.domain.correspondence.models import Letterhead
from cessie.domain.correspondence.rules.head import ACCENT
from cessie.domain.correspondence.rules.papers.reminder import FIELDS
from cessie.domain.correspondence.rules.picture import BYTES
from cessie.domain.correspondence.set_letterhead import Look, set_letterhead
from cessie.domain.keys.queries import names_of
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, say
from cessie.portals.frame.invoice_out import say_who_sends, sending_of
from cessie.portals.frame.letter_preview import choices, picture, refusal

SAVED = N_("Version {number} of your letterhead holds from now on.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("client")
def letterhead(request: Visit) -> HttpResponse:
    """The page with its form; what is refused stays typed, with the reason."""
    client, wrong = client_of(request), None
    if request.method == "POST":
        wrong = _kept(request)
        if wrong is None:
            return redirect("client:letterhead")
    versions = list(letterheads(viewer=request.viewer, client_id=client.pk)[:20])
    return show(
        request,
        "letterhead",
        client,
        422 if wrong else 200,
        versions=versions,
        sender=sender_of(client_id=client.pk, under_client_name=True),
        names=names_of({version.made_by for version in versions}, viewer=request.viewer),
        look=_typed(request) if wrong else _look(versions[0] if versions else None),
        wrong=wrong,
        fields=FIELDS,
        picture=_picture_of(QueryDict()),
        **sending_of(request.viewer, client.pk),
        **choices(),
    )


@require_POST
@for_kind("client")
def invoice_sending(request: Visit) -> HttpResponse:
    """The client says who sends his invoices."""
    say_who_sends(request, client_of(request).pk)
    return redirect("client:letterhead")


def _picture_of(said: QueryDict) -> str:
    """Where the picture of the letter with these words is."""
    return f"{reverse('client:letterhead_picture')}?{said.urlencode()}"


def _look(kept: Letterhead | None) -> dict[str, str]:
    """The form's fields as they hold; the house's colour where nothing was set yet."""
    if kept is None:
        return {"colour": ACCENT}
    return {
        "lines": "\n".join(kept.lines), "colour": kept.colour, "footer": "\n".join(kept.footer),
        "email": kept.email, "reply_to": kept.reply_to, "hosts": " ".join(kept.hosts),
        "logo": "yes" if kept.logo else "",
    }  # fmt: skip


def _typed(request: Visit) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("lines", "colour", "footer", "email", "reply_to", "hosts")}


def _kept(request: Visit) -> Reason | None:
    """Keep what was typed; why not, where it is refused."""
    said, logo = request.POST, request.FILES.get("logo")
    look = Look(
        lines=tuple(said.get("lines", "").splitlines()),
        colour=said.get("colour", ""),
        logo=logo.read(BYTES + 1) if logo is not None else b"",
        no_logo="no_logo" in said,
        footer=tuple(said.get("footer", "").splitlines()),
        email=said.get("email", ""),
        reply_to=said.get("reply_to", ""),
        hosts=tuple(said.get("hosts", "").split()),
    )
    try:
        kept = set_letterhead(client_id=client_of(request).pk, look=look, by=request.viewer, at=timezone.now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as no:
        return no.reason
    say(request, "good", Reason("letter.look_kept", SAVED, {"number": kept.number}))
    return None


@require_safe
@for_kind("client")
def letterhead_seen(request: Visit) -> HttpResponse:
    """The part of the page that shows the letter: asked again while somebody types."""
    wrong = refusal(client_of(request).pk, request.GET)
    return render(request, "frame/letter_seen.html", {"picture": _picture_of(request.GET), "wrong": wrong})


@require_safe
@for_kind("client")
def letterhead_picture(request: Visit) -> HttpResponse:
    """The letter itself, as a picture."""
    return picture(client_of(request).pk, request.GET)
