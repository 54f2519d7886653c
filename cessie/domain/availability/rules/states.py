"""The life of a drawing: what the client may draw is ordered at once; above the facility a person decides. And of a
call for what is too much in use: one person proposes it, another sends it."""

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

#: ``covered``: nothing is too much any more, by whatever cause; ``set_off``: its last day is over, and whatever comes
#: for the client stays on his account until then.
CALL = Machine(
    "proposed",
    {
        ("proposed", "send"): "sent",
        ("proposed", "drop"): "dropped",
        ("proposed", "cover"): "covered",
        ("sent", "set_off"): "set_off",
        ("sent", "cover"): "covered",
        ("set_off", "cover"): "covered",
    },
)
