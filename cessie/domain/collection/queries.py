"""Dossiers as a viewer may see them: the principal his own, the debtor what he owes one, the staff all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cessie.domain.arrangements.models import Covered
from cessie.domain.collection.door import unknown
from cessie.domain.collection.models import (
    Act,
    Claim,
    ContactRule,
    Cost,
    Dossier,
    Inquiry,
    Listed,
    PrincipalMonth,
    Turn,
)
from cessie.domain.collection.rules.numbers import typed
from cessie.domain.collection.rules.states import FOUND, LIVE
from cessie.domain.disputes.models import Dispute
from cessie.domain.disputes.rules.states import LIVE as CONTESTED
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Mark
from cessie.domain.parties.rules.marks import ALONE
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.chart import BOUGHT, MANAGED
from cessie.ledger.models import Balance

#: By which lists may be sorted: each rests on an index that ends with a key, so that no row wanders between pages.
SORTS: Final = {"number": ("number",), "next": ("look_date", "id"), "debtor": ("debtor__company__sort_name", "id")}


def dossiers(*, viewer: Viewer) -> QuerySet[Dossier]:
    """Every dossier that exists for this viewer."""
    rows = Dossier.objects.select_related("client__company", "debtor__company", "agent")
    if viewer.sees_all:
        return rows
    if viewer.owes is not None:
        client, debtor = viewer.owes
        return rows.filter(client_id=client, debtor_id=debtor)
    return rows.filter(client_id__in=viewer.client_ids)


def dossier(*, viewer: Viewer, dossier_id: UUID) -> Dossier:
    """One of them, or ``NotFound``."""
    row = dossiers(viewer=viewer).filter(pk=dossier_id).first()
    if row is None:
        raise unknown()
    return row


def has_dossiers(*, viewer: Viewer, client_id: UUID) -> bool:
    """Whether this principal ever gave anything to be collected."""
    return viewer.sees_client(client_id) and Dossier.objects.filter(client_id=client_id).exists()


def matching(
    *, viewer: Viewer, client_id: UUID | None = None, debtor_id: UUID | None = None, agent_id: UUID | None = None,
    text: str = "", states: Collection[str] = (), sort: str = "",
) -> QuerySet[Dossier]:  # fmt: skip
    """Those that fit, with ``principal_cents`` as handed in; by number, the newest first, or by one of ``SORTS``."""
    rows = dossiers(viewer=viewer)
    for column, key in (("client_id", client_id), ("debtor_id", debtor_id), ("agent_id", agent_id)):
        rows = rows.filter(**{column: key}) if key is not None else rows
    if states:
        rows = rows.filter(state__in=states)
    if words := text.strip():
        rows = rows.filter(_named(words))
    sums = Claim.objects.filter(dossier=OuterRef("pk"), live=True).order_by().values("dossier")
    rows = rows.annotate(principal_cents=Coalesce(Subquery(sums.annotate(all=Sum("principal_cents")).values("all")), 0))
    order = SORTS.get(sort.removeprefix("-"), ("-number",))
    return rows.order_by(*(f"-{name}" for name in order)) if sort.startswith("-") else rows.order_by(*order)


def _named(words: str) -> Q:
    """By its number; by its reference or the number of an invoice, as they are written; else by the debtor's name.

    What is known by its number is asked for first (one statement, two indexes): one condition for all three would look
    at every dossier. A word that many names have and one that few have are then each found by the plan that suits it.
    """
    number = typed(words)
    if number is not None:
        return Q(number=number)
    digits = "".join(sign for sign in words if sign.isalnum()).upper()
    by_reference = Dossier.objects.filter(reference=digits).values("pk")
    by_claim = Claim.objects.filter(number__in={words, words.upper()}).values("dossier_id")
    exact = [row["pk"] for row in by_reference.union(by_claim)]
    plain = sort_name(words)
    return Q(pk__in=exact) if exact or not plain else Q(debtor__company__sort_name__contains=plain)


def turns(of: Dossier) -> QuerySet[Turn]:
    """What happened in a dossier that the viewer may see, newest first."""
    return Turn.objects.filter(dossier=of).order_by("-at", "-pk")


def acts(of: Dossier) -> QuerySet[Act]:
    """What was done and is planned in a dossier that the viewer may see, newest first."""
    return Act.objects.filter(dossier=of).select_related("message").order_by("-round", "-step")


def costs(of: Dossier) -> QuerySet[Cost]:
    """What was billed for it and stands."""
    return Cost.objects.filter(dossier=of, dropped_at__isnull=True).order_by("from_date", "pk")


def inquiries(of: Dossier) -> QuerySet[Inquiry]:
    """What was asked about its debtor, newest first, each with what was found."""
    return Inquiry.objects.filter(dossier=of).prefetch_related("findings").order_by("-asked_at", "-pk")


def listed(*, viewer: Viewer, text: str = "") -> QuerySet[Listed]:
    """The house's own list, the newest first; the staff's alone. Found by a name or a number."""
    rows = Listed.objects.order_by("-added_at", "-pk")
    if words := text.strip():
        digits = "".join(letter for letter in words if letter.isalnum())
        rows = rows.filter(Q(sort_name__contains=sort_name(words)) | Q(number__endswith=f":{digits}"))
    return rows if viewer.sees_all else rows.none()


def calls(*, viewer: Viewer, agent_id: UUID | None = None) -> QuerySet[Act]:
    """The calls that wait, those that may bring most a minute first; the staff's alone."""
    rows = Act.objects.filter(state="planned", kind="call").order_by("-worth_cents", "id")
    rows = rows.select_related("dossier__client__company", "dossier__debtor__company", "dossier__agent")
    rows = rows if agent_id is None else rows.filter(dossier__agent_id=agent_id)
    return rows if viewer.sees_all else rows.none()


def act(*, viewer: Viewer, act_id: UUID) -> Act:
    """One act of a dossier that the viewer may see, or ``NotFound``."""
    row = Act.objects.select_related("dossier__debtor__company").filter(pk=act_id).first()
    if row is None or not viewer.sees_client(row.dossier.client_id):
        raise unknown()
    return row


def to_look_at(on: date, *, most: int) -> tuple[UUID, ...]:
    """Living dossiers whose day has come, the longest waiting first, and those in which a dispute or an agreement began
    since they were looked at, or something is planned towards one who is insolvent, dead or a minor; for jobs."""
    due = Dossier.objects.filter(state__in=LIVE, look_date__lte=on).order_by("look_date", "id")
    found = list(due.values_list("pk", flat=True)[:most])
    of_invoice = {"invoice_id": OuterRef("invoice_id")}
    contested = Exists(Dispute.objects.filter(state__in=CONTESTED, **of_invoice))
    agreed = Exists(Covered.objects.filter(live=True, arrangement__state="running", **of_invoice))
    claims = Claim.objects.filter(live=True, dossier__state__in=("opened", FOUND[0])).filter(contested | agreed)
    noted = Mark.objects.filter(company=OuterRef("dossier__debtor__company"), kind__in=ALONE, ended_at__isnull=True)
    stopped = Act.objects.filter(Exists(noted), state="planned", dossier__state__in=LIVE)
    found += stopped.order_by("dossier_id").values_list("dossier_id", flat=True)[:most]
    more = claims.filter(dossier__look_date__gt=on).order_by("dossier_id").values_list("dossier_id", flat=True)
    return tuple(dict.fromkeys([*found, *more.distinct()[:most]]))


def known_by(*, references: Collection[str], invoices: Collection[str] = ()) -> tuple[tuple[UUID, bool], ...]:
    """Living dossiers that a payment may be for: by their own reference (sure), else by the number of an invoice (not
    sure: a person decides). For jobs."""
    rows = Dossier.objects.filter(state__in=LIVE)
    sure = rows.filter(reference__in=references).values_list("pk", flat=True)
    named = rows.filter(claims__live=True, claims__number__in=invoices).values_list("pk", flat=True).distinct()
    found = dict.fromkeys(sure, True)
    return tuple((found | {key: found.get(key, False) for key in named}).items())


def principal_months(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[PrincipalMonth]:
    """The statements of months, newest first; a principal's own, or all for the desk."""
    rows = PrincipalMonth.objects.select_related("client__company").order_by("-month", "client__code")
    rows = rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)
    return rows if client_id is None else rows.filter(client_id=client_id)


def contact_rules(*, viewer: Viewer) -> QuerySet[ContactRule]:
    """Every version of the house's limits of contact, the newest first; the staff's alone."""
    rows = ContactRule.objects.order_by("-number")
    return rows if viewer.sees_all else rows.none()


def collectable(*, viewer: Viewer, client_id: UUID, on: date, text: str = "") -> QuerySet[Invoice]:
    """Late invoices of a principal with something open that are in no dossier, the oldest first: what
    the desk may take into one by hand. Found by their number or the debtor's name."""
    if client_id is None:
        return Invoice.objects.none()
    taken = Claim.objects.filter(live=True, invoice__isnull=False).values("invoice_id")
    still = Balance.objects.filter(open=True, account__in=(*MANAGED, *BOUGHT), amount_cents__gt=0)
    rows = Invoice.objects.filter(client_id=client_id, kind="invoice", state="accepted", due_date__lt=on)
    rows = rows.filter(debtor__isnull=False, pk__in=still.values("invoice_id")).exclude(pk__in=taken)
    if words := text.strip():
        plain = sort_name(words)
        found = Q(number__icontains=words)
        rows = rows.filter(found | Q(debtor__company__sort_name__contains=plain) if plain else found)
    rows = rows.select_related("debtor__company").order_by("due_date", "pk")
    return rows if viewer.sees_all else rows.none()
