"""The plan of the house, held by tests: what a reviewer would say a hundred times is said here once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from tests.house import looks

TREE = Path(__file__).resolve().parents[2]
PACKAGE = TREE / "cessie"
#: Where an amount may pass: everywhere but in the machinery and in the drawing of charts.
MONEY = ("lib", "law", "formats", "terms", "connectors", "ledger", "domain", "workflows")
#: Where time is handed in. The machinery and the pages know what time it is, and tell.
TIMELESS = ("law", "formats", "terms", "ledger", "domain")
#: Older than its rule, or with a reason that is stated here; this list only gets shorter.
EXCUSED: dict[str, set[str]] = {
    "floats": set(),
    "clocks": set(),
    "sizes": set(),
}


def _files(*rooms: str, ending: str = "*.py") -> Iterator[Path]:
    for room in rooms or ("",):
        for file in sorted((PACKAGE / room).rglob(ending)):
            if "migrations" not in file.parts:
                yield file


def _objections(rule: str, look: Callable[[str], list[str]], files: Iterator[Path]) -> list[str]:
    found = []
    for file in files:
        name = file.relative_to(TREE).as_posix()
        if name not in EXCUSED.get(rule, ()):
            found += [f"{name}:{words}" for words in look(file.read_text("utf-8"))]
    return found


def test_no_float_near_money() -> None:
    assert _objections("floats", looks.floats, _files(*MONEY)) == []


def test_no_clock_in_the_rooms_of_rules_and_verbs() -> None:
    assert _objections("clocks", looks.clocks, _files(*TIMELESS)) == []


def test_files_and_functions_can_be_read_at_one_sitting() -> None:
    assert _objections("sizes", looks.sizes, _files()) == []


def test_no_excuse_outlives_its_cause() -> None:
    for rule, names in EXCUSED.items():
        for name in names:
            file = TREE / name
            assert file.exists(), f"{name} is gone: remove its excuse"
            assert getattr(looks, rule)(file.read_text("utf-8")), f"{name} keeps the rule now: remove its excuse"


def test_names_say_what_a_file_is_for() -> None:
    assert [f for f in _files() if looks.name_hides_purpose(f)] == []


def test_foreign_keys_run_down_the_road() -> None:
    road = ["ledger", *settings.ROAD]
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("cessie.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        and looks.points_up(model._meta.app_label, field.related_model._meta.app_label, road)
    ]  # fmt: skip
    assert upward == []


def _views() -> Iterator[Path]:
    for file in _files("domain", "portals"):
        if ("screens" in file.parts or "portals" in file.parts) and looks.has_view(file.read_text("utf-8")):
            yield file


def test_a_page_stands_beside_its_view() -> None:
    lonely = [str(view.relative_to(TREE)) for view in _views() if not view.with_suffix(".html").exists()]
    assert lonely == []


def test_every_word_of_a_page_is_translatable() -> None:
    assert _objections("pages", looks.untranslated_in_page, _files(ending="*.html")) == []


def test_every_word_of_a_view_is_translatable() -> None:
    files = (f for f in _files("domain", "portals") if "screens" in f.parts or "portals" in f.parts)
    assert _objections("views", looks.untranslated_in_view, files) == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
