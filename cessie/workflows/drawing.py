"""What the clock does for contracts on which clients draw: reckon, draw where the contract says so, stop what is not
borne."""

from __future__ import annotations

import logging
from datetime import datetime

from cessie.domain.availability.draw import draw_all
from cessie.domain.availability.queries import drawn_contracts
from cessie.domain.availability.run import run
from cessie.domain.availability.stop import stop_what_is_not_borne
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import Refusal

log = logging.getLogger(__name__)


def night(*, by: Viewer, at: datetime) -> int:
    """A run for each contract that clients draw on; how many. One that is refused keeps no other back."""
    count = 0
    for contract in drawn_contracts(booking_day(at)):
        try:
            count += 1
            found = run(contract_id=contract.pk, by=by, at=at)
            if found.over_cents:
                stop_what_is_not_borne(contract_id=contract.pk, by=by, at=at)
            elif found.net_cents > 0:
                draw_all(contract_id=contract.pk, by=by, at=at)
        except Refusal as no:
            log.warning("no availability", extra={"contract": contract.number, "reason": no.reason.code})
    return count
