"""A new person comes in by a link that was mailed to him alone: it opens once, for some days, and can be withdrawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cessie.connectors.channels import Piece
from cessie.connectors.errors import Temporary
from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import house_company
from cessie.domain.users.models import Invitation, User
from tests.portals.house import Stage, visit

BOSS, OWNER = "admin@factor.example", "owner1@client.example"
NEW = {"name": "Nora Nieuw", "email": "nora@factor.example", "language": "fr"}
CHOSEN = {"new": "vier woorden zijn genoeg", "again": "vier woorden zijn genoeg"}


class Post:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[Piece] = []
        self.down = False

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        if self.down:
            raise Temporary("email", "deliver", "down")
        self.mails += pieces
        return "250 taken"

    @property
    def link(self) -> str:
        """That of the newest mail, as it stands in its text."""
        text = message_from_bytes(self.mails[-1].wire, policy=policy.default).get_content()
        (path,) = re.findall(r"http://testserver(/invitation/[A-Za-z0-9_-]{43})\b", text)
        return str(path)


@pytest.fixture
def post(stage: Stage, settings: object, monkeypatch: pytest.MonkeyPatch) -> Post:
    house = house_company()
    assert house is not None
    Company.objects.filter(pk=house.pk).update(email="post@factor.example")
    settings.SMTP_URL = "smtp://mail.example"  # type: ignore[attr-defined]  # pytest-django's settings
    server = Post()
    monkeypatch.setattr("cessie.workflows.letters.mailing.mail_server", lambda: server)
    return server


def add(**more: str) -> str:
    return str(visit(BOSS).post(reverse("staff:people"), NEW | more, follow=True).content.decode())


def test_a_colleague_chooses_his_own_password_by_the_link_once(post: Post) -> None:
    shown = add()
    nora = User.objects.get(email=NEW["email"])
    assert not nora.has_usable_password()
    assert post.link not in shown
    assert 'id="secret"' not in shown, "nobody is told a password"
    assert (post.mails[0].mail_to, post.mails[0].mail_from) == (NEW["email"], "post@factor.example")
    assert post.link.rpartition("/")[2] not in str(Invitation.objects.values())
    new = Client()
    page = new.get(post.link)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    assert "no-store" in page["Cache-Control"]
    assert 'lang="fr"' in page.content.decode()
    assert new.post(post.link, CHOSEN | {"again": "x"}).status_code == 400
    assert new.post(post.link, {"new": "nora", "again": "nora"}).status_code == 400
    assert new.post(post.link, CHOSEN)["Location"] == reverse("login")
    nora.refresh_from_db()
    assert (nora.check_password(CHOSEN["new"]), nora.must_change_password) == (True, False)
    assert {new.get(post.link).status_code, new.post(post.link, CHOSEN).status_code} == {404}


def test_a_link_is_made_anew_withdrawn_and_runs_out(post: Post) -> None:
    add()
    nora, first = User.objects.get(email=NEW["email"]), post.link
    act = lambda name: visit(BOSS).post(reverse("staff:person_act", args=[nora.pk, name]), follow=True)  # noqa: E731
    act("invite")
    assert Client().get(first).status_code == 404
    assert Client().get(post.link).status_code == 200
    act("uninvite")
    assert Client().get(post.link).status_code == 404
    act("invite")
    Invitation.objects.filter(revoked_at__isnull=True).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(post.link).status_code == 404
    act("invite")
    act("off")
    assert Client().get(post.link).status_code == 404
    assert "is switched off" in act("invite").content.decode()


def test_who_has_a_password_is_not_invited_again(post: Post) -> None:
    user = User.objects.get(email="credit1@factor.example")
    page = visit(BOSS).post(reverse("staff:person_act", args=[user.pk, "invite"]), follow=True).content.decode()
    assert "has a password already" in page
    assert post.mails == []


def test_a_mail_that_did_not_leave_is_said_and_a_clients_owner_invites_too(post: Post) -> None:
    post.down = True
    assert "did not take the link" in add()
    post.down = False
    new = NEW | {"email": "boek@client.example", "role": "bookkeeper"}
    shown = visit(OWNER).post(reverse("client:people"), new).content.decode()
    assert 'id="secret"' not in shown
    assert Client().get(post.link).status_code == 200
