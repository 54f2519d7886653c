"""What the books say of a client or a debtor for a confirmation, and whether they still say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.contracts.models import Contract, Version
from cessie.domain.invoices.models import Invoice
from cessie.domain.reports.models import Confirmation
from cessie.domain.reports.rules.confirmed import STATED, Figures, OpenInvoice, stated
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.known import of_client, of_debtor
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.contract import Terms


def client_figures(client_id: UUID, day: date, known_at: datetime) -> Figures:
    """The balances of each contract of a client."""
    accounts = sorted({account for _code, group, _sign in STATED for account in group})
    found: dict[UUID, dict[str, Money]] = defaultdict(dict)
    for (contract, account), amount in of_client(client_id, accounts, day=day, known_at=known_at).items():
        found[contract][account] = amount
    rows = Contract.objects.filter(client_id=client_id).order_by("number").values_list("pk", "number")
    return Figures(tuple(line for pk, number in rows if pk in found for line in stated(number, found[pk])), ())


def debtor_figures(debtor_id: UUID, day: date, known_at: datetime) -> Figures:
    """The open invoices of a debtor, of contracts alone of which he knows: a confidential one is never written of.

    What was agreed at the moment of the letter counts, so that the same question always has the same answer.
    """
    open_ = of_debtor(debtor_id, day=day, known_at=known_at)
    told = _told({contract for contract, _invoice in open_}, known_at)
    amounts = {invoice: amount for (contract, invoice), amount in open_.items() if contract in told}
    rows = Invoice.objects.filter(pk__in=amounts).order_by("due_date", "number", "pk")
    facts = rows.values_list("pk", "number", "client__company__name", "issue_date", "due_date")
    return Figures(
        (),
        tuple(OpenInvoice(number, supplier, issued, due, amounts[pk]) for pk, number, supplier, issued, due in facts),
    )


def _told(contracts: Collection[UUID], known_at: datetime) -> set[UUID]:
    """Those of the contracts that were notified ones by what was agreed at that moment."""
    rows = Version.objects.filter(
        contract_id__in=contracts, valid_from__lte=booking_day(known_at), made_at__lte=known_at
    ).order_by("valid_from")
    newest = {row.contract_id: Terms.from_json(row.terms) for row in rows}
    return {contract for contract, terms in newest.items() if terms.disclosure == "NOTIFIED"}


def figures_now(row: Confirmation) -> Figures:
    """What the books say today of the day and the moment of a confirmation."""
    if row.client_id is not None:
        return client_figures(row.client_id, row.day, row.known_at)
    return debtor_figures(row.debtor_id, row.day, row.known_at)  # type: ignore[arg-type]  # one of the two is there


def stands(row: Confirmation) -> bool:
    """Whether the books still say what was confirmed."""
    return figures_now(row) == Figures.from_json(row.figures)


def confirmations(*, viewer: Viewer) -> QuerySet[Confirmation]:
    """Every confirmation, newest first; a client sees those about itself."""
    rows = Confirmation.objects.select_related("client__company", "debtor__company").order_by("-made_at", "-id")
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def confirmation(*, viewer: Viewer, confirmation_id: UUID) -> Confirmation:
    """One of them, or ``NotFound`` where it is not the viewer's."""
    row = confirmations(viewer=viewer).filter(pk=confirmation_id).first()
    if row is None:
        raise NotFound("reports.unknown_confirmation", N_("There is no such confirmation."))
    return row
