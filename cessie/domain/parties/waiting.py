"""What one person entered or asked for and no other has agreed to yet: accounts, logins, people to be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cessie.domain.parties.models import BankAccount, Client, CompanyErasure, Debtor, Mark
from cessie.domain.parties.rules.marks import MARKS
from cessie.domain.users.models import Change, Erasure
from cessie.domain.work.rules.clock import due_after
from cessie.domain.work.rules.waiting import Waiting, Watch
from cessie.lib.reasons import N_, Reason


def _claimed(at: datetime) -> Iterator[Waiting]:
    rows = list(BankAccount.objects.filter(state="claimed").order_by("added_at"))
    clients = dict(
        Client.objects.filter(company_id__in={row.company_id for row in rows}).values_list("company_id", "pk")
    )
    for row in rows:
        client_id = clients.get(row.company_id)
        if client_id is None:  # a debtor's account receives no payout: it is confirmed when one is ordered
            continue
        said = N_("The account {iban} of {holder} waits for a second person.")
        yield Waiting(
            subject=("parties.Client", str(client_id)),
            reasons=(Reason("account.claimed", said, {"iban": row.iban, "holder": row.holder}),),
            due_at=due_after(row.added_at, 4),
            client_id=client_id,
        )


def _changes(at: datetime) -> Iterator[Waiting]:
    """Logins: their app stands before the queue on the road, so that this one looks for it."""
    for row in Change.objects.filter(state="asked").order_by("asked_at"):
        said = N_("A change of a login waits for a second person: {change}.")
        yield Waiting(
            subject=("users.User", str(row.user_id)),
            reasons=(Reason("users.change", said, {"change": row.kind}),),
            due_at=due_after(row.asked_at, 8),
        )


def _to_forget(at: datetime) -> Iterator[Waiting]:
    for row in Erasure.objects.filter(done_at__isnull=True).order_by("asked_at"):
        yield Waiting(
            subject=("users.User", str(row.user_id)),
            reasons=(Reason("users.erasure", N_("A second person must agree that this person is forgotten.")),),
            due_at=due_after(row.asked_at, 40),
        )


def _companies_to_forget(at: datetime) -> Iterator[Waiting]:
    for row in CompanyErasure.objects.filter(done_at__isnull=True).order_by("asked_at"):
        yield Waiting(
            subject=("parties.Company", str(row.company_id)),
            reasons=(Reason("company.erasure", N_("A second person must agree that this company is forgotten.")),),
            due_at=due_after(row.asked_at or at, 40),
        )


def _marks_to_end(at: datetime) -> Iterator[Waiting]:
    rows = list(Mark.objects.filter(ended_at__isnull=True, end_asked_at__isnull=False).order_by("end_asked_at"))
    companies = [row.company_id for row in rows]
    clients = dict(Client.objects.filter(company_id__in=companies).values_list("company_id", "pk"))
    debtors = dict(Debtor.objects.filter(company_id__in=companies).values_list("company_id", "pk"))
    for row in rows:
        kind, of = ("Client", clients) if MARKS[row.kind].of == "client" else ("Debtor", debtors)
        key = of.get(row.company_id)
        said = N_("A second person must agree that a note ends that holds invoices back: {note}")
        if key is not None:
            yield Waiting(
                subject=(f"parties.{kind}", str(key)),
                reasons=(Reason("mark.end", said, {"note": row.note}),),
                due_at=due_after(row.end_asked_at or at, 8),
            )


WATCHES = (
    Watch("account.claimed", _claimed),
    Watch("users.change", _changes),
    Watch("users.erasure", _to_forget),
    Watch("company.erasure", _companies_to_forget),
    Watch("mark.end", _marks_to_end),
)
