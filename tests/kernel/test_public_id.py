"""Public ids: random, readable, forgiving when typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.public_id import CROCKFORD, PATTERN, new_public_id, new_public_ids, normalize_public_id


def test_one_is_twelve_characters_of_the_alphabet() -> None:
    assert PATTERN.match(new_public_id())


def test_many_are_all_different() -> None:
    ids = new_public_ids(10_000)
    assert len(set(ids)) == 10_000
    assert all(PATTERN.match(public_id) for public_id in ids)


def test_every_letter_is_used() -> None:
    assert set("".join(new_public_ids(2_000))) == set(CROCKFORD)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (" abcdefghjkmn ", "ABCDEFGHJKMN"),
        ("0l1i2o345678", "011120345678"),
        ("short", None),
        ("U" * 12, None),
        ("", None),
        ("ABCDEFGHJKM\n", None),
        ("ABCDEFGHJKMNP", None),
    ],
)
def test_what_was_typed_is_understood(typed: str, found: str | None) -> None:
    assert normalize_public_id(typed) == found


@given(st.text(alphabet=CROCKFORD, min_size=12, max_size=12))
def test_the_canonical_form_is_its_own(public_id: str) -> None:
    assert normalize_public_id(public_id.lower()) == public_id
