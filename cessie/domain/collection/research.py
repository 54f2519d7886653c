"""Ask a source what became of a debtor, keep what it says, and take it over or set it aside.

The call itself stands in no transaction: before it the question is kept, after it the answer. A question that was cut
in between, or failed, is asked again under the same reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from cessie.connectors.errors import ConnectorError
from cessie.connectors.registers import Asked, Found, Source, Where
from cessie.domain.audit.record import record
from cessie.domain.collection.door import locked, locked_live, say, soon
from cessie.domain.collection.models import Dossier, Finding, Inquiry
from cessie.domain.collection.rules.states import LIVE, NEWS
from cessie.domain.collection.tasks import ask as ask_person
from cessie.domain.collection.tasks import settled
from cessie.domain.correspondence.models import Writing
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.parties.mark import mark
from cessie.domain.parties.queries import numbers_of
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: What a finding notes of the company: it stops letters, debits and dossiers by the guards.
MARKED: Final = {"insolvent": "insolvent", "deceased": "deceased", "guardian": "social"}
#: A source that is sure by a number of a register.
SURE: Final = 100


def ask_source(
    *, dossier_id: UUID, source: Source, price: Money, days: int, by: Viewer, at: datetime
) -> tuple[Finding, ...] | None:
    """Ask it about the debtor; what it found, or None where it was not asked: it cannot know him, or has answered about
    him within ``days``. ``price``: what an answer costs the house.

    Refused: no right (``NotAllowed``), not there (``NotFound``), closed (``NotLive``), out of reach or refusing.
    """
    by.require("collection.work")
    begun = _begin(dossier_id, source, days, by, at)
    if begun is None:
        return None
    inquiry, asked = begun
    try:
        found = source.ask(asked)
    except ConnectorError as error:
        Inquiry.objects.filter(pk=inquiry.pk, state="asked").update(state="failed", trouble=type(error).__name__)
        words = N_("{source} does not answer: {words}")
        raise Refusal("research.trouble", words, source=source.name, words=error.detail) from error
    return _keep(inquiry.pk, found, price, by, at)


@transaction.atomic
def _begin(
    dossier_id: UUID, source: Source, days: int, by: Viewer, at: datetime
) -> tuple[Inquiry, Asked] | None:  # fmt: skip
    dossier = locked_live(dossier_id, by)
    asked = Asked("", dossier.debtor.company.name, numbers_of(dossier.debtor.company_id), _where(dossier))
    of_him = Inquiry.objects.filter(dossier__debtor=dossier.debtor_id, source=source.name)
    if not source.asks(asked) or of_him.filter(answered_at__gt=at - timedelta(days=days)).exists():
        return None
    row, new = Inquiry.objects.exclude(state="answered").get_or_create(
        dossier=dossier, source=source.name, defaults={"about": source.about, "asked_at": at, "asked_by": by.key}
    )
    if not new:
        row.state, row.trouble, row.asked_at, row.asked_by = "asked", "", at, by.key
        row.save(update_fields=["state", "trouble", "asked_at", "asked_by"])
    return row, Asked(str(row.pk), asked.name, asked.numbers, asked.last)


@transaction.atomic
def _keep(inquiry_id: UUID, found: Sequence[Found], price: Money, by: Viewer, at: datetime) -> tuple[Finding, ...]:
    """Once: a second answer to the same question changes nothing."""
    dossier = locked(Inquiry.objects.values_list("dossier_id", flat=True).get(pk=inquiry_id), by)
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry_id)
    if inquiry.state == "answered":
        return tuple(inquiry.findings.all())
    inquiry.state, inquiry.answered_at, inquiry.cost_cents, inquiry.trouble = "answered", at, price.cents, ""
    inquiry.save(update_fields=["state", "answered_at", "cost_cents", "trouble"])
    known = {_what(row) for row in Finding.objects.filter(inquiry__dossier__debtor=dossier.debtor_id)}
    new = {_what(row): row for row in (_finding(inquiry, each, at) for each in found)}
    rows = Finding.objects.bulk_create([row for what, row in new.items() if what not in known])
    here = _where(dossier)
    for row in rows:
        if row.what == "address" and _same(_place(row), here):
            _decide(row, "take", by, at)  # nothing new: that is where he is written to
        elif row.what in MARKED and row.sure == SURE:
            _take(row, dossier, by, at)
    facts = {"source": inquiry.source, "found": len(rows), "debtor": dossier.debtor_id}
    record(action="collection.research", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    _tell(dossier, by, at)
    return tuple(rows)


@transaction.atomic
def take_finding(*, finding_id: UUID, by: Viewer, at: datetime) -> Finding:
    """It is he: letters go to the address found, the former stays known; what stops a dossier is noted of the company.
    Again changes nothing. Locks: the dossier.

    Refused: no right (``NotAllowed``), not there (``NotFound``), closed (``NotLive``), set aside (``WrongState``).
    """
    row, dossier = _locked(finding_id, by)
    if row.state == "taken":
        return row
    _take(row, dossier, by, at)
    _tell(dossier, by, at)
    return row


@transaction.atomic
def set_finding_aside(*, finding_id: UUID, by: Viewer, at: datetime) -> Finding:
    """It is somebody else, or known better. Again changes nothing. Refused: as ``take_finding``."""
    row, dossier = _locked(finding_id, by)
    if row.state == "set_aside":
        return row
    _decide(row, "set_aside", by, at)
    facts = {"what": row.what, "debtor": dossier.debtor_id}
    record(
        action="collection.set_finding_aside", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts
    )
    _tell(dossier, by, at)
    return row


def _locked(finding_id: UUID, by: Viewer) -> tuple[Finding, Dossier]:
    by.require("collection.work")
    found = Finding.objects.filter(pk=finding_id).values_list("inquiry__dossier_id", flat=True).first()
    if found is None:
        raise NotFound("research.unknown", N_("There is no such finding."))
    dossier = locked_live(found, by)
    return Finding.objects.select_related("inquiry").get(pk=finding_id), dossier


def _take(row: Finding, dossier: Dossier, by: Viewer, at: datetime) -> None:
    facts: dict[str, Any] = {"what": row.what, "debtor": dossier.debtor_id, "source": row.inquiry.source}
    if row.what == "address":
        row.former = asdict(_where(dossier))
        _move(row, dossier, by, at)
    elif row.what in MARKED:
        note = f"{row.source} ({row.since_date or at.date():%Y-%m-%d})"
        mark(company_id=dossier.debtor.company_id, kind=MARKED[row.what], note=note, by=by, at=at)
    _decide(row, "take", by, at)
    why = Reason("research.taken", N_("{source} says so, {sure} % sure."), {"source": row.source, "sure": row.sure})
    say(dossier, f"found_{row.what}", reasons=[why], by=by, at=at)
    record(action="collection.take_finding", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    soon(dossier, at)


def _move(row: Finding, dossier: Dossier, by: Viewer, at: datetime) -> None:
    """Letters go to the new address; who was gone is found."""
    noted = Writing.objects.filter(pk=dossier.debtor_id).first() or Writing()
    kept = {
        name: getattr(noted, name) for name in ("language", "email", "mail_allowed", "attention", "mobile", "channel")
    }
    how = How(**kept, **asdict(_place(row)), agreed=tuple(noted.agreed))
    set_writing(debtor_id=dossier.debtor_id, how=how, source=row.source, by=by, at=at)
    if dossier.cause == "gone":
        dossier.cause = ""
        dossier.save(update_fields=["cause"])


def _decide(row: Finding, event: str, by: Viewer, at: datetime) -> None:
    row.state = NEWS.after(row.state, event)
    row.decided_at, row.decided_by = at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by", "former"])


def _tell(dossier: Dossier, by: Viewer, at: datetime) -> None:
    """A person looks at what was found; once nothing is open, the task is done."""
    still = Finding.objects.filter(inquiry__dossier=dossier, state="open").count()
    if still and dossier.state in LIVE:
        words = N_("Something was found about the debtor: take it over, or set it aside.")
        ask_person("dossier.found", dossier, [Reason("research.found", words)], by=by, at=at)
    else:
        settled(dossier, "dossier.found", by=by, at=at)


def _where(dossier: Dossier) -> Where:
    """Where letters to the debtor go now."""
    company, noted = dossier.debtor.company, Writing.objects.filter(pk=dossier.debtor_id).first()
    row: Any = noted if noted is not None and noted.street and noted.town else company
    return Where(row.street, row.building, row.postcode, row.town, row.country or company.country)


def _place(row: Finding) -> Where:
    return Where(row.street, row.building, row.postcode, row.town, row.country)


def _same(one: Where, other: Where) -> bool:
    """Street, number, postcode and country, however they are written."""
    return _plain(one) == _plain(other)


def _plain(where: Where) -> str:
    text = f"{where.street}{where.building}{where.postcode}{where.country}".casefold()
    return "".join(letter for letter in text if letter.isalnum())


def _what(row: Finding) -> tuple[object, ...]:
    """What makes two findings one: a source that says it again says nothing new."""
    return row.what, row.source, row.since_date, row.sure, _plain(_place(row))


def _finding(inquiry: Inquiry, found: Found, at: datetime) -> Finding:
    where = found.where
    return Finding(
        inquiry=inquiry, what=found.what, source=found.source, sure=found.sure, since_date=found.on,
        street=where.street, building=where.building, postcode=where.postcode, town=where.town,
        country=where.country.upper()[:2], words=found.words, found_at=at,
    )  # fmt: skip
