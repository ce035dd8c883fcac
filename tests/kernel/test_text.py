"""Text in comparable form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.text import clean_text, name_sort, serial_key


@pytest.mark.parametrize(
    ("names", "sorted_names"),
    [
        (["LT-10", "LT-2", "lt-1"], ["lt-1", "LT-2", "LT-10"]),
        (["Zoe", "Élodie", "Ewa"], ["Élodie", "Ewa", "Zoe"]),
        (["Łódź", "Lyon", "Lima"], ["Lima", "Łódź", "Lyon"]),
        (["Straße", "Strasse 2"], ["Straße", "Strasse 2"]),
        (["v1.10", "v1.9"], ["v1.9", "v1.10"]),
        (["a  b", "a a"], ["a a", "a  b"]),
    ],
)
def test_names_sort_as_people_expect(names: list[str], sorted_names: list[str]) -> None:
    assert sorted(names, key=name_sort) == sorted_names


@given(st.text(max_size=200))
def test_a_sort_key_fits_its_column(name: str) -> None:
    assert len(name_sort(name)) <= 300


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_sort_by_value(one: int, other: int) -> None:
    assert (name_sort(f"LT-{one}") < name_sort(f"LT-{other}")) == (one < other)


@pytest.mark.parametrize(
    "serial",
    [
        "To be filled by O.E.M.",
        "Default string",
        "None",
        "n/a",
        "0",
        "00000000",
        "xxxxxxx",
        "123456789",
        "  ",
        "",
        "System Serial Number",
        "-- --",
        "AB",
        "........",
    ],
)
def test_r6_what_firmware_prints_names_nothing(serial: str) -> None:
    assert serial_key(serial) is None


@pytest.mark.parametrize(
    ("serial", "key"),
    [(" pf-3abc1 ", "PF-3ABC1"), ("c02  x1", "C02 X1"), ("1.2.3", "1.2.3"), ("5CG0123ABC", "5CG0123ABC")],
)
def test_a_serial_number_is_compared_in_upper_case(serial: str, key: str) -> None:
    assert serial_key(serial) == key


@given(st.text(max_size=120))
def test_a_serial_key_fits_its_column_and_is_its_own_key(serial: str) -> None:
    key = serial_key(serial)
    assert key is None or (len(key) <= 120 and key == key.upper()[:120])


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  a b ", "a b"),
        ("a\x00b", "ab"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("\ud800x", "x"),
        ("\N{ZERO WIDTH SPACE}", ""),
        ("\N{ZERO WIDTH SPACE} \N{NO-BREAK SPACE}", ""),
        ("a\tb", "a\tb"),
        ("👩\N{ZERO WIDTH JOINER}💻", "👩\N{ZERO WIDTH JOINER}💻"),
    ],
)
def test_text_is_trimmed_composed_and_printable(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert clean_text(clean_text(raw)) == clean_text(raw)


@given(st.text(max_size=40))
def test_the_short_way_cleans_as_the_long_way_does(raw: str) -> None:
    assert clean_text(raw) == clean_text(f"\n{raw}")
