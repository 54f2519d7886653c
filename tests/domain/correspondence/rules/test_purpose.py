"""What each purpose asks as proof."""

from cessie.domain.correspondence.rules.purpose import NEEDS, PROOFS, PURPOSES, at_least, enough


def test_every_purpose_says_which_proof_it_needs() -> None:
    assert set(NEEDS) == set(PURPOSES)


def test_a_stronger_proof_is_always_enough() -> None:
    for purpose, needed in NEEDS.items():
        good = [proof for proof in PROOFS if enough(proof, for_purpose=purpose)]
        assert good == list(PROOFS[PROOFS.index(needed) :]), purpose


def test_only_a_notice_of_default_must_be_shown_to_have_arrived() -> None:
    assert [purpose for purpose in PURPOSES if not enough("sent", for_purpose=purpose)] == ["default_notice"]
    assert not at_least("none", "sent")
