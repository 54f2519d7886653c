"""A deed on paper: printed once, when somebody first asks for it, and kept by its hash from then on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cessie.domain.audit.record import record
from cessie.domain.documents.originals import read
from cessie.domain.documents.paper.pdf import Paper, Table, pdf_of
from cessie.domain.documents.store import store
from cessie.domain.parties import queries as parties
from cessie.domain.purchase.deeds import deed_of
from cessie.domain.purchase.models import Deed
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money


def print_deed(*, deed_id: UUID, by: Viewer, at: datetime) -> Deed:
    """The deed with its paper, a PDF/A in the client's language: the words that were approved, the claims as a table,
    and the fingerprint of the approved text. Every later asking gives the same bytes. Locks: the deed. ``NotFound``
    where it is not his."""
    deed_of(viewer=by, deed_id=deed_id)
    with transaction.atomic():
        row = Deed.objects.select_for_update(of=("self",)).select_related("client__company").get(pk=deed_id)
        if row.paper_id is None:
            with override(row.client.company.language):
                data = pdf_of(paper_of(row, read(row.document_id).decode()))
            name = f"{row.number}.pdf"
            row.paper = store(data=data, name=name, channel="own", client_id=row.client_id, by=by, at=at).document
            row.save(update_fields=["paper"])
            record(action="purchase.print_deed", subject=row, by=by, at=at, client_id=row.client_id,
                   data={"number": row.number, "paper": row.paper_id})  # fmt: skip
    return row


def paper_of(row: Deed, text: str) -> Paper:
    """What stands on it, in the language that is on. ``text``: as it was approved; the lines of its claims become a
    table, word for word, and all else stands as it was said: no name that changed since enters. Of a list that is a
    file, number, amount and fingerprint are printed."""
    claims, words = _parted(text, row.invoices if row.annex_id is None else 0)
    house, company = parties.house_company(), row.client.company
    amount = Money(row.face_cents, row.currency)
    return Paper(
        language=company.language,
        title=words[0],
        reference=row.number,
        house=house.name if house else "",
        made=booking_day(row.made_at),
        facts=(
            (_("Client"), company.name),
            (_("Contract"), row.contract.number),
            (_("Made on"), date_format(booking_day(row.made_at), "j F Y")),
            *(_of_the_list(row, amount) if row.annex_id else ()),
        ),
        intro=tuple(words[1:]),
        tables=() if row.annex_id else (_claims(claims, amount),),
        notes=(_("Fingerprint (SHA-256) of the approved text: {digest}").format(digest=row.document_id),),
    )


def _claims(rows: list[tuple[str, str]], amount: Money) -> Table:
    head = (_("No."), _("What is transferred, as approved"))
    total = ("", _("Face in all: {amount}").format(amount=amount))
    return Table(_("List of what is transferred"), head, tuple(rows), total, widths=(0, 1))


def _of_the_list(row: Deed, amount: Money) -> tuple[tuple[str, str], ...]:
    return (
        (_("Claims in the list"), str(row.invoices)),
        (_("Amount of the list"), str(amount)),
        (_("Fingerprint of the list (SHA-256)"), row.annex_id or ""),
    )


def _parted(text: str, count: int) -> tuple[list[tuple[str, str]], list[str]]:
    """The first ``count`` numbered lines in their order, as number and words; and every other line that says
    something."""
    claims: list[tuple[str, str]] = []
    words = []
    for line in filter(None, map(str.strip, text.splitlines())):
        number, _dot, rest = line.partition(". ")
        if len(claims) < count and number == str(len(claims) + 1):
            claims.append((number, rest))
        else:
            words.append(line)
    return claims, words
