"""A notice in words: what the letter and the mail say, in one language, ready to be set in type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cessie.domain.correspondence.rules.address import Recipient, Sender
from cessie.domain.correspondence.rules.notice import Item, Notice
from cessie.domain.correspondence.rules.notices import Words, words
from cessie.formats import epc_qr
from cessie.lib.money import Money
from cessie.lib.references import shown_iban, shown_ogm

#: In these countries the window of an envelope is on the right; elsewhere on the left.
WINDOW_RIGHT: Final = ("BE", "FR", "LU")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is set in type. ``reference`` is ours; ``again`` names the first letter where this repeats it."""

    notice: Notice
    sender: Sender
    recipient: Recipient
    language: str
    reference: str
    on: date
    again: tuple[str, date] | None = None

    @property
    def subject(self) -> str:
        """What it is about; it names no debt (handbook law 12: none on envelopes and in subject lines)."""
        say = words(self.language)
        return self._fill(say.subject_changed if self.notice.former_iban else say.subject)

    def paragraphs(self) -> list[str]:
        """The body before the account: who assigned what, what the law calls it, and what discharges."""
        say, notice = words(self.language), self.notice
        body = [self._fill(say.changed)] if notice.former_iban else []
        if self.again is not None:
            reference, day = self.again
            body.append(say.again.format(reference=reference, day=in_words(day, say)))
        said, basis = self._fill(say.forms[notice.form]), self._fill(say.basis(notice.law, notice.form))
        return [*body, *([said, basis] if "«" in basis else [f"{said} {basis}"]), self._fill(say.discharge)]

    def scope(self) -> str:
        """Which claims it is about."""
        say = words(self.language)
        return self._fill(say.everything if self.notice.everything else say.listed)

    def closing(self) -> list[str]:
        """The body after the list: what stays, how to make sure, whom to ask."""
        say = words(self.language)
        return [self._fill(text) for text in (say.rights, say.genuine, say.questions, say.privacy)]

    def account(self) -> list[tuple[str, str]]:
        """The lines of the box: payee, IBAN, BIC, what the payer must state."""
        say, notice = words(self.language), self.notice
        give = _given(notice.items[0]) if len(notice.items) == 1 and not notice.more else say.as_invoiced
        rows = [(say.payee, notice.house), (say.iban, shown_iban(notice.iban)), (say.bic, notice.bic), (say.give, give)]
        return [row for row in rows if row[1]]

    def code(self) -> str:
        """The text of the QR code: with amount and reference where there is one invoice, else account and name."""
        notice = self.notice
        if len(notice.items) != 1 or notice.more or not Money(0) < notice.items[0].open <= epc_qr.LARGEST:
            return epc_qr.payload(name=notice.house, iban=notice.iban, bic=notice.bic)
        (item,) = notice.items
        given = item.reference.upper()
        structured = given if given.startswith("RF") and len(given) <= epc_qr.REFERENCE else ""
        return epc_qr.payload(
            name=notice.house, iban=notice.iban, bic=notice.bic, amount=item.open, reference=structured,
            text="" if structured else _given(item),
        )  # fmt: skip

    def _fill(self, text: str) -> str:
        notice, sender = self.notice, self.sender
        contact = sender.email or ", ".join(sender.lines)
        return text.format(
            client=notice.client, house=notice.house, iban=shown_iban(notice.iban), contact=contact,
            former=shown_iban(notice.former_iban), reference=self.reference,
        )  # fmt: skip


def data(letter: Letter) -> dict[str, Any]:
    """All that the template needs, as JSON can carry it; the picture of the code is added by whoever draws it."""
    say, notice = words(letter.language), letter.notice
    total = Money.total((item.open for item in notice.items), _currency(notice))
    return {
        "lang": letter.language,
        "made": [letter.on.year, letter.on.month, letter.on.day],
        "title": letter.subject,
        "house": {
            "name": letter.sender.name, "lines": list(letter.sender.lines), "email": letter.sender.email,
            "numbers": list(letter.sender.numbers),
        },
        "to": list(letter.recipient.lines or (letter.recipient.name,)),
        "right": letter.sender.country in WINDOW_RIGHT,
        "day": in_words(letter.on, say),
        "reference": [say.reference, letter.reference],
        "colon": say.colon,
        "greeting": say.greeting,
        "body": letter.paragraphs(),
        "scope": letter.scope(),
        "account": {"head": say.account, "rows": letter.account(), "scan": say.scan},
        "list": {
            "title": say.invoices,
            "head": list(say.head),
            "rows": [
                [item.number, figures(item.issued), figures(item.due), amount(item.open, say)] for item in notice.items
            ],
            "total": [say.total, amount(total, say)] if len(notice.items) > 1 and not notice.more else [],
            "more": say.more.format(more=notice.more) if notice.more else "",
        },
        "close": letter.closing(),
        "end": [say.closing, say.unsigned],
        "page": say.page,
    }  # fmt: skip


def mail_text(letter: Letter) -> str:
    """The same as plain text, for the mail to which the letter is attached."""
    say, notice = words(letter.language), letter.notice
    box = [f"{name}{say.colon}{value}" for name, value in letter.account()]
    rows = [
        f"{item.number}  {figures(item.issued)}  {figures(item.due)}  {amount(item.open, say)}"
        for item in notice.items
    ]  # fmt: skip
    more = [say.more.format(more=notice.more)] if notice.more else []
    parts = [
        [say.greeting], *([text] for text in letter.paragraphs()), [say.account, *box],
        [letter.scope()],
        [" / ".join(say.head), *rows, *more] if rows else [], *([text] for text in letter.closing()),
        [say.attached], [say.closing], [letter.sender.name, *letter.sender.lines, *letter.sender.numbers],
    ]  # fmt: skip
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def in_words(day: date, say: Words) -> str:
    """A day as the language writes it in a letter."""
    return f"{say.first_day if day.day == 1 else day.day} {say.months[day.month - 1]} {day.year}"


def figures(day: date) -> str:
    """A day in a list."""
    return f"{day:%d/%m/%Y}"


def amount(money: Money, say: Words) -> str:
    """An amount as the language writes it, with a blank that does not break.

    >>> amount(Money(1_234_567_89), words("nl")), amount(Money(-5), words("fr"))
    ('€\\xa01.234.567,89', '−0,05\\xa0€')
    """
    whole, _, cents = f"{abs(money).decimal:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", say.thousands)
    sign = "−" if money.cents < 0 else ""
    if money.currency != "EUR":
        return f"{sign}{grouped}{say.decimal}{cents}\u00a0{money.currency}"
    return sign + say.amount.format(figure=f"{grouped}{say.decimal}{cents}").replace(" ", "\u00a0")


def _given(item: Item) -> str:
    """What the payer states: the reference in the shape that his bank's form has, else the invoice's number."""
    reference = item.reference
    if len(reference) == 12 and reference.isdigit():
        return shown_ogm(reference)
    return reference or item.number


def _currency(notice: Notice) -> str:
    return notice.items[0].open.currency if notice.items else "EUR"
