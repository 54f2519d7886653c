"""The life of a reference rate: entered by one person, confirmed by another; never changed, only followed."""

from cessie.lib.states import Machine

FIXING = Machine("entered", {("entered", "confirm"): "confirmed", ("entered", "withdraw"): "withdrawn"})
