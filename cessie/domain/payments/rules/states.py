"""The lives of a payment order and of a batch."""

from cessie.lib.states import Machine

ORDER = Machine(
    "ordered",
    {
        ("ordered", "batch"): "batched",
        ("ordered", "cancel"): "cancelled",
        ("batched", "remove"): "ordered",
        ("batched", "instruct"): "instructed",
        ("instructed", "execute"): "executed",
        ("instructed", "reject"): "rejected",
        ("executed", "return"): "returned",
    },
)

BATCH = Machine(
    "draft",
    {("draft", "release"): "released", ("draft", "discard"): "discarded", ("released", "send"): "sent"},
)
