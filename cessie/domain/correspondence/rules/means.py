"""The channels by which a message can leave, and what each is able to do.

Proof, purposes and consents follow the law of the message (handbook law 3, 9, 13); days and failures are assumptions of
the house until its own figures stand against them (``measured``).

>>> MEANS["registered_email"].proof, MEANS["peppol"].bears == {"invoice"}
('qualified', True)
>>> measured("email", sent=0, failed=0) == MEANS["email"].fails, measured("email", sent=600, failed=60)
(True, 800)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from cessie.domain.correspondence.rules.purpose import PURPOSES, Proof, Purpose

#: In the order in which the house prefers them where no price says otherwise: at once before paper, plain before
#: registered. ``post`` is the house's own machine.
Channel = Literal[
    "peppol", "email", "portal", "sms", "post", "print_partner", "registered_email", "registered_post"
]  # fmt: skip
CHANNELS: Final[tuple[Channel, ...]] = get_args(Channel)

#: What a debtor must have agreed to, or may have refused.
Consent = Literal["email", "sms", "registered_email"]

#: What a channel needs to find the debtor.
Handle = Literal["participant", "email", "portal", "mobile", "address"]

#: Ten thousand, of which ``fails`` are.
WHOLE: Final = 10_000
#: So many own messages weigh as much as the assumption.
WEIGHT: Final = 200


@dataclass(frozen=True, slots=True)
class Means:
    """What a channel is able to do.

    ``proof``: what it leaves in the hand of the sender; ``bears``: purposes that fit its form; ``days``: bank days
    until it is there, at home and abroad; ``fails``: of 10,000 so many do not arrive; ``together``: it leaves in
    batches, whose price may depend on the number of pieces.
    """

    proof: Proof
    bears: frozenset[Purpose]
    needs: Handle
    consent: Consent | None
    days: tuple[int, int]
    fails: int
    together: bool = False


_ALL: Final = frozenset(PURPOSES)
#: A text of a few lines with a link: what has an effect in law does not fit.
_SHORT: Final[frozenset[Purpose]] = frozenset(("pre_due", "reminder", "information"))

MEANS: Final[Mapping[Channel, Means]] = {
    "peppol": Means("delivered", frozenset(("invoice",)), "participant", None, (0, 0), 50),
    "email": Means("sent", _ALL, "email", "email", (0, 0), 200),
    "portal": Means("sent", _ALL - {"notice", "default_notice"}, "portal", "email", (0, 0), 200),
    "sms": Means("sent", _SHORT, "mobile", "sms", (0, 0), 300),
    "post": Means("sent", _ALL, "address", None, (2, 5), 150, together=True),
    "print_partner": Means("sent", _ALL, "address", None, (3, 6), 150, together=True),
    "registered_email": Means("qualified", _ALL - {"invoice"}, "email", "registered_email", (0, 0), 2_000),
    "registered_post": Means("delivered", _ALL, "address", None, (3, 7), 1_000, together=True),
}


#: Those that carry a printed sheet: what has no printed form cannot go by them.
PAPER_CHANNELS: Final = frozenset(channel for channel, means in MEANS.items() if means.needs == "address")


def measured(channel: Channel, *, sent: int, failed: int) -> int:
    """How many of 10,000 fail, from the house's own figures, pulled towards the assumption while they are few."""
    assumed = MEANS[channel].fails
    return (assumed * WEIGHT + failed * WHOLE) // (WEIGHT + sent)


def same_way(channel: str) -> frozenset[str]:
    """The channels that fail for the reason for which this one did: the same address, on paper or of mail.

    A registered letter that was not fetched says nothing of the address.

    >>> sorted(same_way("print_partner")), sorted(same_way("registered_post"))
    (['post', 'print_partner', 'registered_post'], ['registered_post'])
    """
    for way in (frozenset(("email", "portal")), frozenset(("post", "print_partner"))):
        if channel in way:
            registered = "registered_email" if "email" in way else "registered_post"
            return way | {registered}
    return frozenset((channel,))
