"""The code that proves who signs, and the signature: the mandate with its evidence."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from cessie.domain.audit.record import record
from cessie.domain.documents.store import store
from cessie.domain.mandates.models import Mandate, Signing
from cessie.domain.mandates.paper.pdf import Signed, pdf_of
from cessie.domain.mandates.present import says_of
from cessie.domain.mandates.rules.mandate_text import VERSION, text_of, words
from cessie.domain.mandates.rules.signing import CODES, TRIES, Happened, Verdict, canonical, judge
from cessie.domain.mandates.rules.states import MANDATE
from cessie.domain.mandates.signing_door import Seen, by_secret, chain, events_of, move, signer_of
from cessie.domain.users.rules.viewer import system
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Code:
    """Six digits on their way to the signer: known to nobody else, and kept as a keyed hash alone."""

    signing: Signing
    digits: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a code was worth; ``left``: how many may still be wrong."""

    verdict: Verdict
    left: int
    mandate: Mandate | None = None


@transaction.atomic
def make_code(*, secret: str, way: str, to: str, seen: Seen, at: datetime) -> Code:
    """A new code for what was shown; the one before counts no more. The caller sends it by ``way``; ``to``: where, as
    far as the evidence shall show it.

    Refused: nothing shown yet, the fifth code, one that is over (``WrongState``).
    """
    row = by_secret(secret, at=at)
    if row.presented_id is None:
        raise Refusal("mandates.not_shown", N_("Look at the mandate first."))
    if row.codes >= CODES:
        raise Refusal("mandates.codes", N_("No more codes are sent: ask for another link."))
    digits = f"{secrets.randbelow(1_000_000):06d}"
    row.code_digest, row.code_by, row.code_sent_at = _keyed(row, digits), way, at
    row.codes += 1
    move(row, "code", at=at, data=seen.to_json() | {"way": way, "to": to, "number": row.codes})
    return Code(row, digits)


@transaction.atomic
def sign(*, secret: str, code: str, consent: bool, seen: Seen, at: datetime) -> Tried:
    """Sign what was shown. A wrong code is counted, the fifth locks it. Again gives the mandate that was signed.

    The mandate waits for a second person of the house (``activate``).
    Refused: without consent, one that is over or has no code (``WrongState``).
    """
    row = by_secret(secret, at=at)
    if row.mandate is not None:
        return Tried("right", 0, row.mandate)
    if not consent:
        raise Refusal("mandates.no_consent", N_("Tick that you have read the mandate and sign it."))
    if row.state != "code_sent" or row.code_sent_at is None:
        raise Refusal("mandates.signing_over", N_("This mandate can no longer be signed here."))
    right = bool(row.code_digest) and compare_digest(row.code_digest, _keyed(row, code.strip()))
    verdict = judge(right=right, sent_at=row.code_sent_at, wrong_before=row.wrong, at=at)
    if verdict == "right":
        return Tried("right", 0, _signed(row, seen, at))
    if verdict == "late":
        return Tried("late", TRIES - row.wrong)
    row.wrong += 1
    row.save(update_fields=["wrong"])
    chain(row, "wrong_code", at=at, data=seen.to_json() | {"number": row.wrong})
    if verdict == "locked":
        move(row, "lock", at=at)
        record(action="mandates.lock", subject=row, by=signer_of(row), at=at, data={})
    return Tried(verdict, TRIES - row.wrong)


def _keyed(row: Signing, digits: str) -> str:
    return salted_hmac("cessie.mandates.code", f"{row.pk}:{digits}", algorithm="sha256").hexdigest()


def _signed(row: Signing, seen: Seen, at: datetime) -> Mandate:
    last = chain(row, "consent", at=at, data=seen.to_json() | {"text": VERSION, "signer": row.signer})
    signed = Signed(
        signer=row.signer, role=row.role, moment=f"{at.astimezone(BRUSSELS):%d-%m-%Y %H:%M:%S %Z}",
        shown=str(row.presented_id), evidence=canonical(evidence_of(row, events_of(row), last.digest)).decode(),
    )  # fmt: skip
    data = pdf_of(says_of(row, at), signed)
    by = system("mandates.sign")
    document = store(data=data, name=f"{row.reference}-signed.pdf", channel="own", by=by, at=at).document
    mandate = Mandate.objects.create(
        id=row.pk, creditor=row.creditor, debtor=row.debtor, reference=row.reference, scheme=row.scheme,
        one_off=row.one_off, iban=row.iban, holder=row.holder, consumer=row.consumer, signed_date=booking_day(at),
        document=document, state=MANDATE.after(MANDATE.initial, "sign"), registered_at=at, registered_by=row.asked_by,
    )  # fmt: skip
    row.mandate, row.code_digest = mandate, ""
    move(row, "sign", at=at, data={"sha256": document.pk})
    facts = {"debtor": row.debtor_id, "scheme": row.scheme, "document": document.pk, "signed": "electronically"}
    record(action="mandates.sign", subject=mandate, by=signer_of(row), at=at, data=facts)
    return mandate


def evidence_of(row: Signing, events: list[Happened], head: str) -> dict[str, Any]:
    """Everything that shows who signed what, when and how, as one JSON value.

    ``strength``: whether link and code came by two ways; a signature by one way alone proves less.
    """
    text = text_of(row.scheme, row.language, row.creditor.account.holder)
    return {
        "version": 1,
        "reference": row.reference,
        "creditor": {"identifier": row.creditor.identifier, "name": row.creditor.account.holder},
        "debtor": row.debtor.company.name,
        "account": {"iban": row.iban, "holder": row.holder},
        "signer": {"name": row.signer, "role": row.role, "email": row.email},
        "document_sha256": row.presented_id,
        "consent": {"version": VERSION, "language": row.language, "text": [*text, words(row.language).consent]},
        "link_by": row.link_by or "hand",
        "code_by": row.code_by,
        "strength": "one way" if row.link_by == row.code_by else "two ways",
        "events": [event.to_json() for event in events],
        "head": head,
    }
