"""The message of a step: in the house's name, or in the creditor's own where the debtor shall not know of the house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from cessie.domain.banking.queries import collection_accounts, creditors_accounts, dedicated_account
from cessie.domain.correspondence.addressed import sender_from
from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.papers.reminder import Creditor, Reminder, ReminderItem
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.correspondence.write import Part, write_paper
from cessie.domain.dunning.items import Asked
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.rules.items import Decision, Due
from cessie.domain.dunning.rules.ladder import Step
from cessie.domain.dunning.rules.lawful import announces
from cessie.domain.dunning.rules.parts import let_go
from cessie.domain.invoices.papers import delivered_by
from cessie.domain.invoices.rules.delivered import sentence
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal

#: What a message of another tone than a plain reminder is for.
_PURPOSES: Final[dict[str, Purpose]] = {"pre_due": "pre_due", "default_notice": "default_notice"}


def write_reminder(*, touch: Touch, found: Asked, decision: Decision, by: Viewer, at: datetime) -> Message:
    """Write it, once for a touch; it leaves on its own.

    Refused: no account that the debtor could pay to, no step in the decision, as ``correspondence.write_paper``.
    """
    step = decision.step
    if step is None:
        raise ValueError("nothing was decided")
    clients = tuple(dict.fromkeys(due.item.client_id for due in decision.items))
    sender = sender_of(client_id=clients[0], confidential=found.way.confidential, under_client_name=not found.way.house)
    links = [_link(found, client, by, at) for client in clients]
    described = _described(decision, step)
    creditors = [
        _creditor(client, link, described.get(client, "")) for client, link in zip(clients, links, strict=True)
    ]
    return write_paper(
        key=f"dunning:{touch.pk}",
        client_id=touch.client_id,
        debtor_id=found.debtor_id,
        about=touch.contract_id,
        paper=_paper(found, decision, step, touch.wording, sender, creditors),
        purpose=_PURPOSES.get(step.tone, "reminder"),
        sender=sender,
        wish=step.channel,
        concerns=[] if touch.contract_id else _parts(decision, clients),
        not_before=let_go(touch.part, at),
        by=by,
        at=at,
    )


def _link(found: Asked, client_id: UUID, by: Viewer, at: datetime) -> str:
    """The debtor's page of what he owes this client; none in confidence, for its address is the house's."""
    if found.way.confidential:
        return ""
    return debtor_link(client_id=client_id, debtor_id=found.debtor_id, by=by, at=at)


def _parts(decision: Decision, clients: Sequence[UUID]) -> list[Part]:
    """The contracts of a message over several."""
    pairs = dict.fromkeys((due.item.client_id, due.item.contract_id) for due in decision.items)
    return [Part(client, contract, clients.index(client)) for client, contract in pairs]


class _Named(NamedTuple):
    """A client as the letter names him, and where the debtor sees what he owes him."""

    client_id: UUID
    sender: Sender
    link: str
    describes: str

    @property
    def number(self) -> str:
        """One of his numbers, where he has any."""
        return next(iter(self.sender.numbers), "")


def _creditor(client_id: UUID, link: str, describes: str) -> _Named:
    company = Client.objects.select_related("company").get(pk=client_id).company
    return _Named(client_id, sender_from(company), link, describes)


def _described(decision: Decision, step: Step) -> dict[UUID, str]:
    """By client what was delivered, where the law wants it said: a Belgian consumer's first reminder (XIX.2 CEL)."""
    items = [due.item for due in decision.items]
    if not any(announces(item, step) and item.country == "BE" for item in items):
        return {}
    found, names = delivered_by([item.invoice_id for item in items]), defaultdict(list)
    for item in items:
        names[item.client_id].append(found.get(item.invoice_id, []))
    return {client: sentence(each) for client, each in names.items()}


def _paper(
    found: Asked, decision: Decision, step: Step, wording: str, sender: Sender, creditors: Sequence[_Named]
) -> Reminder:
    creditor, *others = creditors
    payee, iban, bic = _account(found, creditor, sender)
    first = decision.items[0].item
    places = {each.client_id: place for place, each in enumerate(creditors)}
    text, texts = step.words(wording)
    return Reminder(
        creditor=creditor.sender.name,
        house=payee,
        tone=step.tone,
        iban=iban,
        bic=bic,
        items=tuple(_line(due, places[due.item.client_id]) for due in decision.items),
        text=text,
        texts=texts,
        on=decision.on,
        pay_by=decision.pay_by or decision.on,
        portal_link=creditor.link,
        country=first.country,
        segment=first.segment,
        creditor_number=creditor.number,
        creditor_lines=creditor.sender.lines,
        describes=creditor.describes,
        mandate=found.way.house and not found.way.bought,
        announced=decision.announced if decision.announced else None,
        others=tuple(Creditor(each.sender.name, each.number, each.describes, each.link) for each in others),
    )


def _account(found: Asked, creditor: _Named, sender: Sender) -> tuple[str, str, str]:
    """Whom to pay and on which account: what was bought openly is paid to the house, else it is the creditor's."""
    if found.way.bought and not found.way.confidential:
        account = next(iter(collection_accounts()), None)
        if account is None:
            raise Refusal("dunning.no_account", N_("The house has no account that debtors pay to."))
        return account.holder or sender.name, account.iban, account.bic
    client = creditor.sender.name
    dedicated = dedicated_account(creditor.client_id) if found.way.confidential else None
    if dedicated is not None:
        return client, dedicated.iban, dedicated.bic
    if own := creditors_accounts(creditor.client_id):
        return client, own[0][0].iban, own[0][0].bic
    if not found.payment_iban:
        raise Refusal("dunning.no_creditor_account", N_("No invoice says on which account the creditor is paid."))
    return client, found.payment_iban, ""


def _line(due: Due, creditor: int) -> ReminderItem:
    item = due.item
    return ReminderItem(
        item.number, item.issued, item.due, due.asked, item.reference, due.interest, due.costs, due.days_late, due.step,
        creditor,
    )  # fmt: skip
