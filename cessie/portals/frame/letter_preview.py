"""A letter to look at before anything is sent: the picture of its first page, with what somebody is typing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.correspondence.letterheads import current, look_of, sender_of
from cessie.domain.correspondence.letters.pdf import pages_of
from cessie.domain.correspondence.rules.example import example
from cessie.domain.correspondence.rules.head import ENOUGH, Head, contrast, is_colour
from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.markdown import harmless, require_sound
from cessie.domain.correspondence.rules.papers.reminder import FIELDS
from cessie.domain.correspondence.rules.reminders import TONES, Tone
from cessie.lib.days import booking_day
from cessie.lib.reasons import Reason, Refusal
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.portals.frame.vocabulary import LANGUAGES as LANGUAGE_WORDS
from cessie.portals.frame.vocabulary import TONES as TONE_WORDS


def choices() -> dict[str, list[tuple[str, str]]]:
    """The tones and languages that can be looked at."""
    return {
        "tones": [(tone, _(TONE_WORDS[tone])) for tone in TONES],
        "languages": [(language, _(LANGUAGE_WORDS[language])) for language in LANGUAGES],
    }


def refusal(client_id: UUID, said: QueryDict) -> Reason | None:
    """Why the text being typed could not be saved; None where it could."""
    kept = current(client_id)
    try:
        require_sound(said.get("text", ""), fields=FIELDS, hosts=kept.hosts if kept is not None else ())
    except Refusal as no:
        return no.reason
    return None


def picture(client_id: UUID, said: QueryDict) -> HttpResponse:
    """The first page of an example as PNG: ``tone``, ``language``, ``text``, and the look that is being typed. A text
    that could not be saved is 422 with the reason in words."""
    text, kept, wrong = said.get("text", ""), current(client_id), refusal(client_id, said)
    if wrong is not None:
        return HttpResponse(in_words(wrong), status=422, content_type="text/plain; charset=utf-8")
    sender = sender_of(client_id=client_id, under_client_name=True)
    head = look_of(kept) if kept is not None else Head()
    if "colour" in said:
        head = _head(head, said)
        lines = _lines(said.get("lines", ""))
        sender = replace(sender, lines=lines or sender.lines, reply_to=said.get("reply_to", "")[:254])
    language = said.get("language", "") if said.get("language", "") in LANGUAGES else LANGUAGES[0]
    tone: Tone = next((one for one in TONES if one == said.get("tone")), "friendly")
    letter = example(sender=sender, head=head, language=language, tone=tone, text=text, on=booking_day(timezone.now()))
    return HttpResponse(pages_of(letter)[0], content_type="image/png", headers={"Cache-Control": "no-store"})


def _head(head: Head, said: QueryDict) -> Head:
    colour = said.get("colour", "").lower()
    sound = is_colour(colour) and contrast(colour) >= ENOUGH
    logo = "" if said.get("no_logo") else head.logo
    return Head(colour if sound else head.colour, logo, _lines(said.get("footer", ""))[:3])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(harmless(line).strip()[:120] for line in text.splitlines() if line.strip())[:5]
