"""One dispute as the debtor sees it: all that was said, his files, and what he may still do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.disputes import queries as disputes
from cessie.domain.disputes.add_evidence import add_evidence
from cessie.domain.disputes.reopen import reopen
from cessie.domain.disputes.rules.states import DISPUTE, LIVE
from cessie.domain.disputes.withdraw import withdraw
from cessie.lib.reasons import N_
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.debtor.screens.wish import files_of
from cessie.portals.frame.access import attempt
from cessie.portals.frame.claim_words import DISPUTES
from cessie.portals.frame.download import original

Act = Callable[[Call, UUID, str, datetime], object]


@require_safe
@by_a_link
def dispute(call: Call, dispute_id: UUID) -> HttpResponse:
    """The page of one dispute."""
    facts = disputes.dispute(viewer=call.viewer, dispute_id=dispute_id)
    return show(
        call,
        "dispute",
        facts=facts,
        standing=DISPUTES[facts.row.state],
        may_withdraw=DISPUTE.allows(facts.row.state, "withdraw"),
        may_reopen=DISPUTE.allows(facts.row.state, "reopen"),
        may_add=facts.row.state in LIVE,
    )


@require_POST
@by_a_link
def dispute_act(call: Call, dispute_id: UUID, act: str) -> HttpResponse:
    """Take it back, open it again, or send one more file."""
    disputes.dispute(viewer=call.viewer, dispute_id=dispute_id)
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(call, lambda: verb(call, dispute_id, call.POST.get("words", ""), timezone.now()), _(done))
    return redirect("debtor:dispute", call.secret, dispute_id)


@require_safe
@by_a_link
def evidence(call: Call, evidence_id: UUID) -> HttpResponse:
    """A file of his, or of the client for him, byte for byte."""
    row, data = disputes.evidence(viewer=call.viewer, evidence_id=evidence_id)
    return original(data, row.document.media_type, row.name.rpartition(".")[0] or row.name)


def _back(call: Call, dispute_id: UUID, words: str, at: datetime) -> object:
    return withdraw(dispute_id=dispute_id, words=words, by=call.viewer, at=at)


def _again(call: Call, dispute_id: UUID, words: str, at: datetime) -> object:
    return reopen(dispute_id=dispute_id, words=words, by=call.viewer, at=at)


def _file(call: Call, dispute_id: UUID, words: str, at: datetime) -> object:
    return add_evidence(dispute_id=dispute_id, files=files_of(call), by=call.viewer, at=at)


ACTS: Final[Mapping[str, tuple[Act, str]]] = {
    "withdraw": (_back, N_("Your dispute is taken back.")),
    "reopen": (_again, N_("Your dispute is open again.")),
    "file": (_file, N_("Your file is kept.")),
}
