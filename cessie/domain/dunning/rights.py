"""Who may set ladders and carry out runs: the client for what is his, the house's staff for all."""

from __future__ import annotations

from uuid import UUID

from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


def require(act: str, client_id: UUID | None, by: Viewer) -> None:
    """Let the client's people do it for him, the staff and jobs by their role for all.

    Refused: what is not his does not exist (``NotFound``), a reader or a role without the right (``NotAllowed``).
    """
    if by.kind != "client":
        by.require(act)
        return
    if client_id is None or not by.sees_client(client_id):
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    by.require_client(client_id)
