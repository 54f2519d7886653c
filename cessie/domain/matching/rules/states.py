"""The life of a receipt's match."""

from cessie.lib.states import Machine

MATCH = Machine(
    "proposed", {("proposed", "post"): "posted", ("proposed", "drop"): "dropped", ("posted", "reverse"): "reversed"}
)
