"""Two of the treasury let money go, as they click through it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.eyes import Eyes, follow


def pay(first: Page, second: Page, eyes: Eyes) -> None:
    """One prepares; he cannot release; another releases and hands the file to the bank."""
    follow(first.get_by_role("link", name="Payments"))
    eyes.look(first, "payments")
    first.get_by_role("button", name="Prepare the batch").click()
    expect(first.get_by_text("The batch is prepared.")).to_be_visible()
    first.get_by_role("button", name="Release").click()
    expect(first.locator(".note.bad")).to_be_visible()
    expect(first.locator(".head .chip")).to_have_text("To be released")
    second.goto(first.url)
    second.get_by_role("button", name="Release").click()
    expect(second.locator(".head .chip")).to_have_text("Released")
    second.get_by_role("button", name="Hand to the bank").click()
    expect(second.locator(".head .chip")).to_have_text("Sent")
    eyes.look(second, "batch")
