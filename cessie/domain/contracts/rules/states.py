"""The life of a contract, and of a wish to end it or to go on with it."""

from cessie.lib.states import Machine

#: Notice is given and can be taken back until the last day is over; then nothing is bought any more, what is open is
#: collected and settled (run-off), and once nothing is left the contract is closed. Money that moves after all, as a
#: payment that the bank sends back, brings it back into its run-off.
CONTRACT = Machine(
    "running",
    {
        ("running", "give_notice"): "ending",
        ("ending", "go_on"): "running",
        ("ending", "end"): "run_off",
        ("run_off", "close"): "closed",
        ("closed", "reopen"): "run_off",
    },
)

ENDING = Machine("proposed", {("proposed", "agree"): "agreed", ("proposed", "decline"): "declined"})
