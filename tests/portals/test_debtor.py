"""The debtor's page: what he owes one client behind a link, and nothing else; of a confidential contract no house."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cessie.domain.arrangements.models import Arrangement
from cessie.domain.contracts.models import Contract, Version
from cessie.domain.correspondence.marks import house_marks
from cessie.domain.correspondence.models import Note
from cessie.domain.correspondence.rules.silence import leak_in
from cessie.domain.disputes.models import Dispute, Evidence
from cessie.domain.documents.originals import read
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.debtor_link import LIFE, debtor_link
from cessie.domain.keys.models import DebtorLink
from cessie.domain.keys.revoke_links import revoke_links
from cessie.domain.keys.visitors import by_link
from cessie.domain.mandates.models import PlanDebit
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.models import Receipt
from cessie.domain.users.rules.viewer import NotFound, system
from cessie.domain.verification.enquire import enquire
from cessie.formats import epc_qr
from cessie.lib.marks import Mark
from cessie.lib.money import Money
from cessie.portals.debtor import door
from cessie.portals.debtor.debts import debts_of
from cessie.portals.debtor.urls import urlpatterns as debtor_urls
from cessie.terms.contract import Terms
from tests.bank_files import Row
from tests.formats.test_pictures import a_photo
from tests.portals.debits import signed
from tests.portals.house import Stage, visit

DESK = system("letters")


def link_of(stage: Stage, client: str = "own") -> str:
    """The path of a new link of the debtor to one of the two clients."""
    client_id = getattr(stage, client).client_id
    whole = debtor_link(client_id=client_id, debtor_id=stage.buyer.debtor_id, by=DESK, at=stage.at)
    return whole.removeprefix("http://localhost:8377")


def english() -> Client:
    """A browser whose reader chose English."""
    visitor = Client()
    visitor.cookies["django_language"] = "en"
    return visitor


def secret_of(path: str) -> str:
    return path.rsplit("/", 1)[1]


@pytest.fixture
def bought(stage: Stage) -> Stage:
    """Each client sold the debtor one invoice; a third is not bought yet."""
    stage.hand_in("BRAVO-22", 1_000_00)
    stage.approve("BRAVO-22")
    stage.hand_in("ONLY-OFFERED", 500_00)
    stage.hand_in("GEHEIM-9", 2_000_00, seller=stage.other)
    return stage


def test_the_link_shows_what_he_owes_this_client_and_no_other(bought: Stage) -> None:
    path = link_of(bought)
    assert path == reverse("debtor:owed", args=[secret_of(path)])
    shown = Client().get(path, headers={"accept-language": "en"})
    words = shown.content.decode()
    assert shown.status_code == 200
    assert "BRAVO-22" in words
    assert "1.210,00" in words or "1,210.00" in words
    assert bought.house.collection_iban[-4:] in words
    assert "ONLY-OFFERED" not in words
    assert "GEHEIM" not in words
    assert bought.other.actor.name not in words
    assert 'class="qr"' in words
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_whose_balance_is_asked_finds_the_question_until_he_answered(bought: Stage) -> None:
    contract, path = Contract.objects.get(client_id=bought.own.client_id), link_of(bought)
    assert "/balances/" not in english().get(path).content.decode()
    question = enquire(
        contract_id=contract.pk, debtor_id=bought.buyer.debtor_id, by=bought.house.staff.credit, at=bought.at
    )
    form = reverse("debtor:balance", args=[secret_of(path), question.pk])
    assert f'href="{form}"' in english().get(path).content.decode()
    english().post(form, {"agrees": "yes", "name": "Demo Person"})
    question.refresh_from_db()
    assert question.state == "agreed"
    assert form not in english().get(path).content.decode()


def test_paid_and_left_add_up_to_the_invoice(bought: Stage) -> None:
    bought.take_in(bought.statement(Row(1_000_00, text="BRAVO-22", iban=bought.buyer.actor.iban)))
    (receipt,) = Receipt.objects.all()
    (invoice,) = Invoice.objects.filter(number="BRAVO-22")
    allocate(
        receipt_id=receipt.pk, allocations={invoice.pk: Money(1_000_00)}, by=bought.house.staff.treasury, at=bought.at
    )
    visitor = by_link(secret_of(link_of(bought)), at=bought.at)
    assert visitor is not None
    (debt,) = debts_of(visitor, bought.today).rows
    assert [(word, amount.cents) for word, amount in debt.lowered] == [("Paid", 1_000_00)]
    assert debt.face - debt.open == debt.lowered[0][1]
    assert debts_of(visitor, bought.today).total.cents == 210_00


#: Pages of the portal that no debtor of a confidential contract comes to, and why.
ELSEWHERE = {
    "mandate": "invitations are refused there", "mandate_paper": "as the page", "mandate_do": "as the page",
    "reply": "a dossier is collected in the agency's own name", "reply_paper": "as the page",
    "plan_debit": "under the house's own mandate, of which he would know", "dispute_act": "leads to the dispute's page",
    "evidence": "a file that he or the client gave", "balance": "the question goes by letter alone, without a link",
}  # fmt: skip


def test_under_a_confidential_contract_nothing_names_the_house(bought: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, words, codes, attributes and what the pages load, in every language; the client gives no link to it."""
    version = Version.objects.get(contract=Contract.objects.get(client_id=bought.own.client_id))
    hidden = replace(Terms.from_json(version.terms), disclosure="CONFIDENTIAL")
    later = Version.objects.create(
        contract=version.contract, number=2, valid_from=bought.today, terms=hidden.to_json(), made_at=bought.at,
        made_by="system:test",
    )  # fmt: skip
    assert later.pk
    monkeypatch.setattr(door, "PER_MINUTE", 1_000)
    path, key, marks = link_of(bought), Invoice.objects.get(number="BRAVO-22").pk, house_marks()
    assert {mark.kind for mark in marks} >= {"name", "number", "account", "domain"}
    secret = secret_of(path)
    codes: list[str] = []
    written = epc_qr.payload

    def payload(**words: Any) -> str:
        codes.append(written(**words))
        return codes[-1]

    monkeypatch.setattr(epc_qr, "payload", payload)
    before = {"owed": [secret], "write": [secret], "plan": [secret], "wish": [secret, key, "promise"]}
    _look_at(before, bought, marks)
    said = {"ground": "quality", "words": "Cracked", "amount": "210"}
    english().post(reverse("debtor:wish", args=[secret, key, "dispute"]), said)
    assert codes, "the page draws a code to pay with"
    assert leak_in([(f"{n}.txt", code.encode()) for n, code in enumerate(codes)], of=marks) is None
    assert all(bought.own.actor.name in code for code in codes)
    after = {"owed": [secret], "dispute": [secret, Dispute.objects.get().pk]}
    _look_at(after, bought, marks)
    assert {each.name for each in debtor_urls} == {*before, *after, *ELSEWHERE}, "a new page is to be looked at here"
    for file in set(re.findall(r'(?:href|src)="/static/([^"]+)"', Client().get(path).content.decode())):
        found = finders.find(file)
        assert found is not None, file
        assert leak_in([(file, Path(found).read_bytes())], of=marks) is None, file
    refused = visit("owner1@client.example").post(reverse("client:invoice_claim", args=[key, "link"]), follow=True)
    assert "/debtor/" not in refused.content.decode()


def _look_at(pages: dict[str, list[object]], stage: Stage, marks: Sequence[Mark]) -> None:
    for language in ("nl", "fr", "en"):
        visitor = Client()
        visitor.cookies["django_language"] = language
        for name, args in pages.items():
            shown = visitor.get(reverse(f"debtor:{name}", args=args))
            assert shown.status_code == 200, name
            assert stage.own.actor.name in shown.content.decode(), name
            cookies = [("Set-Cookie", each.OutputString()) for each in shown.cookies.values()]
            heads = "\n".join(f"{key}: {value}" for key, value in [*shown.headers.items(), *cookies])
            assert leak_in([("page.html", shown.content), ("heads.txt", heads.encode())], of=marks) is None, name
            assert "Cessie" not in shown.content.decode()


def test_false_old_and_ended_links_open_nothing(bought: Stage) -> None:
    path = link_of(bought)
    secret = secret_of(path)
    assert DebtorLink.objects.get().digest != secret
    assert by_link(secret, at=bought.at) is not None
    assert by_link(secret, at=bought.at + LIFE) is None
    changed = ("A" if secret[0] != "A" else "B") + secret[1:]
    assert Client().get(path.replace(secret, changed)).status_code == 404
    client, debtor = bought.own.client_id, bought.buyer.debtor_id
    assert revoke_links(client_id=client, debtor_id=debtor, by=DESK, at=bought.at) == 1
    assert revoke_links(client_id=client, debtor_id=debtor, by=DESK, at=bought.at) == 0
    assert Client().get(path).status_code == 404


def test_only_its_own_people_make_a_link(bought: Stage) -> None:
    client, debtor = bought.own.client_id, bought.buyer.debtor_id
    with pytest.raises(NotFound):
        debtor_link(client_id=client, debtor_id=debtor, by=bought.other.owner, at=bought.at)
    visitor = by_link(secret_of(link_of(bought)), at=bought.at)
    assert visitor is not None
    with pytest.raises(NotFound):
        debtor_link(client_id=client, debtor_id=debtor, by=visitor.viewer, at=bought.at)


def test_who_asks_too_often_waits(bought: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PER_MINUTE", 6)
    path, visitor = link_of(bought), Client()
    assert visitor.get(path).status_code == 200
    late = visitor.get(path)
    assert late.status_code == 429
    assert 0 < int(late["Retry-After"]) <= 10
    assert timedelta(seconds=int(late["Retry-After"])) < timedelta(minutes=1)


def test_the_page_speaks_his_language(bought: Stage) -> None:
    path = link_of(bought)
    visitor = Client()
    visitor.cookies["django_language"] = "fr"
    assert '<html lang="fr">' in visitor.get(path).content.decode()


def test_he_contests_one_invoice_with_a_photo_and_promises_another(bought: Stage) -> None:
    bought.hand_in("BRAVO-33", 100_00)
    bought.approve("BRAVO-33")
    path, visitor = link_of(bought), english()
    first, second = Invoice.objects.filter(number__startswith="BRAVO").order_by("number").values_list("pk", flat=True)
    form = f"{path}/invoices/{first}/dispute"
    assert "What is wrong?" in visitor.get(form).content.decode()
    no = visitor.post(form, {"ground": "quality", "words": ""})
    assert no.status_code == 422
    assert "Say in a few words" in no.content.decode()
    photo = SimpleUploadedFile("IMG.jpg", a_photo())
    sent = visitor.post(form, {"ground": "quality", "words": "Cracked", "amount": "210", "file": photo}, follow=True)
    words = sent.content.decode()
    assert "until then nobody asks you for that part" in words
    (dispute,) = Dispute.objects.all()
    page = visitor.get(reverse("debtor:dispute", args=[secret_of(path), dispute.pk])).content.decode()
    assert "Cracked" in page
    assert "IMG.jpg" in page
    (kept,) = Evidence.objects.all()
    told = visitor.get(reverse("debtor:evidence", args=[secret_of(path), kept.pk]))
    assert b"Peeters" not in told.content
    day = (bought.today + timedelta(days=3)).isoformat()
    visitor.post(f"{path}/invoices/{second}/promise", {"on": day})
    (made,) = Arrangement.objects.all()
    assert (made.kind, made.state) == ("promise", "running")
    debts = visitor.get(path).content.decode()
    assert "You promised" in debts
    assert "Disputed" in debts
    elsewhere = link_of(bought, "other")
    for own in (dispute.pk, kept.pk):
        for name in ("dispute", "evidence"):
            assert visitor.get(reverse(f"debtor:{name}", args=[secret_of(elsewhere), own])).status_code == 404
    assert visitor.post(f"{elsewhere}/invoices/{first}/dispute", {"ground": "price", "words": "x"}).status_code == 404
    visitor.post(reverse("debtor:dispute_act", args=[secret_of(path), dispute.pk, "withdraw"]), {"words": "Replaced"})
    dispute.refresh_from_db()
    assert dispute.state == "withdrawn"


def test_he_sees_a_plan_before_he_asks_for_it(bought: Stage) -> None:
    path, visitor = link_of(bought), english()
    shown = visitor.get(f"{path}/plan", {"count": "4"}).content.decode()
    assert shown.count('<th scope="row">') == 5
    assert "302" in shown
    late = (bought.today + timedelta(days=90)).isoformat()
    assert visitor.post(f"{path}/plan", {"count": "4", "first": late}).status_code == 422
    asked = visitor.post(f"{path}/plan", {"count": "4", "words": "A bad month"}, follow=True)
    assert "Your plan is asked for." in asked.content.decode()
    (made,) = Arrangement.objects.all()
    assert (made.kind, made.state, made.approver) == ("plan", "asked", "staff"), "the house bought the claim"
    assert "You asked to pay this in instalments" in asked.content.decode()
    assert visitor.get(f"{path}/plan").status_code == 302


def test_he_has_the_instalments_of_his_plan_collected_and_takes_it_back(bought: Stage) -> None:
    """Nobody is offered it without a mandate; an older plan may be collected as soon as there is one."""
    path, visitor = link_of(bought), english()
    assert "Collect each instalment" not in visitor.get(f"{path}/plan").content.decode()
    signed(bought)
    assert "Collect each instalment from my account " in visitor.get(f"{path}/plan").content.decode()
    visitor.post(f"{path}/plan", {"count": "4", "debit": "yes"})
    (plan,) = Arrangement.objects.all()
    assert "Each instalment is collected from your account " in visitor.get(path).content.decode()
    for act, offered in (("leave", "We can collect each instalment"), ("debit", "Each instalment is collected")):
        there = reverse("debtor:plan_debit", args=[secret_of(path), plan.pk, act])
        assert offered in visitor.post(there, follow=True).content.decode()
    assert PlanDebit.objects.filter(arrangement=plan, left_at__isnull=True).count() == 1


def test_the_client_notes_what_he_hears_and_gives_a_link(bought: Stage) -> None:
    owner, key = visit("owner1@client.example"), Invoice.objects.get(number="BRAVO-22").pk
    page = reverse("client:invoice", args=[key])
    assert "The debtor disputes it" in owner.get(page).content.decode()
    act = {name: reverse("client:invoice_claim", args=[key, name]) for name in ("dispute", "promise", "link", "unlink")}
    given = owner.post(act["link"], follow=True).content.decode()
    (path,) = re.findall(r"http://localhost:8377(/debtor/[A-Za-z0-9_-]{43})", given)
    assert Client().get(path).status_code == 200
    owner.post(act["unlink"])
    assert Client().get(path).status_code == 404
    owner.post(act["dispute"], {"ground": "price", "words": "He called", "amount": "100"})
    owner.post(act["promise"], {"on": (bought.today + timedelta(days=2)).isoformat(), "amount": "1110"})
    shown = owner.get(page).content.decode()
    assert "The price is not the agreed one" in shown
    assert "Promise" in shown
    dispute = Dispute.objects.get()
    decide = reverse("client:dispute_act", args=[dispute.pk, "resolve"])
    owner.post(decide, {"how": "resolve_credit", "words": "You are right"})
    dispute.refresh_from_db()
    assert dispute.state == "resolved_credit"
    file = owner.get(reverse("client:disputes"), {"state": "all", "csv": "1"}).content.decode()
    assert "BRAVO-22" in file
    made = Arrangement.objects.get()
    owner.post(reverse("client:arrangement_act", args=[made.pk, "end"]), {"words": "Paid in cash"})
    made.refresh_from_db()
    assert made.state == "ended"
    assert "Paid in cash" in owner.get(reverse("client:arrangement", args=[made.pk])).content.decode()


def test_he_writes_with_a_photo_once_and_reads_the_answer_in_his_thread(bought: Stage) -> None:
    path, phone = link_of(bought), english()
    page = phone.get(f"{path}/write").content.decode()
    (form_key,) = re.findall(r'name="key" value="([^"]+)"', page)
    said = {"key": form_key, "words": "The boxes came broken.", "name": "Jan", "invoice": "BRAVO-22"}
    wrong = SimpleUploadedFile("tune.mp3", b"ID3 no photo")
    refused = phone.post(f"{path}/write", said | {"file": wrong})
    assert refused.status_code == 422
    assert "The boxes came broken." in refused.content.decode(), "his words are not lost"
    assert not Note.objects.exists()
    for _ in range(2):
        answer = phone.post(f"{path}/write", said | {"file": SimpleUploadedFile("boxes.jpg", a_photo())})
        assert answer.status_code == 302
    note = Note.objects.get()
    assert (note.writer, note.invoice_number, note.read_at) == ("Jan", "BRAVO-22", None)
    assert b"GPS" not in read(note.files.get().document_id), "a photo does not tell where it was taken"

    owner = visit("owner1@client.example")
    assert owner.get(reverse("client:note_file", args=[note.pk, 1])).status_code == 200
    assert visit("owner2@client.example").get(reverse("client:note_file", args=[note.pk, 1])).status_code == 404
    owner.post(reverse("client:thread_answer", args=[bought.buyer.debtor_id]), {"key": "a", "text": "New ones follow."})
    shown = phone.get(f"{path}/write").content.decode()
    assert "New ones follow." in shown
    assert "boxes.jpg" in shown
    stranger = english().get(f"{link_of(bought, 'other')}/write").content.decode()
    assert "broken" not in stranger
    assert "New ones follow." not in stranger, "what he says to one client the other does not read"
