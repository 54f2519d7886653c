"""Proof asked for and handed in, a customer asked about his balance, a finding, a visit, figures to confirm."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cessie.domain.disputes.add_evidence import File
from cessie.domain.verification.draw_sample import draw_sample
from cessie.domain.verification.enquire import enquire
from cessie.domain.verification.find import find
from cessie.domain.verification.hand_in import hand_in
from cessie.domain.verification.plan_audit import move_audit, plan_audit, say_point
from cessie.domain.verification.policy import figures_at, propose_figures
from cessie.domain.verification.report_audit import report_audit
from cessie.domain.verification.rules.kinds import CHECKLIST
from cessie.lib.reasons import Reason

if TYPE_CHECKING:  # the house imports this file
    from tests.portals.house import Stage


def verified(stage: Stage) -> dict[str, Any]:
    """What the pages of verification show of the first client."""
    contract, by, at = stage.things["contract_id"], stage.house.staff.credit, stage.at
    sample = draw_sample(contract_id=contract, seed="x", by=by, at=at)
    item = sample.items.order_by("-open_cents", "pk")[0]
    paper = File("GEHEIM-bon.pdf", b"%PDF-1.4 bon")
    hand_in(item_id=item.pk, kind="delivery", files=[paper], by=stage.own.owner, at=at)
    seen = Reason("verification.said", "{words}", {"words": "GEHEIM"})
    find(
        contract_id=contract, rule="person", severity="note", reason=seen, key="x", debtor_id=item.debtor_id,
        number=item.number, item=item, by=by, at=at,
    )  # fmt: skip
    visit = plan_audit(
        contract_id=contract, on=stage.today + timedelta(days=3), place="Gent", plan="GEHEIM", by=by, at=at
    )
    move_audit(audit_id=visit.pk, event="begin", by=by, at=at)
    for code in CHECKLIST:
        say_point(audit_id=visit.pk, code=code, result="remark", words="GEHEIM", by=by, at=at)
    report_audit(audit_id=visit.pk, conclusion="GEHEIM", by=by, at=at)
    more = figures_at("sample", at)[0] | {"share": 7}
    change = propose_figures(kind="sample", figures=more, valid_from=stage.today, note="GEHEIM", by=by, at=at)
    return {
        "sample_id": sample.pk, "item_id": item.pk, "proof_id": item.proofs.get().pk, "audit_id": visit.pk,
        "enquiry_id": enquire(contract_id=contract, debtor_id=item.debtor_id, by=by, at=at).pk,
        "figures_id": change.pk, "policy": "sample",
    }  # fmt: skip
