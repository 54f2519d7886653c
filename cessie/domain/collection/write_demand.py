"""A letter of the agency towards the debtor of a dossier, in the house's name on behalf of the principal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, cast

from cessie.domain.collection.account import account_of
from cessie.domain.collection.models import Act
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.standing import Asked, Stand
from cessie.domain.correspondence.addressed import house_sender, sender_from
from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.demands import Stage
from cessie.domain.correspondence.rules.papers.demand import Demand, tone_of
from cessie.domain.correspondence.rules.papers.reminder import ReminderItem
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.correspondence.write import write_paper
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import add_bank_days, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: Days to pay that a letter gives: a Dutch 14-day letter counts from its delivery, so it names a day beyond.
DAYS: Final = 10
CONSUMER_DAYS: Final = 21


def write_demand(*, act: Act, stand: Stand, by: Viewer, at: datetime) -> Message:
    """Write it, once for an act; it leaves on its own. A text message carries the same words, shorter by its channel.

    Refused: no account that the debtor could pay to, as ``correspondence.write_paper``.
    """
    dossier = stand.known.dossier
    stage = cast(Stage, act.tone or "firm")
    purpose: Purpose = "default_notice" if stage == "before_court" else "reminder"
    return write_paper(
        key=f"collection:{act.pk}", client_id=dossier.client_id, debtor_id=dossier.debtor_id,
        about=dossier.contract_id, paper=paper_of(stand, stage, by=by, at=at), purpose=purpose,
        wish="sms" if act.kind == "sms" else "", by=by, at=at,
    )  # fmt: skip


def paper_of(stand: Stand, stage: Stage, *, by: Viewer, at: datetime) -> Demand:
    """What the letter says on this day."""
    dossier, today = stand.known.dossier, booking_day(at)
    principal = sender_from(Client.objects.select_related("company").get(pk=dossier.client_id).company)
    house, account = house_sender(), account_of(dossier)
    if account is None:
        raise Refusal("collection.no_account", N_("There is no account that the debtor could pay to."))
    holder = account.holder or house.name
    to_come = Money.total((each.amount for each in stand.up.to_come), stand.up.currency)
    paid, apart = stand.up.paid.total, stand.up.open.total - stand.total
    return Demand(
        creditor=principal.name, house=holder, tone=tone_of(stage), iban=account.iban, bic=account.bic,
        items=tuple(_item(each, today) for each in stand.asked), text="", on=today, pay_by=_pay_by(stand, today),
        portal_link=debtor_link(client_id=dossier.client_id, debtor_id=dossier.debtor_id, by=by, at=at),
        contact=dossier.agent.name if dossier.agent is not None else "", country=stand.known.facts.country,
        segment=stand.known.facts.segment, creditor_number=next(iter(principal.numbers), ""),
        creditor_lines=principal.lines, mandate=True, announced=to_come if to_come else None, stage=stage,
        dossier=shown(dossier.number), payment=dossier.reference, paid=paid or None, apart=apart or None,
    )  # fmt: skip


def _pay_by(stand: Stand, today: date) -> date:
    days = CONSUMER_DAYS if stand.known.facts.segment == "b2c" else DAYS
    return add_bank_days(today + timedelta(days=days), 1)


def _item(asked: Asked, today: date) -> ReminderItem:
    claim, parts = asked.up.facts, asked.parts
    return ReminderItem(
        claim.number, claim.issued, claim.due, parts.principal, "", parts.interest, parts.costs,
        (today - claim.due).days, 0,
    )  # fmt: skip
