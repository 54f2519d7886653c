"""Third-party money, as its bank shows it: offered here first, and to nobody who books money of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.banking.models import Detail, Line, Told
from cessie.domain.collection.models import Dossier
from cessie.domain.collection.queries import known_by
from cessie.domain.collection.rules.numbers import shown, typed
from cessie.domain.contracts.models import Contract
from cessie.domain.payments.execute import execute
from cessie.domain.payments.tasks import ask_about_line
from cessie.domain.trust.assign import assign
from cessie.domain.trust.book_own import put_in
from cessie.domain.trust.due import due
from cessie.domain.trust.models import Back, Direct, Receipt, Refund, Remittance
from cessie.domain.trust.receive import PROMPT, Part, receive_parts
from cessie.domain.trust.refund import refund
from cessie.domain.trust.remit import remit
from cessie.domain.trust.report_direct import report_direct, withdraw_direct
from cessie.domain.trust.take_back import came_for, take_back
from cessie.domain.trust.write_statement import write_statement
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.lib.references import normal_ogm, normal_rf
from cessie.workflows.follow_up.collection import divide


def recognise(*, line: Line, by: Viewer, at: datetime) -> bool:
    """Take a line of the third-party account; whether it is one.

    Our own payments are executed; money in is for the claim it names, or waits in the books as nobody's; money that the
    bank takes back opens its claim again; any other debit is a person's. Again does nothing.
    """
    if line.statement.account.purpose != "trust":
        return False
    if line.amount_cents > 0 and not line.return_reason and put_in(line=line, by=by, at=at):
        return True  # an own transfer names its order on arrival too, and is no return of it
    if execute(line_id=line.pk, by=by, at=at).ours:
        return True
    if line.amount_cents > 0:
        parts, doubts = _known(line)
        with transaction.atomic():
            rows = receive_parts(line_id=line.pk, parts=parts, doubts=doubts, by=by, at=at)
            divide([row.reference for row in rows], at=at)
        return True
    receipt = came_for(line)
    if receipt is not None:
        opened_again(line_id=line.pk, receipt_id=receipt.pk, by=by, at=at)
        return True
    words = N_("This debit of the third-party account names none of our payments: a return, or a charge of the bank?")
    ask_about_line(line, [Reason("trust.unknown_debit", words)], by=by, at=at)
    return True


@transaction.atomic
def opened_again(*, line_id: UUID, receipt_id: UUID, by: Viewer, at: datetime) -> Back:
    """The bank takes a receipt back: what it settled is owed again."""
    back = take_back(line_id=line_id, receipt_id=receipt_id, by=by, at=at)
    divide([back.receipt.reference], at=at)
    return back


def remit_due(*, by: Viewer, at: datetime) -> int:
    """Make each remittance whose period is over; how many. One that cannot be made waits for a person, with its reason,
    until it can; the others go on."""
    count = 0
    for contract_id, until in due(booking_day(at)):
        key = f"trust.not_remitted:{contract_id}"
        try:
            made = remit(contract_id=contract_id, until=until, by=by, at=at)
        except Refusal as no:
            contract = Contract.objects.get(pk=contract_id)
            open_task(
                key=key, kind="trust.not_remitted", subject=contract, reasons=[no.reason],
                client_id=contract.client_id, due_at=due_after(at, PROMPT), by=by, at=at,
            )  # fmt: skip
            continue
        close(key=key, decision="remitted", by=by, at=at)
        count += made is not None
    write_statements(by=by, at=at)
    return count


def write_statements(*, by: Viewer, at: datetime) -> int:
    """Keep the statement of each remittance that has none yet; how many."""
    rows = list(Remittance.objects.filter(document__isnull=True).select_related("client__company", "contract"))
    write_statement(rows=rows, called=called(rows), by=by, at=at)
    return len(rows)


def called(rows: Iterable[Remittance]) -> dict[UUID, str]:
    """By claim the number of its dossier, for all claims that these remittances name."""
    claims = {UUID(line["reference"]) for row in rows for line in row.lines}
    return {key: shown(number) for key, number in Dossier.objects.filter(pk__in=claims).values_list("pk", "number")}


def _known(line: Line) -> tuple[Sequence[Part], Sequence[Reason]]:
    """For which claims the payments of a line are, as far as that is sure, and why the rest is not."""
    told: Sequence[Told] = list(Detail.objects.filter(line=line).order_by("position")) or [line]
    return _claims_of(told)


def _claims_of(told: Sequence[Told]) -> tuple[Sequence[Part], Sequence[Reason]]:
    """What names the reference of one living dossier is for it; an invoice's number in the words is only proposed."""
    parts: dict[UUID, Part] = {}
    doubts = []
    for each in told:
        known = known_by(references=_references(each), invoices=each.text.replace(",", " ").split())
        sure = [key for key, is_sure in known if is_sure]
        if len(sure) == 1:
            part = _part(sure[0], Money(each.amount_cents))
            before = parts.get(part.reference)
            parts[part.reference] = part if before is None else replace(before, amount=before.amount + part.amount)
        elif known:
            numbers = Dossier.objects.filter(pk__in=[key for key, _sure in known]).values_list("number", flat=True)
            words = N_("It could be for dossier {dossiers}.")
            doubts.append(Reason("trust.could_be", words, {"dossiers": ", ".join(map(shown, sorted(numbers)))}))
    return tuple(parts.values()), tuple(doubts)


def _references(told: Told) -> list[str]:
    """The references that a payment names: in its own field, or as the whole of its words."""
    said = (told.structured, told.text)
    return [found for text in said for found in (normal_ogm(text), normal_rf(text)) if found]


def _part(dossier_id: UUID, amount: Money) -> Part:
    dossier = Dossier.objects.get(pk=dossier_id)
    reason = Reason(
        "trust.reference", N_("It names the reference of dossier {number}."), {"number": shown(dossier.number)}
    )
    return Part(dossier.client_id, dossier.contract_id, dossier.pk, amount, (reason,))


def give_to_dossier(*, receipt_id: UUID, dossier: str, note: str, by: Viewer, at: datetime) -> tuple[Receipt, ...]:
    """A person says that all of a receipt is for the dossier of this number, whatever its state."""
    by.require("matching.decide")
    found, row = _dossier(dossier, by), Receipt.objects.get(pk=receipt_id)
    part = Part(found.client_id, found.contract_id, found.pk, Money(row.amount_cents, row.currency))
    return give_in_parts(receipt_id=receipt_id, parts=[part], note=note, by=by, at=at)


def give_to_several(
    *, receipt_id: UUID, shares: Sequence[tuple[str, Money]], note: str, by: Viewer, at: datetime
) -> tuple[Receipt, ...]:
    """A person divides a receipt over the dossiers of these numbers; the shares make all of it."""
    by.require("matching.decide")
    parts = []
    for number, amount in shares:
        found = _dossier(number, by)
        parts.append(Part(found.client_id, found.contract_id, found.pk, amount))
    return give_in_parts(receipt_id=receipt_id, parts=parts, note=note, by=by, at=at)


@transaction.atomic
def give_in_parts(
    *, receipt_id: UUID, parts: Sequence[Part], note: str, by: Viewer, at: datetime
) -> tuple[Receipt, ...]:
    """The whole of a receipt is for these claims; what it settled elsewhere is owed there again."""
    former = Receipt.objects.values_list("reference", flat=True).filter(pk=receipt_id)
    rows = assign(receipt_id=receipt_id, parts=parts, note=note, by=by, at=at)
    divide([*former, *(row.reference for row in rows)], at=at)
    return rows


def refund_to_payer(*, receipt_id: UUID, amount: Money, note: str, by: Viewer, at: datetime) -> Refund:
    """What the debtor of its dossier paid too much goes back to the account from which it came."""
    by.require("payments.order")
    reference = Receipt.objects.values_list("reference", flat=True).get(pk=receipt_id)
    found = Dossier.objects.filter(pk=reference).first()
    if found is None:
        raise Refusal("trust.of_nobody", N_("Say first for which dossier the money was."))
    with transaction.atomic():
        made = refund(receipt_id=receipt_id, debtor_id=found.debtor_id, amount=amount, note=note, by=by, at=at)
        divide([found.pk], at=at)
    return made


def direct_on_dossier(
    *, client_id: UUID, dossier: str, amount: Money, paid_date: date, by: Viewer, at: datetime
) -> Direct:
    """The principal (or the desk) tells that the debtor of a dossier paid the principal himself."""
    found = _dossier(dossier, by)
    if found.client_id != client_id:
        raise _unknown(dossier)
    with transaction.atomic():
        made = report_direct(
            contract_id=found.contract_id, reference=found.pk, amount=amount, paid_date=paid_date, by=by, at=at
        )
        divide([found.pk], at=at)
    return made


@transaction.atomic
def withdraw(*, direct_id: UUID, by: Viewer, at: datetime) -> Direct:
    """It was not paid to the principal: the claim is owed again."""
    row = withdraw_direct(direct_id=direct_id, by=by, at=at)
    divide([row.reference], at=at)
    return row


def _dossier(number: str, by: Viewer) -> Dossier:
    """The dossier of a number that the viewer may see."""
    known = typed(number)
    found = Dossier.objects.filter(number=known).first() if known else None
    if found is None or not by.sees_client(found.client_id):
        raise _unknown(number)
    return found


def _unknown(number: str) -> NotFound:
    return NotFound("trust.no_dossier", N_("There is no dossier {number}."), number=number[:20])
