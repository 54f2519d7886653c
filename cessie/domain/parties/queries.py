"""Who is who, and through whose eyes: viewers, clients, debtors, accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.parties.models import (
    BankAccount,
    Client,
    Company,
    CompanyErasure,
    Debtor,
    House,
    Identifier,
    Membership,
    Relation,
)
from cessie.domain.parties.rules.identifiers import compact
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import BRUSSELS
from cessie.lib.reasons import N_


def viewer_for(user: User) -> Viewer:
    """The viewer that a user is now, with the clients of his memberships. A switched-off user sees nothing."""
    roles: dict[UUID, str] = {}
    if user.kind == "client" and user.is_active:
        members = Membership.objects.filter(user=user, ended_at__isnull=True)
        roles = dict(members.values_list("client_id", "role"))
    return Viewer(
        key=f"user:{user.pk}",
        kind=user.kind if user.is_active else "nobody",
        name=user.name,
        language=user.language,
        roles=frozenset(user.roles if user.is_active and user.kind == "staff" else ()),
        client_ids=frozenset(roles),
        acts_for=frozenset(client for client, role in roles.items() if role in ("owner", "bookkeeper")),
        signs_for=frozenset(client for client, role in roles.items() if role == "owner"),
        user_id=user.pk,
    )


def find_by_identifier(scheme: str, value: str) -> Company | None:
    """The company with this number, however it is written."""
    row = Identifier.objects.select_related("company").filter(scheme=scheme, value=compact(scheme, value)).first()
    return row.company if row else None


def company_with(number: str) -> Company | None:
    """The one company with this register or VAT number, whatever the scheme; None for nobody and for several."""
    schemes = Identifier.objects.values_list("scheme", flat=True).distinct()
    rows = Identifier.objects.filter(value__in={compact(scheme, number) for scheme in schemes})
    found = {row.company_id: row.company for row in rows.select_related("company")}
    return next(iter(found.values())) if len(found) == 1 else None


def debtor_with(numbers: Iterable[tuple[str, str]]) -> UUID | None:
    """The debtor with any of these (scheme, compact value) numbers; None for nobody, and for numbers of two."""
    wanted = set(numbers)
    rows = Identifier.objects.filter(scheme__in={s for s, _ in wanted}, value__in={v for _, v in wanted})
    companies = {row.company_id for row in rows if (row.scheme, row.value) in wanted}
    if len(companies) != 1:
        return None
    return Debtor.objects.filter(company_id__in=companies).values_list("pk", flat=True).first()


def numbers_of(company_id: UUID) -> frozenset[tuple[str, str]]:
    """Every register number of a company, as (scheme, compact value)."""
    return frozenset(Identifier.objects.filter(company_id=company_id).values_list("scheme", "value"))


def house_company() -> Company | None:
    """The factor itself: the company whose installation this is; None before it is founded."""
    house = House.objects.select_related("company").first()
    return house.company if house else None


def clause(language: str) -> str:
    """What the house adds to its deeds in this language; nothing where it said nothing."""
    house = House.objects.first()
    return str(house.clauses.get(language, "")) if house else ""


def company(*, viewer: Viewer, company_id: UUID) -> Company:
    """One company, for the staff; ``NotFound`` for others."""
    row = Company.objects.filter(pk=company_id).first() if viewer.sees_all else None
    if row is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    return row


def erasure(*, viewer: Viewer, company_id: UUID) -> CompanyErasure | None:
    """What was asked or done to forget a company; for the staff."""
    rows = CompanyErasure.objects.filter(company_id=company_id)
    return rows.first() if viewer.sees_all else None


def is_simulated() -> bool:
    """Whether this is the made-up house of demo and simulation."""
    return House.objects.filter(simulated=True).exists()


#: By what clients can be sorted.
CLIENT_ORDERS: Final = {"name": "company__sort_name", "code": "code", "since": "since_date"}


def clients(*, viewer: Viewer, text: str = "", sort: str = "") -> QuerySet[Client]:
    """The clients that exist for this viewer, by name or as ``sort`` says; ``text`` in the name, or begins the code."""
    order = CLIENT_ORDERS.get(sort.removeprefix("-"), "company__sort_name")
    rows = Client.objects.select_related("company").order_by(f"{'-' if sort.startswith('-') else ''}{order}", "id")
    if not viewer.sees_all:
        rows = rows.filter(pk__in=viewer.client_ids)
    if not text.strip():
        return rows
    return rows.filter(Q(company__sort_name__contains=sort_name(text)) | Q(code__istartswith=text.strip()))


def client(*, viewer: Viewer, client_id: UUID) -> Client:
    """One client, or ``NotFound`` where it is not the viewer's."""
    row = clients(viewer=viewer).filter(pk=client_id).first()
    if row is None:
        raise NotFound("parties.unknown_client", N_("There is no such client."))
    return row


def debtors(*, viewer: Viewer, client_id: UUID | None = None, text: str = "") -> QuerySet[Debtor]:
    """Debtors by name: all for the staff, for a client those to whom it sells; ``text`` in the name."""
    rows = Debtor.objects.select_related("company").order_by("company__sort_name", "id")
    related = Relation.objects.all()
    if not viewer.sees_all:
        related = related.filter(client_id__in=viewer.client_ids)
    if client_id is not None:
        related = related.filter(client_id=client_id)
    if not viewer.sees_all or client_id is not None:
        rows = rows.filter(pk__in=related.values("debtor_id"))
    return rows.filter(company__sort_name__contains=sort_name(text)) if text else rows


def clients_of(debtor_id: UUID) -> QuerySet[Relation, UUID]:
    """The clients to whom he owes or owed something, for other questions to be narrowed by."""
    return Relation.objects.filter(debtor_id=debtor_id).values_list("client_id", flat=True)


def debtor(*, viewer: Viewer, debtor_id: UUID) -> Debtor:
    """One debtor, or ``NotFound`` where the viewer has nothing to do with him."""
    row = debtors(viewer=viewer).filter(pk=debtor_id).first()
    if row is None:
        raise NotFound("parties.unknown_debtor", N_("There is no such debtor."))
    return row


def payout_account(client_id: UUID, on: date) -> BankAccount | None:
    """Where a client's money goes on a day: the account confirmed last, among those confirmed and not ended then.

    Never one on which his debtors pay: what is financed would come back to the house with the next sweep.
    """
    end = datetime.combine(on + timedelta(days=1), time(), BRUSSELS)
    rows = BankAccount.objects.filter(company__in=Client.objects.filter(pk=client_id).values("company_id"))
    rows = rows.filter(confirmed_at__lt=end).filter(Q(ended_at__isnull=True) | Q(ended_at__gte=end))
    rows = rows.filter(Q(dedicated_at__isnull=True) | Q(dedicated_at__gte=end))
    return rows.order_by("-confirmed_at", "-id").first()


def accounts(*, viewer: Viewer, company_id: UUID) -> QuerySet[BankAccount]:
    """Every account of a company with its history, newest first; a client sees those of its own company."""
    rows = BankAccount.objects.filter(company_id=company_id).order_by("-added_at", "-id")
    if viewer.sees_all:
        return rows
    return rows.filter(company__in=Client.objects.filter(pk__in=viewer.client_ids).values("company_id"))


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of clients, debtors and companies by their keys: a query a kind, until all are named."""
    wanted, found = set(ids), dict[UUID, str]()
    for kind, name in ((Client, "company__name"), (Debtor, "company__name"), (Company, "name")):
        if wanted:
            found |= dict(kind._default_manager.filter(pk__in=wanted).values_list("pk", name))
            wanted -= found.keys()
    return found


def ibans_of(company_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The accounts in use of each company, confirmed or not: by them a payer is recognised."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = BankAccount.objects.filter(company_id__in=set(company_ids), ended_at__isnull=True).order_by("added_at", "id")
    for company_id, iban in rows.values_list("company_id", "iban"):
        found[company_id].append(iban)
    return {company_id: tuple(ibans) for company_id, ibans in found.items()}


def confirmed_ibans(company_id: UUID) -> frozenset[str]:
    """The accounts in use of a company that two people have looked at."""
    rows = BankAccount.objects.filter(company=company_id, state="confirmed")
    return frozenset(rows.values_list("iban", flat=True))


def clients_with(iban: str) -> tuple[UUID, ...]:
    """The clients of whose company this account is confirmed; for jobs."""
    companies = BankAccount.objects.filter(iban=iban, state="confirmed").values("company_id")
    return tuple(Client.objects.filter(company__in=companies).order_by("pk").values_list("pk", flat=True))


def members(
    *, viewer: Viewer, client_id: UUID | None = None, user_ids: Collection[UUID] | None = None
) -> QuerySet[Membership]:
    """Who may look and act for a client now, by name; of clients that the viewer sees."""
    rows = Membership.objects.select_related("user", "client__company").filter(ended_at__isnull=True)
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    if user_ids is not None:
        rows = rows.filter(user_id__in=user_ids)
    return rows.order_by("user__name", "pk")
