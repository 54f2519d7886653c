"""Direct debit in the simulated world: mandates on paper and on a page, files at the bank, and what banks refuse.

Two people of the treasury let each file go, the bank books what it fetched, and answers some of it with a refusal
before the day or a return after it, as stands with whoever gave the mandate (``people.MANDATES``).
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.mandates import present
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.discard import discard
from cessie.domain.mandates.models import Batch, Collection, Creditor, Mandate
from cessie.domain.mandates.prepare import NothingToCollect, prepare
from cessie.domain.mandates.register import register
from cessie.domain.mandates.release import Changed, release
from cessie.domain.mandates.revoke import revoke
from cessie.domain.mandates.rules.timing import CutOff
from cessie.domain.mandates.set_up_creditor import set_up_creditor
from cessie.domain.mandates.sign import sign
from cessie.domain.mandates.signing_door import Seen
from cessie.workflows.direct_debit import debiting
from cessie.workflows.direct_debit.signing import ask_to_sign, send_code
from cessie.workflows.money import paying
from cessie.world.cast import iban_of
from cessie.world.debtors import Play
from cessie.world.desk import Step
from cessie.world.people import MANDATES, Person
from cessie.world.stage import WORLD, Seller, moment

#: Days between the notice and the collection, as agreed with the debtors.
NOTICE = 5
#: What a bank says only after the money came.
AFTERWARDS = ("MD06", "MS03")
#: Which file of the hospital its bank refuses as a whole.
REFUSED_FILE = 3
SEEN = Seen("192.0.2.7", "Demo")


@dataclass
class Debits:
    """Who collects, whose bank answers what, and what it answers to which collection. ``accounts``: by creditor, what
    his account is called at the bank."""

    accounts: dict[UUID, str] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)  # by debtor
    tried: Counter[UUID] = field(default_factory=Counter)
    answers: dict[str, str] = field(default_factory=dict)  # by reference: what the bank is still to say
    files: int = 0

    def set_up(self, play: Play, seller: Seller, account: Account, name: str, today: date) -> None:
        """The house collects for a creditor under his own identifier, on his own account."""
        made = set_up_creditor(
            account_id=account.pk, identifier=_identifier(seller), notice_days=NOTICE, cut_off=CutOff(1, time(16)),
            by=play.house.staff.administrator, at=moment(today, 8, 20),
        )  # fmt: skip
        self.accounts[made.pk] = name

    def ask(self, play: Play, seller: Seller, person: Person, debtor_id: UUID, today: date) -> None:
        """A debtor who would have it so gives his mandate, on a page or on paper; a second person confirms it."""
        if person.temper not in MANDATES or debtor_id in self.people:
            return
        self.people[debtor_id] = person
        creditor = Creditor.objects.get(account__client_id=seller.client_id)
        on_page = len(self.people) % 2 == 1
        by, at = play.house.staff.collection, moment(today, 11)
        mandate = _signed(play, creditor, person, debtor_id, today) if on_page else register(
            creditor_id=creditor.pk, debtor_id=debtor_id, scheme="CORE", iban=person.iban, holder=person.name,
            signed_date=today, scan=f"%PDF-1.4 mandate of {person.name}".encode(), name="mandate.pdf", by=by, at=at,
        )  # fmt: skip
        activate(mandate_id=mandate.pk, by=play.house.staff.treasury, at=moment(today, 11, 30))
        play.desk.tell(Step(today, f"mandate of {person.name}", "signed on a page" if on_page else "on paper"))

    def day(self, play: Play, today: date) -> None:
        """What is due soon is proposed, its debtor is written to, and files leave with what he was told of."""
        at = moment(today, 12)
        debiting.propose_due(by=WORLD, at=at)
        debiting.announce_due(by=WORLD, at=at)
        for creditor_id in self.accounts:
            self._file(play, creditor_id, today)
        paying.send_released(channel=play.desk.channel, by=WORLD, at=moment(today, 12, 50))

    def _file(self, play: Play, creditor_id: UUID, today: date) -> None:
        """One person gathers, another lets go; what a debtor took back meanwhile stays, the rest goes without it."""
        staff = play.house.staff
        with suppress(NothingToCollect):
            batch = prepare(creditor_id=creditor_id, by=staff.treasury, at=moment(today, 12, 10))
            self._revoke(play, batch, today)
            try:
                release(batch_id=batch.pk, by=staff.second_treasury, at=moment(today, 12, 40))
            except Changed as no:
                play.desk.tell(Step(today, "the file is made anew", batch.number, reasons=(no.reason,)))
                discard(batch_id=batch.pk, by=staff.treasury, at=moment(today, 12, 41))
                batch = prepare(creditor_id=creditor_id, by=staff.treasury, at=moment(today, 12, 42))
                release(batch_id=batch.pk, by=staff.second_treasury, at=moment(today, 12, 44))
            play.desk.tell(Step(today, f"released by {staff.second_treasury.name}: collections", batch.number))

    def _revoke(self, play: Play, batch: Batch, today: date) -> None:
        """Half an hour before the file leaves one debtor takes his mandate back: after it served once."""
        for row in batch.collections.select_related("mandate").order_by("pk"):
            person = self.people.get(row.mandate.debtor_id)
            served = Collection.objects.filter(mandate=row.mandate, state="settled").exists()
            if person is not None and person.temper == "mandate_revoked" and served:
                by, at = play.house.staff.collection, moment(today, 12, 30)
                revoke(mandate_id=row.mandate_id, note="by telephone", by=by, at=at)

    def refuse_files(self, play: Play) -> None:
        """Before the bank reads its post: one file of the hospital it refuses as a whole; all others it takes."""
        for creditor_id, name in self.accounts.items():
            files = Batch.objects.filter(creditor=creditor_id, sent_at__isnull=False).count()
            refused = name.endswith("72") and files == REFUSED_FILE
            play.bank.behave(name, "reject-file" if refused else "accept", {})

    def answer(self, play: Play, today: date) -> None:
        """The debtors' banks say no to what stands with them: before the money came, or after it."""
        rows = Collection.objects.filter(state__in=("instructed", "settled"), batch__sent_at__lt=moment(today, 0))
        for row in rows.select_related("mandate", "invoice").order_by("batch__sent_at", "invoice__number"):
            if row.end_to_end_id not in self.answers:
                self.answers[row.end_to_end_id] = self._next(row)
            code = self.answers[row.end_to_end_id]
            if code and (row.state == "settled") == (code in AFTERWARDS):
                play.bank.ask("POST", f"/_mock/collections/{row.end_to_end_id}/refuse", {"reason": code})
                play.desk.tell(Step(today, f"a debtor's bank says {code}", row.invoice.number))
                self.answers[row.end_to_end_id] = ""

    def _next(self, row: Collection) -> str:
        debtor = row.mandate.debtor_id
        said = MANDATES[self.people[debtor].temper]
        self.tried[debtor] += 1
        return said[self.tried[debtor] - 1] if self.tried[debtor] <= len(said) else ""


def _identifier(seller: Seller) -> str:
    """The creditor identifier of a Belgian enterprise: its number with check digits of its own."""
    made = iban_of("BE", seller.actor.identifiers["be.enterprise"])
    return f"{made[:4]}ZZZ{made[4:]}"


def _signed(play: Play, creditor: Creditor, person: Person, debtor_id: UUID, today: date) -> Mandate:
    """He is asked by mail, opens the link, sees the mandate and signs it with the code that another mail brings."""
    asked = ask_to_sign(
        creditor_id=creditor.pk, debtor_id=debtor_id, scheme="CORE", email=person.email, by_mail=True,
        by=play.house.staff.collection, at=moment(today, 11),
    )  # fmt: skip
    secret = re.findall(r"/debtor/mandate/(\S+)", play.mail.last_to(person.email).text)[0]
    if not asked.address.endswith(secret):
        raise AssertionError("the mail brings the link")
    at, given = moment(today, 11, 10), present.Given(iban=person.iban, holder=person.name, signer=person.name)
    present.look(secret=secret, seen=SEEN, at=at)
    present.present(secret=secret, given=given, seen=SEEN, at=at)
    send_code(secret=secret, seen=SEEN, at=at)
    code = re.findall(r"\b\d{6}\b", play.mail.last_to(person.email).text)[-1]
    mandate = sign(secret=secret, code=code, consent=True, seen=SEEN, at=moment(today, 11, 12)).mandate
    if mandate is None:
        raise AssertionError("the right code signs")
    return mandate
