"""The invoices of the debtor's page, each with what he and the client said about it and how it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.safestring import SafeString

from cessie.domain.arrangements.models import Arrangement, Covered
from cessie.domain.arrangements.queries import Arranged, arranged
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.queries import Disputed, disputed, disputes
from cessie.domain.disputes.rules.states import LIVE
from cessie.domain.keys.visitors import Visitor
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.debtor.debts import Debt, Debts, debts_of
from cessie.portals.debtor.pay_code import pay_code, shown_reference
from cessie.portals.frame.claim_words import DISPUTES
from cessie.portals.frame.standing import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One open invoice: ``to_pay`` leaves out what is disputed; ``arranged`` holds it, ``asked`` waits for approval."""

    debt: Debt
    to_pay: Money
    reference: str
    code: SafeString | None
    dispute: Dispute | None
    held: Disputed | None
    arranged: Arranged | None
    asked: Arrangement | None

    @property
    def standing(self) -> Standing | None:
        """Where the newest dispute stands."""
        return DISPUTES[self.dispute.state] if self.dispute else None

    @property
    def contested(self) -> bool:
        """Whether a dispute lives."""
        return self.dispute is not None and self.dispute.state in LIVE

    @property
    def free(self) -> bool:
        """Whether he may promise, plan or say that he paid: nothing lives about it."""
        return self.arranged is None and self.asked is None

    @property
    def plannable(self) -> bool:
        """Whether it may go into a plan: free, and nothing of it is disputed."""
        return self.free and self.held is None


def lines_of(visitor: Visitor, today: date) -> tuple[Debts, tuple[Line, ...]]:
    """All that is open between the two, and every invoice with its standing; a constant number of statements."""
    debts = debts_of(visitor, today)
    keys = [row.invoice_id for row in debts.rows]
    held, promised = disputed(keys), arranged(keys)
    said = disputes(viewer=visitor.viewer).filter(invoice_id__in=keys).order_by("raised_at", "pk")
    newest = {row.invoice_id: row for row in said}
    waiting = Covered.objects.filter(invoice_id__in=keys, live=True, arrangement__state="asked")
    asked = {each.invoice_id: each.arrangement for each in waiting.select_related("arrangement")}
    return debts, tuple(
        _line(row, newest.get(row.invoice_id), held.get(row.invoice_id), promised.get(row.invoice_id), asked)
        for row in debts.rows
    )


def line_of(visitor: Visitor, invoice_id: UUID, today: date) -> Line:
    """One of them; ``NotFound`` where it is not his or nothing is open on it."""
    for line in lines_of(visitor, today)[1]:
        if line.debt.invoice_id == invoice_id:
            return line
    raise NotFound("invoices.unknown", N_("There is no such invoice."))


def _line(
    debt: Debt,
    dispute: Dispute | None,
    held: Disputed | None,
    promised: Arranged | None,
    asked: dict[UUID, Arrangement],
) -> Line:
    to_pay = debt.open + debt.demanded - (held.amount if held else Money(0, debt.open.currency))
    return Line(
        debt, to_pay, shown_reference(debt), pay_code(debt, to_pay), dispute, held, promised,
        asked.get(debt.invoice_id),
    )  # fmt: skip
