"""What a key may be given. Reading is one word a subject; whatever moves money or takes something in is its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from cessie.lib.reasons import N_

#: Hands invoices in for the client.
WRITE: Final = "invoices:write"
#: Binds the client: approves and declines offers. Given by an owner alone, with his second factor fresh.
SIGN: Final = "proposals:approve"

#: Decides what debtors contest of the client's invoices.
DECIDE: Final = "disputes:decide"
#: Enters and revokes mandates of debtors under the client's own creditor identifier.
MANDATES: Final = "mandates:write"

#: Hands claims in to be collected and tells what debtors paid to the principal himself.
COLLECT: Final = "dossiers:write"
#: Takes or refuses cases, reports acts and costs, asks; of a lawyer's or a bailiff's programs alone.
CASES: Final = "cases:write"
#: Hands in sales ledgers, and says what the money on the dedicated account is for.
LEDGERS: Final = "ledgers:write"
#: Draws what is available. Binds the client as ``SIGN`` does.
DRAW: Final = "drawings:write"
#: Hands in what proves an invoice that the house asks about.
PROVE: Final = "proofs:write"
#: What binds the client: given by an owner alone, and worth what he is worth now.
SIGNING: Final = frozenset({SIGN, DRAW})

SCOPES: Final[Mapping[str, str]] = {
    "invoices:read": N_("Read invoices, their checks and what became of them"),
    WRITE: N_("Hand in invoices"),
    "proposals:read": N_("Read offers"),
    SIGN: N_("Approve and decline offers: sells invoices in your name"),
    "statements:read": N_("Read statements of account"),
    "limits:read": N_("Read what can still be financed"),
    "ledgers:read": N_("Read sent ledgers, the dedicated account and what can be drawn"),
    LEDGERS: N_("Send ledgers, match the money on the dedicated account"),
    "drawings:read": N_("Read drawings"),
    DRAW: N_("Draw what is available, in your name"),
    "debtors:read": N_("Read debtors"),
    "disputes:read": N_("Read what debtors contest"),
    DECIDE: N_("Decide what debtors contest"),
    "mandates:read": N_("Read mandates and what is collected under them"),
    MANDATES: N_("Enter and revoke mandates"),
    "proofs:read": N_("Read what proof is asked for, and which customers were asked about their balance"),
    PROVE: N_("Hand in proof of invoices"),
    "dossiers:read": N_("Read what is collected for you and what was passed on"),
    COLLECT: N_("Hand claims in to be collected, tell what was paid to you directly"),
    "cases:read": N_("Read the cases that are given to you"),
    CASES: N_("Take cases, report acts and costs, ask"),
}
#: Scopes of a partner's keys; a client's have all others.
OF_PARTNERS: Final = ("cases:read", CASES)
OF_CLIENTS: Final = tuple(scope for scope in SCOPES if scope not in OF_PARTNERS)


def in_order(scopes: Collection[str]) -> tuple[str, ...]:
    """Known scopes, each once, in the order of the table.

    >>> in_order(["invoices:write", "invoices:read", "money:all"])
    ('invoices:read', 'invoices:write')
    """
    return tuple(scope for scope in SCOPES if scope in scopes)
