"""Reports and complaints about our mails, as servers write them; delays, answers and nonsense are none."""

from __future__ import annotations

import pytest

from cessie.connectors.channels.email.returns import returned

IDENTITY = "0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b@huis.example"
ORIGINAL = f"Message-ID: <{IDENTITY}>\r\nFrom: debiteuren@huis.example\r\nSubject: Bericht\r\n\r\nBeste\r\n"


def report(kind: str, fields: str, words: str = "Sorry: <ap@buyer.example> 550 unknown user") -> bytes:
    """A multipart report around the mail that it speaks of."""
    return (
        f"From: MAILER-DAEMON@mx.example\r\nSubject: Report\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{words}\r\n"
        f"--b\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{ORIGINAL}\r\n--b--\r\n"
    ).encode()


FAILED = (
    "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ap@buyer.example\r\nAction: failed\r\nStatus: 5.1.1"
)


def test_a_mail_that_did_not_arrive_is_known_by_its_identity_and_names_nobody() -> None:
    found = returned(report("delivery-status", FAILED))
    assert found is not None
    assert (found.kind, IDENTITY in found.of) == ("bounce", True)
    assert "550 unknown user" in found.words
    assert "@" not in found.words


@pytest.mark.parametrize("kind", ["abuse", "opt-out"])
def test_a_complaint_of_the_reader(kind: str) -> None:
    found = returned(report("feedback-report", f"Feedback-Type: {kind}\r\nUser-Agent: x/1\r\nVersion: 1"))
    assert found is not None
    assert (found.kind, IDENTITY in found.of) == ("complaint", True)


@pytest.mark.parametrize(
    "data",
    [
        report("delivery-status", FAILED.replace("5.1.1", "4.2.2").replace("failed", "delayed")),
        report("feedback-report", "Feedback-Type: not-spam\r\nVersion: 1"),
        ORIGINAL.encode(),
        b"",
        b"\x00\xff" * 100,
    ],
)
def test_delays_answers_and_nonsense_are_no_returns(data: bytes) -> None:
    assert returned(data) is None
