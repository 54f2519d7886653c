"""Files embedded as base64."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cessie.formats import embedded


@given(st.text(alphabet="AQw0+/=\n é-", max_size=12))
@example("JVBERg==")
@example("AAA=\n")
@example("AA==AA==")
@example("A===")
def test_sound_is_what_can_be_decoded(text: str) -> None:
    """What is seen at a glance agrees with what decoding would have said."""
    if embedded.sound(text):
        embedded.content(text)
    else:
        with pytest.raises(ValueError):  # of several kinds: of the alphabet, of the padding
            embedded.content(text)
