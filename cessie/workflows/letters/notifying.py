"""Debtors are told that their invoices were bought and where to pay: once a contract, debtor and account.

Only under a contract whose terms say so (``disclosure``). Nothing here ever speaks to a debtor of a confidential one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import collection_accounts
from cessie.domain.contracts.queries import contract, terms_on
from cessie.domain.correspondence.bounce import bounce
from cessie.domain.correspondence.drop import drop
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.queries import message, told_accounts
from cessie.domain.correspondence.resend import resend
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.papers.invoice import InvoicePaper
from cessie.domain.correspondence.rules.papers.notice import FORMS, Item, Notice
from cessie.domain.correspondence.write import write
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.queries import house_company
from cessie.domain.purchase.bought import Bought, bought_under, open_bought
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import bought_amounts
from cessie.lib.days import BRUSSELS, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.terms.contract import Terms

#: Invoices listed in a letter at most; the rest is told on request.
LISTED = 25
#: What a letter lists, and how many invoices it leaves out.
Listed = tuple[tuple[Item, ...], int]


def tells(terms: Terms) -> bool:
    """Whether debtors are told of purchases under these terms.

    >>> from cessie.terms.presets import PRESETS
    >>> [name for name, terms in PRESETS.items() if not tells(terms)]
    ['confidential_line', 'confidential_balance', 'collection']
    """
    return terms.disclosure == "NOTIFIED" and terms.transfer_form in FORMS


def account_to_pay() -> Account | None:
    """Where debtors pay: the oldest of the open collection accounts, so that a further one changes nothing."""
    return next(iter(collection_accounts()), None)


def notify(
    *, contract_id: UUID, invoice_ids: Collection[UUID], wish: str = "", by: Viewer, at: datetime
) -> tuple[UUID, ...]:
    """The debtors of these bought invoices are written to, where nobody told them yet; in the purchase's transaction.
    ``wish``: the channel that is asked for.

    The terms under which each was bought decide, and those of today as well: both must be notified.
    """
    return _tell(contract_id, bought_under(contract_id=contract_id, invoice_ids=invoice_ids), by, at, wish)


def look(*, by: Viewer, at: datetime) -> int:
    """The account to pay to has changed: every debtor who owes bought invoices and knows another one is told; how many.

    Who was bought from before the account was opened counts as knowing another one, also where the house was told of
    these debtors when it moved in.
    """
    account = account_to_pay()
    if account is None:
        return 0
    bought = open_bought()
    knows = told_accounts({(row.contract_id, row.debtor_id) for row in bought})
    pairs: dict[UUID, list[Bought]] = {}
    for row in bought:
        known = knows.get((row.contract_id, row.debtor_id))
        older = row.ceded_at.astimezone(BRUSSELS).date() < account.opened_date
        if older if known is None else known[0] != account.iban:
            pairs.setdefault(row.contract_id, []).append(row)
    return sum(len(_tell(contract_id, rows, by, at)) for contract_id, rows in pairs.items())


def may_follow(message_id: UUID, *, by: Viewer, at: datetime) -> bool:
    """Whether the debtor of a message may still be written to: all its contracts are notified today, or the client
    writes in confidence. A notice needs a transfer as well; other papers are written under a mandate too."""
    row = message(viewer=by, message_id=message_id)
    if row.kind == InvoicePaper.kind:
        return True  # a creditor's own invoice to his own debtor, in his name
    contracts = [row.about] if row.about is not None else list(row.concerns.values_list("about", flat=True))
    terms = [terms_on(contract, booking_day(at))[1] for contract in contracts]
    if row.kind == Notice.kind:
        return all(tells(each) for each in terms)
    return Sender.from_json(row.sender).confidential or all(each.disclosure == "NOTIFIED" for each in terms)


def still_tells(message_id: UUID, *, by: Viewer, at: datetime) -> bool:
    """The same just before a message leaves; where it may not any more, it is dropped."""
    if may_follow(message_id, by=by, at=at):
        return True
    reason = Reason("letter.confidential", N_("The contract is confidential now: nobody may be told."))
    drop(message_id=message_id, reason=reason, by=by, at=at)
    return False


def send_again(*, message_id: UUID, by: Viewer, at: datetime) -> Message:
    """A person asks for a notice once more. Refused where its account is not the one to pay to any more, or the
    contract is confidential now; else as ``correspondence.resend``."""
    account, row = account_to_pay(), message(viewer=by, message_id=message_id)
    if row.kind != Notice.kind:
        raise Refusal("letter.no_repeat", N_("What was owed has changed since: write anew instead of again."))
    if account is None or row.iban != account.iban:
        raise Refusal("letter.old_account", N_("This letter names an account that is not paid to any more."))
    if not may_follow(message_id, by=by, at=at):
        raise Refusal("letter.confidential", N_("The contract is confidential now: nobody may be told."))
    return resend(message_id=message_id, by=by, at=at)


def came_back(*, message_id: UUID, note: str, by: Viewer, at: datetime) -> Message:
    """A message came back: noted, and followed by a letter, as ``correspondence.bounce``."""
    return bounce(message_id=message_id, note=note, follow=may_follow(message_id, by=by, at=at), by=by, at=at)


def _tell(contract_id: UUID, bought: Sequence[Bought], by: Viewer, at: datetime, wish: str = "") -> tuple[UUID, ...]:
    rows: dict[UUID, list[Bought]] = {}
    for row in bought:
        if tells(row.terms):
            rows.setdefault(row.debtor_id, []).append(row)
    forms = {debtor_id: own[-1].terms.transfer_form for debtor_id, own in rows.items()}
    return tell(
        contract_id=contract_id, forms=forms, items_of=lambda debtor_id: _items(rows[debtor_id]), wish=wish, by=by,
        at=at,
    )  # fmt: skip


def tell(
    *,
    contract_id: UUID,
    forms: Mapping[UUID, str],
    items_of: Callable[[UUID], Listed],
    wish: str = "",
    by: Viewer,
    at: datetime,
) -> tuple[UUID, ...]:
    """Each of these debtors who knows no other account is written to; the letters. ``forms``: by debtor, the form in
    which his claims were transferred; ``items_of``: what his letter lists; ``wish``: the channel that is asked for.

    Nothing under a contract that does not tell today, or while the house has no account to pay to.
    """
    account, house = account_to_pay(), house_company()
    today = terms_on(contract_id, booking_day(at))[1]
    if account is None or house is None or not forms or not tells(today):
        return ()
    agreed = contract(viewer=by, contract_id=contract_id)
    knows = told_accounts({(contract_id, debtor_id) for debtor_id in forms})
    written = []
    for debtor_id in sorted(forms):
        former, since = knows.get((contract_id, debtor_id), ("", ""))
        if former == account.iban:
            continue
        items, more = items_of(debtor_id)
        notice = Notice(
            form=forms[debtor_id],
            law=agreed.client.company.country,
            client=agreed.client.company.name,
            client_number="",
            everything=today.selection != "PER_INVOICE",
            house=account.holder or house.name,
            iban=account.iban,
            bic=account.bic,
            items=items,
            more=more,
            former_iban=former,
        )
        key = f"notice:{contract_id}:{debtor_id}:{notice.iban}"
        if since:  # an account may come back: what was told before makes the key another one
            key += f":since:{since}"
        message = write(
            key=key, client_id=agreed.client_id, debtor_id=debtor_id, about=contract_id, notice=notice, wish=wish,
            by=by, at=at,
        )  # fmt: skip
        written.append(message.pk)
    return tuple(written)


def _items(bought: Sequence[Bought]) -> Listed:
    """What the letter lists, the oldest due first, with what is open on each; and how many it leaves out."""
    open_ = bought_amounts([row.invoice_id for row in bought])
    owed = {key: money for key, money in open_.items() if money > Money(0, money.currency)}
    rows = Invoice.objects.filter(pk__in=owed).order_by("due_date", "number", "pk")
    found = [Item(row.number, row.issue_date, row.due_date, owed[row.pk], row.payment_reference) for row in rows]
    return tuple(found[:LISTED]), max(0, len(found) - LISTED)
