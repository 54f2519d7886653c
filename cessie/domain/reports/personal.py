"""What speaks of people in reports that left the house, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (Fades("reports.Confirmation", ("auditor",), since="made_at"),)
