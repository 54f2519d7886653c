"""A creditor names a debtor who is new: a company by its numbers, a person by the creditor's own number or address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Client, Company, Identifier, Relation
from cessie.domain.parties.register import register_company, register_debtor, relate
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_

REFERENCE_LIMIT = 100  # characters


@dataclass(frozen=True, slots=True)
class Contact:
    """Who he is and where he lives, as his creditor writes it."""

    name: str
    country: str
    language: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    email: str = ""


@transaction.atomic
def know_debtor(
    *, client_id: UUID, contact: Contact, numbers: Mapping[str, str], reference: str, consumer: bool = True, by: Viewer,
    at: datetime,
) -> UUID | None:  # fmt: skip
    """The debtor whom a creditor means, known from now on; None where he is named too poorly to tell him from others.

    With ``numbers`` of registers he is the company that has them, made if need be. Without, he counts as a consumer:
    law protects him more, and is found only among the debtors of this creditor, by his ``reference`` for him or by
    name, street and postcode. Two files at once make one of him: the creditor's row is locked. ``consumer``: whether
    who has no number is a person; the sales ledger of a company names companies without theirs.

    Refused: as ``register_company`` (a false number, numbers of two companies).
    """
    by.require("parties.register")
    client = Client.objects.select_for_update(of=("self",)).get(pk=client_id)
    reference = " ".join(reference.split())[:REFERENCE_LIMIT]
    if numbers:
        company = register_company(**asdict(contact), identifiers=numbers, by=by, at=at)
        debtor = register_debtor(company_id=company.pk, by=by, at=at)
        relate(client_id=client_id, debtor_id=debtor.pk, reference=reference, by=by, at=at)
        return debtor.pk
    known = _known(client, contact, reference)
    if known is not None:
        return known
    if not sort_name(contact.name) or not (reference or (contact.street and contact.postcode)):
        return None
    return _unnumbered(client, contact, reference, consumer, by, at)


def _known(client: Client, contact: Contact, reference: str) -> UUID | None:
    """Who has the reference, else the only one of the name at the address who has no other reference."""
    theirs = Relation.objects.filter(client=client)
    if reference:
        same = theirs.filter(reference=reference).values_list("debtor_id", flat=True).first()
        if same is not None:
            return same
    if not (contact.street and contact.postcode):
        return None
    alike = theirs.filter(
        debtor__company__sort_name=sort_name(contact.name),
        debtor__company__postcode=contact.postcode,
        debtor__company__street=contact.street,
    ).exclude(debtor__company__in=Identifier.objects.values("company_id"))
    found = list((alike.filter(reference="") if reference else alike).order_by("pk")[:2])
    if len(found) != 1:
        return None
    if reference:
        found[0].reference = reference
        found[0].save(update_fields=["reference"])
    return found[0].debtor_id


def _unnumbered(client: Client, contact: Contact, reference: str, consumer: bool, by: Viewer, at: datetime) -> UUID:
    company = Company.objects.create(**asdict(contact), sort_name=sort_name(contact.name), created_at=at)
    record(action="parties.register_person", subject=company, by=by, at=at, client_id=client.pk)
    debtor = register_debtor(company_id=company.pk, by=by, at=at)
    relate(client_id=client.pk, debtor_id=debtor.pk, reference=reference, by=by, at=at)
    if consumer:
        note = N_("His creditor names no number of a company.")
        mark(company_id=company.pk, kind="consumer", note=note, by=by, at=at)
    return debtor.pk
