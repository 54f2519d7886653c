"""The life of a reservation: held by a proposal, used by the purchase, or freed; of a claim on the insurer, and of
a client's request for a limit."""

from cessie.lib.states import Machine

RESERVATION = Machine("held", {("held", "use"): "used", ("held", "free"): "freed"})

CLAIM = Machine(
    "filed",
    {
        ("filed", "accept"): "accepted",
        ("filed", "refuse"): "refused",
        ("filed", "withdraw"): "withdrawn",
        ("accepted", "pay"): "paid",
        ("accepted", "reopen"): "filed",
    },
)

REQUEST = Machine(
    "asked",
    {("asked", "grant"): "granted", ("asked", "refuse"): "refused", ("asked", "withdraw"): "withdrawn"},
)
