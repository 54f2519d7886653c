"""What a client may draw on request: reckoned anew and shown step by step, or drawn for an owner of the client.

With --amount the amount is ordered as far as it is available, by an owner of the client (--as EMAIL, with his
password); it leaves with two people's word, as any payout.
"""

from __future__ import annotations

import argparse

from cessie.config import person
from cessie.config.house import open_house
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """The contract, and what is drawn by whom."""
    parser.add_argument("contract", help="the number of the contract")
    parser.add_argument("--amount", type=Money.parse, help="what to draw: 1200.00")
    person.argument(parser)


def run(args: argparse.Namespace) -> int:
    """Print the bridge; draw where an amount is given. A refusal is told by the caller."""
    open_house()
    from django.utils import timezone  # the apps are loaded only now

    from cessie.domain.availability import queries as availability
    from cessie.domain.availability.draw import draw
    from cessie.domain.availability.run import run as reckon
    from cessie.domain.contracts.models import Contract
    from cessie.domain.users.rules.viewer import system
    from cessie.portals.frame.bridge import rungs

    contract = Contract.objects.filter(number=args.contract).first()
    if contract is None:
        raise Refusal("draw.contract", N_("There is no contract {number}."), number=args.contract)
    at = timezone.now()
    found = availability.explained(reckon(contract_id=contract.pk, by=system("draw"), at=at))
    for step in rungs(found):
        print(f"{step.name:<60}{' ' if step.total else '-'}{step.amount.decimal:>16,.2f}")
    if args.amount is not None:
        by = person.person(args.email)
        made = draw(contract_id=contract.pk, amount=args.amount, seen=found.bridge.drawable, by=by, at=at)
        print(f"{contract.number} {made}: {args.amount}, {made.state}")
    return 0
