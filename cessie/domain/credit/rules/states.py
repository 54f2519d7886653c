"""The life of a reservation: held by a proposal, used by the purchase, or freed."""

from cessie.lib.states import Machine

RESERVATION = Machine("held", {("held", "use"): "used", ("held", "free"): "freed"})
