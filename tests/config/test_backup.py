"""What a backup says of itself, and what is refused before anything is touched."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cessie.config.backups import give_back, manifest, take
from cessie.config.backups.manifest import Damaged, Manifest
from cessie.config.backups.take import _make
from cessie.lib.reasons import Refusal

LETTER = b"a letter"
HASH = sha256(LETTER).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / manifest.DUMP).write_bytes(b"PGDMP")
    (tmp_path / manifest.LIST).write_text(f"{HASH} {len(LETTER)}\n", "ascii")
    place = manifest.path_of(tmp_path, HASH)
    place.parent.mkdir(parents=True)
    place.write_bytes(LETTER)
    Manifest(
        format=manifest.FORMAT, version="0.1", taken_at="2026-11-22T07:00:00+00:00", house="Demo", schema="public",
        migrations=("users.0001_initial",), documents=1, entries=2, books={"1000 EUR": 100, "3000 EUR": -100},
        files={name: manifest.hash_of(tmp_path / name) for name in (manifest.DUMP, manifest.LIST)},
    ).write(tmp_path)  # fmt: skip
    return tmp_path


def test_what_is_written_is_read(folder: Path) -> None:
    told = manifest.read(folder)
    assert (told.house, told.migrations, told.books["3000 EUR"]) == ("Demo", ("users.0001_initial",), -100)
    manifest.check_files(folder, told)


@pytest.mark.parametrize("name", [manifest.DUMP, manifest.LIST, f"documents/{HASH[:2]}/{HASH}"])
@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_file_that_is_changed_or_gone_is_named(folder: Path, name: str, how: str) -> None:
    if how == "gone":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / name).read_bytes() + b"x")
    with pytest.raises(Damaged) as no:
        manifest.check_files(folder, manifest.read(folder))
    assert Path(name).name in str(no.value)


def test_an_original_that_the_list_lost_is_missed(folder: Path) -> None:
    told = json.loads((folder / manifest.NAME).read_text())
    (folder / manifest.LIST).write_text("", "ascii")
    told["files"][manifest.LIST] = manifest.hash_of(folder / manifest.LIST)
    (folder / manifest.NAME).write_text(json.dumps(told))
    with pytest.raises(Damaged):
        manifest.check_files(folder, manifest.read(folder))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (None, "backup.none"),
        ("{", "backup.damaged"),
        ("[]", "backup.format"),
        ('{"format": 99, "version": "9.0"}', "backup.format"),
        ('{"format": 1}', "backup.damaged"),
    ],
)
def test_what_is_no_backup_is_refused(tmp_path: Path, words: str | None, code: str) -> None:
    if words is not None:
        (tmp_path / manifest.NAME).write_text(words)
    with pytest.raises(Damaged) as no:
        manifest.read(tmp_path)
    assert no.value.code == code


def test_no_backup_is_written_over_another(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as no:
        _make(folder)
    assert no.value.code == "backup.not_empty"
    with pytest.raises(Refusal) as no:
        _make(folder / manifest.NAME / "below")
    assert no.value.code == "backup.folder"


def test_the_keys_that_sign_mails_go_with_the_house(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Those in its home do, and take the place of those that a new home made; what is kept elsewhere stays there."""
    monkeypatch.delenv("CESSIE_SECRET_KEY", raising=False)
    old, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    monkeypatch.setenv("CESSIE_HOME", str(old))
    settings.DKIM_KEY, settings.DKIM_SECOND_KEY = old / "dkim.pem", old.parent / "elsewhere.pem"
    settings.DKIM_KEY.write_text("ours")
    settings.DKIM_SECOND_KEY.write_text("kept elsewhere")
    assert take.copy_mail_keys(folder) == ["dkim.pem"]
    assert (folder / "dkim.pem").stat().st_mode & 0o777 == 0o600
    told = replace(manifest.read(folder), files={"dkim.pem": ""})
    monkeypatch.setenv("CESSIE_HOME", str(new))
    settings.DKIM_KEY = new / "dkim.pem"
    settings.DKIM_KEY.write_text("made just now")
    give_back.put_keys(folder, told)
    assert settings.DKIM_KEY.read_text() == "ours"
    assert settings.DKIM_KEY.stat().st_mode & 0o777 == 0o600
    assert settings.DKIM_SECOND_KEY.read_text() == "kept elsewhere"
