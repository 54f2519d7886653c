"""Who may act on the mandates of a creditor: the desks of the house, and a client on those of his own identifier."""

from __future__ import annotations

from cessie.domain.mandates.models import Creditor
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def require(act: str, creditor: Creditor, by: Viewer) -> None:
    """Refuse (``NotAllowed``) whoever may not; for a client another's mandates do not exist (``NotFound``).
    ``creditor`` with its account.
    """
    theirs = creditor.account.client_id
    if by.kind != "client":
        by.require(act)
    elif theirs is None or not by.sees_client(theirs):
        raise NotFound("mandates.unknown", N_("There is no such creditor or debtor."))
    else:
        by.require_client(theirs)
