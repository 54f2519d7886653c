"""Ask the bank whether an account is in its holder's name, and keep the answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.connectors.banks.vop import Verifier
from cessie.domain.audit.record import record
from cessie.domain.parties.models import BankAccount
from cessie.domain.payments.candidates import latest_verifications
from cessie.domain.payments.models import Verification
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def verify(*, account_id: UUID, verifier: Verifier, again: bool = False, by: Viewer, at: datetime) -> Verification:
    """The bank's word on name and IBAN, asked before the first payment and after every change, and kept for ever.

    An answer about the same name stands; ``again`` asks anew. Asking moves nothing and holds no lock: two at once
    keep two answers.

    Refused: no right (``NotAllowed``), no such account (``NotFound``). What the service cannot say now is its own
    error (``ConnectorError``); then nothing is kept and the payment waits.
    """
    by.require("payments.order")
    account = BankAccount.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound("payments.unknown_payee", N_("There is no such account."))
    known = latest_verifications([account.pk]).get(account.pk)
    if known is not None and known.name == account.holder and not again:
        return known
    verdict = verifier.verify(account.holder, account.iban)
    row = Verification.objects.create(
        account=account,
        name=account.holder,
        iban=account.iban,
        outcome=verdict.outcome,
        found=verdict.found,
        provider=verifier.name,
        reference=verdict.reference,
        asked_at=at,
        asked_by=by.key,
    )
    facts = {"outcome": verdict.outcome, "provider": verifier.name, "reference": verdict.reference}
    record(action="payments.verify", subject=account, by=by, at=at, data=facts)
    return row
