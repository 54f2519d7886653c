"""The lives of a purchase proposal (factoring-domain 11) and of a deed; payout and payment have lives of their own."""

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

#: A deed that no law wants registered stands; one that transfers by registration alone is noted by one person and
#: confirmed by another.
DEED = Machine(
    "unregistered",
    {
        ("unregistered", "stand"): "standing",
        ("unregistered", "note"): "noted",
        ("noted", "confirm"): "registered",
        ("noted", "decline"): "unregistered",
    },
)
