"""Keep what the bank announces, and give statement lines the payments that it tells. Inner door of ``take_in``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from cessie.domain.banking.models import Account, Detail, Line, Notice
from cessie.domain.banking.rules.entries import NotBookable, account_of
from cessie.domain.banking.rules.notices import announced, explains
from cessie.formats.values import Statement as Told
from cessie.lib.days import booking_day

#: A notice and its statement are no further apart.
APART = timedelta(days=10)


def keep_notices(told: Iterable[tuple[str, Told]], document_id: str, at: datetime) -> list[Account]:
    """Keep the previews of our accounts, each once; one of a stranger's, or in no whole cents, is only counted."""
    touched = []
    for form, statement in told:
        account = Account.objects.filter(iban=account_of(statement)).first()
        if account is None:
            continue
        try:
            said = announced(statement, account.currency, booking_day(at))
        except NotBookable:
            continue
        Notice.objects.get_or_create(
            account=account,
            format=form,
            number=said.number,
            content=said.content,
            defaults={
                "document_id": document_id,
                "day": said.day,
                "entries": list(said.entries),
                "imported_at": at,
            },
        )
        touched.append(account)
    return touched


def explain(accounts: Iterable[Account]) -> int:
    """Hang the payments of notices under the lines that they explain and that have none. How many lines."""
    count = 0
    for account in accounts:
        notices = list(Notice.objects.filter(account=account).order_by("-day", "pk")[:50])
        entries = [entry for notice in notices for entry in notice.entries if entry["details"]]
        if not entries:
            continue
        since = min(notice.day for notice in notices) - APART
        bare = Line.objects.filter(statement__account=account, details__isnull=True, booked_date__gte=since)
        for line in bare.order_by("pk"):
            count += _explain(line, entries)
    return count


def _explain(line: Line, entries: list[dict[str, Any]]) -> bool:
    said = next(
        (
            entry
            for entry in entries
            if explains(
                entry,
                cents=line.amount_cents,
                bank_reference=line.bank_reference,
                batch_reference=line.batch_reference,
            )
        ),
        None,
    )
    if said is None:
        return False
    details = said["details"]
    Detail.objects.bulk_create(
        Detail(
            line=line,
            position=place,
            amount_cents=detail["cents"],
            **{name: value for name, value in detail.items() if name != "cents"},
        )
        for place, detail in enumerate(details, 1)
    )
    return True
