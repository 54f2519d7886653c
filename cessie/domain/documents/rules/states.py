"""The life of the files with which a house moves in: laid down by one person, agreed to by another, then taken in."""

from cessie.lib.states import Machine

HOUSE_FILES = Machine(
    "laid",
    {
        ("laid", "look"): "ready",
        ("laid", "refuse"): "wrong",
        ("laid", "withdraw"): "withdrawn",
        ("ready", "agree"): "agreed",
        ("ready", "withdraw"): "withdrawn",
        ("agreed", "take"): "taken",
        ("agreed", "refuse"): "wrong",
    },
)
