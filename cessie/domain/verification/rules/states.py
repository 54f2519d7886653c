"""The lives of a document in a sample, of a question to a debtor, of a finding and of a visit."""

from cessie.lib.states import Machine

#: A document of a sample: its proof is asked for, handed in, judged. What is missing may still come.
PROOF = Machine(
    "asked",
    {
        ("asked", "hand_in"): "handed_in",
        ("asked", "good"): "good",
        ("asked", "wrong"): "wrong",
        ("asked", "miss"): "missing",
        ("handed_in", "hand_in"): "handed_in",
        ("handed_in", "send_back"): "asked",
        ("handed_in", "good"): "good",
        ("handed_in", "wrong"): "wrong",
        ("missing", "hand_in"): "handed_in",
        ("missing", "good"): "good",
        ("missing", "wrong"): "wrong",
    },
)
#: A question to a debtor; an answer that comes late counts too.
ENQUIRY = Machine(
    "asked",
    {
        ("asked", "agree"): "agreed",
        ("asked", "differ"): "differs",
        ("asked", "lapse"): "unanswered",
        ("unanswered", "agree"): "agreed",
        ("unanswered", "differ"): "differs",
    },
)
FINDING = Machine("open", {("open", "clear"): "cleared"})
#: A visit at the client's.
AUDIT = Machine(
    "planned",
    {
        ("planned", "begin"): "under_way",
        ("planned", "cancel"): "cancelled",
        ("under_way", "report"): "reported",
    },
)
