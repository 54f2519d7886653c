"""A ledger comes into force: its deed, with the list of its claims as a file whose hash stands in the deed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cessie.domain.audit.record import record
from cessie.domain.client_ledgers.models import Submission, Transfer
from cessie.domain.client_ledgers.transferred import Totals, list_of, totals_of
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store import store
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client
from cessie.domain.purchase.deed import FORMS
from cessie.domain.purchase.keep_deed import keep_list_deed
from cessie.domain.purchase.rules.deed_words import heading
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.terms.contract import Terms

#: Half a million claims, each with its debtor, fit.
LIMIT: Final = 200 * 2**20


def cede(row: Submission, contract: Contract, terms: Terms, *, by: Viewer, at: datetime) -> Transfer | None:
    """Inner door of ``put_in_force``, in its transaction: the deed of this ledger, once. None where the form transfers
    nothing (a pledge, a mandate), nothing is open in it, or what it opens was transferred elsewhere long since (the
    caller knows)."""
    if terms.transfer_form not in FORMS:
        return None
    last = Transfer.objects.filter(submission__contract=contract).order_by("-submission__as_of").first()
    former = last.submission if last is not None else None
    told = totals_of(row, former)
    if not told.count:
        return None
    company = Client.objects.select_related("company").get(pk=row.client_id).company
    number = f"{contract.number}-{row.as_of:%Y%m%d}"
    with override(company.language):
        data = list_of(row, former)
        kept = store(
            data=data, name=f"{number}.csv", channel="own", client_id=row.client_id, limit=LIMIT, by=by, at=at
        ).document
        text = _words(row, terms, number, told, kept.pk, by, at)
    deed = keep_list_deed(
        number=number, contract_id=contract.pk, client_id=row.client_id, terms=terms,
        document=store(
            data=text.encode(), name=f"{number}.txt", channel="own", client_id=row.client_id, by=by, at=at
        ).document,
        annex=kept, face_cents=told.cents, currency=row.currency, count=told.count, at=at,
    )  # fmt: skip
    facts = {"number": number, "claims": told.count, "amount": Money(told.cents, row.currency), "list": kept.pk}
    record(action="ledgers.cede", subject=deed, by=by, at=at, client_id=row.client_id, data=facts)
    return Transfer.objects.create(
        submission=row, deed=deed, former=former, fresh=told.fresh, fresh_cents=told.fresh_cents
    )


def _words(row: Submission, terms: Terms, number: str, told: Totals, digest: str, by: Viewer, at: datetime) -> str:
    """The deed as plain text, in the client's language, which is on; its mentions in that of the law."""
    company = Client.objects.select_related("company").get(pk=row.client_id).company
    house = parties.house_company()
    names = {"client": company.name, "house": house.name if house else ""}
    amount = Money(told.cents, row.currency)
    confidential = terms.disclosure == "CONFIDENTIAL"
    law = heading(terms.transfer_form, company.country, company.language, confidential=confidential, listed=True)
    said = {**names, "day": booking_day(at).isoformat(), "digest": digest, "count": told.count, "amount": amount}
    lines = [
        *((law.format(**said), "") if law else ()),
        _("Deed of cession {number}").format(number=number),
        "",
        _(FORMS[terms.transfer_form]).format(**names),
        "",
        _(
            "The claims stand in the file {file} (SHA-256 {digest}), which belongs to this deed:"
            " from the ledger as of {day}, number of claims {count}, amount in all {amount}."
        ).format(file=f"{number}.csv", digest=digest, count=told.count, amount=amount, day=row.as_of.isoformat()),
        _(
            "Of them in the list of no deed before this one: {count}, amount in all {amount}. The others pass by this"
            " deed as far as they did not pass by an earlier one."
        ).format(count=told.fresh, amount=Money(told.fresh_cents, row.currency)),
        *_credits(told, row.currency),
        "",
        _("Ledger sent by {person} at {sent} (UTC), put in force by {other} at {moment} (UTC).").format(
            person=row.received_by, sent=_moment(row.received_at), other=by.key, moment=_moment(at)
        ),
        "",
    ]
    if own := parties.clause(company.language):
        lines += [own, ""]
    return "\n".join(lines)


def _credits(told: Totals, currency: str) -> tuple[str, ...]:
    if not told.credit_cents:
        return ()
    words = _("Credit notes and payments of {amount} in the same ledger lower what the debtors owe.")
    return (words.format(amount=Money(told.credit_cents, currency)),)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
