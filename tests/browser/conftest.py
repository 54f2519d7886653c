"""A real browser on the pages of a made-up house: CESSIE_CHROMIUM, else one on PATH; without one the tests fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from cessie.domain.users.models import User
from tests.browser.eyes import Eyes
from tests.portals.house import Stage, a_stage

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; it goes with its module, since no job can be awaited beside its loop."""
    path = os.environ.get("CESSIE_CHROMIUM") or next((p for name in NAMES if (p := shutil.which(name))), None)
    if path is None:
        pytest.fail("no Chromium: set CESSIE_CHROMIUM, put one on PATH, or run the tests with `make test`")
    # Playwright's own loop lives in this thread; Django's tables are still asked from it, between its steps.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path, settings: Settings) -> Stage:
    """A house with two clients; everybody reads English."""
    settings.DOCUMENTS = tmp_path / "documents"
    settings.BANK_FOLDER = tmp_path / "bank"
    made = a_stage()
    User.objects.update(language="en")
    return made


@pytest.fixture
def eyes(browser: Browser, live_server: LiveServer) -> Iterator[Eyes]:
    """Somebody who looks at pages and complains of whatever is wrong with them."""
    looking = Eyes(browser, str(live_server))
    yield looking
    looking.close()
