"""Ask a debtor to sign a mandate on a page: the link that opens it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import in_confidence
from cessie.domain.keys.rules.secret import digest_of
from cessie.domain.mandates.models import SCHEMES, Creditor, Signing
from cessie.domain.mandates.rights import require
from cessie.domain.mandates.rules.mandate_text import LANGUAGES
from cessie.domain.mandates.rules.signing import LINK_LIFE
from cessie.domain.mandates.signing_door import chain, move
from cessie.domain.parties.models import Debtor
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Invited:
    """The whole link: it is told once and kept as a hash alone."""

    signing: Signing
    address: str


@transaction.atomic
def invite(
    *, creditor_id: UUID, debtor_id: UUID, scheme: str, email: str = "", one_off: bool = False, by: Viewer, at: datetime
) -> Invited:
    """A link of 256 bits to one mandate, for fourteen days. ``email``: where codes go; blank takes the company's.
    Where the creditor's debtors sign on the pages of a service, that is asked for a link of its own.

    Refused: no right (``NotAllowed``), an unknown creditor or debtor (``NotFound``), no scheme, a confidential contract
    (LAW-ASG-03: address and mail would name the house), no address for a code.
    """
    creditor = Creditor.objects.select_related("account").filter(pk=creditor_id).first()
    debtor = Debtor.objects.select_related("company").filter(pk=debtor_id).first()
    if creditor is None or debtor is None:
        raise NotFound("mandates.unknown", N_("There is no such creditor or debtor."))
    require("mandates.enter", creditor, by)
    if scheme not in SCHEMES:
        raise Refusal("mandates.scheme", N_("A mandate is for the Core scheme or between businesses."))
    if (
        not creditor.service
        and creditor.account.client_id
        and in_confidence(creditor.account.client_id, booking_day(at))
    ):
        words = N_("The contract is confidential, and these pages and mails are the house's: have it signed on paper.")
        raise Refusal("mandates.confidential", words)
    address = (email or debtor.company.email).strip()
    if "@" not in address:
        raise Refusal("mandates.no_email", N_("Codes go by mail: give the address of whoever signs."))
    secret, key = secrets.token_urlsafe(32), uuid7()
    language = debtor.company.language if debtor.company.language in LANGUAGES else "en"
    row = Signing.objects.create(
        id=key, creditor=creditor, debtor=debtor, reference=f"CSM{key.hex.upper()}", scheme=scheme, one_off=one_off,
        language=language, digest=digest_of(secret), email=address, service=creditor.service, asked_at=at,
        asked_by=by.key, expires_at=at + LINK_LIFE,
    )  # fmt: skip
    chain(row, "ask", at=at, data={"by": by.key, "debtor": str(debtor.pk), "creditor": creditor.identifier})
    record(action="mandates.invite", subject=row, by=by, at=at, data={"debtor": debtor.pk, "scheme": scheme})
    return Invited(row, f"{settings.PUBLIC_URL}/debtor/mandate/{secret}")


@transaction.atomic
def note_sent(*, signing_id: UUID, way: str, words: str, at: datetime) -> None:
    """The link was handed over by this way; whoever took it, in his words."""
    row = Signing.objects.select_for_update(of=("self",)).get(pk=signing_id)
    row.link_by = way
    move(row, "send", at=at, data={"way": way, "words": words[:200]})
