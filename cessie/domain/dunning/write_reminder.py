"""The message of a step: in the house's name, or in the creditor's own where the debtor shall not know of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cessie.domain.banking.queries import collection_accounts, creditors_accounts
from cessie.domain.correspondence.addressed import sender_from
from cessie.domain.correspondence.letterheads import sender_of
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.address import Sender
from cessie.domain.correspondence.rules.papers.reminder import Reminder, ReminderItem
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.correspondence.write import write_paper
from cessie.domain.dunning.items import Asked
from cessie.domain.dunning.models import Touch
from cessie.domain.dunning.rules.items import Decision, Due
from cessie.domain.dunning.rules.ladder import Step
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
    sender = sender_of(
        client_id=found.client_id, confidential=found.way.confidential, under_client_name=not found.way.house
    )
    link = ""
    if not found.way.confidential:
        link = debtor_link(client_id=found.client_id, debtor_id=found.debtor_id, by=by, at=at)
    return write_paper(
        key=f"dunning:{touch.pk}",
        client_id=found.client_id,
        debtor_id=found.debtor_id,
        about=found.contract_id,
        paper=_paper(found, decision, step, sender, link),
        purpose=_PURPOSES.get(step.tone, "reminder"),
        sender=sender,
        wish=step.channel,
        by=by,
        at=at,
    )


def _paper(found: Asked, decision: Decision, step: Step, sender: Sender, link: str) -> Reminder:
    company = Client.objects.select_related("company").get(pk=found.client_id).company
    creditor = sender_from(company)
    payee, iban, bic = _account(found, creditor.name, sender)
    first = decision.items[0].item
    return Reminder(
        creditor=creditor.name,
        house=payee,
        tone=step.tone,
        iban=iban,
        bic=bic,
        items=tuple(_line(due) for due in decision.items),
        text=step.text,
        on=decision.on,
        pay_by=decision.pay_by or decision.on,
        portal_link=link,
        country=first.country,
        segment=first.segment,
        creditor_number=next(iter(creditor.numbers), ""),
        creditor_lines=creditor.lines,
        mandate=found.way.house and not found.way.bought,
        announced=decision.announced if decision.announced else None,
    )


def _account(found: Asked, client: str, sender: Sender) -> tuple[str, str, str]:
    """Whom to pay and on which account: what was bought openly is paid to the house, else it is the creditor's."""
    if found.way.bought and not found.way.confidential:
        account = next(iter(collection_accounts()), None)
        if account is None:
            raise Refusal("dunning.no_account", N_("The house has no account that debtors pay to."))
        return account.holder or sender.name, account.iban, account.bic
    if own := creditors_accounts(found.client_id):
        return client, own[0][0].iban, own[0][0].bic
    if not found.payment_iban:
        raise Refusal("dunning.no_creditor_account", N_("No invoice says on which account the creditor is paid."))
    return client, found.payment_iban, ""


def _line(due: Due) -> ReminderItem:
    item = due.item
    return ReminderItem(
        item.number, item.issued, item.due, due.asked, item.reference, due.interest, due.costs, due.days_late, due.step
    )
