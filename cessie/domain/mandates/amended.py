"""What of a mandate changed since his bank last heard of it: the next collection says so."""

from __future__ import annotations

from collections.abc import Collection as Some
from uuid import UUID

from django.db.models import Max

from cessie.domain.mandates.models import Amendment as Row
from cessie.domain.mandates.models import Collection, Mandate
from cessie.formats.values import Amendment

#: A collection in one of these states was with the debtor's bank.
_HEARD = ("instructed", "settled", "returned")
FORMER = ("former_iban", "former_identifier", "former_name")


def untold(mandates: Some[Mandate]) -> dict[UUID, Amendment]:
    """By mandate what it said when it was last collected under, where it says something else now.

    A collection that was rejected told nobody; of several changes the first names what the bank knows. What was
    changed and changed back is no change. ``creditor__account`` loaded.
    """
    known = {row.pk: row for row in mandates}
    heard = Collection.objects.filter(mandate_id__in=known, state__in=_HEARD).values_list("mandate_id")
    last = dict(heard.annotate(Max("batch__released_at")).order_by())
    first: dict[UUID, dict[str, str]] = {}
    for row in Row.objects.filter(mandate_id__in=known).order_by("amended_at", "pk"):
        told = last.get(row.mandate_id)
        if told is None or row.amended_at > told:
            before = {name: getattr(row, name) for name in FORMER if getattr(row, name)}
            first[row.mandate_id] = before | first.get(row.mandate_id, {})
    found = {key: _change(known[key], was) for key, was in first.items()}
    return {key: change for key, change in found.items() if change != Amendment()}


def _change(mandate: Mandate, was: dict[str, str]) -> Amendment:
    creditor = mandate.creditor
    identifier, name = was.get("former_identifier"), was.get("former_name")
    return Amendment(
        creditor_id=identifier if identifier != creditor.identifier else None,
        creditor_name=name if name != creditor.account.holder else None,
        debtor_moved=bool(was.get("former_iban")) and was["former_iban"] != mandate.iban,
    )
