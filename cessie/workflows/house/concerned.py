"""All that the house keeps about a company: whatever table refers to it, found by the tables themselves.

A table that comes later is found too, by its reference to the company, its account, or its part as client or debtor.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Max, Q, QuerySet

from cessie.domain.banking.models import Line as BankLine
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import BankAccount, Client, Company, CompanyErasure, Debtor
from cessie.ledger.models import Balance, Line
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.reasons import N_, Reason

#: Whom a reference may point to, and how one gets from there to the company.
_PARTIES = ((Company, "pk"), (Client, "company"), (Debtor, "company"), (BankAccount, "company"))
#: What opens a door, or a letterbox, is not handed out.
_SECRET = frozenset({"digest", "handle", "intake_code", "code_digest"})


def rows_about(company: Company) -> Iterator[QuerySet[Any]]:
    """Every table with the rows that refer to the company; a table once for each of its references."""
    keys = {
        party: list(party.objects.filter(**{path: company.pk}).values_list("pk", flat=True)) for party, path in _PARTIES
    }
    for party, found in keys.items():
        yield party.objects.filter(pk__in=found)
    for model in apps.get_models():
        if not model._meta.app_config.name.startswith("cessie.domain."):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model in keys and model not in (Client, Debtor):
                yield model._default_manager.filter(**{f"{field.name}__in": keys[field.related_model]})
    ibans = BankAccount.objects.filter(company=company).values("iban")
    yield BankLine.objects.filter(counterparty_iban__in=ibans)


def last_act(company: Company, at: datetime) -> date:
    """The day of the last thing that happened with the company: registered, agreed, booked, sent, noted."""
    found = [booking_day(company.created_at)]
    for rows in rows_about(company):
        if rows.model is not CompanyErasure:  # to ask for it is no act of business
            found += _days_of(rows, at)
    for column, party in (("client_id", Client), ("debtor_id", Debtor)):
        keys = party.objects.filter(company=company).values("pk")
        booked = Line.objects.filter(**{f"{column}__in": keys}).aggregate(last=Max("booking_date"))["last"]
        found += [booked] if booked else []
    return max(found)


def still_open(company: Company) -> Reason | None:
    """Why it cannot go while it is in business with the house; None where nothing is open."""
    clients, debtors = Client.objects.filter(company=company), Debtor.objects.filter(company=company)
    if Contract.objects.filter(client__in=clients).exclude(state="closed").exists():
        return Reason("forgetting.contract", N_("Its contract is not closed."))
    if Balance.objects.filter(Q(client_id__in=clients) | Q(debtor_id__in=debtors), open=True).exists():
        return Reason("retention.open", N_("Money is still open on it."))
    return None


def _days_of(rows: QuerySet[Any], at: datetime) -> list[date]:
    """The last day that each of their columns tells, as far as it is not to come."""
    last = {}
    for field in rows.model._meta.concrete_fields:
        if isinstance(field, models.DateField):
            now = at if isinstance(field, models.DateTimeField) else booking_day(at)
            last[f"last_{field.name}"] = Max(field.name, filter=Q(**{f"{field.name}__lte": now}))
    return [_day(value) for value in rows.aggregate(**last).values() if value is not None] if last else []


def _day(value: date) -> date:
    return value.astimezone(BRUSSELS).date() if isinstance(value, datetime) else value


def export(company: Company) -> dict[str, Any]:
    """A company's data for itself (GDPR, articles 15 and 20): every row about it by table, as JSON values."""
    found: dict[str, dict[UUID, dict[str, Any]]] = {}
    for rows in rows_about(company):
        table = found.setdefault(rows.model._meta.label, {})
        for row in rows:
            shown = (field for field in row._meta.concrete_fields if field.name not in _SECRET)
            table[row.pk] = {field.attname: _plain(field.value_from_object(row)) for field in shown}
    return {label: list(rows.values()) for label, rows in sorted(found.items()) if rows}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
