"""The life of a drawing: what the client may draw is ordered at once; above the facility a person decides."""

from cessie.lib.states import Machine

DRAWING = Machine(
    "asked",
    {
        ("asked", "order"): "ordered",
        ("asked", "refuse"): "refused",
        ("asked", "withdraw"): "withdrawn",
        ("ordered", "stop"): "stopped",
    },
)
