"""The life of a promise or a plan: agreed, or asked for first; kept or broken as the books say; or ended."""

from __future__ import annotations

from cessie.lib.states import Machine

ARRANGEMENT = Machine(
    "asked",
    {
        ("asked", "approve"): "running",
        ("asked", "decline"): "declined",
        ("asked", "end"): "ended",
        ("running", "keep"): "kept",
        ("running", "break"): "broken",
        ("running", "end"): "ended",
    },
)

#: In these an invoice is spoken for: no second arrangement is made about it.
LIVE = ("asked", "running")
