"""Eyes on pages: each look fails on a console error, a page wider than the window, and whatever axe finds."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

SHOTS = Path(__file__).resolve().parents[2] / "shots"
#: What passes is not told: on a page with tables that would be most of the work.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
ASK = "rules => axe.run(document, rules).then(told => told.violations)"
Scheme = Literal["light", "dark"]


@dataclass
class Eyes:
    """A browser on one server; ``open`` gives each person a window of his own."""

    browser: Browser
    server: str
    contexts: list[BrowserContext] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, *, session: str = "", scheme: Scheme = "light", width: int = 1360) -> Page:
        """A window, of somebody who has a session already if one is given."""
        context = self.browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, locale="en-GB", base_url=self.server
        )
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.server}])
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def look(self, page: Page, name: str, *, closely: bool = True) -> None:
        """Fail on anything wrong; with CESSIE_SHOTS set keep a picture in ``shots/``. ``closely``: ask axe as well."""
        page.wait_for_load_state()
        assert not self.errors, f"{name}: {self.errors}"
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name} is {wide} pixels wider than the window"
        if closely:
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate(ASK, RULES)
            assert not found, f"{name}: {[(rule['id'], rule['nodes'][0]['html']) for rule in found]}"
        if os.environ.get("CESSIE_SHOTS"):
            SHOTS.mkdir(exist_ok=True)
            page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


def follow(way: Locator) -> Page:
    """Click what leads to another page (a link, the button of a form) and wait until that page is there.

    A click alone returns before its page comes: whatever is looked at or done next may still meet the old one.
    """
    with way.page.expect_navigation():
        way.click()
    return way.page
