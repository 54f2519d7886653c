"""What must hold of offers and purchases, beside the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.domain.purchase.figures import brings, fingerprint
from cessie.domain.purchase.models import Cession, Item, Proposal
from cessie.domain.purchase.parts import to_stay_held
from cessie.ledger.chart import BOUGHT
from cessie.ledger.models import Balance
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

PAGE = 2000


def figures_never_change() -> Iterable[Reason]:
    """Every proposal has the fingerprint of its figures, and its payout follows from them."""
    items = Item.objects.select_related("proposal").order_by("proposal_id", "position").iterator(PAGE)
    seen = 0
    for proposal, group in groupby(items, key=attrgetter("proposal")):
        seen += 1
        rows = list(group)
        if fingerprint(proposal, rows) != proposal.digest:
            yield Reason(
                "purchase.fingerprint", N_("The figures of {number} were changed."), {"number": proposal.number}
            )
        if _rest(proposal, rows):
            facts = {"number": proposal.number, "rest": _rest(proposal, rows)}
            yield Reason("purchase.sum", N_("The figures of {number} do not add up: {rest} is missing."), facts)
    if seen != Proposal.objects.count():
        yield Reason("purchase.empty", N_("There are proposals without an invoice."))


def _rest(proposal: Proposal, rows: list[Item]) -> Money:
    """What the purchases bring, less set-off and what is paid now or later: nothing, unless they cost more."""
    brought = max(Money(0, proposal.currency), brings(proposal, rows))
    return brought - Money(proposal.set_off_cents + proposal.payout_cents + proposal.deferred_cents, proposal.currency)


def purchases_stand_in_the_books() -> Iterable[Reason]:
    """Each invoice of a purchased proposal was posted at face (P01), held back (P02) and charged (P03) as offered."""
    for number, invoice, rule, told, booked in _rows(
        """
        with told as (
            select i.proposal_id, i.invoice_id, v.rule, v.cents from purchase_item i
              join purchase_proposal p on p.id = i.proposal_id and p.state = 'purchased' and not p.taken_over,
              lateral (values ('P01', i.face_cents), ('P02', i.holdback_cents), ('P03', i.fee_cents + i.vat_cents))
                as v (rule, cents)
             where v.cents > 0),
        booked as (
            select split_part(k.key, '/', 1) as head, l.invoice_id, e.rule, abs(sum(l.amount_cents)) as cents
              from ledger_entry e join ledger_key k on k.entry_id = e.id
              join ledger_line l on l.entry_id = e.id and l.booking_date = e.booking_date and l.account = '2100'
             where k.key like 'P0_ %/%' and e.rule in ('P01', 'P02', 'P03') group by 1, 2, 3)
        select p.number, t.invoice_id, t.rule, t.cents, b.cents
          from told t join purchase_proposal p on p.id = t.proposal_id
          left join booked b on b.invoice_id = t.invoice_id and b.rule = t.rule
                            and b.head like '% ' || t.proposal_id::text
         where t.cents is distinct from b.cents
        """
    ):
        yield Reason(
            "purchase.books",
            N_("{number}, invoice {invoice}: {rule} of {told}, the books have {booked} (cents)."),
            {"number": number, "invoice": str(invoice), "rule": rule, "told": int(told), "booked": int(booked or 0)},
        )


def what_was_taken_over_was_opened() -> Iterable[Reason]:
    """Each invoice that was bought before the books began here entered them with an opening (P00)."""
    for number, invoice in _rows(
        """
        select p.number, i.invoice_id from purchase_item i
          join purchase_proposal p on p.id = i.proposal_id and p.taken_over
         where not exists (select 1 from ledger_key k where k.key = 'P00 opening invoice/' || i.invoice_id::text)
        """
    ):
        facts = {"number": number, "invoice": str(invoice)}
        yield Reason("purchase.not_opened", N_("{number}: the books know no opening of invoice {invoice}."), facts)


def bought_is_ceded() -> Iterable[Reason]:
    """Each invoice of a purchased proposal has its cession with a deed, and nothing else was ceded."""
    for number, invoice in _rows(
        """
        select coalesce(p.number, ''), coalesce(i.invoice_id, c.invoice_id)
          from purchase_item i join purchase_proposal p on p.id = i.proposal_id and p.state = 'purchased'
          full join purchase_cession c on c.proposal_id = i.proposal_id and c.invoice_id = i.invoice_id
         where c.id is null or i.id is null or c.document_id is null
        """
    ):
        yield Reason(
            "purchase.cession",
            N_("{number}: invoice {invoice} is bought without a cession, or ceded without a purchase."),
            {"number": number, "invoice": str(invoice)},
        )


def every_purchase_has_its_deed() -> Iterable[Reason]:
    """Each purchase made here has one deed, over all its invoices at their face; none of a purchase that was not."""
    for number, face, told in _rows(
        """
        select coalesce(p.number, d.number), coalesce(i.cents, 0), coalesce(d.face_cents, 0)
          from (select q.id, q.number from purchase_proposal q
                 where q.state = 'purchased' and not q.taken_over) p
          join (select proposal_id, sum(face_cents) as cents, count(*) as n from purchase_item group by 1) i
            on i.proposal_id = p.id
          full join (select * from purchase_deed where annex_id is null) d on d.proposal_id = p.id
         where p.id is null or d.id is null or i.cents <> d.face_cents or i.n <> d.invoices
        """
    ):
        facts = {"number": number, "face": int(face), "told": int(told)}
        yield Reason("purchase.deed", N_("{number}: {face} is ceded, its deed says {told} (cents)."), facts)


def open_is_within_face() -> Iterable[Reason]:
    """On a bought invoice something between nothing and its face is open, and at most its face is held back."""
    for invoice, face, still, held in _rows(
        """
        select i.invoice_id, i.face_cents, coalesce(o.cents, 0), coalesce(h.cents, 0)
          from purchase_item i join purchase_proposal p on p.id = i.proposal_id and p.state = 'purchased'
          left join (select invoice_id, sum(amount_cents) as cents from ledger_balance
                      where account in ('1100', '1110') group by 1) o on o.invoice_id = i.invoice_id
          left join (select invoice_id, -sum(amount_cents) as cents from ledger_balance
                      where account = '2110' group by 1) h on h.invoice_id = i.invoice_id
         where coalesce(o.cents, 0) not between 0 and i.face_cents
            or coalesce(h.cents, 0) not between 0 and i.face_cents
        """
    ):
        yield Reason(
            "purchase.open",
            N_("Invoice {invoice} of {face}: {open} is open, {held} is held back (cents)."),
            {"invoice": str(invoice), "face": face, "open": int(still), "held": int(held)},
        )


def open_is_held_back() -> Iterable[Reason]:
    """While anything is open on a bought invoice, all that was held back at its purchase is held, less what credit
    notes freed of it; under a contract that releases in parts at least the share that is not paid, and never more."""
    sliced = _in_parts()
    for invoice, still, wanted, held in _rows(
        """
        select i.invoice_id, o.cents, i.holdback_cents - coalesce(c.cents, 0), coalesce(h.cents, 0)
          from purchase_item i join purchase_proposal p on p.id = i.proposal_id and p.state = 'purchased'
          join (select invoice_id, sum(amount_cents) as cents from ledger_balance
                 where account in ('1100', '1110') and open group by 1) o on o.invoice_id = i.invoice_id
          left join (select invoice_id, -sum(amount_cents) as cents from ledger_balance
                      where account = '2110' group by 1) h on h.invoice_id = i.invoice_id
          left join (select l.invoice_id, sum(l.amount_cents) as cents
                       from ledger_line l join ledger_entry e on e.id = l.entry_id and e.booking_date = l.booking_date
                       join ledger_key k on k.entry_id = coalesce(e.reverses_id, e.id)
                      where l.account = '2110' and k.key like 'P09 holdback_release %/credited/%'
                      group by 1) c on c.invoice_id = i.invoice_id
         where coalesce(h.cents, 0) <> i.holdback_cents - coalesce(c.cents, 0)
        """
    ):
        if invoice in sliced and sliced[invoice].cents <= held <= wanted:
            continue
        yield Reason(
            "purchase.open_not_held",
            N_("Invoice {invoice}: {open} is open, {held} is held back, not {wanted} (cents)."),
            {"invoice": str(invoice), "open": int(still), "held": int(held), "wanted": int(wanted)},
        )


def _in_parts() -> dict[UUID, Money]:
    """What must stay held on open invoices that are released in parts."""
    bought = Cession.objects.filter(proposal__version__terms__release_mode="PRO_RATA")
    open_ = bought.filter(invoice_id__in=Balance.objects.filter(open=True, account__in=BOUGHT).values("invoice_id"))
    return to_stay_held(list(open_.values_list("invoice_id", flat=True)))


def offers_hold_room() -> Iterable[Reason]:
    """An open offer holds the approved part of each invoice, a purchase uses it, and what is over holds nothing."""
    for number, state, reservation in _rows(
        """
        select p.number, p.state, coalesce(r.state, 'none') from purchase_item i
          join purchase_proposal p on p.id = i.proposal_id
          left join credit_reservation r on r.key = 'proposal:' || p.id::text and r.invoice_id = i.invoice_id
                                        and r.state <> 'freed'
         where not p.taken_over and (case p.state when 'offered' then r.state = 'used'
                            when 'purchased' then r.state is distinct from 'used'
                            else r.state is not null end
            or r.approved_cents <> i.approved_cents)
        """
    ):
        yield Reason(
            "purchase.room",
            N_("{number} is {state}, its reservation is {reservation}."),
            {"number": number, "state": state, "reservation": reservation},
        )


CHECKS: list[Callable[[], Iterable[Reason]]] = [
    figures_never_change,
    purchases_stand_in_the_books,
    what_was_taken_over_was_opened,
    bought_is_ceded,
    every_purchase_has_its_deed,
    open_is_within_face,
    open_is_held_back,
    offers_hold_room,
]


def _rows(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()
