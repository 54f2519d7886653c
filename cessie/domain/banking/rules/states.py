"""The life of a statement: kept when it arrives; its lines count from the moment it stands in the chain."""

from cessie.lib.states import Machine

STATEMENT = Machine(
    "kept",
    {
        ("kept", "chain"): "chained",
        ("kept", "accept"): "chained",
        ("kept", "dismiss"): "dismissed",
    },
)
