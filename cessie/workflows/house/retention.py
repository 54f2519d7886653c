"""Originals whose time is over, by the longest term of all countries that they concern, and why others must stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from cessie.domain.correspondence.forget import forget as forget_message
from cessie.domain.documents.erasing import erase, sweep
from cessie.domain.invoices.forget import forget
from cessie.domain.parties.queries import house_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.retention import keep_until
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason

#: Each original with its last act (arrival, or any booking on its invoices), the countries of its clients and debtors,
#: whether something is open on it, and whether a client of it is under legal hold.
_ORIGINALS = """
    with concerned as (
        select i.document_id as sha, i.id as invoice, i.client_id, dc.country from invoices_invoice i
          left join parties_debtor d on d.id = i.debtor_id left join parties_company dc on dc.id = d.company_id),
    arrived as (
        select a.document_id as sha, max(a.at)::date as last, array_agg(distinct c.country) as countries,
            bool_or(exists (select 1 from documents_legalhold h where h.client_id = a.client_id and h.ended_at is null))
              as held
          from documents_arrival a left join parties_client k on k.id = a.client_id
          left join parties_company c on c.id = k.company_id group by 1),
    booked as (
        select o.sha, max(l.booking_date) as last, array_agg(distinct o.country) as countries,
            bool_or(exists (select 1 from documents_legalhold h where h.client_id = o.client_id and h.ended_at is null))
              as held,
            bool_or(exists (select 1 from ledger_balance b where b.invoice_id = o.invoice and b.open)) as open
          from concerned o left join ledger_line l on l.invoice_id = o.invoice group by 1)
    select d.sha256, greatest(a.last, b.last), coalesce(a.countries, '{}') || coalesce(b.countries, '{}'),
        coalesce(a.held, false) or coalesce(b.held, false), coalesce(b.open, false)
      from documents_document d left join arrived a on a.sha = d.sha256 left join booked b on b.sha = d.sha256
     where d.erased_at is null order by d.sha256
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One original: may it go, and why, or why not. ``until``: the last day on which it must be kept."""

    sha256: str
    until: date
    may_go: bool
    reason: Reason


def verdicts(*, at: datetime) -> Iterator[Verdict]:
    """Every original that is kept, with what the law and the house say of it today."""
    house, today = house_company(), booking_day(at)
    own = {house.country} if house else set()
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINALS)
        rows = cursor.fetchall()
    for sha, last, countries, held, still_open in rows:
        day = last or today
        until = keep_until("books", sorted(own | {each for each in countries if each}), day)
        yield Verdict(sha, until, *_decide(until, today, held=held, still_open=still_open))


def _decide(until: date, today: date, *, held: bool, still_open: bool) -> tuple[bool, Reason]:
    if held:
        return False, Reason("retention.hold", N_("A legal hold lasts on its client."))
    if still_open:
        return False, Reason("retention.open", N_("Money is still open on it."))
    if today <= until:
        return False, Reason("retention.kept", N_("The law wants it kept until {day}."), {"day": until})
    return True, Reason("retention.over", N_("It had to be kept until {day}."), {"day": until})


def run(*, by: Viewer, at: datetime, dry_run: bool) -> list[Verdict]:
    """Erase what may go, each by itself, so that a cut leaves every one whole or gone; what was said of each.

    Refused: who may not erase (``NotAllowed``).
    """
    by.require("house.erase")
    found = list(verdicts(at=at))
    if not dry_run:
        for each in found:
            if each.may_go:
                with transaction.atomic():
                    forget(document_id=each.sha256, by=by)
                    forget_message(document_id=each.sha256, by=by)
                    erase(sha256=each.sha256, reason=each.reason, by=by, at=at)
        sweep()
    return found
