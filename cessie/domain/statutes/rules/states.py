"""The life of a statutory rate: entered, confirmed by another person, followed by a newer one."""

from cessie.lib.states import Machine

STATUTE = Machine("entered", {("entered", "confirm"): "confirmed", ("entered", "withdraw"): "withdrawn"})
