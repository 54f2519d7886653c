"""What people said when they agreed to pay, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (Fades("arrangements.Arrangement", ("words", "ended_words"), since="made_at"),)
