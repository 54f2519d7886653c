"""The terms of a contract as a person reads them: what each says, in the field's words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _

from cessie.lib.reasons import N_
from cessie.portals.frame.templatetags.cessie import money
from cessie.terms.contract import LateClaims, Terms

_VALUES: Final[Mapping[str, str]] = {
    "SALE": N_("sale of claims"),
    "SUBROGATION": N_("subrogation"),
    "DAILLY": N_("Dailly slip"),
    "PLEDGE": N_("pledge"),
    "MANDATE": N_("mandate to collect"),
    "NOTIFIED": N_("the debtor is notified"),
    "CONFIDENTIAL": N_("confidential"),
    "PER_INVOICE": N_("invoice by invoice"),
    "PER_DEBTOR": N_("all invoices of a debtor"),
    "WHOLE_LEDGER": N_("the whole ledger"),
    "FULL": N_("with recourse"),
    "NONE": N_("without recourse"),
    "PARTIAL": N_("in part"),
    "FACTOR": N_("the factor"),
    "CLIENT_MANDATE": N_("the client, by mandate"),
    "AGENCY": N_("the agency"),
    "ON_CLOSE": N_("once the invoice is paid whole"),
    "PRO_RATA": N_("in proportion to what the debtor has paid"),
}

_LATE: Final[Mapping[str, str]] = {
    "HOUSE": N_("the factor"),
    "CLIENT": N_("the client"),
    "LAW": N_("what the law of the country says"),
    "PRINCIPAL_FIRST": N_("the invoice"),
    "EXACT_STANDS": N_("stand"),
    "EXACT_GIVEN_UP": N_("are given up"),
    "EXACT_LAW": N_("are settled first, as the law says"),
}


def _value(code: str) -> str:
    return _(_VALUES[code]) if code in _VALUES else code.replace("_", " ").lower()


def terms_in_words(terms: Terms) -> list[tuple[str, str]]:
    """Name and value of what matters most, in the order of a contract."""

    def percent(rate: Decimal) -> str:
        return f"{formats.number_format(rate, use_l10n=True)} %"

    return [
        (_("Transfer"), _value(terms.transfer_form)),
        (_("Disclosure"), _value(terms.disclosure)),
        (_("Selection"), _value(terms.selection)),
        *_deed_in_words(terms),
        (_("Recourse"), _value(terms.recourse)),
        (_("Who reminds"), _value(terms.collector)),
        (_("Advance rate"), percent(terms.advance_rate)),
        (_("Held back per invoice"), percent(terms.holdback_rate)),
        (_("Released"), _value(terms.release_mode)),
        (_("Facility"), money(terms.limits.facility)),
        (_("Longest payment term, in days"), str(terms.payment_days)),
        (_("An offer stands, in hours"), str(terms.proposal_hours)),
        (_("Paid out within, in hours"), str(terms.payout_hours)),
        (_("Notice of its end, in days"), str(terms.notice_days)),
        *late_in_words(terms.late_claims),
    ]


def _deed_in_words(terms: Terms) -> list[tuple[str, str]]:
    """What is done before a deed is registered, where debtors are not told and a sale may need that."""
    if (terms.transfer_form, terms.disclosure) != ("SALE", "CONFIDENTIAL"):
        return []
    ways = {
        "WAIT": _("nothing is paid out and nothing counts"),
        "COUNT": _("it is paid out and counts, at the house's own risk"),
    }
    return [(_("Before a deed that must be registered is"), ways[terms.unregistered])]


def late_in_words(late: LateClaims) -> list[tuple[str, str]]:
    """What a contract says of interest and costs beside an invoice that is paid late."""
    return [
        (_("Late interest and costs go to"), _(_LATE[late.income])),
        (_("A payment settles first"), _(_LATE[late.imputation])),
        (_("Where exactly the invoice is paid, interest and costs"), _(_LATE[f"EXACT_{late.exact}"])),
    ]


def late_choices(late: LateClaims) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The same as a form asks it: field, label, and each value with its words and whether it holds now."""
    ways = {"income": ("HOUSE", "CLIENT"), "imputation": ("LAW", "PRINCIPAL_FIRST"),
            "exact": ("STANDS", "GIVEN_UP", "LAW")}  # fmt: skip
    labels = [label for label, _value in late_in_words(late)]
    return [
        (name, label, [(way, _(_LATE[f"EXACT_{way}" if name == "exact" else way]), getattr(late, name) == way)
                       for way in values])
        for (name, values), label in zip(ways.items(), labels, strict=True)
    ]  # fmt: skip
