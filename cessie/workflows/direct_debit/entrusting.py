"""Debtors sign on the pages of a service: what it tells is read behind the position that the house has kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings

from cessie.connectors.errors import AuthFailed, ConnectorError, Temporary
from cessie.connectors.mandates import MandateService
from cessie.connectors.mandates.twikey import Twikey
from cessie.domain.mandates.hear_service import hear_service, position_of, read_to
from cessie.domain.mandates.take_back import note_told, note_untold, waiting_to_tell
from cessie.domain.users.rules.viewer import Viewer

log = logging.getLogger(__name__)

#: Pages of a feed that are read in one turn.
MOST: Final = 200


@contextmanager
def service_of(name: str) -> Iterator[MandateService | None]:
    """The service of this name while it is open; None where the house has not set it up."""
    if name != Twikey.name or not settings.TWIKEY_URL:
        yield None
        return
    with Twikey(settings.TWIKEY_URL, settings.TWIKEY_KEY) as service:
        yield service


def hear(*, by: Viewer, at: datetime) -> int:
    """Hear the service that the house has set up, then tell it what was revoked here; how many events it told. Without
    one nothing happens."""
    with service_of(Twikey.name) as service:
        if service is None:
            return 0
        heard = run(service=service, by=by, at=at)
        take_back(service=service, by=by, at=at)
        return heard


def take_back(*, service: MandateService, by: Viewer, at: datetime) -> int:
    """Tell the service of each mandate that was revoked here; how many it took. What it says no to is a person's.

    Killed in between: its feed tells that the mandate is over, which is heard before it is asked again. Out of reach:
    an hour later. Not let in (``AuthFailed``): the job fails, so that a person looks.
    """
    told = 0
    for row in waiting_to_tell(service.name, at=at):
        mandate = row.mandate
        try:
            service.cancel(mandate.reference, mandate.note)
        except AuthFailed:
            raise
        except ConnectorError as error:
            said = error.detail + (f" [{error.code}]" if error.code else "")
            note_untold(mandate_id=mandate.pk, answer=said, final=not error.retryable, by=by, at=at)
        else:
            told += note_told(mandate_id=mandate.pk, answer="", by=by, at=at)
    return told


def run(*, service: MandateService, by: Viewer, at: datetime) -> int:
    """Read on until nothing is new. A turn that is killed is read again from where it was; nothing is done twice.

    Out of reach: the next turn goes on. Not let in (``AuthFailed``): the job fails, so that a person looks.
    """
    heard = 0
    try:
        for _ in range(MOST):
            page = service.feed(position_of(service.name))
            for told in page.told:
                hear_service(service=service.name, told=told, by=by, at=at)
            heard += len(page.told)
            read_to(service=service.name, position=page.position, at=at)
            if not page.told:
                break
    except Temporary:
        log.warning("a service of mandates is out of reach", extra={"service": service.name})
    return heard
