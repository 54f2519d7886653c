"""The house is founded: the one company whose books these are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.parties.models import House
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


class AlreadyFounded(Refusal):
    """There is a house of another company, or of the other kind (real or simulated), in this database."""


def found_house(
    *, company_id: UUID, simulated: bool, clauses: Mapping[str, str] | None = None, by: Viewer, at: datetime
) -> House:
    """Make this installation the house of a company; again for the same one is fine (else ``AlreadyFounded``).

    ``clauses``: by language, what the house adds to every deed of cession.
    """
    by.require("parties.register")
    with transaction.atomic():
        house, _ = House.objects.select_for_update(of=("self",)).get_or_create(
            only=True,
            defaults={
                "company_id": company_id,
                "simulated": simulated,
                "founded_at": at,
                "clauses": dict(clauses or {}),
            },
        )
        if house.company_id != company_id or house.simulated != simulated:
            words = N_("This database already belongs to another house: choose another database for this one.")
            raise AlreadyFounded("parties.house", words)
        return house
