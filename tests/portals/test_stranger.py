"""Every address, walked by everybody: what is not his does not exist for him.

A new address without a line in ``WHO`` fails. ``own``: a thing of the first client; ``hand``: one for those who act
for him; ``list``: a page of whoever is a client, showing his own things; ``staff``: a page of the house; ``key``: for
programs that show one, and no person; ``link``: of whoever shows a debtor's link, and here nobody does; ``act`` in
front: by POST alone, and nothing happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cessie.domain.audit.models import Event
from cessie.domain.invoices.models import Invoice
from cessie.ledger.models import Entry
from tests.portals.house import Stage, a_debtor_user, visit

WHO = {
    "staff:cases": "staff", "staff:case": "staff", "staff:case_open": "staff act", "staff:case_act": "staff act",
    "staff:case_package": "staff", "staff:case_paper": "staff", "staff:partners": "staff",
    "staff:partner_act": "staff act", "partner:cases": "partner", "partner:case": "partner",
    "partner:case_act": "partner act", "partner:case_package": "partner", "partner:case_paper": "partner",
    "healthz": "open", "home": "open", "login": "open", "logout": "open act", "second_factor": "open",
    "enrol": "open", "law": "open", "language": "open act", "password": "anyone",
    "client:dossiers": "list", "client:dossier": "own", "client:dossier_act": "own act",
    "staff:dossiers": "staff", "staff:dossier": "staff", "staff:dossier_act": "staff act",
    "staff:dossier_calls": "staff", "staff:dossier_called": "staff act",
    "client:receivables": "list", "client:receivables_csv": "list", "client:payments": "list",
    "client:statement_in": "list act", "client:payment": "own", "client:payment_act": "own act",
    "client:invoice_settled": "own act", "client:settlement_undo": "own act",
    "staff:creditor_payments": "staff", "staff:creditor_payment": "staff", "staff:creditor_payment_act": "staff act",
    "staff:availability": "staff", "staff:availability_act": "staff act",
    "staff:ledgers": "staff", "staff:ledger": "staff", "staff:ledger_act": "staff act",
    "staff:dedicated_open": "staff act", "staff:sweep_act": "staff act",
    "client:ledgers": "list", "client:ledger_in": "list act",
    "client:ledger_columns": "own", "client:ledger": "own", "client:lettrage": "list",
    "client:lettrage_act": "list act", "client:sweep_file": "own",
    "staff:third_party": "staff", "staff:remittance_paper": "staff", "staff:third_party_act": "staff act",
    "staff:leniency": "staff", "staff:leniency_confirm": "staff act", "staff:month_paper": "staff",
    "client:month_paper": "own",
    "staff:third_party_open": "staff act",
    "client:remittances": "list", "client:paid_directly": "list act", "client:remittance_paper": "own",
    "staff:creditor": "staff", "staff:creditor_statement_in": "staff act",
    "staff:creditor_settled": "staff act", "staff:creditor_undo": "staff act",
    "client:dashboard": "list", "client:invoices": "list", "client:invoices_csv": "list", "client:upload": "list",
    "client:file": "own", "client:file_act": "own act",
    "client:proposals": "list", "client:statement": "list", "client:statement_csv": "list",
    "client:statement_pdf": "list", "client:invoice": "own", "client:invoice_original": "own",
    "client:proposal": "own", "client:approve": "own act", "client:decline": "own act", "client:chosen": "list act",
    "staff:today": "staff",
    "staff:queue": "staff", "staff:task": "staff", "staff:take": "staff act", "staff:decide": "staff act",
    "staff:take_many": "staff act", "staff:give": "staff act",
    "staff:invoices": "staff", "staff:invoice": "staff", "staff:invoice_clear": "staff act",
    "staff:invoice_reject": "staff act", "staff:document": "staff", "staff:payments": "staff",
    "staff:batch_prepare": "staff act", "staff:order_vouch": "staff act", "staff:batch": "staff",
    "staff:batch_act": "staff act", "staff:bank": "staff", "staff:bank_import": "staff act",
    "staff:bank_lines": "staff", "staff:bank_book": "staff act", "staff:bank_statement": "staff",
    "staff:bank_decide": "staff act", "staff:receipts": "staff", "staff:receipt": "staff",
    "staff:receipt_allocate": "staff act", "staff:match_reverse": "staff act",
    "staff:books": "staff", "staff:settlements": "staff",
    "staff:settlement_act": "staff act", "staff:receipt_use": "staff act", "staff:receipt_refund": "staff act",
    "staff:account_confirm": "staff act", "client:paid_to_us": "own act",
    "staff:account": "staff", "staff:entry": "staff", "staff:debtors": "staff", "staff:debtor": "staff",
    "staff:debtor_limit": "staff act", "staff:debtor_group": "staff act",
    "client:limits": "list", "client:limit_ask": "list act", "staff:limit_requests": "staff",
    "staff:request_answer": "staff act", "staff:overdue": "staff", "staff:nonpayment": "staff",
    "staff:order_verify": "staff act", "staff:order_decide": "staff act",
    "staff:channels": "staff", "staff:price_enter": "staff act",
    "staff:letters": "staff", "staff:letters_lay": "staff act", "staff:letters_posted": "staff act",
    "staff:letter": "staff", "staff:letter_act": "staff act", "staff:debtor_writing": "staff act",
    "staff:bank_notice": "staff",
    "staff:bank_unbook": "staff act", "staff:bank_forget": "staff act",
    "staff:proposal": "staff", "staff:worked": "staff", "staff:speed": "staff", "staff:speed_csv": "staff",
    "staff:bank_return": "staff act", "staff:bank_return_fee": "staff act",
    "staff:bank_move": "staff act", "staff:bank_set_up": "staff act", "staff:bank_close": "staff act",
    "client:keys": "list", "client:key_revoke": "own act", "staff:keys": "staff", "staff:key_revoke": "staff act",
    "api:openapi": "open", "api:docs": "open", "api:make_token": "open act", "api:list_invoices": "key",
    "api:hand_in_json": "key", "api:read_invoice": "key", "api:read_findings": "key", "api:read_timeline": "key",
    "api:read_original": "key", "api:hand_in_file": "key act", "api:list_proposals": "key",
    "api:read_proposal": "key", "api:approve": "key act", "api:decline": "key act", "api:read_statement": "key",
    "api:read_availability": "key", "api:list_ledgers": "key", "api:read_ledger": "key", "api:list_positions": "key",
    "api:list_receipts": "key", "api:match_receipts": "key act", "api:read_drawable": "key", "api:list_runs": "key",
    "api:read_run": "key", "api:list_run_lines": "key", "api:list_drawings": "key",
    "api:send_ledger": "key", "api:make_drawing": "key", "api:read_me": "key", "api:list_debtors": "key",
    "api:list_disputes": "key", "api:resolve_dispute": "key act",
    "api:list_creditors": "key", "api:list_mandates": "key", "api:enter_mandate": "key",
    "api:revoke_mandate": "key act",
    "api:list_collections": "key", "api:list_settlements": "key",
    "api:list_statements": "key", "api:read_monthly": "key", "api:read_paper": "key",
    "staff:contract": "staff", "staff:contract_propose": "staff act", "staff:contract_decide": "staff act",
    "staff:disclosure": "staff", "staff:disclosure_propose": "staff act",
    "staff:nonpayment_act": "staff act", "staff:insurance": "staff", "staff:policy_add": "staff act",
    "staff:deeds": "staff", "staff:deed": "staff", "staff:deed_paper": "staff", "staff:deed_act": "staff act",
    "staff:deed_list": "staff", "client:deed_list": "own",
    "client:deeds": "list", "client:deed_paper": "own", "client:contra": "list", "client:contra_tell": "list act",
    "staff:policies": "staff", "staff:policy": "staff", "staff:policy_delegate": "staff act",
    "staff:policy_act": "staff act", "client:insurance": "list",
    "staff:declarations": "staff", "staff:declare": "staff act", "staff:telling_act": "staff act",
    "staff:owed_lines": "staff", "staff:owed_lines_act": "staff act",
    "client:declare": "list act",
    "staff:claim_act": "staff act", "staff:clients": "staff", "staff:client": "staff",
    "staff:account_add": "staff act", "staff:account_act": "staff act", "staff:history": "staff",
    "staff:people": "staff", "staff:person": "staff", "staff:person_act": "staff act", "staff:change_act": "staff act",
    "client:people": "list", "client:person_act": "own act",
    "client:letterhead": "list", "client:letterhead_seen": "list", "client:letterhead_picture": "list",
    "client:results": "list",
    "client:debtors": "list", "client:debtor": "list", "client:debtor_act": "own act", "client:channels": "list",
    "client:channel_wish": "list act", "client:letter_paper": "hand", "client:note_file": "own",
    "staff:relation_act": "staff act", "staff:client_channels": "staff", "staff:client_wish": "staff act",
    "client:answers": "list", "client:thread": "own", "client:thread_answer": "own act",
    "staff:answers": "staff", "staff:note": "staff", "staff:note_act": "staff act", "staff:note_file": "staff",
    "staff:thread": "staff", "staff:thread_answer": "staff act",
    "staff:letterhead": "staff", "staff:letterhead_picture": "staff",
    "staff:retention": "staff", "staff:hold_act": "staff act",
    "staff:personal": "staff", "staff:personal_act": "staff act",
    "staff:moving": "staff", "staff:moving_files": "staff", "staff:moving_act": "staff act",
    "staff:request_insurer": "staff act", "client:invoice_withdraw": "own act", "client:invoice_send": "own act",
    "staff:invoice_send": "staff act", "client:invoice_sending": "list act", "staff:invoice_sending": "staff act",
    "client:availability": "list", "client:leaving": "list", "client:availability_act": "list act",
    "client:pledge": "list", "client:draw": "list act",
    "staff:receipt_collect": "staff act",
    "staff:operation": "staff", "staff:job_act": "staff act", "staff:payments_act": "staff act", "metrics": "open",
    "staff:checks": "staff", "staff:check": "staff", "staff:check_propose": "staff act",
    "staff:check_decide": "staff act", "staff:mark_set": "staff act", "staff:mark_end": "staff act",
    "staff:sign_judge": "staff act",
    "client:statement_kept": "own", "staff:account_statements": "staff", "staff:account_statement_file": "staff",
    "client:charges": "list", "client:charge": "own", "client:charge_xml": "own", "client:charge_pdf": "own",
    "staff:statutes": "staff", "staff:statutes_decide": "staff act",
    "staff:month_end": "staff", "staff:month_start": "staff act", "staff:month_run": "staff",
    "staff:month_close": "staff act", "staff:month_still": "staff act", "staff:month_aged": "staff",
    "staff:confirmations": "staff", "staff:confirmation": "staff", "staff:confirmation_letter": "staff",
    "staff:journal": "staff", "staff:journal_file": "staff",
    "staff:reports": "staff", "staff:report": "staff", "staff:report_file": "staff",
    "client:reports": "list", "client:report": "list", "client:report_file": "list",
    "staff:allowance": "staff", "staff:allowance_decide": "staff act", "staff:month_allowance": "staff",
    "staff:month_allowance_csv": "staff",
    "staff:reference_rates": "staff", "staff:rates_decide": "staff act",
    "client:disputes": "list", "client:dispute": "own", "client:dispute_act": "own act", "client:evidence": "own",
    "client:arrangements": "list", "client:arrangement": "own", "client:arrangement_act": "own act",
    "client:invoice_claim": "own act", "staff:disputes": "staff", "staff:dispute": "staff",
    "staff:dispute_act": "staff act", "staff:evidence": "staff", "staff:arrangements": "staff",
    "staff:arrangement": "staff", "staff:arrangement_act": "staff act", "staff:invoice_claim": "staff act",
    "staff:partner": "staff", "staff:partner_person": "staff act", "staff:partner_costs": "staff",
    "staff:partner_cost_decide": "staff act", "staff:dossier_new": "staff", "staff:contact": "staff",
    "staff:local_list": "staff", "staff:local_list_template": "staff",
    "staff:contact_confirm": "staff act",
    "partner:file": "partner", "partner:file_template": "partner",
    "partner:keys": "partner", "partner:key_revoke": "partner act",
    "broker:customers": "partner", "broker:customer": "partner", "broker:ledger_in": "partner act",
    "broker:compare": "partner act", "broker:customer_forget": "partner act", "broker:offer_new": "partner",
    "broker:offers_in": "partner act", "broker:ledger": "partner", "broker:offer": "partner",
    "broker:score": "partner act", "broker:score_show": "partner act", "broker:score_paper": "partner",
    "staff:applicants": "staff", "staff:applicant": "staff", "staff:applicant_act": "staff act",
    "staff:assessment_paper": "staff",
    "broker:offer_drop": "partner act", "broker:run": "partner", "broker:run_cancel": "partner act",
    "broker:run_report": "partner", "broker:run_workbook": "partner", "broker:run_json": "partner",
    "broker:outcome": "partner", "staff:brokers": "staff", "staff:broker": "staff", "staff:broker_end": "staff act",
    "api:list_dossiers": "key", "api:read_dossier": "key", "api:open_dossiers": "key", "api:paid_directly": "key act",
    "api:list_remittances": "key", "api:read_remittance": "key", "api:list_collected": "key",
    "api:read_collected": "key", "api:read_collected_paper": "key",
    "api:list_proofs": "key", "api:read_proof": "key", "api:hand_in_proof": "key act", "api:list_enquiries": "key",
    "api:list_cases": "key", "api:read_case": "key", "api:answer_case": "key act", "api:report_act": "key act",
    "api:report_cases": "key act",
    "api:ask_cost": "key act", "api:write_in_case": "key act", "api:read_package": "key",
    "staff:verification": "staff", "staff:sample": "staff", "staff:item": "staff", "staff:proof": "staff",
    "staff:visit": "staff", "staff:visit_report": "staff", "staff:verification_act": "staff act",
    "staff:figures": "staff", "staff:figures_propose": "staff act", "staff:figures_decide": "staff act",
    "client:proofs": "list", "client:proof_in": "own act", "debtor:balance": "link",
    "debtor:reply": "link", "debtor:reply_paper": "link",
    "debtor:owed": "link", "debtor:plan": "link", "debtor:write": "link", "debtor:wish": "link",
    "debtor:dispute": "link", "debtor:plan_debit": "link act",
    "debtor:dispute_act": "link act", "debtor:evidence": "link",
    "debtor:mandate": "link", "debtor:mandate_paper": "link", "debtor:mandate_do": "link act",
    "invitation": "link", "hook": "link act", "hook_mandates": "link",
    "staff:mandate_invite": "staff act", "client:collections": "list", "client:mandates": "list",
    "client:mandate_invite": "list act", "client:mandate_add": "list act", "client:mandate_revoke": "own act",
    "client:ladders": "list", "client:ladder": "list", "client:run_begin": "list act", "client:ladder_run": "own",
    "client:ladder_run_act": "own act", "client:touch": "own", "client:touch_act": "own act", "client:package": "own",
    "staff:ladders": "staff", "staff:ladder": "staff", "staff:run_begin": "staff act", "staff:ladder_run": "staff",
    "staff:ladder_run_act": "staff act", "staff:touch": "staff", "staff:touch_act": "staff act",
    "staff:package": "staff",
    "staff:mandates": "staff", "staff:mandate": "staff", "staff:mandate_add": "staff act",
    "staff:mandate_act": "staff act", "staff:collections": "staff", "staff:collected": "staff",
    "staff:creditor_set_up": "staff act", "staff:collections_prepare": "staff act",
    "staff:collection_act": "staff act", "staff:collection_batch": "staff", "staff:collection_batch_act": "staff act",
    "quote": "link", "quote_paper": "link", "staff:quote_new": "staff", "staff:quote": "staff",
    "staff:quote_paper": "staff", "staff:quote_act": "staff act", "broker:quote_paper": "partner",
    "client:own": "list", "client:own_laid": "own act", "client:own_ledger_in": "own act",
    "client:own_offers_in": "own act", "client:own_offer_new": "hand", "client:own_compare": "own act",
    "client:own_ledger": "hand", "client:own_offer": "hand", "client:own_offer_drop": "own act",
    "client:own_run": "hand", "client:own_run_cancel": "own act", "client:own_run_report": "hand",
    "client:own_run_workbook": "hand", "client:own_run_json": "hand", "client:own_outcome": "hand",
    "client:own_run_charged": "hand",
    "staff:own": "staff", "staff:own_laid": "staff act", "staff:own_ledger_in": "staff act",
    "staff:own_offers_in": "staff act", "staff:own_offer_new": "staff", "staff:own_compare": "staff act",
    "staff:own_ledger": "staff", "staff:own_offer": "staff", "staff:own_offer_drop": "staff act",
    "staff:own_run": "staff", "staff:own_run_cancel": "staff act", "staff:own_run_report": "staff",
    "staff:own_run_workbook": "staff", "staff:own_run_json": "staff", "staff:own_outcome": "staff",
    "staff:own_run_charged": "staff",
}  # fmt: skip
ACTS = {
    "staff:policy_act": "confirm", "staff:deed_act": "confirm", "staff:telling_act": "again",
    "staff:ledger_act": "refuse", "staff:sweep_act": "order", "staff:verification_act": "clear",
    "staff:figures_decide": "confirm", "client:lettrage_act": "sweep", "staff:third_party_act": "assign",
    "client:payment_act": "up", "staff:creditor_payment_act": "up", "staff:allowance_decide": "confirm",
    "debtor:dispute_act": "withdraw", "client:dossier_act": "note", "staff:dossier_act": "note",
    "staff:case_act": "ask", "partner:case_act": "ask", "staff:partner_act": "end", "staff:partner_person": "out",
    "client:dispute_act": "answer", "staff:dispute_act": "answer", "client:arrangement_act": "end",
    "staff:arrangement_act": "end", "client:invoice_claim": "promise", "staff:invoice_claim": "promise",
    "client:ladder_run_act": "confirm", "client:touch_act": "out", "staff:ladder_run_act": "confirm",
    "staff:touch_act": "out", "client:file_act": "forget", "client:availability_act": "reckon",
    "staff:availability_act": "reckon", "staff:batch_act": "release", "staff:mandate_act": "pause",
    "debtor:mandate_do": "decline", "debtor:plan_debit": "leave", "staff:collection_act": "drop",
    "staff:collection_batch_act": "release", "staff:order_decide": "cancel", "staff:bank_decide": "accept",
    "staff:account_act": "confirm", "staff:nonpayment_act": "wait", "staff:settlement_act": "settle",
    "staff:letter_act": "back", "staff:note_act": "read", "staff:job_act": "retry", "staff:payments_act": "resume",
    "staff:owed_lines_act": "doubtful",
    "staff:claim_act": "doubt", "staff:moving_act": "agree", "staff:hold_act": "hold", "staff:personal_act": "ask",
    "staff:check_decide": "confirm", "staff:contract_decide": "agree", "staff:rates_decide": "confirm",
    "staff:statutes_decide": "confirm", "staff:person_act": "off", "staff:change_act": "agree",
    "staff:applicant_act": "decide", "staff:quote_act": "send",
    "client:person_act": "end", "client:debtor_act": "take-back", "staff:relation_act": "take-back",
}  # fmt: skip


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", list(pattern.pattern.converters)


def _addresses(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """Name, kind and address of every page, filled with the first client's things."""
    for name, places in _names(get_resolver().url_patterns):
        given = {place: ACTS[name] if place == "act" else stage.things[place] for place in places}
        yield name, WHO[name], reverse(name, kwargs=given)


def _expected(kind: str, who: str) -> set[int]:
    """What a page may answer; a deed that is not his is as unknown to him as the page."""
    if "open" in kind:
        return {200, 302, 401, 405}
    if "key" in kind:
        return {401}
    if "link" in kind:
        return {404}
    if who == "nobody":
        return {302}
    if kind == "partner":  # of a broker, or of whoever is given a case: nobody here is either
        return {404}
    if kind == "anyone":
        return {200}
    mine = {"staff": {"staff"}, "own": {"owner", "reader"}, "hand": {"owner"}, "list": {"owner", "reader", "other"}}[
        kind.split()[0]
    ]
    return {200} if who in mine else {404}


def test_every_address_has_its_line() -> None:
    found = {name for name, _ in _names(get_resolver().url_patterns)}
    assert found == set(WHO)


@pytest.fixture
def people(full: Stage) -> dict[str, Client]:
    a_debtor_user(full)
    return {
        "owner": visit("owner1@client.example"),
        "reader": visit("reader1@client.example"),
        "other": visit("owner2@client.example"),
        "debtor": visit("debtor@buyer.example"),
        "staff": visit("treasury1@factor.example"),
        "nobody": Client(),
    }


def test_each_page_shows_itself_to_its_own_people_alone(full: Stage, people: dict[str, Client]) -> None:
    for who, (name, kind, address) in product(people, list(_addresses(full))):
        if "act" in kind.split() or name == "staff:document":
            continue
        answer = people[who].get(address)
        assert answer.status_code in _expected(kind, who), f"{who} at {name}: {answer.status_code}"
        if who == "nobody" and not {"open", "key", "link"} & set(kind.split()):
            assert answer["Location"].startswith("/login")
        if who in ("other", "debtor") and answer.status_code == 200 and not answer.streaming:
            shown = answer.content.decode(errors="replace")
            assert "GEHEIM" not in shown, f"{who} reads of another's invoice at {name}"
            assert full.own.actor.name not in shown, f"{who} reads another's name at {name}"


def test_no_stranger_can_do_anything(full: Stage, people: dict[str, Client]) -> None:
    before = Event.objects.count(), Entry.objects.count()
    for who, (name, kind, address) in product(["other", "debtor", "nobody"], list(_addresses(full))):
        if "act" not in kind.split() or "open" in kind or name == "client:chosen":
            continue
        answer = people[who].post(address, {"digest": "x", "note": "x", "decision": "x", "code": "M07.account"})
        expected = {401} if "key" in kind else {302} if who == "nobody" and "link" not in kind else {404}
        assert answer.status_code in expected, f"{who} at {name}: {answer.status_code}"
    assert (Event.objects.count(), Entry.objects.count()) == before


def test_acts_are_for_posting_alone(full: Stage, people: dict[str, Client]) -> None:
    for name, kind, address in _addresses(full):
        if "act" in kind.split():
            assert people["staff"].get(address).status_code in (404, 405), name
            assert people["owner"].get(address).status_code in (404, 405), name


def test_a_reader_signs_nothing_and_hands_nothing_in(full: Stage, people: dict[str, Client]) -> None:
    before = Entry.objects.count()
    address = reverse("client:approve", args=[full.things["proposal_id"]])
    answer = people["reader"].post(address, {"digest": "x"}, follow=True)
    assert "Only an owner of this client may sign this." in answer.content.decode()
    assert Entry.objects.count() == before
    refused = people["reader"].post(reverse("client:upload"))
    assert refused.status_code == 403


def test_staff_reads_documents_and_strangers_do_not(full: Stage, people: dict[str, Client]) -> None:
    original = people["owner"].get(reverse("client:invoice_original", args=[full.things["invoice_id"]]))
    assert original["Content-Disposition"].startswith("attachment")
    assert "sandbox" in original["Content-Security-Policy"]
    sha = Invoice.objects.get(pk=full.things["invoice_id"]).document_id
    address = reverse("staff:document", args=[sha])
    assert people["staff"].get(address).content == original.content
    for who, status in (("owner", 404), ("other", 404), ("debtor", 404), ("nobody", 302)):
        assert people[who].get(address).status_code == status
