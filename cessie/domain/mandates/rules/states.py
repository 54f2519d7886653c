"""The lives of a mandate and of a collection.

A mandate serves only while it is active. A paused one may be resumed, a blocked one needs a change that the debtor
agrees to (``renew``), and two people again; revoked and expired are the end.
"""

from __future__ import annotations

from cessie.lib.states import Machine

MANDATE = Machine(
    "draft",
    {
        ("draft", "ask"): "asked",
        ("draft", "sign"): "signed",
        ("draft", "revoke"): "revoked",
        ("asked", "sign"): "signed",
        ("asked", "revoke"): "revoked",
        ("signed", "activate"): "active",
        ("signed", "revoke"): "revoked",
        ("signed", "expire"): "expired",
        ("active", "pause"): "paused",
        ("active", "amend"): "signed",
        ("active", "block"): "blocked",
        ("active", "revoke"): "revoked",
        ("active", "expire"): "expired",
        ("paused", "resume"): "active",
        ("paused", "amend"): "signed",
        ("paused", "block"): "blocked",
        ("paused", "revoke"): "revoked",
        ("paused", "expire"): "expired",
        ("blocked", "amend"): "signed",
        ("blocked", "revoke"): "revoked",
        ("blocked", "expire"): "expired",
    },
)

COLLECTION = Machine(
    "proposed",
    {
        ("proposed", "batch"): "batched",
        ("proposed", "drop"): "dropped",
        ("batched", "remove"): "proposed",
        ("batched", "instruct"): "instructed",
        ("instructed", "settle"): "settled",
        ("instructed", "reject"): "rejected",
        ("settled", "return"): "returned",
    },
)

#: Collections that are on their way: nothing else may be asked for the same amount.
ON_ITS_WAY = frozenset({"proposed", "batched", "instructed"})
