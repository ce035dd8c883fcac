"""What is read from the file of a certificate."""

from datetime import date

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from assetry.domain.assets.kinds.certificate import KIND
from assetry.domain.assets.kinds.pem import MOST_BYTES, read_certificate
from assetry.kernel.refusals import InvalidValue
from tests.support.certificates import make_certificate, private_key


def test_everything_that_the_form_asks_for_is_read() -> None:
    found = read_certificate(make_certificate())
    assert found == {
        "name": "shop.example",
        "subject": r"CN=shop.example,O=Larkfield\, Labs",
        "issuer": r"O=Larkfield\, Labs",
        "subject_names": "shop.example, 10.0.0.7",
        "certificate_serial": "ABC123",
        "fingerprint": found["fingerprint"],
        "not_before": date(2026, 11, 1),
        "not_after": date(2027, 2, 1),
    }
    assert len(str(found["fingerprint"]).split(":")) == 32
    assert set(found) - {"name"} == set(KIND.own_names) | set(KIND.money_names)


def test_without_a_common_name_the_first_name_is_taken() -> None:
    assert read_certificate(make_certificate(common_name=""))["name"] == "shop.example"
    assert read_certificate(make_certificate(common_name="", names=()))["name"] == ""


def test_of_a_chain_the_first_is_read_and_a_key_before_it_is_passed_over() -> None:
    chain = private_key() + make_certificate() + make_certificate(common_name="Some issuer")
    assert read_certificate(chain)["name"] == "shop.example"


def test_the_binary_form_is_read_too() -> None:
    pem = make_certificate()
    der = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
    assert read_certificate(der) == read_certificate(pem)


def test_names_that_do_not_fit_are_left_out_whole() -> None:
    names = tuple(f"host-{n:04}.shop.example" for n in range(60))
    kept = str(read_certificate(make_certificate(names=names))["subject_names"]).split(", ")
    assert kept == list(names[: len(kept)])
    assert 40 < len(kept) < 60


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        private_key(),
        make_certificate()[:200],
        b"\x30\x82" * 50,
        b"-----BEGIN CERTIFICATE-----",
    ],
    ids=["nothing", "words", "a key", "cut off", "noise", "a head"],
)
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidValue, match="no certificate"):
        read_certificate(content)


def test_what_is_too_large_is_refused_unread() -> None:
    with pytest.raises(InvalidValue, match="larger"):
        read_certificate(make_certificate() + b" " * MOST_BYTES)
