"""Events of money: payouts, receipts and what they are for, third-party money, dedicated accounts, own transfers."""

from __future__ import annotations

from typing import Any, Final

from cessie.ledger.entry import Entry
from cessie.ledger.examples.buying import vat_rate
from cessie.ledger.examples.case import Facts
from cessie.ledger.examples.play import Play, on
from cessie.ledger.rules import dedicated, payouts, pledge, receipts, transfers, trust
from cessie.lib.money import Money
from cessie.terms import vat
from cessie.terms.availability import pledge_room
from cessie.terms.fees import commission


@on("payout_instructed")
def instruct(play: Play, facts: Facts) -> Entry:
    """P04: the drawing that the client asked for, else all that stands to his credit."""
    play.payment += 1
    amount = play.dated_input("draws", facts) or play.books.client_credit
    return payouts.instruct(event=play.event(facts), amount=amount, of=play.of("payment"))


@on("refund_to_debtor")
def refund(play: Play, facts: Facts) -> Entry:
    """P19: what the debtor has to his credit."""
    play.payment += 1
    return payouts.refund(event=play.event(facts), amount=-play.books.balance("2310"), of=play.of("payment"))


@on("payout_executed", "payout_rejected")
def end_payment(play: Play, facts: Facts) -> Entry:
    """P05 or P06: what is in transit leaves the bank, or comes back to the client."""
    act = payouts.execute if facts["type"] == "payout_executed" else payouts.reject
    return act(event=play.event(facts), amount=-play.books.balance("1030"), of=play.of("payment"))


@on("payout_returned")
def payout_returned(play: Play, facts: Facts) -> Entry:
    """P06: the payee's bank sends the money back."""
    return payouts.give_back(event=play.event(facts), amount=play.given(facts), of=play.of("payment"))


@on("receipt")
def receipt(play: Play, facts: Facts) -> Entry:
    """P07: the amount that the bank line says."""
    play.bank_line += 1
    return receipts.receipt(event=play.event(facts), amount=_received(play, facts), of=play.of("bank line"))


def _received(play: Play, facts: Facts) -> Money:
    """The inputs say what came in; where they do not, the event does."""
    inputs = play.case.inputs
    for name in ("payments", "receipts", "bank_lines"):
        dated = play.dated_input(name, facts)
        if dated is not None:
            return dated
    if "dividend" in inputs and play.loss is not None:
        return play.input("dividend")
    single = next((name for name in ("matched", "receipt") if name in inputs), None)
    return play.input(single) if single else play.given(facts)


@on("allocation")
def allocate(play: Play, facts: Facts) -> Entry:
    """P08: as much of the unallocated money as is open on what it is for."""
    event, of, rest = play.event(facts), play.of("bank line"), play.books.unallocated
    target = facts["data"]["invoice"]
    if target == "client remittance":
        return receipts.allocate(event=event, amount=rest, of=of, to="2100")
    if target == "advance":
        return receipts.allocate(event=event, amount=min(rest, play.books.balance("1200")), of=of, to="1200")
    return receipts.allocate(event=event, amount=min(rest, play.books.open(play.invoice)), of=of)


#: What becomes of the rest of a bank line.
_REST: Final[dict[str, Any]] = {
    "client_remittance": receipts.pass_on,
    "overpayment": receipts.overpaid,
    "collection_not_bought": receipts.not_bought,
}


@on(*_REST)
def rest_of_line(play: Play, facts: Facts) -> Entry:
    """P17, P18, P21: all that is unallocated."""
    entry: Entry = _REST[facts["type"]](event=play.event(facts), amount=play.books.unallocated, of=play.of("bank line"))
    return entry


@on("not_bought_credited")
def not_bought_credited(play: Play, facts: Facts) -> Entry:
    """P21: the money for an invoice not bought, to the client."""
    amount = -play.books.balance("2320")
    return receipts.not_bought_to_client(event=play.event(facts), amount=amount, of=play.of("bank line"))


@on("small_difference")
def small_difference(play: Play, facts: Facts) -> Entry:
    """P20: some cents too much or short, within the contract's tolerance."""
    over, most = play.books.unallocated, play.case.money(play.case.contract["small_difference_max"])
    event, of = play.event(facts), play.of("bank line")
    amount = over or play.books.open(play.invoice)
    if amount > most:
        raise ValueError(f"{amount} is no small difference")
    act = receipts.small_gain if over else receipts.small_loss
    return act(event=event, amount=amount, of=of)


@on("late_interest_paid")
def late_interest(play: Play, facts: Facts) -> Entry:
    """P35: the late interest and fixed sum of the inputs, due to the client or to the house."""
    late = play.case.inputs["late"]
    amount = play.case.money(late["interest"]) + play.case.money(late["fixed_sum"])
    return receipts.late_interest(
        event=play.event(facts), amount=amount, of=play.of("bank line"), to_client=late["due_to"] == "CLIENT"
    )


@on("trust_receipt")
def trust_receipt(play: Play, facts: Facts) -> Entry:
    """P29: a debtor's payment on the third-party account."""
    amount = play.dated_input("payments", facts) or play.given(facts)
    return trust.trust_receipt(event=play.event(facts), amount=amount, of=play.of("claim"))


@on("commission_invoiced")
def commission_invoiced(play: Play, facts: Facts) -> Entry:
    """P30: a percentage of all that was collected."""
    collected = -play.books.balance("2200")
    net = commission(collected, play.case.percent("commission_pct_of_collected"))
    tax = vat.on(net, vat_rate(play))
    play.notes["collected"] = collected
    play.figures |= {"net": net, "vat": tax, "gross": net + tax}
    return trust.commission(event=play.event(facts), net=net, vat=tax, country=play.case.country, of=play.of("claim"))


@on("commission_set_off")
def commission_set_off(play: Play, facts: Facts) -> Entry:
    """P31: the whole of what the principal owes for it."""
    return trust.set_off(event=play.event(facts), amount=play.books.balance("1410"), of=play.of("claim"))


@on("commission_moved_to_office_account")
def commission_moved(play: Play, facts: Facts) -> Entry:
    """P32: what the third-party account holds beyond what is owed to the principal."""
    amount = play.books.balance("1020") + play.books.balance("2200")
    office = play.books.key("office account")
    return trust.move_commission(event=play.event(facts), amount=amount, of=play.of("claim"), office=office)


@on("remitted_to_principal")
def remitted(play: Play, facts: Facts) -> Entry:
    """P33: all that the principal has coming."""
    return trust.remit(event=play.event(facts), amount=-play.books.balance("2200"), of=play.of("claim"))


@on("third_party_money_taken_back")
def taken_back(play: Play, facts: Facts) -> Entry:
    """P43: from what is still owed on the claim; the principal owes the rest."""
    amount, of = play.given(facts), play.of("claim")
    here = min(amount, -play.books.balance("2200"))
    parts = {of.reference: here} if here and of.reference is not None else {}
    return trust.taken_back(event=play.event(facts), amount=amount, parts=parts, of=of)


@on("dedicated_receipts_seen")
def dedicated_seen(play: Play, facts: Facts) -> Entry:
    """P34: what came in on the account in the client's name."""
    return dedicated.seen(event=play.event(facts), amount=play.input("dedicated_receipts"), of=play.of())


@on("sweep_memo")
def dedicated_swept(play: Play, facts: Facts) -> Entry:
    """P34: the matched part of it is swept."""
    return dedicated.swept_memo(event=play.event(facts), amount=play.input("matched"), of=play.of())


@on("held_receipt")
def held_receipt(play: Play, facts: Facts) -> Entry:
    """P34f: a receipt on the dedicated account that the factor holds."""
    play.bank_line += 1
    amount = play.dated_input("receipts", facts) or play.given(facts)
    return dedicated.held_receipt(event=play.event(facts), amount=amount, of=play.of("bank line"))


@on("held_match")
def held_match(play: Play, facts: Facts) -> Entry:
    """P34f: as much of it as is open on the invoice that the client matched."""
    amount = min(play.books.unallocated, play.books.open(play.invoice))
    return dedicated.held_match(event=play.event(facts), amount=amount, of=play.of("bank line"))


@on("held_sweep")
def held_sweep(play: Play, facts: Facts) -> Entry:
    """P34f: what stands on it goes to the collection account, except what is not matched yet."""
    amount = play.books.balance("1010") - play.books.unallocated
    collection = play.books.key("collection account")
    return dedicated.held_sweep(event=play.event(facts), amount=amount, of=play.of(), collection=collection)


@on("transfer_left")
def transfer_left(play: Play, facts: Facts) -> Entry:
    """P36: the house moves money of its own."""
    return transfers.leave(event=play.event(facts), amount=play.input("transfer"), of=play.of("transfer"))


@on("transfer_arrived")
def transfer_arrived(play: Play, facts: Facts) -> Entry:
    """P36: what is on its way arrives."""
    return transfers.arrive(event=play.event(facts), amount=play.books.balance("1035"), of=play.of("transfer"))


@on("other_out", "other_in")
def other_line(play: Play, facts: Facts) -> Entry:
    """P37: bank charges, interest, capital: the bank line's amount on the account that a person chose."""
    act = transfers.other_out if facts["type"] == "other_out" else transfers.other_in
    data = facts["data"]
    return act(
        event=play.event(facts),
        amount=play.given(facts),
        of=play.of("bank line"),
        account=data["bank"],
        what=data["what"],
    )


@on("pledge_registered")
def pledge_registered(play: Play, facts: Facts) -> Entry:
    """P38: the pledged receivables of the inputs."""
    return pledge.register(event=play.event(facts), amount=play.input("pledged"), of=play.of())


@on("pledge_released")
def pledge_released(play: Play, facts: Facts) -> Entry:
    """P38: what the debtors paid is no longer pledged."""
    return pledge.release_pledge(event=play.event(facts), amount=play.books.balance("1000"), of=play.of())


@on("advance_instructed")
def advance(play: Play, facts: Facts) -> Entry:
    """P38: the drawing asked for, else all the room that the pledge leaves."""
    play.payment += 1
    books = play.books
    room = pledge_room(
        pledged=books.balance("9000"), advance_rate=play.case.percent("advance_rate"), advanced=books.balance("1200")
    )
    amount = min(room, play.input("draw")) if not books.balance("1200") else room
    play.notes["available"] = room
    return pledge.advance(event=play.event(facts), amount=amount, of=play.of("payment"))


@on("advance_repaid")
def advance_repaid(play: Play, facts: Facts) -> Entry:
    """P38: the unallocated money, as far as there is an advance."""
    amount = min(play.books.unallocated, play.books.balance("1200"))
    return pledge.repay(event=play.event(facts), amount=amount, of=play.of("bank line"))
