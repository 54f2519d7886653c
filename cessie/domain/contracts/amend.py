"""Change a contract from a day on: a new version; what was bought under the old one keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.agreed import agreed
from cessie.domain.contracts.models import Version
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


class BackDated(Refusal):
    """The day lies in the past: terms under which people have dealt are not rewritten."""


class LaterVersion(Refusal):
    """Another version begins on that day or after it, so that this change would be lost or overlap."""


@transaction.atomic
def amend(*, contract_id: UUID, valid_from: date, changes: Mapping[str, Any], by: Viewer, at: datetime) -> Version:
    """The version that holds from ``valid_from`` on: the terms of that day with ``changes`` (as in ``open_contract``).

    The same call again gives the same version, and so does a change that changes nothing. Refused: a day before today
    (``BackDated``), a version that begins on that day or later (``LaterVersion``), a contract that has ended, terms
    that cannot stand (``BadContract``, ``BadTerms``).
    """
    by.require("contracts.amend")
    contract = lock(contract_id)
    before, terms = terms_on(contract_id, valid_from)
    after = agreed(terms.changed(changes), valid_from)
    if after == terms:
        return before
    if valid_from < booking_day(at):
        raise BackDated("contracts.back_dated", N_("A contract changes from today at the earliest."))
    if Version.objects.filter(contract=contract, valid_from__gte=valid_from).exists():
        raise LaterVersion(
            "contracts.later_version", N_("Another version begins on {day} or after it."), day=valid_from
        )
    if contract.ended_date is not None and contract.ended_date <= valid_from:
        raise Refusal("contracts.ended", N_("The contract ended on {day}."), day=contract.ended_date)
    version = Version.objects.create(
        contract=contract,
        number=before.number + 1,
        valid_from=valid_from,
        preset=before.preset,
        terms=after.to_json(),
        made_at=at,
        made_by=by.key,
    )
    old, new = terms.to_json(), after.to_json()
    facts = {
        "version": version.pk,
        "valid_from": valid_from,
        "changed": {name: [old[name], new[name]] for name in new if old[name] != new[name]},
    }
    record(action="contracts.amend", subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return version
