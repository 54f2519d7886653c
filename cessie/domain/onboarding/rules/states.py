"""The lives of an assessment and of a quote. Whoever decides against the advice proposes it, and another person
agrees; a quote that is changed is another version, and the one before it stays as it was."""

from typing import Final, Literal

from cessie.lib.states import Machine

Wish = Literal["accept", "refuse"]

ASSESSMENT: Final = Machine(
    "scored",
    {
        ("scored", "accept"): "accepted",
        ("scored", "refuse"): "turned_down",
        ("scored", "override"): "against_advice",
        ("against_advice", "accept"): "accepted",
        ("against_advice", "refuse"): "turned_down",
        ("against_advice", "decline"): "scored",
        ("scored", "replace"): "replaced",
        ("against_advice", "replace"): "replaced",
    },
)
QUOTE: Final = Machine(
    "drafted",
    {
        ("drafted", "send"): "sent",
        ("drafted", "replace"): "replaced",
        ("drafted", "lapse"): "lapsed",
        ("sent", "accept"): "accepted",
        ("sent", "decline"): "declined",
        ("sent", "replace"): "replaced",
        ("sent", "lapse"): "lapsed",
    },
)
#: A company has one quote at most in these.
OPEN: Final = ("drafted", "sent")
#: What the company said itself.
ANSWERED: Final = ("accepted", "declined")
DECIDED: Final = ("accepted", "turned_down")
#: Of each wish the advice against which it goes.
_AGAINST: Final = {"accept": ("against", "unknown"), "refuse": ("for",)}


def overrides(wish: Wish, advice: str) -> bool:
    """Whether a decision goes against the advice; where a person is only told to look, either is his.

    >>> overrides("accept", "unknown"), overrides("accept", "look"), overrides("refuse", "for")
    (True, False, True)
    """
    return advice in _AGAINST[wish]
