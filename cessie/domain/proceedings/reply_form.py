"""The reply form of a debtor: empty to print, or filled in on his page and signed with his name."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from cessie.domain.collection.models import Dossier
from cessie.domain.correspondence.rules.phrases import Phrases, phrases
from cessie.domain.documents.paper.pdf import Choice, Paper, pdf_of
from cessie.domain.proceedings.framed import framed
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.rules.reply import KINDS, Reply
from cessie.law.procedures import procedure
from cessie.lib.money import Money

#: Languages of the papers of a case.
LANGUAGES: Final = ("nl", "fr", "en")


def reply_form(
    dossier: Dossier, case: Case | None, total: Money, house: str, on: date, say: Phrases, reply: Reply | None = None
) -> Paper:
    """The form in the language that is active; with a ``reply`` its box is ticked, filled and signed."""
    notes = [_("This form follows the contents of the official model; the model itself was not checked.")]
    if reply is not None:
        notes.insert(0, _("Filled in and signed on the page of the debtor's link."))
    return framed(
        dossier, house, on, say, _("Reply form"), procedure(case.procedure).title if case else "",
        intro=(_until(case, house, say), _("A telephone call or a plain e-mail does not count as a reply.")),
        choices=_choices(total, say, reply),
        signed=(_("Name and capacity"), _("Date"), _("Signature")),
        signatures=(reply.name, say.day(on), reply.name) if reply is not None else (),
        notes=tuple(notes),
    )  # fmt: skip


def reply_pdf(
    dossier: Dossier, case: Case | None, total: Money, house: str, on: date, language: str, reply: Reply | None = None
) -> bytes:
    """The same, printed in a language."""
    with translation.override(language):
        return pdf_of(reply_form(dossier, case, total, house, on, phrases(language), reply))


def _until(case: Case | None, house: str, say: Phrases) -> str:
    """To whom the form goes, and until when."""
    days = case.days if case is not None else {}
    if last := days.get("reply_until"):
        words = _(
            "Tick one box, sign, and send or hand the form to the bailiff: he must have it by {day} at the latest."
        )
        return words.format(day=say.day(date.fromisoformat(last)))
    if case is not None:
        return _("Tick one box, sign, and send or hand the form to the bailiff within one month of the summons.")
    return _("Tick one box, sign, and send the form to {house}.").format(house=house)


def _choices(total: Money, say: Phrases, reply: Reply | None) -> tuple[Choice, ...]:
    said = {
        "pay": (_("I pay {total}.").format(total=say.money(total)), (_("on"),)),
        "instalments": (
            _("I ask to pay in instalments."), (_("Amount a month"), _("First payment on"), _("Why"))
        ),
        "contest": (_("I contest the claim."), (_("Reason (needed)"), "", "")),
        "contest_part": (
            _("I contest a part of the claim and owe the rest."), (_("Contested amount"), _("Reason (needed)"), "")
        ),
    }  # fmt: skip
    return tuple(_choice(kind, *said[kind], say, reply) for kind in KINDS)


def _choice(kind: str, label: str, fields: tuple[str, ...], say: Phrases, reply: Reply | None) -> Choice:
    if reply is None:
        return Choice(label, fields)
    if reply.kind != kind:
        return Choice(label)
    amount = say.money(reply.amount) if reply.amount is not None else ""
    day = say.day(reply.on) if reply.on is not None else ""
    values = {
        "pay": (day,), "instalments": (amount, day, reply.words), "contest": (reply.words,),
        "contest_part": (amount, reply.words),
    }[kind]  # fmt: skip
    return Choice(label, fields[: len(values)], ticked=True, values=values)
