"""The lives of a ledger that was sent, of a word about money on a dedicated account, and of a sweep from it."""

from cessie.lib.states import Machine

#: ``read``: its proof is there and waits for a person. Only what is accepted is financed on; the next one takes its
#: place.
SUBMISSION = Machine(
    "read",
    {
        ("read", "accept"): "accepted",
        ("read", "refuse"): "refused",
        ("accepted", "supersede"): "superseded",
    },
)
LETTRAGE = Machine("live", {("live", "undo"): "undone"})
#: ``refused``: by the bank, before it left or after: its matches are free for another.
SWEEP = Machine(
    "ordered",
    {
        ("ordered", "leave"): "left",
        ("ordered", "arrive"): "arrived",
        ("left", "arrive"): "arrived",
        ("ordered", "cancel"): "cancelled",
        ("ordered", "refuse"): "refused",
        ("left", "refuse"): "refused",
    },
)
