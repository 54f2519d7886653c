"""The thread of a debtor, for whichever portal shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cessie.domain.correspondence.threads import contact, thread
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.ids import uuid7


def thread_of(viewer: Viewer, client_id: UUID, debtor_id: UUID, about: str) -> dict[str, Any]:
    """What the page of a thread shows; ``about``: only what names this invoice. ``form_key`` makes an answer one."""
    entries = thread(viewer=viewer, client_id=client_id, debtor_id=debtor_id, about=about)
    return {"entries": entries, "contact": contact(entries), "about": about, "form_key": uuid7()}
