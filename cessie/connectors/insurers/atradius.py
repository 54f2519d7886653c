"""Atradius: covers over its customers' API (paths, bodies and decision codes as two public clients use them).

Checked against those clients, not against the service: the envelope of lists (``{"data": [...]}``), the field that
carries our reference back, and every ``uidType`` but ``SN`` (SIREN) are unverified. Overdues and claims go over an API
that is not public: they are told to the insurer by hand until the house has its description.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, Decimal
from types import TracebackType
from typing import Any, Final

import httpx

from cessie.connectors.errors import AuthFailed, NotFound, OutcomeUnknown, Rejected, Temporary
from cessie.connectors.insurers import CoverDecision, Overdue, State
from cessie.lib.ids import uuid7
from cessie.lib.money import Money

SECONDS = 20
COVERS, BUYERS = "/credit-insurance/cover-management/v1", "/credit-insurance/organisation-management/v1"
STEP = 1_000_00  # cents: a request is a multiple of it, rounded up
#: What is superseded, archived or was only an application sets nothing: such codes are CLOSED.
CODES: Final[Mapping[str, State]] = {
    "DC01": "APPROVED", "DC02": "APPROVED_CONDITIONAL", "DC03": "REFUSED", "DC04": "REDUCED", "DC05": "UNCHANGED",
    "DC06": "PENDING", "DC07": "PENDING", "DC08": "WITHDRAWN", "DC09": "REDUCED", "DC22": "REDUCED",
    "DC10": "APPROVED_CONDITIONAL", "DC11": "APPROVED", "DC21": "WITHDRAWAL_NOTICE",
    "CCLD": "WITHDRAWN", "ECLD": "WITHDRAWN", "WCLD": "WITHDRAWN", "PCLD": "WITHDRAWN",
}  # fmt: skip
COUNTRIES = {"BE": "BEL", "NL": "NLD", "FR": "FRA", "LU": "LUX", "DE": "DEU"}
#: Our schemes in the order in which they are tried.
UIDS = (("fr.siren", "SN"), ("nl.kvk", "KVK"), ("be.enterprise", "CBE"), ("vat", "VAT"))


class Atradius:
    """The service behind ``url`` for one policy; ``secret`` opens it and is never told."""

    name = "atradius"

    def __init__(self, url: str, *, client_id: str, secret: str, app_key: str, policy: str, customer: str) -> None:
        self._login, self._policy, self._customer = (client_id, secret), policy, customer
        self._client = httpx.Client(
            base_url=url, headers={"Atradius-App-Key": app_key}, timeout=SECONDS, trust_env=False
        )
        self._token = ""

    def __enter__(self) -> Atradius:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def find_buyer(self, country: str, numbers: frozenset[tuple[str, str]]) -> str:
        """Look the company up; each look-up may cost, so the caller keeps the answer."""
        known = dict(numbers)
        for scheme, uid in UIDS:
            if scheme in known:
                asked = {"country": COUNTRIES.get(country, country), "uid": known[scheme], "uidType": uid}
                found = self._get("find_buyer", f"{BUYERS}/buyers", asked)
                if found:
                    return str(found[0]["buyerId"])
        raise NotFound(self.name, "find_buyer", "no buyer match found")

    def request_limit(self, buyer: str, amount: Money, reference: str) -> CoverDecision:
        """Ask for a limit, rounded up to the insurer's step; never sent twice with one reference by this object."""
        steps = (Decimal(amount.cents) / STEP).to_integral_value(ROUND_CEILING)
        body = {
            "customerId": self._customer, "policyId": self._policy, "buyerId": buyer, "coverType": "credit-limit",
            "creditLimitAmount": int(steps) * STEP // 100, "currencyCode": amount.currency,
            "customerRefNumber": reference,
        }  # fmt: skip
        token = self._bearer("request_limit")
        try:
            answer = self._client.post(f"{COVERS}/covers", json=body, headers=self._headers(token))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:  # nothing left this machine
            raise Temporary(self.name, "request_limit", type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(self.name, "request_limit", type(error).__name__) from error
        if answer.status_code >= 500:
            raise OutcomeUnknown(self.name, "request_limit", "no clear answer", code=str(answer.status_code))
        self._check("request_limit", answer)
        return self._decision(_data(self.name, "request_limit", answer))

    def decisions_since(self, day: date) -> list[CoverDecision]:
        """Asked with a day's overlap: the service's moments may be an hour off."""
        found = self._get("decisions_since", f"{COVERS}/covers/decisions", {"fromDate": day.isoformat()})
        return sorted((self._decision(each) for each in found), key=lambda each: each.decided_at)

    def report_overdue(self, buyer: str, items: list[Overdue], reference: str) -> str:
        """Not by machine (``Rejected``): the shape of the insurer's Non-Payments API is not public."""
        raise Rejected(self.name, "report_overdue", "overdues are declared on the insurer's own site")

    def file_claim(self, buyer: str, items: list[Overdue], reference: str) -> str:
        """Not by machine, as ``report_overdue``."""
        raise Rejected(self.name, "file_claim", "claims are filed on the insurer's own site")

    def _bearer(self, operation: str) -> str:
        if not self._token:
            try:
                answer = self._client.post("/authenticate/v2/tokens", auth=self._login, headers=self._headers(""))
            except httpx.HTTPError as error:
                raise Temporary(self.name, operation, type(error).__name__) from error
            self._check(operation, answer)
            self._token = str(_data(self.name, operation, answer)["access_token"])
        return self._token

    def _headers(self, token: str) -> dict[str, str]:
        found = {"Atradius-Correlation-Id": str(uuid7())}
        return found | ({"Authorization": f"Bearer {token}"} if token else {})

    def _get(self, operation: str, path: str, asked: dict[str, str]) -> list[dict[str, Any]]:
        token = self._bearer(operation)
        try:
            answer = self._client.get(path, params=asked, headers=self._headers(token))
        except httpx.HTTPError as error:
            raise Temporary(self.name, operation, type(error).__name__) from error
        if answer.status_code == 404:
            return []
        self._check(operation, answer)
        found = _data(self.name, operation, answer)
        if not isinstance(found, list):
            raise Rejected(self.name, operation, "the answer cannot be read")
        return found

    def _check(self, operation: str, answer: httpx.Response) -> None:
        code = str(answer.status_code)
        if answer.status_code in (401, 403):
            self._token = ""
            raise AuthFailed(self.name, operation, "not let in", code=code)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Temporary(self.name, operation, "not now", code=code)
        if answer.status_code not in (200, 201, 202):
            raise Rejected(self.name, operation, _detail(answer), code=code)

    def _decision(self, told: dict[str, Any]) -> CoverDecision:
        try:
            code = str(told["decisionCode"])
            total = told.get("totalDecision") or {}
            amount = Decimal(str(total.get("decisionAmtInPolicyCurrency", 0)))
            state = "PENDING" if told.get("coverStatus") == "REFERRED" else CODES.get(code, "CLOSED")
            nothing = state in ("REFUSED", "WITHDRAWN", "CLOSED", "WITHDRAWAL_NOTICE")
            return CoverDecision(
                insurer=self.name, buyer=str(told["buyerId"]), cover=str(told["coverId"]),
                reference=str(told.get("customerRefNumber") or ""), code=code, state=state,
                granted=Money(0) if nothing else Money(int(amount * 100), str(told.get("policyCurrencyCode") or "EUR")),
                valid_from=date.fromisoformat(told["effectFromDate"]),
                valid_until=_day(total.get("decisionExpiryDate") or told.get("effectiveToDate")),
                withdrawn_on=_day(told.get("withdrawalDate")),
                decided_at=_moment(told["decisionDate"]),
                conditions=tuple(str(c["conditionDescription"]) for c in total.get("decisionConditions", ())),
                policy=self._policy,
                raw=told,
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise Rejected(self.name, "decision", "the answer cannot be read") from error


def _data(name: str, operation: str, answer: httpx.Response) -> Any:
    try:
        return answer.json()["data"]
    except (ValueError, KeyError, TypeError) as error:
        raise Rejected(name, operation, "the answer cannot be read") from error


def _detail(answer: httpx.Response) -> str:
    try:
        return "; ".join(str(each["detail"]) for each in answer.json()["errors"])[:300]
    except (ValueError, KeyError, TypeError):
        return "refused"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
