"""Enter a mandate that a debtor signed on paper, with its scan: the first of two people, or the client."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.mandates.models import SCHEMES, Creditor, Mandate
from cessie.domain.mandates.rights import require
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.parties.models import Debtor
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.payments.pain001 import readable
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban


@transaction.atomic
def register(
    *,
    creditor_id: UUID,
    debtor_id: UUID,
    scheme: str,
    iban: str,
    holder: str,
    signed_date: date,
    scan: bytes,
    name: str,
    bic: str = "",
    one_off: bool = False,
    consumer: bool = False,
    limit: Money | None = None,
    by: Viewer,
    at: datetime,
) -> Mandate:
    """Keep the scan and what it says; it serves once a second person has compared the two (``activate``).

    The same scan for the same debtor again is the mandate that was entered.

    Refused: no right or no person (``NotAllowed``), an unknown creditor or debtor (``NotFound``), a wrong IBAN, a
    holder whom no bank can read, a day to come, a consumer's account between businesses, a limit of nothing.
    """
    account = account_of(scheme, iban, holder, consumer=consumer)
    if limit is not None and limit.cents <= 0:
        raise Refusal("mandates.limit", N_("A limit is more than nothing, or there is none."))
    if signed_date > booking_day(at):
        raise Refusal("mandates.signed_later", N_("A mandate is not signed on a day to come."))
    creditor = Creditor.objects.select_related("account").filter(pk=creditor_id).first()
    debtor = Debtor.objects.select_for_update(of=("self",), no_key=True).filter(pk=debtor_id).first()
    if creditor is None or debtor is None:
        raise NotFound("mandates.unknown", N_("There is no such creditor or debtor."))
    require("mandates.enter", creditor, by)
    document = store(data=scan, name=name, channel="own", by=by, at=at).document
    known = Mandate.objects.filter(creditor=creditor, debtor=debtor, document=document).first()
    if known is not None:
        return known
    key = uuid7()
    mandate = Mandate.objects.create(
        id=key, creditor=creditor, debtor=debtor, reference=f"CSM{key.hex.upper()}", scheme=scheme, one_off=one_off,
        iban=account, bic=bic, holder=holder.strip(), consumer=consumer, signed_date=signed_date,
        limit_cents=None if limit is None else limit.cents, document=document,
        state=MANDATE.after(MANDATE.initial, "sign"), registered_at=at, registered_by=by.key,
    )  # fmt: skip
    facts = {"debtor": debtor.pk, "scheme": scheme, "document": document.pk, "signed": signed_date.isoformat()}
    record(action="mandates.register", subject=mandate, by=by, at=at, data=facts)
    return mandate


def account_of(scheme: str, iban: str, holder: str, *, consumer: bool) -> str:
    """The IBAN to collect from, as it is kept. Refused as ``register``."""
    account = normal_iban(iban)
    if account is None:
        raise Refusal("mandates.iban", N_("{iban} is no IBAN with right check digits."), iban=iban)
    if scheme not in SCHEMES or not readable(holder):
        raise Refusal("mandates.holder", N_("A mandate needs its scheme and a holder whom the bank can read."))
    if consumer and scheme == "B2B":
        words = N_("The account is a consumer's: the scheme between businesses is closed to it.")
        raise Refusal("mandates.consumer", words)
    return account
