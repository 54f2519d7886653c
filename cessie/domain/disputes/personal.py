"""What people said in disputes, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("disputes.Turn", ("words",), since="at"),
    Fades("disputes.Evidence", ("name",), since="at"),
)
