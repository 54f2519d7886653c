"""The life of money on the third-party account: it waits while nobody knows whose it is, is kept for a claim, and is
gone once the bank took it back or it was moved to another claim."""

from cessie.lib.states import Machine

RECEIPT = Machine(
    "waiting",
    {
        ("waiting", "know"): "kept",
        ("waiting", "move"): "gone",
        ("waiting", "take_back"): "gone",
        ("kept", "move"): "gone",
        ("kept", "take_back"): "gone",
    },
)
DIRECT = Machine("reported", {("reported", "withdraw"): "withdrawn"})
