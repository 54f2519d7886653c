"""File a claim on the insurer for lines of a client's ledger, of one debtor, that are written down as doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.debtor_account import account_key
from cessie.domain.contracts.queries import lock
from cessie.domain.credit.delegated import insured_limits
from cessie.domain.credit.file_claim import next_number, policy_then
from cessie.domain.credit.losses import require_word
from cessie.domain.credit.models import Claim, ClaimLine
from cessie.domain.credit.rules.conditions import waits_until
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line that is written down; ``bought``: the day of the first ledger that was bought with it."""

    number: str
    due: date
    open: Money
    bought: date


class AnotherClaim(Refusal):
    """A claim on this debtor waits for the insurer, and is for other lines."""


def file_lines(
    *,
    contract_id: UUID,
    debtor_id: UUID,
    lines: Sequence[Doubtful],
    vat: Money,
    note: str,
    reference: str = "",
    by: Viewer,
    at: datetime,
) -> Claim:
    """One claim for all that is doubtful of a debtor under a contract (1110); the same again gives it again.

    ``vat``: what of it is VAT, as the client's invoices say: a ledger does not. The policy is that of the last day on
    which one of the lines was bought, the limit the least of those days. The waiting period runs from today.
    Lock: the contract. Refused: no right, no note, nothing doubtful, more VAT than is claimed, a line that was not
    insured when it was bought, no policy then, a filed claim for other lines (``AnotherClaim``).
    """
    require_word(note, by)
    with transaction.atomic():
        contract = lock(contract_id)
        known = Claim.objects.filter(contract=contract, debtor_id=debtor_id, state="filed").first()
        if known is not None:
            return _same(known, lines)
        of = Dims(invoice=account_key(contract_id, debtor_id))
        claimed = ledger.balance("1110", of, currency=contract.currency)
        if not lines or not claimed:
            raise Refusal("credit.lines_not_doubtful", N_("Nothing of this debtor is doubtful: choose lines first."))
        if not 0 <= vat.cents < claimed.cents:
            words = N_("Of {claimed} no {vat} can be VAT.")
            raise Refusal("credit.vat_of_lines", words, claimed=claimed, vat=vat)
        limit = min(_insured(contract_id, debtor_id, line) for line in lines)
        policy = policy_then(None, contract_id, max(line.bought for line in lines))
        row = Claim.objects.create(
            number=next_number(policy), policy=policy, debtor_id=debtor_id, contract=contract,
            insured_limit_cents=limit.cents, claimed_cents=claimed.cents, vat_cents=vat.cents,
            currency=contract.currency, reference=reference.strip(), filed_at=at, filed_by=by.key,
            waits_until_date=waits_until(booking_day(at), months=policy.waiting_months, days=policy.waiting_days),
            note=note.strip(),
        )  # fmt: skip
        ClaimLine.objects.bulk_create(
            ClaimLine(
                claim=row, contract=contract, debtor_id=debtor_id, number=line.number, due_date=line.due,
                open_cents=line.open.cents, currency=line.open.currency,
            )
            for line in lines
        )  # fmt: skip
        facts = {"claimed": claimed, "insured_limit": limit, "lines": len(lines)}
        record(action="credit.file_claim", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


def claimed_lines(contract_id: UUID, debtor_id: UUID) -> set[str]:
    """The numbers of a debtor that stand in a claim which is neither refused nor withdrawn."""
    rows = ClaimLine.objects.filter(contract_id=contract_id, debtor_id=debtor_id, live=True)
    return set(rows.values_list("number", flat=True))


def _same(known: Claim, lines: Sequence[Doubtful]) -> Claim:
    if {line.number for line in lines} - set(known.lines.values_list("number", flat=True)):
        words = N_("Claim {number} on this debtor waits for the insurer: other lines follow in the next one.")
        raise AnotherClaim("credit.claim_waits", words, number=known.number)
    return known


def _insured(contract_id: UUID, debtor_id: UUID, line: Doubtful) -> Money:
    limit = insured_limits(contract_id, line.bought, debtor_ids=[debtor_id]).get(debtor_id)
    if not limit:
        words = N_("{number} was not insured when it was bought, on {day}.")
        raise Refusal("credit.line_not_insured", words, number=line.number, day=line.bought)
    return limit
