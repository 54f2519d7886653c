"""The life of a reservation: held by a proposal, used by the purchase, or freed; of a client's policy and of a claim on
the insurer, of a client's request for a limit, and of the question to the insurer about it."""

from cessie.lib.states import Machine

RESERVATION = Machine("held", {("held", "use"): "used", ("held", "free"): "freed"})

#: A client's policy counts once a second person has seen what the insurer accepted.
POLICY = Machine("noted", {("noted", "confirm"): "confirmed", ("noted", "decline"): "declined"})

CLAIM = Machine(
    "filed",
    {
        ("filed", "accept"): "accepted",
        ("filed", "refuse"): "refused",
        ("filed", "withdraw"): "withdrawn",
        ("accepted", "pay"): "paid",
        ("accepted", "reopen"): "filed",
    },
)

REQUEST = Machine(
    "asked",
    {("asked", "grant"): "granted", ("asked", "refuse"): "refused", ("asked", "withdraw"): "withdrawn"},
)

#: What the insurer is told over his service (an unpaid invoice, a claim): as a question, and by hand where it fails.
TELLING = Machine(
    "to_send",
    {
        ("to_send", "send"): "sending",
        ("to_send", "by_hand"): "told",
        ("sending", "later"): "to_send",
        ("sending", "tell"): "told",
        ("sending", "fail"): "failed",
        ("sending", "lose"): "unsure",
        ("unsure", "tell"): "told",
        ("unsure", "again"): "to_send",
        ("unsure", "by_hand"): "told",
        ("failed", "again"): "to_send",
        ("failed", "by_hand"): "told",
    },
)

#: A question to the insurer: kept before it is sent, so that one without an answer is not sent again by itself.
COVER = Machine(
    "to_send",
    {
        ("to_send", "send"): "sending",
        ("sending", "later"): "to_send",
        ("sending", "refer"): "pending",
        ("sending", "decide"): "decided",
        ("sending", "fail"): "failed",
        ("sending", "lose"): "unsure",
        ("unsure", "refer"): "pending",
        ("unsure", "decide"): "decided",
        ("unsure", "again"): "to_send",
        ("failed", "again"): "to_send",
        ("pending", "decide"): "decided",
    },
)

#: A limit under a client's policy that gives more room than before counts once a second person has seen the insurer's
#: word; what gives less counts at once.
NAMED = Machine("noted", {("noted", "confirm"): "counts", ("noted", "decline"): "declined"})
