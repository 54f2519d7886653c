"""The reply form of what an agency collects: signed here with his name, or printed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cessie.domain.collection.rules.numbers import shown
from cessie.domain.proceedings.rules.reply import SIGNS, Reply
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.frame.access import say
from cessie.portals.frame.download import original
from cessie.portals.frame.typed import amount_of, day_of
from cessie.workflows.incoming.replying import Asked, asked_of, form, reply

DONE = N_("Thank you. Your reply is with us as you signed it; you find it under Write to us.")
LATE = N_("Thank you. Your reply is with us; it came after the time to reply, so a person looks at it.")


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_link
def reply_page(call: Call, dossier_id: UUID) -> HttpResponse:
    """The form; sent, it is done, or shown again with what stands in its way (422)."""
    at = timezone.now()
    asked, no = asked_of(dossier_id=dossier_id, by=call.viewer, at=at), None
    if call.method == "POST":
        try:
            late = _take(call, asked)
        except NotFound:
            raise
        except Refusal as refused:
            no = refused.reason
        else:
            say(call, "warn" if late else "good", _(LATE) if late else _(DONE))
            return redirect("debtor:owed", call.secret)
    last = asked.case.days.get("reply_until") if asked.case else None
    return show(
        call,
        "reply",
        422 if no else 200,
        asked=asked,
        number=shown(asked.dossier.number),
        until=date.fromisoformat(last) if last else None,
        no=no,
        typed=call.POST,
        form_key=call.POST.get("key") or uuid7(),
        today=booking_day(at),
        signs=SIGNS,
    )


@require_safe
@by_a_link
def reply_paper(call: Call, dossier_id: UUID) -> HttpResponse:
    """The same form to print, in the language of the page."""
    at = timezone.now()
    asked = asked_of(dossier_id=dossier_id, by=call.viewer, at=at)
    return original(form(asked, language=get_language() or "en", at=at), "application/pdf", "reply-form")


def _take(call: Call, asked: Asked) -> bool:
    """Whether it came too late for the case."""
    given = call.POST
    if given.get("sign") != "yes":
        raise Refusal("proceedings.reply_unsigned", N_("Tick that you sign the form."))
    kind = given.get("kind", "")
    said = Reply(
        kind=kind, name=given.get("name", "").strip()[:200], words=given.get(f"words_{kind}", "").strip()[:SIGNS],
        amount=_amount(given.get(f"amount_{kind}", "")), on=_day(given.get(f"on_{kind}", "")),
    )  # fmt: skip
    key, language = given.get("key", "")[:60], get_language() or "en"
    done = reply(asked=asked, said=said, key=key, language=language, by=call.viewer, at=timezone.now())
    return done.late is not None


def _amount(text: str) -> Money | None:
    return amount_of(text) if text.strip() else None


def _day(text: str) -> date | None:
    return day_of(text) if text else None
