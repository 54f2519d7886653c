"""The life of a reference rate (entered by one person, confirmed by another), of the end of a month and its parts."""

from cessie.lib.states import Machine

FIXING = Machine("entered", {("entered", "confirm"): "confirmed", ("entered", "withdraw"): "withdrawn"})

#: The end of a month: every contract is charged, then a second person closes it; once more where some could not be.
MONTH_END = Machine(
    "running", {("running", "finish"): "ready", ("ready", "again"): "running", ("ready", "close"): "closed"}
)

#: Percents of the allowance: proposed by one person, confirmed or declined by another.
ALLOWANCE = Machine("proposed", {("proposed", "confirm"): "confirmed", ("proposed", "decline"): "declined"})

#: One contract in it: charged, its invoice numbered and written, its allowance set; refused with a reason where
#: something lacks. Once more, the books may have moved since: the allowance is looked at again. Once the month is
#: closed its statement of account is frozen and its paper made; where nothing stood and nothing moved there is none.
MONTH_PART = Machine(
    "waiting",
    {
        ("waiting", "charge"): "charged",
        ("waiting", "refuse"): "refused",
        ("charged", "number"): "numbered",
        ("charged", "skip"): "written",
        ("charged", "refuse"): "refused",
        ("numbered", "write"): "written",
        ("written", "settle"): "done",
        ("done", "again"): "written",
        ("done", "state"): "stated",
        ("done", "pass"): "told",
        ("stated", "print"): "told",
        ("refused", "again"): "waiting",
    },
)
