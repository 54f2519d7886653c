"""The lives of a run of reminders and of what one debtor gets in it.

A run is gathered by jobs, looked through by a person, confirmed, and carried out by jobs. What a debtor gets may be
taken out and put back while the run is a draft; what has left for the post room may still be undone until it leaves.
"""

from cessie.lib.states import Machine

RUN = Machine(
    "gathering",
    {
        ("gathering", "gathered"): "draft",
        ("gathering", "cancel"): "cancelled",
        ("draft", "confirm"): "confirmed",
        ("draft", "cancel"): "cancelled",
        ("confirmed", "finish"): "done",
        ("confirmed", "cancel"): "cancelled",
    },
)

#: One slice of debtors: its items are looked at once, by whichever job has it.
SLICE = Machine("waiting", {("waiting", "gather"): "gathered"})

#: ``void``: when its turn came there was nothing left to ask for; ``undone``: it was written and did not leave;
#: ``offered``: the ladder is at its end, and a person hands the claims over or lets them be.
TOUCH = Machine(
    "planned",
    {
        ("planned", "take_out"): "out",
        ("out", "put_back"): "planned",
        ("planned", "write"): "written",
        ("planned", "ask"): "calling",
        ("planned", "offer"): "offered",
        ("planned", "void"): "void",
        ("offered", "hand_over"): "handed_over",
        ("offered", "undo"): "undone",
        ("calling", "note"): "called",
        ("calling", "undo"): "undone",
        ("written", "undo"): "undone",
    },
)

#: Giving up what was claimed: above what one person may decide alone a second one agrees first. ``undone``: it is
#: claimed again.
WAIVER = Machine(
    "asked", {("asked", "agree"): "posted", ("asked", "decline"): "declined", ("posted", "undo"): "undone"}
)

#: States in which a step counts as taken: it is planned, under way or done.
LIVE = ("planned", "written", "calling", "called", "offered", "handed_over")

#: What came of a call.
RESULTS = (
    "no_answer", "promise", "plan", "dispute", "copy", "refuses", "insolvent", "deceased", "in_care", "wrong_number",
    "moved",
)  # fmt: skip
