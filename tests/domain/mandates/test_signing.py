"""A debtor signs a mandate on a page: link, account, the paper, a code by mail, the evidence."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pytest_django.fixtures import Settings

from cessie.connectors.channels import Piece
from cessie.connectors.channels.sms.sandbox import KEY, Sandbox
from cessie.connectors.errors import Temporary
from cessie.domain.correspondence.set_writing import How, set_writing
from cessie.domain.documents.queries import content
from cessie.domain.mandates.activate import activate
from cessie.domain.mandates.expire import expire
from cessie.domain.mandates.models import Mandate, Signing
from cessie.domain.mandates.present import Given, decline, look, present
from cessie.domain.mandates.rules.signing import CODE_LIFE, CODES, LINK_LIFE, TRIES, Happened, unbroken
from cessie.domain.mandates.sign import Tried, sign
from cessie.domain.mandates.signing_door import Seen, events_of
from cessie.domain.parties.models import Company, House
from cessie.domain.parties.register import register_company
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.reasons import Refusal
from cessie.lib.states import WrongState
from cessie.workflows.direct_debit.signing import ask_to_sign, send_code
from tests.domain.conftest import AT, SYSTEM, staff
from tests.domain.mandates.conftest import Stage

IBAN = "BE68539007547034"
SEEN = Seen("192.0.2.7", "Telephone/1")
GIVEN = Given(iban=IBAN, holder="Jan Peeters", signer="Jan Peeters", role="zaakvoerder", consumer=True)


@dataclass
class Post:
    """A mail server that keeps what it is given, or takes nothing."""

    name: str = "email"
    at_once: int = 1
    safe_again: bool = False
    down: bool = False
    mails: list[Piece] = field(default_factory=list)

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        if self.down:
            raise Temporary("email", "deliver", "no answer")
        self.mails += pieces
        return "250 taken"

    @property
    def code(self) -> str:
        """The digits of the last mail."""
        text = message_from_bytes(self.mails[-1].wire, policy=SMTP).get_content()
        found = re.search(r"(?<![0-9A-F])\d{6}(?![0-9A-F])", text)
        assert found is not None
        return found[0]


@pytest.fixture
def post(store_folder: Path, on: Stage) -> Post:
    """The house that writes, and its mail server."""
    house = register_company(name="Huis BV", country="BE", identifiers={"vat": "BE0848934496"}, by=SYSTEM, at=AT)
    Company.objects.filter(pk=house.pk).update(email="debit@huis.example")
    House.objects.create(company=house, founded_at=AT)
    return Post()


def _asked(on: Stage, post: Post, *, by_mail: bool = False) -> str:
    """The secret of the link."""
    made = ask_to_sign(
        creditor_id=on.creditor.pk, debtor_id=on.mandate.debtor_id, scheme="CORE", email="jan@peeters.example",
        by_mail=by_mail, mail=post, by=on.clerk, at=AT,
    )  # fmt: skip
    return made.address.rpartition("/")[2]


def _sign(secret: str, code: str, at: datetime = AT) -> Tried:
    return sign(secret=secret, code=code, consent=True, seen=SEEN, at=at)


def _evidence(mandate: Mandate) -> dict[str, Any]:
    """What is attached to the signed PDF."""
    with pikepdf.open(io.BytesIO(content(mandate.document_id, SYSTEM))) as pdf:
        value: dict[str, Any] = json.loads(pdf.attachments["evidence.json"].get_file().read_bytes())
    return value


def test_what_was_signed_is_what_was_shown_and_a_second_person_lets_it_serve(on: Stage, post: Post) -> None:
    secret = _asked(on, post)
    assert look(secret=secret, seen=SEEN, at=AT).state == "opened"
    row = present(secret=secret, given=GIVEN, seen=SEEN, at=AT)
    assert sha256(content(str(row.presented_id), SYSTEM)).hexdigest() == row.presented_id
    send_code(secret=secret, seen=SEEN, mail=post, at=AT)
    assert post.mails[-1].mail_to == "jan@peeters.example"
    with pytest.raises(Refusal, match="Tick that you have read"):
        sign(secret=secret, code=post.code, consent=False, seen=SEEN, at=AT)
    first, again = _sign(secret, post.code), _sign(secret, "000000")
    assert first.mandate is not None
    assert first.mandate == again.mandate, "signed once"
    mandate = Mandate.objects.get(pk=first.mandate.pk)
    assert (mandate.state, mandate.iban, mandate.consumer) == ("signed", IBAN, True)
    told = _evidence(mandate)
    assert (told["document_sha256"], told["strength"]) == (row.presented_id, "two ways")
    assert told["signer"] == {"name": "Jan Peeters", "role": "zaakvoerder", "email": "jan@peeters.example"}
    events = [Happened(**event | {"at": datetime.fromisoformat(event["at"])}) for event in told["events"]]
    assert [event.kind for event in events] == ["ask", "open", "present", "code", "consent"]
    assert unbroken(events)
    assert events[-1].digest == told["head"]
    assert unbroken(events_of(Signing.objects.get()))
    activate(mandate_id=mandate.pk, by=on.second, at=AT)


def test_link_and_code_by_one_way_are_weaker_and_said_so(on: Stage, post: Post) -> None:
    secret = _asked(on, post, by_mail=True)
    assert secret in message_from_bytes(post.mails[0].wire, policy=SMTP).get_content()
    present_and_code(secret, post)
    signed = _sign(secret, post.code).mandate
    assert signed is not None
    assert _evidence(signed)["strength"] == "one way"


def test_a_code_goes_to_the_telephone_where_its_number_is_known_and_the_evidence_says_so(
    on: Stage, post: Post, settings: Settings
) -> None:
    secret = _asked(on, post, by_mail=True)
    desk = staff("desk", "collection")
    set_writing(debtor_id=on.mandate.debtor_id, how=How(mobile="+32470123456"), by=desk, at=AT)
    look(secret=secret, seen=SEEN, at=AT)
    present(secret=secret, given=GIVEN, seen=SEEN, at=AT)
    with Sandbox(AT) as provider:
        settings.SMS_URL, settings.SMS_KEY = provider.url, KEY
        assert send_code(secret=secret, seen=SEEN, mail=post, at=AT).code_by == "sms"
        assert len(post.mails) == 1, "the link alone"
        provider.trouble = 503
        assert send_code(secret=secret, seen=SEEN, mail=post, at=AT).code_by == "email", "else by mail"
        provider.trouble = 0
        send_code(secret=secret, seen=SEEN, mail=post, at=AT)
        *_, last = provider.sent
    assert last["recipients"] == ["32470123456"]
    signed = _sign(secret, re.findall(r"\b\d{6}\b", last["body"])[0]).mandate
    assert signed is not None
    told = _evidence(signed)
    assert (told["link_by"], told["code_by"], told["strength"]) == ("email", "sms", "two ways")
    assert "470123456" not in json.dumps(told)
    codes = [event["data"]["to"] for event in told["events"] if event["kind"] == "code"]
    assert codes[-1] == "+32 … 456"


def present_and_code(secret: str, post: Post) -> None:
    look(secret=secret, seen=SEEN, at=AT)
    present(secret=secret, given=GIVEN, seen=SEEN, at=AT)
    send_code(secret=secret, seen=SEEN, mail=post, at=AT)


def test_five_wrong_codes_lock_it_and_a_late_one_is_none(on: Stage, post: Post) -> None:
    secret = _asked(on, post)
    present_and_code(secret, post)
    right = post.code
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert _sign(secret, right, AT + CODE_LIFE).verdict == "late"
    said = [_sign(secret, wrong) for _ in range(TRIES)]
    assert [each.left for each in said] == [4, 3, 2, 1, 0]
    assert said[-1].verdict == "locked"
    with pytest.raises(Refusal):
        _sign(secret, right)
    assert not Mandate.objects.filter(holder="Jan Peeters").exists()


def test_another_account_voids_the_code_and_four_codes_are_enough(on: Stage, post: Post) -> None:
    secret = _asked(on, post)
    present_and_code(secret, post)
    old = post.code
    present(secret=secret, given=GIVEN, seen=SEEN, at=AT)
    with pytest.raises(Refusal):
        _sign(secret, old)
    for _ in range(CODES - 1):
        send_code(secret=secret, seen=SEEN, mail=post, at=AT)
    with pytest.raises(Refusal, match="No more codes"):
        send_code(secret=secret, seen=SEEN, mail=post, at=AT)
    assert _sign(secret, post.code).verdict == "right"


def test_a_link_runs_out_is_declined_or_unknown(on: Stage, post: Post) -> None:
    late, no = _asked(on, post), _asked(on, post)
    look(secret=no, seen=SEEN, at=AT)
    for _ in range(2):
        assert decline(secret=no, note="never", seen=SEEN, at=AT).state == "declined"
    with pytest.raises(Refusal):
        present(secret=no, given=GIVEN, seen=SEEN, at=AT)
    expire(by=SYSTEM, at=AT + LINK_LIFE)
    assert sorted(Signing.objects.values_list("state", flat=True)) == ["declined", "expired"]
    with pytest.raises(WrongState):
        decline(secret=late, note="", seen=SEEN, at=AT + LINK_LIFE + timedelta(days=1))
    with pytest.raises(NotFound):
        look(secret="z" * 43, seen=SEEN, at=AT)


def test_a_mail_server_that_is_down_is_said_and_the_link_is_there_all_the_same(on: Stage, post: Post) -> None:
    post.down = True
    secret = _asked(on, post, by_mail=True)
    row = look(secret=secret, seen=SEEN, at=AT)
    assert row.link_by == ""
    present(secret=secret, given=GIVEN, seen=SEEN, at=AT)
    with pytest.raises(Refusal, match="No code can be sent"):
        send_code(secret=secret, seen=SEEN, mail=post, at=AT)
