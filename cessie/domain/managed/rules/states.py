"""The life of money that came on a creditor's account: it waits for a word, is given to invoices, or is no matter of
theirs. It goes back to waiting when a settlement is undone."""

from cessie.lib.states import Machine

MONEY = Machine(
    "waiting",
    {
        ("waiting", "settle"): "settled",
        ("waiting", "set_aside"): "aside",
        ("aside", "settle"): "settled",
        ("aside", "take_up"): "waiting",
        ("settled", "reopen"): "waiting",
    },
)
SETTLEMENT = Machine("posted", {("posted", "undo"): "undone"})
