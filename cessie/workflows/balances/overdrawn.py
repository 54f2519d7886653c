"""Clients who have more in use than is available are asked to pay: told by mail, recognised when they pay, followed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.connectors.channels import Channel
from cessie.domain.availability.call import decide_call
from cessie.domain.availability.calls import ASKED, LIVE, reference_in
from cessie.domain.availability.follow_call import follow_call, was_told
from cessie.domain.availability.models import Call
from cessie.domain.banking.queries import collection_accounts
from cessie.domain.correspondence.rules.phrases import phrases
from cessie.domain.matching.allocate import ASKED as RULE
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.models import Match, Receipt
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.parties.queries import house_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.workflows.letters.mailing import can_mail, mail_person, people_of

HOUSE = system("overdrawn")


def send(*, call_id: UUID, by: Viewer, at: datetime, mail: Channel | None = None) -> Call:
    """Send a call that another person proposed, and mail it; what does not leave now the night mails.

    Refused as ``availability.decide_call``.
    """
    row = decide_call(call_id=call_id, send=True, by=by, at=at)
    return tell(row, at=at, mail=mail) if row.state == "sent" else row


def tell(row: Call, *, at: datetime, mail: Channel | None = None) -> Call:
    """Mail the client's people, each in his language, once: a mail has the same identity however often it leaves, and
    the note follows it, so that what was killed in between is one mail in the box."""
    if row.told or (mail is None and not can_mail()):
        return row
    people = 0
    for user in people_of(row.client_id, by=HOUSE):
        subject, text = words(row, user)
        people += mail_person(
            identity=str(uuid5(row.pk, str(user.pk))), user=user, subject=subject, text=text, at=at, mail=mail
        )
    return was_told(call_id=row.pk, people=people, by=HOUSE, at=at)


def night(*, by: Viewer, at: datetime, mail: Channel | None = None) -> int:
    """Follow every call that lives, and mail what was not; how many ended or are set off from now on."""
    moved = 0
    for key, before in list(Call.objects.filter(state__in=LIVE).order_by("proposed_at").values_list("pk", "state")):
        row = follow_call(call_id=key, by=by, at=at)
        moved += row.state != before
        if row.state in ASKED:
            tell(row, at=at, mail=mail)
    return moved


def recognise(*, receipt_id: UUID, by: Viewer, at: datetime) -> UUID | None:
    """Money that quotes a call goes to the client's account (P08), and the call is looked at; which, or None.

    Money that a person took back from it once is his to decide.
    """
    receipt = Receipt.objects.select_related("line").get(pk=receipt_id)
    line = receipt.line
    left = ledger.unallocated([receipt.line_id], currency=receipt.currency)[receipt.line_id]
    call = reference_in(f"{line.structured} {line.text} {line.end_to_end_id}")
    if call is None or not left or Match.objects.filter(receipt=receipt, state="reversed").exists():
        return None
    quoted = Reason("overdrawn.quoted", N_("The payment quotes the call {call}."), {"call": call.reference})
    uses = [Elsewhere("client_debt", left, contract_id=call.contract_id)]
    allocate(receipt_id=receipt_id, allocations={}, uses=uses, rule=RULE, reasons=[quoted], by=by, at=at)
    follow_call(call_id=call.pk, by=by, at=at)
    return call.pk


def words(row: Call, user: User) -> tuple[str, str]:
    """Subject and text, in the language of whoever reads it."""
    run, pool = row.run, row.run.pool
    accounts, house = collection_accounts(), house_company()

    def told(cents: int) -> str:
        return phrases(user.language).money(Money(cents, row.currency))

    with translation.override(user.language):
        facts = {
            "name": user.name, "number": row.contract.number, "house": house.name if house else "",
            "amount": told(row.amount_cents), "gross": told(pool.gross_cents), "counts": told(pool.eligible_cents),
            "may": told(run.gross_cents), "use": told(run.in_use_cents + run.ordered_cents),
            "day": formats.date_format(row.last_date, "SHORT_DATE_FORMAT"), "reference": row.reference,
            "iban": accounts[0].iban if accounts else "",
        }  # fmt: skip
        subject = _("Contract {number}: {amount} is too much in use")
        text = _(
            "{name},\n\nunder contract {number} {use} is in use and {may} may be: of {gross} that is open {counts}"
            " counts for financing. The page Availability shows every step.\n\nPlease pay {amount} by {day} to {iban},"
            " quoting {reference}, or bring invoices that count. What is too much after that day is set off against"
            " whatever comes in for you, and nothing can be drawn until then.\n\n{house}\n"
        )
        return subject.format(**facts), text.format(**facts)
