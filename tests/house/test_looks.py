"""Each rule of the house, tried on a good and a bad example: a rule that cannot object holds nothing."""

from pathlib import Path

import pytest

from tests.house import looks


@pytest.mark.parametrize("bad", ["fee = amount * 0.015", "x = float(cents)", "rate: float", "m.FloatField()"])
def test_floats_are_seen(bad: str) -> None:
    assert looks.floats(bad)


def test_exact_numbers_pass() -> None:
    assert not looks.floats("fee = half_up(amount * Decimal('0.015')); cents: int = 1_50")


@pytest.mark.parametrize(
    "bad", ["datetime.now(UTC)", "date.today()", "timezone.now()", "default=timezone.now", "datetime.datetime.now()"]
)
def test_clocks_are_seen(bad: str) -> None:
    assert looks.clocks(f"f({bad})")


def test_handed_in_time_passes() -> None:
    assert not looks.clocks("def due(at: datetime) -> date: return booking_day(at)")


def test_long_functions_and_files_are_seen() -> None:
    long = "def f():\n" + "    x = 1\n" * 50
    assert looks.sizes(long) == ["1: f has 51 lines"]
    assert looks.sizes("x = 1\n" * 351) == ["1: 351 lines"]
    assert not looks.sizes("def f():\n" + "    x = 1\n" * 49)


def test_words_outside_the_tags_are_seen() -> None:
    assert looks.untranslated_in_page("{% load i18n %}<p>Welcome {{ name }}</p>")
    assert looks.untranslated_in_page('<input placeholder="Search">')
    assert looks.untranslated_in_page('<a href="{% url "x" %}" class="b">Back</a>')
    good = (
        '{% load i18n %}<p class="big">{% translate "Welcome" %} &nbsp; {{ name }} → 3</p><!-- a note -->'
        '<a href="{% url "x" %}" class="b">{% blocktranslate %}Back to {{ place }}{% endblocktranslate %}</a>'
        '<input placeholder="{% translate "Search" %}">{% comment %}for later{% endcomment %}'
    )
    assert looks.untranslated_in_page(good) == []


def test_unmarked_words_of_a_view_are_seen() -> None:
    assert looks.untranslated_in_view('CharField(label="Name")')
    assert looks.untranslated_in_view('messages.error(request, "Too late")')
    assert not looks.untranslated_in_view('CharField(label=_("Name")); messages.error(request, gettext("Too late"))')


def test_views_are_told_from_forms() -> None:
    assert looks.has_view("def show(request): return render(request, 'x.html')")
    assert not looks.has_view("def parse(text): return 1")


def test_keys_up_the_road_are_seen() -> None:
    road = ["audit", "parties", "invoices"]
    assert looks.points_up("parties", "invoices", road)
    assert not looks.points_up("invoices", "parties", road)
    assert not looks.points_up("invoices", "contenttypes", road)


def test_names_that_say_nothing_are_seen() -> None:
    assert looks.name_hides_purpose(Path("domain/invoices/services.py"))
    assert not looks.name_hides_purpose(Path("domain/invoices/accept.py"))
