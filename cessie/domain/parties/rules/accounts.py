"""The life of a bank account: claimed by one person, confirmed by another before money may go there."""

from cessie.lib.states import Machine

ACCOUNT = Machine(
    "claimed",
    {("claimed", "confirm"): "confirmed", ("claimed", "end"): "ended", ("confirmed", "end"): "ended"},
)
