"""Companies and people whose time is over: nothing of them is found again, and the books stay whole to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from cessie.config.invariants import examine
from cessie.domain.contracts.models import Contract
from cessie.domain.correspondence.models import Writing
from cessie.domain.documents.hold import hold
from cessie.domain.parties.erase_company import SamePerson, ask_erasure
from cessie.domain.parties.mark import mark
from cessie.domain.parties.models import Client, Company, CompanyErasure, Debtor
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, system
from cessie.domain.work.models import Task
from cessie.ledger.queries import trial_balance
from cessie.lib.reasons import Refusal
from cessie.workflows.house import forgetting, retention
from cessie.workflows.house.concerned import export
from tests.bank_files import Row
from tests.domain.conftest import AT, staff
from tests.stories.conftest import store_folder
from tests.stories.road import Road, build
from tests.stories.test_road import on_the_way

__all__ = ["store_folder"]
BY = system("retention")
LATER = datetime(2037, 1, 4, 12, tzinfo=UTC)
#: What is no word about a person: codes, states, keys of who acted, figures, and what is erased in another way.
KEPT = frozenset(
    """
    audit.* users.* statutes.* charges.* contracts.Contract.* contracts.Version.* contracts.Ending.state
    contracts.Ending.act contracts.Ending.ground contracts.Ending.given_by contracts.Ending.proposed_by
    contracts.Ending.decided_by contracts.TermsChange.state contracts.TermsChange.changes
    contracts.TermsChange.trigger
    contracts.TermsChange.proposed_by contracts.TermsChange.decided_by mandates.PlanDebit.*
    parties.CompanyErasure.* parties.House.clauses
    work.Task.key work.Task.kind work.Task.subject_type work.Task.subject_id work.Task.state work.Task.closed_by
    parties.Company.country parties.Company.language parties.Identifier.* parties.Client.intake_code
    parties.BankAccount.state parties.BankAccount.added_by parties.BankAccount.confirmed_by parties.BankAccount.ended_by
    parties.Membership.role parties.Mark.kind parties.Mark.set_by parties.Mark.end_asked_by
    parties.Mark.ended_by
    keys.ApiKey.handle keys.ApiKey.digest keys.ApiKey.scopes keys.ApiKey.made_by keys.ApiKey.revoked_by
    keys.DebtorLink.* keys.Reply.idempotency_key keys.Reply.method keys.Reply.path keys.Reply.fingerprint
    documents.Document.* documents.Arrival.channel documents.Arrival.by documents.LegalHold.since_by
    documents.LegalHold.lift_asked_by documents.LegalHold.ended_by documents.HouseFiles.files documents.HouseFiles.state
    correspondence.Writing.language correspondence.Writing.country correspondence.Writing.changed_by
    correspondence.Batch.* correspondence.Message.* correspondence.Attempt.* correspondence.Letterhead.*
    correspondence.Note.key correspondence.Note.way correspondence.Note.kind correspondence.Note.read_by
    correspondence.Note.response
    correspondence.Receiving.* correspondence.ChannelRecord.* correspondence.ChannelWish.* correspondence.DebtorWish.*
    correspondence.ChannelPrice.* correspondence.InvoiceSending.* correspondence.Outgoing.*
    correspondence.Evidence.* correspondence.Writing.channel correspondence.Writing.agreed
    banking.Account.* banking.Statement.format banking.Statement.number banking.Statement.content
    banking.Statement.state banking.Statement.findings banking.Statement.decided_by banking.Statement.first_by
    banking.Line.end_to_end_id banking.Line.batch_reference banking.Line.return_reason banking.Line.currency
    banking.Line.bank_reference banking.Line.transaction_code banking.Line.taken_by
    banking.Detail.end_to_end_id banking.Detail.batch_reference banking.Detail.return_reason
    banking.Remembered.transaction_code banking.Remembered.book_as banking.Remembered.made_by
    banking.Remembered.ended_by banking.Notice.format banking.Notice.number banking.Notice.content
    payments.Batch.* payments.Order.key payments.Order.rule payments.Order.currency payments.Order.end_to_end_id
    payments.Order.speed payments.Order.state payments.Order.ordered_by payments.Order.vouched_by
    payments.Standstill.since_by payments.Standstill.ended_by payments.Verification.outcome
    payments.LeftUnpaid.asked_by payments.LeftUnpaid.agreed_by
    payments.Verification.provider payments.Verification.reference payments.Verification.asked_by
    invoices.Invoice.* invoices.Finding.code invoices.Finding.severity invoices.Clearance.by invoices.Credit.*
    invoices.SheetLayout.* invoices.PolicyChange.*
    managed.Managed.* managed.Receipt.currency managed.Receipt.state managed.Receipt.decided_by
    managed.Settlement.kind managed.Settlement.towards managed.Settlement.state managed.Settlement.currency
    managed.Settlement.rule
    managed.Settlement.made_by managed.Settlement.undone_by
    verification.Figures.kind verification.Figures.figures verification.Figures.state
    verification.Figures.proposed_by verification.Figures.decided_by verification.Sample.* verification.Item.number
    verification.Item.currency verification.Item.why verification.Item.state verification.Item.judged_by
    verification.Proof.kind verification.Proof.given_by verification.Enquiry.lines verification.Enquiry.currency
    verification.Enquiry.state verification.Enquiry.asked_by verification.Enquiry.answered_by
    verification.Enquiry.way verification.Enquiry.difference verification.Audit.state verification.Audit.planned_by
    verification.Audit.ended_by verification.Point.code verification.Point.result verification.Point.said_by
    verification.Finding.number verification.Finding.rule verification.Finding.key verification.Finding.severity
    verification.Finding.reason verification.Finding.state verification.Finding.found_by
    verification.Finding.cleared_by
    client_ledgers.Submission.kind client_ledgers.Submission.format client_ledgers.Submission.state
    client_ledgers.Submission.currency client_ledgers.Submission.received_by client_ledgers.Submission.decided_by
    client_ledgers.Submission.document client_ledgers.Position.* client_ledgers.Layout.* client_ledgers.Receipt.*
    client_ledgers.Sweep.* client_ledgers.Match.* client_ledgers.Reminded.stage
    client_ledgers.BatchPart.outcome client_ledgers.BatchPart.kind client_ledgers.BatchPart.number
    client_ledgers.BatchPart.currency
    client_ledgers.Apart.number client_ledgers.Apart.cause client_ledgers.Apart.currency client_ledgers.Apart.set_by
    client_ledgers.Apart.ended_by client_ledgers.Brought.noted_by
    availability.Call.reference availability.Call.currency availability.Call.state availability.Call.proposed_by
    availability.Call.decided_by
    availability.Facts.* availability.Pool.* availability.Part.* availability.Run.* availability.SetAside.currency
    availability.SetAside.set_by availability.Contra.currency availability.Contra.told_by availability.Drawing.currency
    availability.Drawing.state availability.Drawing.asked_by availability.Drawing.decided_by
    availability.Excluded.number availability.Excluded.source availability.Excluded.excluded_by
    availability.Excluded.ended_by
    trust.Remittance.* trust.Receipt.currency trust.Receipt.state trust.Receipt.received_by trust.Back.made_by
    trust.Direct.currency trust.Direct.state trust.Direct.reported_by trust.Direct.withdrawn_by trust.Refund.made_by
    disputes.Dispute.* disputes.Turn.event disputes.Turn.side disputes.Turn.by disputes.Evidence.side
    disputes.Evidence.by
    arrangements.LeniencyRule.* arrangements.Arrangement.kind arrangements.Arrangement.currency
    arrangements.Arrangement.approver arrangements.Arrangement.state arrangements.Arrangement.made_by
    arrangements.Arrangement.approved_by
    arrangements.Arrangement.ended_by
    credit.Limit.* credit.Reservation.* credit.Policy.* credit.NamedLimit.* credit.Declaration.*
    credit.Telling.state credit.Telling.asked_by credit.ClaimNews.outcome credit.ClaimNews.currency
    credit.ClaimLine.* credit.Claim.number credit.Claim.state credit.Claim.currency
    credit.Claim.filed_by credit.Claim.decided_by credit.SignFeedback.rule credit.SignFeedback.verdict
    credit.SignFeedback.said_by credit.LimitRequest.currency credit.LimitRequest.state credit.LimitRequest.asked_by
    credit.LimitRequest.answered_by credit.CoverRequest.state credit.CoverRequest.asked_by credit.CoverNews.insurer
    credit.CoverNews.cover credit.CoverNews.code credit.CoverNews.currency
    matching.Receipt.* matching.Match.state matching.Match.rule matching.Match.made_by matching.Match.reversed_by
    matching.Use.* matching.ClaimShare.* matching.Settlement.kind matching.Settlement.currency matching.Settlement.state
    matching.Settlement.made_by matching.Settlement.agreed_by matching.Settlement.ended_by matching.Split.scheme
    matching.Split.noted_by
    mandates.Signing.reference mandates.Signing.scheme mandates.Signing.language mandates.Signing.digest
    mandates.Signing.link_by mandates.Signing.state mandates.Signing.asked_by mandates.Signing.code_digest
    mandates.Signing.service mandates.ServiceEvent.* mandates.Feed.* mandates.TakenBack.*
    mandates.Signing.code_by mandates.SigningEvent.kind mandates.SigningEvent.previous
    mandates.Amendment.former_identifier mandates.Amendment.former_name mandates.Amendment.amended_by
    mandates.Creditor.* mandates.Batch.* mandates.Mandate.reference mandates.Mandate.scheme mandates.Mandate.currency
    mandates.Mandate.state mandates.Mandate.registered_by mandates.Mandate.activated_by mandates.Collection.currency
    mandates.Collection.end_to_end_id mandates.Collection.state mandates.Collection.block
    mandates.Collection.proposed_by mandates.Collection.failure_code
    dunning.LadderVersion.segment dunning.LadderVersion.ladder dunning.LadderVersion.mode dunning.LadderVersion.set_by
    dunning.Assignment.* dunning.Run.* dunning.Slice.* dunning.TouchItem.* dunning.HandOver.* dunning.HandedOver.*
    dunning.Touch.act dunning.Touch.tone dunning.Touch.channel dunning.Touch.state dunning.Touch.result
    dunning.Touch.wording dunning.Touch.part dunning.Touch.lot
    dunning.Touch.way dunning.Touch.noted_by dunning.Waiver.state dunning.Waiver.currency dunning.Waiver.asked_by
    dunning.Waiver.decided_by
    collection.Claim.* collection.ContactRule.* collection.PrincipalMonth.*
    collection.Inquiry.* collection.Finding.what collection.Finding.source collection.Finding.country
    collection.Finding.state collection.Finding.decided_by collection.Listed.what collection.Listed.source
    collection.Listed.country collection.Listed.added_by
    collection.Dossier.reference collection.Dossier.currency
    collection.Dossier.source collection.Dossier.state collection.Dossier.cause collection.Dossier.opened_by
    collection.Dossier.closed_by collection.Act.kind collection.Act.tone collection.Act.state collection.Act.result
    collection.Act.done_by collection.Cost.key collection.Cost.kind collection.Cost.currency collection.Cost.article
    collection.Cost.made_by collection.Cost.dropped_by collection.Turn.event collection.Turn.side collection.Turn.by
    collection.Complaint.state collection.Complaint.raised_by collection.Complaint.answered_by
    proceedings.Case.* proceedings.Partner.* proceedings.Person.* proceedings.Tariff.* proceedings.Step.key
    proceedings.Step.act proceedings.Step.before proceedings.Step.after proceedings.Step.amounts proceedings.Step.side
    proceedings.Step.by proceedings.Assignment.role proceedings.Assignment.state proceedings.Assignment.offered_by
    proceedings.Assignment.answered_by proceedings.Cost.act proceedings.Cost.currency proceedings.Cost.state
    proceedings.Cost.reason proceedings.Cost.asked_by proceedings.Cost.decided_by proceedings.Word.side
    proceedings.Word.by
    purchase.Proposal.number purchase.Proposal.currency purchase.Proposal.state purchase.Proposal.digest
    purchase.Proposal.decided_by purchase.Item.* purchase.Cession.transfer_form purchase.Cession.waived_by
    purchase.Deed.* purchase.Pledge.* purchase.Forbearance.granted_by
    onboarding.Applicant.shown_by onboarding.Applicant.added_by onboarding.Assessment.facts
    onboarding.Assessment.sources onboarding.Assessment.doubts onboarding.Assessment.figures
    onboarding.Assessment.advice onboarding.Assessment.state onboarding.Assessment.wish
    onboarding.Assessment.proposed_by onboarding.Assessment.decided_by onboarding.Assessment.made_by
    onboarding.Quote.number onboarding.Quote.told onboarding.Quote.terms onboarding.Quote.replayed
    onboarding.Quote.country onboarding.Quote.language onboarding.Quote.state onboarding.Quote.made_by
    onboarding.Quote.sent_by onboarding.Quote.link_digest onboarding.Quote.taken_by
    comparison.Broker.* comparison.Person.* comparison.Customer.added_by comparison.Ledger.currency
    comparison.Ledger.origin comparison.Ledger.laid_by comparison.Offer.* comparison.Run.* comparison.Result.*
    reports.Confirmation.language reports.Confirmation.figures reports.Confirmation.made_by
    """.split()  # noqa: SIM905  # a list to be read
)


def test_every_column_of_words_says_when_it_is_erased() -> None:
    """A column that comes later is named in its app's ``personal.py``, or here with those that name nobody."""
    told = {f"{each.model}.{word}" for each in forgetting.fading() for word in each.words}
    unknown = []
    for model in apps.get_models():
        if not model._meta.app_config.name.startswith("cessie.domain."):
            continue
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.TextField | models.CharField | models.JSONField):
                continue
            name, label = f"{model._meta.label}.{field.name}", model._meta.label
            if not {name, f"{label}.*", f"{model._meta.app_label}.*"} & (told | KEPT):
                unknown.append(name)
    assert unknown == []


@pytest.fixture
def road(tmp_path: Path, store_folder: Path, db: None) -> Road:
    """One invoice bought, paid and released in 2026, and all that was noted of the two sole traders around it."""
    road = build(tmp_path, advance=90, fee="3.5", minimum=50_00)
    on_the_way(road, number="2026-1", net="1000.00", issued=date(2026, 3, 2), due=date(2026, 4, 1))
    paid = Row(1_210_00, text=f"2026-1 {road.buyer.name}", iban=road.buyer.iban, name=road.buyer.name)
    road.bank_day(date(2026, 3, 31), paid)
    road.pay_run(date(2026, 4, 1))
    road.bank_day(date(2026, 4, 2))
    buyer = Debtor.objects.get(pk=road.debtor_id)
    Writing.objects.create(debtor=buyer, email="jan@trader.example", attention=road.buyer.name, changed_at=AT)
    mark(company_id=buyer.company_id, kind="sole_trader", note=f"{road.buyer.name} told us", by=system("test"), at=AT)
    Task.objects.create(
        key="x", kind="line.unmatched", subject_type="parties.Debtor", subject_id=str(buyer.pk),
        opened_at=AT, due_at=AT, reasons=[{"code": "x", "message": "{holder}", "facts": {"holder": road.seller.name}}],
        state="closed", closed_at=AT, closed_by="user:x", decision=f"{road.seller.name} called",
    )  # fmt: skip
    return road


def _words(road: Road) -> Iterator[str]:
    for actor in (road.seller, road.buyer):
        yield from (actor.name, actor.name.lower(), actor.iban, *actor.identifiers.values())
    yield "jan@trader.example"


def _found(road: Road, folder: Path) -> set[str]:
    """The tables and the files in which one of their words still stands: trail, books and jobs too."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for word in _words(road):
                sql = f'select exists (select 1 from "{table}" x where strpos(x::text, %s) > 0)'  # noqa: S608
                cursor.execute(sql, [word])
                row = cursor.fetchone()
                if row and row[0]:
                    found.add(table)
    for path in folder.rglob("*"):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in _words(road)):
            found.add("the store")
    return found


def _end(road: Road) -> None:
    Contract.objects.filter(pk=road.contract_id).update(
        state="closed", ended_date=date(2026, 5, 1), closed_date=date(2026, 5, 1)
    )


def _verdicts(at: datetime) -> dict[str, str]:
    report = forgetting.run(by=BY, at=at, dry_run=True)
    names = dict(Company.objects.values_list("pk", "name"))
    return {names[each.company_id]: each.reason.code for each in report.companies}


def test_nothing_of_two_traders_is_found_again_and_the_books_stay(
    road: Road, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    folder, before = Path(settings.DOCUMENTS), trial_balance()
    assert {"parties_company", "banking_line", "invoices_invoice", "work_task", "the store"} <= _found(road, folder)
    assert _verdicts(LATER) == {road.seller.name: "forgetting.contract", road.buyer.name: "retention.over"}
    _end(road)
    with django_capture_on_commit_callbacks(execute=True):
        retention.run(by=BY, at=LATER, dry_run=False)
        report = forgetting.run(by=BY, at=LATER, dry_run=False)
    assert sum(each.may_go for each in report.companies) == 2
    assert _found(road, folder) == set()
    assert trial_balance() == before
    assert [breach for result in examine() for breach in result.breaches] == []
    again = forgetting.run(by=BY, at=LATER + timedelta(days=1), dry_run=False)
    assert (again.rows, again.companies) == ((), ())
    assert Company.objects.filter(name="erased").count() == 2


def test_what_the_law_and_open_matters_keep_is_kept(road: Road) -> None:
    _end(road)
    assert _verdicts(datetime(2036, 12, 31, 12, tzinfo=UTC)) == {}
    assert forgetting.run(by=BY, at=AT, dry_run=False).rows == ()
    buyer = Debtor.objects.get(pk=road.debtor_id).company
    kept = forgetting.verdict(company=buyer, at=datetime(2036, 12, 31, 12, tzinfo=UTC)).reason
    assert (kept.code, kept.facts["day"]) == ("retention.kept", date(2036, 12, 31))
    chief, second = staff("one", "administrator"), staff("two", "administrator")
    ask_erasure(company_id=buyer.pk, by=chief, at=AT)
    with pytest.raises(Refusal) as no:
        forgetting.forget_company(company_id=buyer.pk, by=second, at=AT)
    assert no.value.code == "forgetting.kept"
    hold(client_id=road.client_id, reason="court of Gent", by=chief, at=AT)
    assert set(_verdicts(LATER).values()) == {"retention.hold"}
    report = forgetting.run(by=BY, at=LATER, dry_run=False)
    assert report.held is not None
    assert (report.rows, Company.objects.filter(name="erased").count()) == ((), 0)


@pytest.mark.django_db
def test_a_person_who_asks_is_forgotten_by_two_others_when_the_law_lets_him() -> None:
    trader = Company.objects.create(name="Jan Peeters", sort_name="jan peeters", country="NL", created_at=AT)
    Client.objects.create(company=trader, code="JAN", since_date=AT.date(), intake_code="x")
    chief, second = staff("chief", "administrator"), staff("second", "administrator")
    after = datetime(2034, 1, 2, 12, tzinfo=UTC)
    told = export(trader)
    assert told["parties.Company"][0]["name"] == "Jan Peeters"
    assert "intake_code" not in told["parties.Client"][0]
    with pytest.raises(NotFound):
        forgetting.forget_company(company_id=trader.pk, by=second, at=after)
    for who in (staff("an", "credit"), BY):
        with pytest.raises(NotAllowed):
            ask_erasure(company_id=trader.pk, by=who, at=after)
    ask_erasure(company_id=trader.pk, by=chief, at=after)
    with pytest.raises(SamePerson):
        forgetting.forget_company(company_id=trader.pk, by=chief, at=after)
    assert forgetting.forget_company(company_id=trader.pk, by=second, at=after)
    assert not forgetting.forget_company(company_id=trader.pk, by=second, at=after)
    assert CompanyErasure.objects.get().done_by == second.key
    assert (Company.objects.get().name, Client.objects.get().code[:7]) == ("erased", "erased-")
