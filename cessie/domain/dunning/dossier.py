"""The package of claims that are handed over: what is owed and how it is built up, every paper and every proof."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from cessie.domain.correspondence.models import Attempt, Message
from cessie.domain.documents import originals
from cessie.domain.documents.models import Arrival
from cessie.domain.dunning.models import TouchItem
from cessie.domain.dunning.rules.items import OpenItem
from cessie.domain.dunning.rules.standing import Standing
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Company, Debtor
from cessie.domain.statutes.rates import rates_in_force
from cessie.law.countries import COUNTRIES
from cessie.law.facts import Claim
from cessie.law.guards import Unlawful
from cessie.law.imputation import Beside
from cessie.law.interest import interest
from cessie.law.rates import Rates
from cessie.lib.money import Money
from cessie.lib.sheets import no_formula

#: Every file in the package carries this moment, so that the same facts give the same bytes.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def dossier(ready: Sequence[Standing], claimed: Mapping[UUID, Beside], *, on: date, at: datetime, by: str) -> bytes:
    """A ZIP: ``summary.json`` for machines, ``claim.csv`` for people, ``invoices/`` and ``messages/`` as they were.

    The same facts give the same bytes.
    """
    item = ready[0].item
    invoices = {row.pk: row for row in Invoice.objects.filter(pk__in=[each.item.invoice_id for each in ready])}
    messages = _messages(item, invoices.keys())
    rates = rates_in_force()
    claims = [_claim(each, claimed[each.item.invoice_id], on, rates) for each in ready]
    summary = {
        "made_at": at.isoformat(),
        "made_by": by,
        "on": on.isoformat(),
        "currency": item.open.currency,
        "creditor": company_facts(Client.objects.select_related("company").get(pk=item.client_id).company),
        "debtor": company_facts(Debtor.objects.select_related("company").get(pk=item.debtor_id).company),
        "total": _plain(Money.total(Money(each.cents) + claimed[each.item.invoice_id].total for each in ready)),
        "claims": claims,
        "steps": _steps(invoices.keys()),
        "messages": [_message(row) for row in messages],
    }
    files = {"summary.json": _json(summary), "claim.csv": _csv(claims)}
    files |= dict(originals_of(invoices.values())) | dict(_letters(messages))
    return zip_of(files)


def _claim(found: Standing, claimed: Beside, on: date, rates: Rates) -> dict[str, Any]:
    """One invoice: what is open, what was demanded beside it, and the interest of the law to the day with its steps."""
    item, owed = found.item, Money(found.cents, found.item.open.currency)
    return {
        "invoice": item.number,
        "key": str(item.invoice_id),
        "issued": item.issued.isoformat(),
        "due": item.due.isoformat(),
        "late_since": found.since.isoformat(),
        "original": _plain(item.original),
        "open": _plain(owed),
        "reference": item.reference,
        "demanded": {"interest": _plain(claimed.interest), "costs": _plain(claimed.costs)},
        "total": _plain(owed + claimed.total),
        "law": _law(found, owed, on, rates),
    }


def _law(found: Standing, owed: Money, on: date, rates: Rates) -> dict[str, Any]:
    """The statutory interest up to the day, step by step with its sources; or why the law gives none."""
    item, notice = found.item, found.item.notice
    if item.country not in COUNTRIES:
        return {"country": item.country, "interest": None, "why": "no rules of this country"}
    start = None if notice is None else notice.received if item.country == "FR" else notice.sent
    channel = notice.channel if notice else "post"
    claim = Claim(item.country, item.segment, owed, found.since, on, notice=start, channel=channel)
    try:
        answer = interest(claim, rates)
    except Unlawful as no:
        return {"country": item.country, "interest": None, "why": no.reason.in_words(), "guard": no.guard}
    return {
        "country": item.country,
        "segment": item.segment,
        "interest": _plain(answer.interest),
        "fixed_sum": _plain(answer.fixed_sum),
        "sources": list(answer.sources),
        "steps": [
            {
                "from": step.first.isoformat(), "to": step.last.isoformat(), "days": step.days, "base": str(step.base),
                "rate": str(step.rate), "amount": str(step.amount),
            }
            for step in answer.steps
        ],
    }  # fmt: skip


def _steps(invoices: Iterable[UUID]) -> list[dict[str, Any]]:
    """Every step of the ladder that was taken for these invoices, oldest first."""
    rows = TouchItem.objects.filter(invoice_id__in=list(invoices), counts=True).select_related("touch", "invoice")
    return [
        {
            "on": row.on.isoformat(), "invoice": row.invoice.number, "step": row.step, "act": row.touch.act,
            "tone": row.touch.tone, "asked": _plain(Money(row.asked_cents, row.currency)),
            "interest": _plain(Money(row.interest_cents, row.currency)),
            "costs": _plain(Money(row.costs_cents, row.currency)), "result": row.touch.result,
        }
        for row in rows.order_by("on", "invoice__number", "pk")
    ]  # fmt: skip


def _messages(item: OpenItem, invoices: Iterable[UUID]) -> list[Message]:
    """The reminders of these invoices and the notices of their contract, oldest first."""
    touched = TouchItem.objects.filter(invoice_id__in=list(invoices), touch__message__isnull=False)
    of_contract = Message.objects.filter(
        client_id=item.client_id, debtor_id=item.debtor_id, about=item.contract_id, kind="assignment_notice"
    )
    rows = Message.objects.filter(pk__in=touched.values("touch__message")) | of_contract
    return list(rows.exclude(state__in=("draft", "queued", "dropped")).order_by("written_at", "pk"))


def _message(row: Message) -> dict[str, Any]:
    """A message with every attempt to hand it over: the proof."""
    attempts = Attempt.objects.filter(message=row).order_by("number")
    return {
        "reference": row.reference,
        "kind": row.kind,
        "channel": row.channel,
        "state": row.state,
        "written_at": row.written_at.isoformat(),
        "told_at": row.told_at and row.told_at.isoformat(),
        "files": [name for name, _ in _of_message(row)],
        "attempts": [
            {
                "number": each.number, "channel": each.channel, "began_at": each.began_at.isoformat(),
                "ended_at": each.ended_at and each.ended_at.isoformat(), "outcome": each.outcome, "answer": each.answer,
            }
            for each in attempts
        ],
    }  # fmt: skip


def _letters(messages: Iterable[Message]) -> Iterable[tuple[str, bytes]]:
    for row in messages:
        for name, document in _of_message(row):
            yield name, originals.read(document)


def _of_message(row: Message) -> list[tuple[str, str]]:
    if row.client_id is None:  # it names the claims of other clients: the house shows it where it must be proven
        return []
    kept = ((row.document_id, "pdf"), (row.wire_id, "eml"))
    return [(f"messages/{row.reference}.{ending}", key) for key, ending in kept if key is not None]


def originals_of(invoices: Iterable[Invoice]) -> Iterable[tuple[str, bytes]]:
    """The file that each invoice came in, under its number."""
    rows = sorted(invoices, key=lambda row: (row.number, row.pk))
    named = Arrival.objects.filter(document_id__in={row.document_id for row in rows}).order_by("at", "pk")
    endings = {key: name.rpartition(".")[2].lower() for key, name in named.values_list("document_id", "name")}
    for place, row in enumerate(rows, start=1):
        ending = endings.get(row.document_id, "")
        ending = ending if ending.isalnum() and len(ending) <= 5 else "bin"
        safe = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in row.number)[:60]
        yield f"invoices/{place:04}-{safe}.{ending}", originals.read(row.document_id)


def company_facts(row: Company) -> dict[str, Any]:
    """Who a party is, for machines."""
    numbers = row.identifiers.order_by("scheme", "value").values_list("scheme", "value")
    place = {"street": row.street, "building": row.building, "postcode": row.postcode, "town": row.town}
    return {"name": row.name, "country": row.country, **place, "numbers": [list(pair) for pair in numbers]}


def _csv(claims: Sequence[Mapping[str, Any]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["invoice", "issued", "due", "original", "open", "interest", "costs", "total"])
    for row in claims:
        number, asked = row["invoice"], row["demanded"]
        amounts = [row["original"], row["open"], asked["interest"], asked["costs"], row["total"]]
        writer.writerow([no_formula(number), row["issued"], row["due"], *amounts])
    return file.getvalue().encode()


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _plain(amount: Money) -> str:
    return str(amount.decimal)


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP, by name; the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name in sorted(files):
            folder.writestr(zipfile.ZipInfo(name, _MOMENT), files[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()
