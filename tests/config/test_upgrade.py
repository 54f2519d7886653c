"""The data of every released version can be brought to this one, and every book still holds.

``tests/upgrades/<version>`` holds a made-up house as that version left it: ``house.sql.gz`` (``pg_dump --inserts``) and
``originals.tar.xz``.
"""

from __future__ import annotations

import gzip
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from cessie.config import house
from cessie.config.backups.manifest import books_of
from cessie.config.invariants import examine
from cessie.domain.documents import originals
from cessie.domain.payments.halt import standstill
from cessie.domain.users.models import User

DUMPS = sorted((Path(__file__).resolve().parents[1] / "upgrades").glob("*/house.sql.gz"))


def test_there_is_a_house_of_each_release() -> None:
    assert [dump.parent.name for dump in DUMPS] == ["0.1"]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("dump", DUMPS, ids=[dump.parent.name for dump in DUMPS])
def test_an_older_house_is_brought_to_this_version(dump: Path, settings: Settings, tmp_path: Path) -> None:
    settings.DOCUMENTS = tmp_path
    with tarfile.open(dump.with_name("originals.tar.xz")) as archive:
        for member in archive:
            assert originals.write(archive.extractfile(member).read()) == member.name  # type: ignore[union-attr]  # a file
    with closing(psycopg.connect(house.address(), autocommit=True)) as database:
        database.execute(gzip.decompress(dump.read_bytes()))  # type: ignore[arg-type]  # a script without values
    assert house.pending_migrations(), "it is older than this version"
    with connection.cursor() as cursor:
        before = books_of(cursor)
    call_command("migrate", interactive=False, verbosity=0)
    assert house.pending_migrations() == []
    with connection.cursor() as cursor:
        assert books_of(cursor) == before
    assert before[0] > 20
    assert sum(before[1].values()) == 0
    wrong = [f"{result.room}.{result.name}: {b.in_words()}" for result in examine() for b in result.breaches]
    assert wrong == []
    assert User.objects.filter(must_change_password=True).count() == 0
    assert standstill() is None
