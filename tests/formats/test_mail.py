"""Mails that come in: answers, machines' answers, reports of failure; and what somebody sends to do harm."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.formats.mail import FILE_BYTES, FILES, PARTS, SIGNS, Unreadable, read_mail, references

OURS = "0190a3c4-5b6d-7e8f-8a9b-0c1d2e3f4a5b"


def mail(text: str = "Wij betaalden gisteren.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {"From": "Jan Peeters <jan@koper.example>", "To": "debiteuren@huis.example", "Subject": "Re: Bericht"}
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def test_an_answer_says_who_wrote_what_to_which_mail_of_ours() -> None:
    made = mail(In_Reply_To=f"<{OURS}@huis.example>", References=f"<x@y> <{OURS}@huis.example>")
    made.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="bewijs \u202e.pdf")
    found = read_mail(made.as_bytes())
    assert (found.kind, found.sender, found.name) == ("answer", "jan@koper.example", "Jan Peeters")
    assert found.text == "Wij betaalden gisteren."
    assert found.answers == (f"{OURS}@huis.example", "x@y")
    assert [(file.name, file.data) for file in found.files] == [("bewijs .pdf", b"%PDF-1.7 x")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"},
        {"Subject": "Automatisch antwoord: Bericht"}, {"Subject": "Absence du bureau"},
        {"From": "noreply@koper.example"},
    ],
)  # fmt: skip
def test_what_a_machine_answers_is_told_apart(headers: dict[str, str]) -> None:
    assert read_mail(mail(**headers).as_bytes()).kind == "auto"
    assert read_mail(mail(Auto_Submitted="no", Subject="Afspraak").as_bytes()).kind == "answer"


def bounced(status: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: debiteuren@huis.example\r\nSubject: Undelivered\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; jan@koper.example\r\nAction: failed\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{OURS}@huis.example>\r\n\r\n--b--\r\n"
    ).encode()


def test_a_report_of_failure_names_the_mail_and_whether_it_is_final() -> None:
    for status, final in (("5.1.1", True), ("4.2.2", False)):
        found = read_mail(bounced(status))
        assert (found.kind, found.final, found.answers) == ("bounce", final, (f"{OURS}@huis.example",))


def test_a_page_is_read_as_its_words_alone() -> None:
    made = mail()
    made.set_content("<style>p{}</style><p>Beste,</p><script>alert(1)</script><p>betaald<br>morgen</p>", subtype="html")
    assert read_mail(made.as_bytes()).text == "Beste,\nbetaald\nmorgen"


def test_references_stand_in_address_subject_and_text() -> None:
    made = mail("Over 1111-2222-3333", Subject="Re: (AAAA-BBBB-CCCC)", Cc="desk+0c1d2e3f4a5b@huis.example")
    assert list(references(read_mail(made.as_bytes()))) == ["0C1D-2E3F-4A5B", "AAAA-BBBB-CCCC", "1111-2222-3333"]


def test_more_than_anybody_writes_is_bounded() -> None:
    many = mail("x" * (SIGNS * 3))
    for n in range(FILES + 3):
        many.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{n}.pdf")
    found = read_mail(many.as_bytes())
    assert (len(found.text), len(found.files), found.left_out) == (SIGNS, FILES, 3)
    big = mail()
    big.add_attachment(b"x" * (FILE_BYTES + 1), maintype="application", subtype="pdf", filename="big.pdf")
    assert read_mail(big.as_bytes()).left_out == 1


def test_what_is_built_to_harm_is_unreadable() -> None:
    head = b"From: a@b\r\nContent-Type: multipart/mixed; boundary=a0\r\n\r\n"
    deep = b"".join(b"--a%d\r\nContent-Type: multipart/mixed; boundary=a%d\r\n\r\n" % (n, n + 1) for n in range(900))
    wide = b"--a0\r\n\r\nx\r\n" * (PARTS + 1) + b"--a0--\r\n"
    for data in (b"", head + deep, head + wide):
        with pytest.raises(Unreadable):
            read_mail(data)


@given(
    st.binary(max_size=400), st.sampled_from([b"From: ", b"To: ", b"Content-Type: ", b"Subject: =?", b"References: <"])
)
def test_nothing_breaks_the_reader(noise: bytes, header: bytes) -> None:
    try:
        found = read_mail(b"From: a@b.example\r\n" + header + noise)
    except Unreadable:
        return
    assert all(c.isprintable() or c in "\n\t" for c in found.subject + found.text + found.name + found.sender)
