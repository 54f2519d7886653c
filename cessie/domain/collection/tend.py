"""The daily work on a dossier: its agent, why the debtor does not pay, special care, notes, complaints, costs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from cessie.domain.audit.record import record
from cessie.domain.collection.door import locked_live, say, side_of, soon
from cessie.domain.collection.models import Claim, Complaint, Cost, Dossier, Turn
from cessie.domain.collection.more_tables import COST_KINDS
from cessie.domain.collection.rules.billed import why_not_owed
from cessie.domain.collection.rules.causes import CAUSES
from cessie.domain.collection.rules.states import COMPLAINT, LIVE
from cessie.domain.collection.segment import segment_of
from cessie.domain.collection.tasks import ask, settled
from cessie.domain.parties.mark import marks_of
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.law.guards import Unlawful
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: Days within which a complaint is answered.
ANSWER: Final = 14


@transaction.atomic
def assign(
    *, dossier_id: UUID, agent_id: UUID | None = None, only_new: bool = False, by: Viewer, at: datetime
) -> Dossier:
    """Name the agent: this colleague, or (None) of those who collect the one with the fewest living dossiers.

    ``only_new``: whoever has it keeps it. Lock: the dossier. Refused: no right (``NotAllowed``), not there
    (``NotFound``), nobody who collects.
    """
    by.require("collection.work")
    dossier = locked_live(dossier_id, by)
    if only_new and dossier.agent_id is not None:
        return dossier
    agents = User.objects.filter(kind="staff", is_active=True, roles__contains=["collection"])
    if agent_id is None:
        loads = dict(
            Dossier.objects.filter(state__in=LIVE, agent__isnull=False)
            .values_list("agent_id").annotate(Count("pk")).order_by()
        )  # fmt: skip
        agent = min(agents, key=lambda user: (loads.get(user.pk, 0), str(user.pk)), default=None)
    else:
        agent = agents.filter(pk=agent_id).first()
    if agent is None:
        raise Refusal("collection.no_agent", N_("There is nobody who collects."))
    if dossier.agent_id == agent.pk:
        return dossier
    dossier.agent = agent
    dossier.save(update_fields=["agent"])
    say(dossier, "assign", agent.name, by=by, at=at)
    facts = {"agent": agent.pk, "debtor": dossier.debtor_id}
    record(action="collection.assign", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    return dossier


@transaction.atomic
def set_cause(*, dossier_id: UUID, cause: str, words: str = "", by: Viewer, at: datetime) -> Dossier:
    """Note why he does not pay (``rules.causes``): it chooses what is done next. The same again changes nothing.

    Lock: the dossier. Refused: no right, not there, no such cause.
    """
    by.require("collection.work")
    dossier = locked_live(dossier_id, by)
    if cause not in CAUSES:
        raise Refusal("collection.no_cause", N_("There is no such cause."))
    if dossier.cause == cause:
        return dossier
    dossier.cause = cause
    dossier.save(update_fields=["cause"])
    why = Reason("collection.cause", CAUSES[cause].label)
    say(dossier, "cause", words, reasons=[why], by=by, at=at)
    record(action="collection.set_cause", subject=dossier, by=by, at=at, client_id=dossier.client_id,
           data={"cause": cause, "debtor": dossier.debtor_id})  # fmt: skip
    soon(dossier, at)
    return dossier


@transaction.atomic
def care(*, dossier_id: UUID, vulnerable: bool, words: str, by: Viewer, at: datetime) -> Dossier:
    """Treat the debtor with care from now on, or no more: he is written to, slowly, and not called or visited.

    Lock: the dossier. Refused: no right, not there, no words.
    """
    by.require("collection.work")
    dossier = locked_live(dossier_id, by)
    if not words.strip():
        raise Refusal("collection.no_words", N_("Please say in a few words why."))
    if dossier.vulnerable == vulnerable:
        return dossier
    dossier.vulnerable, dossier.vulnerable_note = vulnerable, words.strip() if vulnerable else ""
    dossier.save(update_fields=["vulnerable", "vulnerable_note"])
    say(dossier, "care" if vulnerable else "no_care", words, by=by, at=at)
    facts = {"debtor": dossier.debtor_id}
    record(action="collection.care", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    soon(dossier, at)
    return dossier


@transaction.atomic
def note(*, dossier_id: UUID, words: str, by: Viewer, at: datetime) -> Turn:
    """Leave words in a living dossier: the desk, or its principal. Refused: not his (``NotFound``), no words."""
    dossier = locked_live(dossier_id, by)
    if by.kind == "client":
        by.require_client(dossier.client_id)
    else:
        by.require("collection.work")
    if not words.strip():
        raise Refusal("collection.no_words", N_("Please say in a few words why."))
    turn = say(dossier, "note", words, by=by, at=at)
    facts = {"debtor": dossier.debtor_id}
    record(action="collection.note", subject=dossier, by=by, at=at, client_id=dossier.client_id, data=facts)
    return turn


@transaction.atomic
def complain(*, dossier_id: UUID, words: str, by: Viewer, at: datetime) -> Complaint:
    """Take in a complaint of the debtor, his adviser or the principal: nothing is done before it is answered.

    One that is open is given back as it is. Lock: the dossier. Refused: not his (``NotFound``), no words.
    """
    dossier = locked_live(dossier_id, by)
    if by.kind == "staff":
        by.require("collection.work")
    elif by.kind == "client":
        by.require_client(dossier.client_id)
    if not words.strip():
        raise Refusal("collection.no_words", N_("Please say in a few words why."))
    there = Complaint.objects.filter(dossier=dossier, state="open").first()
    if there is not None:
        return there
    row = Complaint.objects.create(
        dossier=dossier, words=words.replace("\x00", "").strip(), raised_at=at, raised_by=by.key,
        answer_by=booking_day(at) + timedelta(days=ANSWER),
    )  # fmt: skip
    say(dossier, "complain", words, by=by, at=at)
    ask("dossier.complaint", dossier, [Reason("collection.complained", N_("Somebody complains."))], by=by, at=at)
    facts = {"debtor": dossier.debtor_id, "side": side_of(by)}
    record(action="collection.complain", subject=row, by=by, at=at, client_id=dossier.client_id, data=facts)
    soon(dossier, at)
    return row


@transaction.atomic
def answer_complaint(*, dossier_id: UUID, answer: str, by: Viewer, at: datetime) -> Complaint:
    """Answer the open complaint; the collection goes on. Refused: no right, none open (``NotFound``), no words."""
    by.require("collection.close")
    dossier = locked_live(dossier_id, by)
    row = Complaint.objects.filter(dossier=dossier, state="open").first()
    if row is None:
        raise NotFound("collection.no_complaint", N_("There is no open complaint."))
    if not answer.strip():
        raise Refusal("collection.no_words", N_("Please say in a few words why."))
    row.state = COMPLAINT.after(row.state, "answer")
    row.answer, row.answered_at, row.answered_by = answer.strip(), at, by.key
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    say(dossier, "answer_complaint", answer, by=by, at=at)
    settled(dossier, "dossier.complaint", by=by, at=at)
    facts = {"debtor": dossier.debtor_id}
    record(action="collection.answer_complaint", subject=row, by=by, at=at, client_id=dossier.client_id, data=facts)
    soon(dossier, at)
    return row


@transaction.atomic
def add_cost(
    *, dossier_id: UUID, key: str, kind: str, amount: Money, on: date, article: str, words: str = "",
    title: bool = False, by: Viewer, at: datetime,
) -> Cost:  # fmt: skip
    """Costs that somebody billed and that the debtor owes from a day on by an article; once for a key.

    ``title``: there is an enforceable one. Lock: the dossier. Refused: no right, not there, closed, no amount, no
    article, and (``Unlawful``) a French consumer without a title (LAW-FR-02), an insolvent debtor (LAW-GEN-03).
    """
    by.require("collection.work")
    there = Cost.objects.filter(key=key).first()
    if there is not None:
        return there
    dossier = locked_live(dossier_id, by)
    if kind not in COST_KINDS or amount.cents <= 0 or not article.strip():
        raise Refusal(
            "collection.cost", N_("Costs need a kind, an amount and the article that lets the debtor owe them.")
        )
    _require_owed(dossier, title)
    row = Cost.objects.create(
        dossier=dossier, key=key, kind=kind, amount_cents=amount.cents, currency=amount.currency, from_date=on,
        article=article.strip(), words=words.strip(), made_at=at, made_by=by.key,
    )  # fmt: skip
    say(dossier, "cost", words, by=by, at=at)
    facts = {"amount": amount, "kind": kind, "debtor": dossier.debtor_id}
    record(action="collection.add_cost", subject=row, by=by, at=at, client_id=dossier.client_id, data=facts)
    return row


def _require_owed(dossier: Dossier, title: bool) -> None:
    company = dossier.debtor.company
    insolvent = "insolvent" in marks_of([company.pk])[company.pk]
    segment = segment_of(dossier.client_id, dossier.debtor)
    titled = title or Claim.objects.filter(dossier=dossier, live=True, kind="title").exists()
    no = why_not_owed(company.country, segment, title=titled, insolvent=insolvent)
    if no is not None:
        raise Unlawful(no.guard, no.reason.code, no.reason.message)
