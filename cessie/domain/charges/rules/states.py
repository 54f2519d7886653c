"""The life of a reference rate (entered by one person, confirmed by another), of the end of a month and its parts."""

from cessie.lib.states import Machine

FIXING = Machine("entered", {("entered", "confirm"): "confirmed", ("entered", "withdraw"): "withdrawn"})

#: The end of a month: every contract is charged, then a second person closes it; once more where some could not be.
MONTH_END = Machine(
    "running", {("running", "finish"): "ready", ("ready", "again"): "running", ("ready", "close"): "closed"}
)

#: One contract in it: charged, its invoice numbered and written; refused with a reason where something lacks.
MONTH_PART = Machine(
    "waiting",
    {
        ("waiting", "charge"): "charged",
        ("waiting", "refuse"): "refused",
        ("charged", "number"): "numbered",
        ("charged", "skip"): "done",
        ("charged", "refuse"): "refused",
        ("numbered", "write"): "done",
        ("refused", "again"): "waiting",
    },
)
