"""Plays runs of reminders and files of collections in processes that are killed at every point, and goes on.

``python -m tests.stories.reminder_driver FOLDER`` over the database of CESSIE_DATABASE_URL. Each round is a day on
which two debtors get the next step of a ladder, one by mail and one by post, and a third is debited: a child process
does the day's work and kills itself (SIGKILL) at its n-th commit, rename or statement; another does it again until
nothing is left. The next round dies one point later, until each kind of point was met as often as it comes.
Prints one JSON line: the rounds, and everything that went out twice or not at all.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is ready from here

from cessie.connectors.banks.folder import Folder  # noqa: E402
from cessie.domain.banking.read_account import read_account  # noqa: E402
from cessie.domain.correspondence import invariants as of_letters  # noqa: E402
from cessie.domain.correspondence.confirm_posted import confirm_posted  # noqa: E402
from cessie.domain.correspondence.models import Batch, Message  # noqa: E402
from cessie.domain.correspondence.set_letterhead import Look, set_letterhead  # noqa: E402
from cessie.domain.correspondence.set_writing import How, set_writing  # noqa: E402
from cessie.domain.correspondence.settle_unsure import settle_unsure  # noqa: E402
from cessie.domain.dunning import invariants as of_ladders  # noqa: E402
from cessie.domain.dunning.models import LadderVersion, TouchItem  # noqa: E402
from cessie.domain.dunning.rules.ladder import Ladder, Step  # noqa: E402
from cessie.domain.invoices.models import Invoice  # noqa: E402
from cessie.domain.mandates import invariants as of_mandates  # noqa: E402
from cessie.domain.mandates.activate import activate  # noqa: E402
from cessie.domain.mandates.models import Batch as CollectionBatch  # noqa: E402
from cessie.domain.mandates.models import Collection, Mandate  # noqa: E402
from cessie.domain.mandates.prepare import prepare  # noqa: E402
from cessie.domain.mandates.propose import propose  # noqa: E402
from cessie.domain.mandates.register import register  # noqa: E402
from cessie.domain.mandates.release import release  # noqa: E402
from cessie.domain.mandates.rules.timing import CutOff  # noqa: E402
from cessie.domain.mandates.set_up_creditor import set_up_creditor  # noqa: E402
from cessie.domain.mandates.take_report import take_report  # noqa: E402
from cessie.domain.mandates.tell import tell  # noqa: E402
from cessie.domain.users.rules.viewer import Viewer  # noqa: E402
from cessie.formats.payments import pain008  # noqa: E402
from cessie.lib.days import next_bank_day  # noqa: E402
from cessie.workflows import sending  # noqa: E402
from cessie.workflows.follow_up import chasing  # noqa: E402
from cessie.workflows.money import paying  # noqa: E402
from cessie.world import cast  # noqa: E402
from cessie.world.lawful import breaches as unlawful  # noqa: E402
from cessie.world.mailroom import Mailroom, mail_served  # noqa: E402
from tests.bank_files import pain002  # noqa: E402
from tests.domain.conftest import SYSTEM, staff  # noqa: E402
from tests.stories.creditor import Creditor, build  # noqa: E402
from tests.stories.payout_driver import Plan, play  # noqa: E402
from tests.stories.road import FIRST, moment  # noqa: E402

DUE = date(2026, 4, 1)
#: Steps of the ladder: more than there are rounds, for each is a step. No person may set so many.
STEPS = (Step(1, 1), *(Step(n, 1, "former") for n in range(2, 80)))
#: Where a process dies, and of how many such points each is tried.
AT_REMINDERS = {"after commit": 2, "before rename": 1, "after rename": 1, "statement": 60}
AT_COLLECTIONS = {"after commit": 1, "before rename": 1, "after rename": 1, "statement": 40}


class House:
    """The creditor, his three debtors, and one day's work over one database and its folders."""

    def __init__(self, root: Path, mail: Mailroom) -> None:
        self.creditor, self.mail, self.taken, self.day = build(), mail, root / "taken", DUE
        self.clerk, self.second = staff("clerk", "treasury"), staff("releaser", "treasury")
        self.channel = Folder(root / "bank")
        self.files: list[bytes] = []
        self.invoices = [_owed(self.creditor, n) for n in range(3)]
        self.mandate = _mandate(self.creditor, self.invoices[2], staff("founder", "administrator"))
        by = self.creditor.collector
        how = How(email="ap@customer.example")
        set_writing(debtor_id=_debtor(self.invoices[0]), how=how, by=by, at=moment(FIRST))
        look = Look(email="facturen@client.example")
        set_letterhead(client_id=self.creditor.client_id, look=look, by=self.creditor.owner, at=moment(FIRST))
        LadderVersion.objects.create(
            client_id=self.creditor.client_id, segment="b2b", number=1, valid_from=FIRST, mode="automatic",
            ladder=Ladder("b2b", STEPS).to_json(), set_at=moment(FIRST), set_by="user:x",
        )  # fmt: skip

    def at(self, hour: int) -> datetime:
        """An hour of the day that is played."""
        return moment(self.day, hour)

    def remind(self, _round: int) -> None:
        """The clock turns, mails leave, letters are laid, and a person brings them to the post; of a mail of which
        nobody knows he asks its server."""
        chasing.turn(by=SYSTEM, at=self.at(8))
        for hour in (16, 17, 18):
            for key in Message.objects.filter(state="unsure").values_list("pk", flat=True):
                left, by = self.mail.took(str(key)), self.creditor.collector
                settle_unsure(message_id=key, left=left, note="asked the server", by=by, at=self.at(hour))
            sending.run(by=SYSTEM, now=lambda hour=hour: self.at(hour))  # type: ignore[misc]  # a moment
            for batch in Batch.objects.filter(posted_at__isnull=True, laid_at__isnull=False):
                confirm_posted(batch_id=batch.pk, by=self.creditor.collector, at=self.at(hour))

    def collect(self, _round: int) -> None:
        """The third debtor is debited: proposed, told, gathered, released and handed to the bank."""
        row = propose(
            invoice_id=self.invoices[2], mandate_id=self.mandate.pk, notified_date=self.day, by=SYSTEM, at=self.at(9)
        )
        if row.state == "proposed" and row.notified_date is None:
            tell(collection_id=row.pk, notified_date=self.day, by=self.clerk, at=self.at(9))
        if row.state == "proposed":
            prepare(creditor_id=self.mandate.creditor_id, by=self.clerk, at=self.at(10))
        for batch in CollectionBatch.objects.filter(state="draft"):
            release(batch_id=batch.pk, by=self.second, at=self.at(11))
        paying.send_released(channel=self.channel, by=SYSTEM, at=self.at(11))

    def take_away(self) -> None:
        """The bank and the postman take whatever lies ready."""
        for path in sorted(self.channel.out.iterdir()):
            self.files.append(path.read_bytes())
            path.unlink()
        for folder in sorted((Path(settings.POST_FOLDER) / "out").glob("*")):
            self.taken.mkdir(exist_ok=True)
            os.rename(folder, self.taken / f"{len(list(self.taken.iterdir()))}.{folder.name}")

    def posted(self) -> Counter[str]:
        """How often each letter was taken to the post, by its reference."""
        found: Counter[str] = Counter()
        for sheet in self.taken.glob("*/addresses.csv"):
            with sheet.open(encoding="utf-8-sig", newline="") as lines:
                found.update(row["reference"] for row in csv.DictReader(lines, delimiter=";"))
        return found

    def end_day(self, number: int) -> list[str]:
        """What is doubled or lost today; the bank refuses the collection, so that it is tried again tomorrow."""
        found = [*self._reminders(number), *self._collections()]
        row = Collection.objects.select_related("batch").get(state="instructed")
        if row.batch is None:
            raise AssertionError("what left stands in a batch")
        report = pain002(row.batch.number, [(row.end_to_end_id, "RJCT", "TM01")], block=row.block)
        take_report(data=report, name="r.xml", by=SYSTEM, at=self.at(20))
        found += [str(broken) for broken in unlawful(self.day, self.day)]
        self.day = next_bank_day(self.day)
        return found

    def _reminders(self, number: int) -> list[str]:
        steps = TouchItem.objects.filter(counts=True, invoice__in=self.invoices[:2]).values_list("invoice", "step")
        wanted = Counter((key, step) for key in self.invoices[:2] for step in range(1, number + 2))
        sent = Message.objects.filter(kind="reminder", state="sent")
        mails = Counter(mail.identity for mail in self.mail.mails)
        went = {
            "mail": (mails, {str(key) for key in sent.filter(channel="email").values_list("pk", flat=True)}),
            "post": (self.posted(), set(sent.filter(channel="post").values_list("reference", flat=True))),
        }
        found = [f"{self.day}: steps {Counter(steps) - wanted} too many, {wanted - Counter(steps)} missing"]
        found = found if Counter(steps) != wanted else []
        for way, (gone, known) in went.items():
            if gone != Counter(known) or len(known) != number + 1:
                found.append(f"{self.day}: by {way} went {gone}, known are {known}")
        return found

    def _collections(self) -> list[str]:
        asked = Counter(
            one.end_to_end_id
            for data in self.files for file in pain008.read(data) for block in file.batches for one in block.collections
        )  # fmt: skip
        known = Counter(Collection.objects.filter(batch__sent_at__isnull=False).values_list("end_to_end_id", flat=True))
        return [] if asked == known else [f"{self.day}: the bank was asked {asked}, sent is {known}"]


def _owed(creditor: Creditor, number: int) -> UUID:
    """A managed invoice of a debtor of its own."""
    sale = creditor.sale(f"2026-{number}", "100.00", issued=FIRST, due=DUE)
    buyer = cast.actor(Random(f"buyer {number}"), "BE", f"Klant {number}", "on_time")  # noqa: S311 - play
    return creditor.hand_in(replace(sale, buyer=buyer), FIRST)


def _debtor(invoice_id: UUID) -> UUID:
    key = Invoice.objects.values_list("debtor_id", flat=True).get(pk=invoice_id)
    if key is None:
        raise AssertionError("an accepted invoice has its debtor")
    return key


def _mandate(creditor: Creditor, invoice_id: UUID, founder: Viewer) -> Mandate:
    at = moment(FIRST)
    account = read_account(client_id=creditor.client_id, iban=creditor.seller.iban, by=creditor.owner, at=at)
    own = set_up_creditor(
        account_id=account.pk, identifier="BE81ZZZ0123456749", notice_days=0, cut_off=CutOff(1, time(16)),
        by=founder, at=at,
    )  # fmt: skip
    made = register(
        creditor_id=own.pk, debtor_id=_debtor(invoice_id), scheme="CORE", iban="BE68539007547034", holder="Jan",
        signed_date=FIRST, scan=b"signed", name="m.pdf", by=creditor.collector, at=at,
    )  # fmt: skip
    return activate(mandate_id=made.pk, by=creditor.second, at=at)


def breaches() -> list[str]:
    """What does not hold of ladders, letters and mandates."""
    checks = (*of_ladders.CHECKS, *of_letters.CHECKS, *of_mandates.CHECKS)
    return [reason.in_words() for check in checks for reason in check()]


def main(folder: str) -> None:
    root = Path(folder)
    settings.DOCUMENTS, settings.POST_FOLDER = root / "documents", root / "post"
    with mail_served() as mail:
        house = House(root, mail)
        house.day = DUE + timedelta(days=1)
        plans, rounds, found = (Plan(AT_COLLECTIONS), Plan(AT_REMINDERS)), 0, list[str]()
        while any(plan.kinds for plan in plans) and not found:
            for plan, work in zip(plans, (house.collect, house.remind), strict=True):
                play(work, rounds, plan, house.take_away)
            found += house.end_day(rounds)
            rounds += 1
    print(json.dumps({"rounds": rounds, "found": found + breaches()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
