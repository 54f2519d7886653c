"""Compile the translations (.po to .mo) when the package is built, so that installing needs no gettext."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_messages(package: Path) -> int:
    """Compile each catalogue below ``package``; how many there are."""
    catalogues = sorted(package.rglob("locale/*/LC_MESSAGES/*.po"))
    for po in catalogues:
        polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
    return len(catalogues)


class MessagesHook(BuildHookInterface):
    """Runs before hatchling collects the files, also for an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; ``version`` and ``build_data`` stay as they are."""
        compile_messages(Path(self.root) / "cessie")
