"""Personal data whose time is over: words of old rows, and companies (sole traders above all) with all that names them.

The books stay whole to the cent, for ledger and trail hold keys only. Rows that many share (bank lines, doubts) are
kept by the longest term of all countries in the house, so that no name outlives its company in a corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from cessie.domain.audit.record import record
from cessie.domain.audit.rules.fading import Fades
from cessie.domain.correspondence.forget import forget_debtor
from cessie.domain.documents.models import LegalHold
from cessie.domain.parties import erase_company
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client, Company, CompanyErasure, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.retention import keep_until
from cessie.ledger.models import Line
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.workflows.house.concerned import export, last_act, still_open

GONE: Final = "erased"
#: In the place of a reason whose words went.
SILENT: Final = Reason("retention.words_gone", N_("What was said here was erased when its time was over."))


@dataclass(frozen=True, slots=True)
class Faded:
    """Rows of a table whose words went, or would go."""

    model: str
    rows: int


@dataclass(frozen=True, slots=True)
class CompanyVerdict:
    """One company: may it go, and why, or why not."""

    company_id: UUID
    may_go: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Report:
    """What a run took, or would take: rows by table, companies one by one. ``held``: why shared rows stay."""

    before: date
    rows: tuple[Faded, ...]
    companies: tuple[CompanyVerdict, ...]
    held: Reason | None = None


@cache
def fading() -> tuple[Fades, ...]:
    """Every column that speaks of people, in the order of the road."""
    found: list[Fades] = []
    for app in apps.get_app_configs():
        if app.name.startswith("cessie.domain.") and find_spec(f"{app.name}.personal"):
            found += import_module(f"{app.name}.personal").FADES
    return tuple(found)


def run(*, by: Viewer, at: datetime, dry_run: bool) -> Report:
    """Empty what is old, then the companies of which nothing younger is left. Each by itself: a cut leaves all whole.

    Refused: who may not erase (``NotAllowed``).
    """
    by.require("house.erase")
    before = _cutoff(booking_day(at))
    held = _held()
    rows = () if held else tuple(_fade_old(each, before, dry_run=dry_run) for each in fading() if each.since)
    companies = []
    for company in _candidates(before):
        found = verdict(company=company, at=at)
        if found.may_go and not dry_run:
            forget_company(company_id=company.pk, by=by, at=at)
        companies.append(found)
    return Report(before, tuple(row for row in rows if row.rows), tuple(companies), held)


def verdict(*, company: Company, at: datetime) -> CompanyVerdict:
    """Whether what names a company may go today, by its last act and what still hangs on it."""
    today = booking_day(at)
    house = parties.house_company()
    last = last_act(company, at)
    until = max(keep_until(kind, _countries(), last) for kind in ("books", "identification"))
    if house is not None and company.pk == house.pk:
        reason = Reason("forgetting.house", N_("It is this house itself."))
    elif CompanyErasure.objects.filter(company=company, done_at__isnull=False).exists():
        reason = Reason("forgetting.done", N_("It was erased already."))
    elif LegalHold.objects.filter(ended_at__isnull=True).filter(_held_by(company)).exists():
        reason = Reason("retention.hold", N_("A legal hold lasts on its client."))
    elif open_one := still_open(company):
        reason = open_one
    elif today <= until:
        words = N_("Accounting, tax and money-laundering law want it kept until {day} (GDPR, article 17(3)(b)).")
        reason = Reason("retention.kept", words, {"day": until})
    else:
        return CompanyVerdict(
            company.pk, True, Reason("retention.over", N_("It had to be kept until {day}."), {"day": until})
        )
    return CompanyVerdict(company.pk, False, reason)


@transaction.atomic
def forget_company(*, company_id: UUID, by: Viewer, at: datetime) -> bool:
    """Take out all that names a company: its rows keep their keys and figures. Whether it is new.

    Refused: what the law or an open matter keeps (``forgetting.kept``), and as ``erase_company`` refuses.
    """
    by.require("house.erase")
    company = parties.company(viewer=by, company_id=company_id)
    found = verdict(company=company, at=at)
    if found.reason.code == "forgetting.done":
        return False
    if not found.may_go:
        raise Refusal("forgetting.kept", N_("This company cannot be forgotten yet: {why}"), why=found.reason.in_words())
    if not erase_company.erase(company_id=company_id, by=by, at=at):
        return False
    for debtor_id in Debtor.objects.filter(company=company).values_list("pk", flat=True):
        forget_debtor(debtor_id=debtor_id, by=by)
    for each in fading():
        if each.of:
            _empty(_model(each).objects.filter(**{each.of: company.pk}), each)
    return True


def would_go(*, company: Company) -> Iterator[Faded]:
    """The rows that name this company and go with it."""
    for each in fading():
        if each.of:
            yield Faded(each.model, _filled(_model(each).objects.filter(**{each.of: company.pk}), each).count())


@transaction.atomic
def hand_out(*, company_id: UUID, by: Viewer, at: datetime) -> dict[str, Any]:
    """All that is kept of a company, for itself, noted in the trail. Refused: no right (``NotAllowed``), no company."""
    by.require("users.erase")
    company = parties.company(viewer=by, company_id=company_id)
    record(action="parties.hand_out", subject=company, by=by, at=at)
    return export(company)


def _countries() -> list[str]:
    return sorted(Company.objects.exclude(country="").values_list("country", flat=True).distinct())


def _cutoff(today: date) -> date:
    """The day before which no law wants anything kept."""
    countries = _countries()
    year = today.year
    while max(keep_until(kind, countries, date(year, 12, 31)) for kind in ("books", "identification")) >= today:
        year -= 1
    return date(year + 1, 1, 1)


def _held() -> Reason | None:
    count = LegalHold.objects.filter(ended_at__isnull=True).count()
    words = N_("Rows that clients share stay while {count} legal holds last.")
    return Reason("forgetting.held", words, {"count": count}) if count else None


def _held_by(company: Company) -> Q:
    return Q(client__company=company) | Q(
        client_id__in=apps.get_model("invoices.Invoice").objects.filter(debtor__company=company).values("client_id")
    )


def _candidates(before: date) -> QuerySet[Company]:
    """Companies that could be old enough: registered before, nothing booked since, not forgotten yet."""
    young = Line.objects.filter(booking_date__gte=before)
    rows = Company.objects.filter(created_at__lt=_midnight(before)).exclude(
        pk__in=CompanyErasure.objects.filter(done_at__isnull=False).values("company_id")
    )
    clients = Client.objects.filter(pk__in=young.filter(client_id__isnull=False).values("client_id"))
    debtors = Debtor.objects.filter(pk__in=young.filter(debtor_id__isnull=False).values("debtor_id"))
    rows = rows.exclude(pk__in=clients.values("company_id")).exclude(pk__in=debtors.values("company_id"))
    house = parties.house_company()
    return (rows.exclude(pk=house.pk) if house else rows).order_by("pk")


def _fade_old(each: Fades, before: date, *, dry_run: bool) -> Faded:
    is_moment = isinstance(_field(_model(each), each.since), models.DateTimeField)
    rows = _model(each).objects.filter(**{f"{each.since}__lt": _midnight(before) if is_moment else before})
    if each.unless:
        rows = rows.exclude(**each.unless)
    count = _filled(rows, each).count() if dry_run else _empty(rows, each)
    return Faded(each.model, count)


def _model(each: Fades) -> Any:
    return apps.get_model(each.model)


def _field(model: Any, path: str) -> Any:
    """The column at the end of a path such as ``line__booked_date``."""
    first, _, rest = path.partition("__")
    field = model._meta.get_field(first)
    return _field(field.related_model, rest) if rest else field


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BRUSSELS)


def _filled(rows: QuerySet[Any], each: Fades) -> QuerySet[Any]:
    """Those of the rows that still say something."""
    full = Q()
    for field in (rows.model._meta.get_field(name) for name in each.words):
        if isinstance(field, models.JSONField):
            empty = _nothing(field)
            full |= ~Q(**{f"{field.name}__isnull": True}) if empty is None else ~Q(**{field.name: empty})
        else:
            full |= ~Q(**{f"{field.name}__startswith": GONE}) & ~Q(**{field.name: ""})
    return rows.filter(full)


def _empty(rows: QuerySet[Any], each: Fades) -> int:
    found = _filled(rows, each)
    return int(
        rows.model.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(
            **{name: _emptied(rows.model._meta.get_field(name)) for name in each.words}
        )
    )


def _emptied(field: models.Field[Any, Any]) -> Any:
    """What takes the place of the words: a mark where there were any, with the row's key where two must differ."""
    if isinstance(field, models.JSONField):
        return _nothing(field)
    mark: Any = Value(GONE)
    if _must_differ(field):
        mark = Concat(Value(f"{GONE}-"), Cast(F("pk"), models.TextField()))
    return Case(When(**{field.name: ""}, then=Value("")), default=mark, output_field=models.TextField())


def _must_differ(field: models.Field[Any, Any]) -> bool:
    rules = (rule for rule in field.model._meta.constraints if isinstance(rule, models.UniqueConstraint))
    return field.unique or any(field.name in rule.fields for rule in rules)


def _nothing(field: models.JSONField[Any, Any]) -> Any:
    if field.null:
        return None
    return field.get_default() if field.has_default() else SILENT.to_json()
