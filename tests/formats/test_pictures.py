"""Photos lose what the camera wrote beside the picture, and not one pixel."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from cessie.formats.pictures import without_traces


def a_photo(up: int = 6, *, progressive: bool = False) -> bytes:
    """A JPEG with a place, an owner and a side that is up."""
    image = Image.effect_noise((64, 48), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = up
    exif[0x013B] = "Jan Peeters"
    exif.get_ifd(0x8825)[2] = (50.0, 51.0, 0.0)
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", exif=exif, comment=b"GEHEIM", progressive=progressive)
    return drawn.getvalue()


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_place_and_owner_go_and_the_picture_stays(progressive: bool) -> None:
    before = a_photo(progressive=progressive)
    after = without_traces(before)
    assert b"Peeters" in before
    for trace in (b"Peeters", b"GEHEIM"):
        assert trace not in after
    found = Image.open(io.BytesIO(after)).getexif()
    assert dict(found) == {0x0112: 6}
    assert pixels(after) == pixels(before)


def test_what_stands_behind_the_picture_goes() -> None:
    photo = a_photo(1)
    doubled = photo + a_photo(3)
    assert without_traces(doubled) == without_traces(photo)
    assert not dict(Image.open(io.BytesIO(without_traces(photo))).getexif())


def test_texts_of_a_png_go() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Jan Peeters")
    drawn = io.BytesIO()
    Image.effect_noise((32, 32), 80).save(drawn, "PNG", pnginfo=said)
    after = without_traces(drawn.getvalue())
    assert b"Peeters" not in after
    assert pixels(after) == pixels(drawn.getvalue())


@pytest.mark.parametrize("cut", [3, 20, 200, -2])
def test_a_cut_photo_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="cut"):
        without_traces(a_photo()[:cut])


def test_once_more_changes_nothing() -> None:
    once = without_traces(a_photo(8))
    assert without_traces(once) == once
