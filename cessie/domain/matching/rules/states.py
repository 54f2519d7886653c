"""The lives of a receipt's match, and of what closes an invoice without money."""

from cessie.lib.states import Machine

MATCH = Machine(
    "proposed", {("proposed", "post"): "posted", ("proposed", "drop"): "dropped", ("posted", "reverse"): "reversed"}
)

SETTLEMENT = Machine(
    "asked", {("asked", "post"): "posted", ("asked", "decline"): "declined", ("posted", "reverse"): "reversed"}
)
