"""The life of an invoice as a document (what it is worth and where its money stands is asked of the ledger), and of a
change of the house's checks."""

from cessie.lib.states import Machine

INVOICE = Machine(
    "received",
    {
        ("received", "hold"): "held",
        ("received", "accept"): "accepted",
        ("received", "reject"): "rejected",
        ("held", "accept"): "accepted",
        ("held", "reject"): "rejected",
        ("accepted", "hold"): "held",
        ("accepted", "withdraw"): "withdrawn",
        ("held", "withdraw"): "withdrawn",
        ("withdrawn", "restore"): "held",  # what took all of it off was undone
    },
)

POLICY = Machine("proposed", {("proposed", "confirm"): "confirmed", ("proposed", "decline"): "declined"})
