"""The life of a purchase proposal (factoring-domain 11); payout and payment have lives of their own."""

from cessie.lib.states import Machine

PROPOSAL = Machine(
    "offered",
    {
        ("offered", "accept"): "purchased",
        ("offered", "reject"): "rejected",
        ("offered", "expire"): "expired",
        ("offered", "block"): "blocked",
        ("offered", "cancel"): "cancelled",
        ("offered", "supersede"): "superseded",
        ("blocked", "supersede"): "superseded",
        ("blocked", "cancel"): "cancelled",
    },
)
