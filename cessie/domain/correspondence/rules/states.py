"""The life of a message. ``sending`` is written down before anything leaves, so that nothing leaves twice unseen.

Who dies while sending leaves the message ``sending``; it is then ``unsure``, and only a person says what follows.
"""

from cessie.lib.states import Machine

MESSAGE = Machine(
    "draft",
    {
        ("draft", "queue"): "queued",
        ("draft", "drop"): "dropped",
        ("queued", "drop"): "dropped",
        ("queued", "begin"): "sending",
        ("sending", "accept"): "sent",
        ("sending", "lay"): "to_post",
        ("sending", "retry"): "queued",
        ("sending", "refuse"): "failed",
        ("sending", "lose"): "unsure",
        ("unsure", "confirm"): "sent",
        ("unsure", "again"): "queued",
        ("to_post", "post"): "sent",
        ("to_post", "refuse"): "failed",
        ("sent", "refuse"): "failed",
        ("sent", "deliver"): "delivered",
        ("sent", "bounce"): "bounced",
        ("delivered", "bounce"): "bounced",
    },
)

#: Those in which the debtor counts as told: it left the house, and nothing came back.
TOLD = ("sent", "delivered")
