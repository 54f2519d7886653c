"""Third-party money, as its bank shows it: offered here first, and to nobody who books money of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Detail, Line, Told
from cessie.domain.collection.models import Dossier
from cessie.domain.contracts.models import Contract
from cessie.domain.payments.execute import execute
from cessie.domain.payments.tasks import ask_about_line
from cessie.domain.trust.book_own import put_in
from cessie.domain.trust.due import due
from cessie.domain.trust.models import Remittance
from cessie.domain.trust.receive import PROMPT, Part, receive_parts
from cessie.domain.trust.remit import remit
from cessie.domain.trust.take_back import came_for, take_back
from cessie.domain.trust.write_statement import write_statement
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.domain.work.rules.clock import due_after
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


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
        receive_parts(line_id=line.pk, parts=parts, doubts=doubts, by=by, at=at)
        return True
    receipt = came_for(line)
    if receipt is not None:
        take_back(line_id=line.pk, receipt_id=receipt.pk, by=by, at=at)
        return True
    words = N_("This debit of the third-party account names none of our payments: a return, or a charge of the bank?")
    ask_about_line(line, [Reason("trust.unknown_debit", words)], by=by, at=at)
    return True


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
    return {key: str(number) for key, number in Dossier.objects.filter(pk__in=claims).values_list("pk", "number")}


def _known(line: Line) -> tuple[Sequence[Part], Sequence[Reason]]:
    """For which claims the payments of a line are, as far as that is sure, and why the rest is not."""
    told: Sequence[Told] = list(Detail.objects.filter(line=line).order_by("position")) or [line]
    return _claims_of(told)


def _claims_of(told: Sequence[Told]) -> tuple[Sequence[Part], Sequence[Reason]]:
    """Nobody is asked yet: a person says for which claim it is."""
    return (), ()
