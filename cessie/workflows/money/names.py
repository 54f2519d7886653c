"""Asking in whose name accounts are, with the service that the house has for it (``VOP_URL``; blank: none)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from cessie.connectors.errors import ConnectorError
from cessie.domain.payments.models import Verification
from cessie.domain.payments.verify import verify
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.money import paying

if TYPE_CHECKING:
    from cessie.connectors.banks.vop.rest import Rest


def ask_names(*, by: Viewer, at: datetime) -> int:
    """Ask in whose name the accounts of waiting orders are, where the house has a service for it."""
    if not settings.VOP_URL:
        return 0
    with _service() as verifier:
        return paying.verify_payees(verifier=verifier, by=by, at=at)


def ask_name_again(*, account_id: UUID, by: Viewer, at: datetime) -> Verification:
    """Ask about one account anew, because a person wants to know."""
    if not settings.VOP_URL:
        raise Refusal("vop.none", N_("The house has no service that says in whose name an account is."))
    with _service() as verifier:
        try:
            return verify(account_id=account_id, verifier=verifier, again=True, by=by, at=at)
        except ConnectorError as error:
            words = N_("The bank does not say in whose name accounts are: {words}")
            raise Refusal("vop.unreachable", words, words=str(error)) from error


def _service() -> Rest:
    from cessie.connectors.banks.vop.rest import Rest  # here: loading it takes a tenth of every start of the pages

    return Rest(settings.VOP_URL, settings.VOP_TOKEN)
