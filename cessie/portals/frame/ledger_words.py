"""Words for the ledgers of clients and the money on dedicated accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_

TASKS: Final[Mapping[str, str]] = {
    "ledger.doubtful": N_("Client's ledger in doubt"),
    "ledger.late": N_("Client's ledger missing"),
    "ledger.sweep_late": N_("Sweep not arrived"),
    "ledger.unmatched": N_("Money on a dedicated account without an invoice"),
    "client_file.unused": N_("A client's file that cannot be used"),
    "ledger.money_left": N_("Money left a dedicated account"),
}
#: States of a ledger, and of a sweep.
LEDGER_STATES: Final[Mapping[str, str]] = {
    "read": N_("waits for a decision"),
    "accepted": N_("in force"),
    "refused": N_("refused"),
    "superseded": N_("followed by a later one"),
    "ordered": N_("ordered"),
    "left": N_("left the dedicated account"),
    "arrived": N_("arrived"),
    "cancelled": N_("cancelled"),
}
RIGHTS: Final[Mapping[str, str]] = {"ledgers.decide": N_("decide about clients' ledgers")}
ACTS: Final[Mapping[str, str]] = {
    "ledgers.bring": N_("noted that the contract came with its house"),
    "ledgers.submit": N_("sent a ledger"),
    "ledgers.keep_batch": N_("sent a batch of invoices"),
    "ledgers.accept": N_("put a ledger in force"),
    "ledgers.refuse": N_("refused a ledger"),
    "banking.open_dedicated": N_("opened a dedicated account"),
    "ledgers.dedicate": N_("gave a contract its dedicated account"),
    "ledgers.see": N_("saw money on a dedicated account"),
    "ledgers.match": N_("matched money to invoices"),
    "ledgers.unmatch": N_("undid a match"),
    "ledgers.sweep": N_("ordered a sweep"),
    "ledgers.cancel_sweep": N_("cancelled a sweep"),
    "ledgers.refuse_sweep": N_("noted that a sweep did not go through"),
    "ledgers.take_report": N_("read the bank's word on a sweep"),
    "ledgers.remind": N_("reminded the client of his ledger"),
    "ledgers.arrive": N_("booked swept money"),
    "ledgers.explain_columns": N_("said what the columns of a ledger mean"),
}
