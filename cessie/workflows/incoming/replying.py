"""A debtor answers on the reply form: it stands in his thread as he signed it, and moves his case and his dossier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.instalments import equal
from cessie.domain.collection.models import Claim, Dossier
from cessie.domain.collection.queries import dossier as dossier_of
from cessie.domain.collection.rules.states import LIVE
from cessie.domain.correspondence.rules.phrases import phrases
from cessie.domain.correspondence.take_note import take_words
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.parties.queries import house_company
from cessie.domain.proceedings.conditions import facts_of
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.reply_form import LANGUAGES, reply_pdf
from cessie.domain.proceedings.report import Paper, report
from cessie.domain.proceedings.rights import owed_by
from cessie.domain.proceedings.rules.reply import ACTS, Reply, parts_of, why_not
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.mail import Attached
from cessie.ledger.queries import open_amounts
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form is about: the dossier, its running case if there is one, and all that is asked today."""

    dossier: Dossier
    case: Case | None
    total: Money


@dataclass(frozen=True, slots=True)
class Replied:
    """``moved``: the case went on by it; ``late``: why it could not, so that a person looks at it."""

    moved: bool = False
    late: Reason | None = None


def asked_of(*, dossier_id: UUID, by: Viewer, at: datetime) -> Asked:
    """Refused: a dossier that is not his or is closed (``NotFound``), a day whose rate is not known (``Unlawful``)."""
    dossier = dossier_of(viewer=by, dossier_id=dossier_id)
    if dossier.state not in LIVE:
        raise NotFound("collection.unknown", N_("There is no such dossier."))
    case = owed_by(by).filter(dossier=dossier).exclude(state__in=OVER).first()
    facts = facts_of(dossier, case.procedure if case else "", booking_day(at))
    return Asked(dossier, case, facts.statement.total)


def form(asked: Asked, *, language: str, at: datetime, reply: Reply | None = None) -> bytes:
    """The form as a PDF in one of our languages, empty or filled in."""
    house, shown = house_company(), language if language in LANGUAGES else "en"
    name = house.name if house else "Cessie"
    return reply_pdf(asked.dossier, asked.case, asked.total, name, booking_day(at), shown, reply)


def reply(*, asked: Asked, said: Reply, key: str, language: str, by: Viewer, at: datetime) -> Replied:
    """Take the signed form: into his thread, as an act of his case where one can still be done, and as a promise, a
    plan that waits for approval, or a dispute of his invoices. Sent twice (``key``) it is taken once.

    What comes too late for the case, and a plan or a promise that cannot be made so, is in the thread all the same: a
    person looks at it. Refused: a form that is no answer (``rules.reply``).
    """
    if no := why_not(said, asked.total, booking_day(at)):
        raise Refusal(no.code, no.message, **no.facts)
    paper = form(asked, language=language, at=at, reply=said)
    with transaction.atomic():
        taken = take_words(
            key=f"reply:{key}", client_id=asked.dossier.client_id, debtor_id=asked.dossier.debtor_id,
            text=_words(said, language), writer=said.name, files=[Attached("reply-form.pdf", paper)], by=by, at=at,
        )  # fmt: skip
        if not taken.is_new:
            return Replied()
        late = _move(asked.case, said, paper, by, at) if asked.case and said.kind in ACTS else None
        _agree(asked.dossier, said, by, at)
    return Replied(asked.case is not None and said.kind in ACTS and late is None, late)


def _words(said: Reply, language: str) -> str:
    say = phrases(language if language in LANGUAGES else "en")
    amount = say.money(said.amount) if said.amount is not None else ""
    day = say.day(said.on) if said.on is not None else ""
    words = {
        "pay": _("Reply form: I pay on {day}."),
        "instalments": _("Reply form: I ask to pay {amount} a month, for the first time on {day}."),
        "contest": _("Reply form: I contest the claim."),
        "contest_part": _("Reply form: I contest {amount} of the claim."),
    }[said.kind].format(amount=amount, day=day)
    return f"{words}\n{said.words}".strip()


def _move(case: Case, said: Reply, paper: bytes, by: Viewer, at: datetime) -> Reason | None:
    """Do the act in the case; why it could not be done."""
    file = Paper("reply-form.pdf", paper)
    return _tried(
        lambda: report(
            case_id=case.pk, act=ACTS[said.kind], on=booking_day(at), words=said.words, paper=file, by=by, at=at
        )
    )


def _tried(act: Callable[[], object]) -> Reason | None:
    """Its refusal, if any; nothing of a refused act stays."""
    try:
        with transaction.atomic():
            act()
    except NotFound:
        raise
    except Refusal as no:
        return no.reason
    return None


def _agree(dossier: Dossier, said: Reply, by: Viewer, at: datetime) -> None:
    """What he says as a promise, a plan or disputes of the invoices, the oldest first."""
    claims = Claim.objects.filter(dossier=dossier, live=True, invoice__isnull=False).order_by("due_date", "number")
    keys = [row.invoice_id for row in claims if row.invoice_id is not None]
    still = {key: amount for key, amount in open_amounts(keys).items() if amount.cents > 0}
    owed = [(key, still[key]) for key in keys if key in still]
    if said.kind == "instalments":
        _plan(owed, said, by, at)
    elif said.kind == "pay" and (day := said.on):
        for key, _amount in owed:
            _tried(lambda key=key: promise(invoice_id=key, on=day, words=said.words, by=by, at=at))  # type: ignore[misc]
    else:
        _contest(owed, said, by, at)


def _plan(owed: Sequence[tuple[UUID, Money]], said: Reply, by: Viewer, at: datetime) -> None:
    if not owed or said.on is None:
        return
    total = Money.total((amount for _key, amount in owed), owed[0][1].currency)
    parts = equal(total, parts_of(said, total), bank_day_from(said.on))
    keys = [key for key, _amount in owed]
    _tried(lambda: ask_plan(invoice_ids=keys, parts=parts, words=said.words, by=by, at=at))


def _contest(owed: Sequence[tuple[UUID, Money]], said: Reply, by: Viewer, at: datetime) -> None:
    left = said.amount.cents if said.kind == "contest_part" and said.amount is not None else None
    for key, amount in owed:
        part = None if left is None else Money(min(left, amount.cents), amount.currency)
        if part is not None and part.cents <= 0:
            return
        left = None if left is None or part is None else left - part.cents
        _tried(
            lambda key=key, part=part: raise_dispute(  # type: ignore[misc]
                invoice_id=key, ground="other", words=said.words, amount=part, by=by, at=at
            )
        )
