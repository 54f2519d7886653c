"""Open a contract: a preset with the changes that were agreed, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.agreed import agreed
from cessie.domain.contracts.models import Contract, Version
from cessie.domain.parties import queries as parties
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.terms import vat
from cessie.terms.contract import Terms
from cessie.terms.presets import PRESETS


class NumberTaken(Refusal):
    """The number belongs to another contract, or to this one with other terms."""


class AlreadyRunning(Refusal):
    """The client has a contract that has not ended."""


def open_contract(
    *,
    client_id: UUID,
    number: str,
    preset: str,
    valid_from: date,
    changes: Mapping[str, Any] | None = None,
    by: Viewer,
    at: datetime,
) -> Contract:
    """The contract ``number`` with a client and its first version; the same call again gives the same contract.

    ``changes``: fields of ``terms.contract.Terms`` that differ from the preset, as values or their JSON; fees are taxed
    in the client's country unless they say otherwise. Refused: an unknown preset, terms that cannot stand
    (``BadContract``, ``BadTerms``), a number in use (``NumberTaken``), a second running contract (``AlreadyRunning``).
    """
    by.require("contracts.amend")
    if preset not in PRESETS:
        raise Refusal("contracts.unknown_preset", N_("There is no preset {preset}."), preset=preset)
    client = parties.client(viewer=by, client_id=client_id)
    place = {"vat_country": client.company.country} if client.company.country in vat.STANDARD_RATES else {}
    terms = agreed(PRESETS[preset].changed(place | dict(changes or {})), valid_from)
    try:
        with transaction.atomic():
            contract = Contract.objects.create(
                client=client, number=number, currency=terms.currency, started_date=valid_from
            )
            version = Version.objects.create(
                contract=contract,
                number=1,
                valid_from=valid_from,
                preset=preset,
                terms=terms.to_json(),
                made_at=at,
                made_by=by.key,
            )
            facts = {
                "version": version.pk,
                "preset": preset,
                "valid_from": valid_from,
                "changed": sorted(changes or {}),
            }
            record(action="contracts.open", subject=contract, by=by, at=at, client_id=client_id, data=facts)
    except IntegrityError:
        return _same(client_id, number, valid_from, terms)
    return contract


def _same(client_id: UUID, number: str, valid_from: date, terms: Terms) -> Contract:
    """The contract that a former call opened; refused when the number or the client is taken by another."""
    former = Contract.objects.filter(number=number).first()
    if former is None:
        raise AlreadyRunning("contracts.already_running", N_("This client has a contract that has not ended."))
    first = Version.objects.get(contract=former, number=1)
    if (former.client_id, former.started_date, Terms.from_json(first.terms)) != (client_id, valid_from, terms):
        raise NumberTaken("contracts.number_taken", N_("The number {number} names another contract."), number=number)
    return former
