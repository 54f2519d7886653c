"""What a signer does on his page before he signs: look, give his account, see the mandate, or say no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.mandates.models import Signing
from cessie.domain.mandates.paper.pdf import Says, pdf_of
from cessie.domain.mandates.register import account_of
from cessie.domain.mandates.rules.signing import SIGNING
from cessie.domain.mandates.signing_door import Seen, by_secret, chain, move, signer_of
from cessie.domain.users.rules.viewer import system
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the signer says of himself and the account."""

    iban: str
    holder: str
    signer: str
    role: str = ""
    consumer: bool = False


@transaction.atomic
def look(*, secret: str, seen: Seen, at: datetime) -> Signing:
    """The signing behind a link; the first look is noted. ``NotFound`` for any other secret."""
    row = by_secret(secret, at=at)
    if SIGNING.allows(row.state, "open"):
        move(row, "open", at=at, data=seen.to_json())
    return row


@transaction.atomic
def present(*, secret: str, given: Given, seen: Seen, at: datetime) -> Signing:
    """Make the mandate with these words and keep exactly what is shown; a code that was sent counts no more.

    Refused: an account or a holder that no bank reads, nobody who signs, one that is over (``WrongState``).
    """
    row = by_secret(secret, at=at)
    if row.state == "code_sent":
        move(row, "change", at=at)
    if row.state != "opened":
        raise Refusal("mandates.signing_over", N_("This mandate can no longer be signed here."))
    row.iban = account_of(row.scheme, given.iban, given.holder, consumer=given.consumer)
    row.holder, row.signer, row.role = given.holder.strip(), given.signer.strip()[:140], given.role.strip()[:140]
    row.consumer, row.code_digest = given.consumer, ""
    if not row.signer:
        raise Refusal("mandates.no_signer", N_("Give the name of whoever signs."))
    data, by = pdf_of(says_of(row, at)), system("mandates.present")
    row.presented = store(data=data, name=f"{row.reference}.pdf", channel="own", by=by, at=at).document
    row.save()
    chain(row, "present", at=at, data=seen.to_json() | {"sha256": row.presented.pk, "signer": row.signer})
    return row


@transaction.atomic
def decline(*, secret: str, note: str, seen: Seen, at: datetime) -> Signing:
    """The debtor does not want to. Again does nothing; refused once it is over otherwise (``WrongState``)."""
    row = by_secret(secret, at=at)
    if row.state != "declined":
        move(row, "decline", at=at, data=seen.to_json() | {"note": note.strip()[:500]})
        record(action="mandates.decline", subject=row, by=signer_of(row), at=at, data={})
    return row


def says_of(row: Signing, at: datetime) -> Says:
    """What stands on the mandate; ``creditor__account`` and ``debtor__company`` loaded."""
    return Says(
        language=row.language,
        scheme=row.scheme,
        reference=row.reference,
        creditor=row.creditor.account.holder,
        identifier=row.creditor.identifier,
        debtor=row.debtor.company.name,
        holder=row.holder,
        iban=row.iban,
        one_off=row.one_off,
        on=booking_day(at),
    )
